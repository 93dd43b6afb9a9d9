import Foretell

/// Last year's values and a little more: a forecaster of one's own is two small types.
struct Grown: Forecaster {
  var share: Double
  var name: String { "Grown" }

  func fitted(to table: SeriesTable, horizon: Int, seed: UInt64, options: FitOptions) throws
    -> any FittedModel
  {
    Fitted(
      naive: try SeasonalNaive().fitted(to: table, horizon: horizon, seed: seed, options: options), by: share)
  }

  struct Fitted: FittedModel {
    var naive: any FittedModel
    var by: Double
    var name: String { "Grown" }

    func predict(_ table: SeriesTable?, horizon: Int?, levels: [Double]) throws -> Forecast {
      var forecast = try naive.predict(table, horizon: horizon, levels: levels)
      forecast.model = name
      func grow(_ values: [Double]) -> [Double] { values.map { $0 * (1 + by) } }
      for place in forecast.series.indices {
        forecast.series[place].point = grow(forecast.series[place].point)
        forecast.series[place].lower = forecast.series[place].lower.map(grow)
        forecast.series[place].upper = forecast.series[place].upper.map(grow)
      }
      return forecast
    }
  }
}

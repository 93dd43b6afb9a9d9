import Foretell

/// The values of last year times a factor: your own forecaster consists of two small types.
struct Grown: Forecaster {
  var share: Double
  var name: String { "Grown" }
  var usesRandomNumbers: Bool { false }

  func fit(_ table: SeriesTable, horizon: Int, seed: UInt64, options: FitOptions) -> Fitted {
    Fitted(naive: SeasonalNaive().fit(table, horizon: horizon), by: share)
  }

  struct Fitted: FittedModel {
    var naive: FittedBaseline<SeasonalNaive>
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

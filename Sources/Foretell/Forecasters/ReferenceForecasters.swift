import ForetellData

/// Repeats the last observed value (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2).
public struct Naive: Forecaster, FittedModel {
  /// `Naive`.
  public let name = "Naive"
  private var table: SeriesTable?
  private var horizon = 1

  /// A naive forecaster.
  public init() {}

  /// Remembers the table.
  public func fitted(
    to table: SeriesTable, horizon: Int, seed: UInt64 = 1, options: FitOptions = FitOptions()
  ) throws -> any FittedModel {
    var model = self
    model.table = table
    model.horizon = horizon
    return model
  }

  /// Forecasts with normal intervals that grow with the root of the step.
  public func predict(_ table: SeriesTable?, horizon: Int?, levels: [Double]) throws -> Forecast {
    guard let data = table ?? self.table else {
      throw ForetellError(.noObservations, "a naive forecast needs a table")
    }
    return try ReferenceRun.forecast(
      name, data, season: 1, horizon: horizon ?? self.horizon, levels: levels)
  }
}

/// Repeats the last observed season (Hyndman and Athanasopoulos, 5.2).
public struct SeasonalNaive: Forecaster, FittedModel {
  /// `SeasonalNaive`.
  public let name = "SeasonalNaive"
  /// Season length in steps; nil: the frequency's.
  public let seasonLength: Int?
  private var table: SeriesTable?
  private var horizon = 1

  /// A seasonal naive forecaster.
  public init(seasonLength: Int? = nil) { self.seasonLength = seasonLength }

  /// Remembers the table.
  public func fitted(
    to table: SeriesTable, horizon: Int, seed: UInt64 = 1, options: FitOptions = FitOptions()
  ) throws -> any FittedModel {
    var model = self
    model.table = table
    model.horizon = horizon
    return model
  }

  /// Forecasts with normal intervals that grow with the root of the number of seasons.
  public func predict(_ table: SeriesTable?, horizon: Int?, levels: [Double]) throws -> Forecast {
    guard let data = table ?? self.table else {
      throw ForetellError(.noObservations, "a seasonal naive forecast needs a table")
    }
    return try ReferenceRun.forecast(
      name, data, season: seasonLength ?? data.frequency.defaultSeasonLength,
      horizon: horizon ?? self.horizon,
      levels: levels)
  }
}

/// What both reference forecasters do.
enum ReferenceRun {
  static func forecast(
    _ name: String, _ data: SeriesTable, season: Int, horizon: Int, levels: [Double]
  ) throws -> Forecast {
    guard horizon > 0 else { throw ForetellError(.badOption, "the horizon must be positive") }
    let sorted = levels.sorted()
    for level in sorted where !(level >= 0 && level < 100) {
      throw ForetellError(.badOption, "level \(level) is outside 0..<100")
    }
    let series = try data.series.enumerated().map { number, series in
      guard
        let reference = ReferenceForecast.seasonalNaive(
          values: series.values, seasonLength: season, horizon: horizon)
      else {
        throw ForetellError(
          .noObservations, "series \(series.id) has no observed value to forecast from",
          location: .init(file: data.name, series: series.id))
      }
      var forecast = SeriesForecast(
        id: series.id,
        stamps: (0..<horizon).map { data.timestamp(ofSeries: number, at: series.values.count + $0) },
        point: reference.point, lower: [], upper: [])
      for level in sorted {
        let interval = reference.interval(level: level) ?? (reference.point, reference.point)
        forecast.lower.append(interval.lower)
        forecast.upper.append(interval.upper)
      }
      return forecast
    }
    return Forecast(model: name, levels: sorted, series: series)
  }
}

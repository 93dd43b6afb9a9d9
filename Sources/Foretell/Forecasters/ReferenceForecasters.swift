import ForetellData

/// Repeats the last observed value (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2).
public struct Naive: Forecaster, FittedModel {
  /// `Naive`.
  public let name = "Naive"
  /// The range of the forecasts.
  public let bounds: ForecastBounds
  private var table: SeriesTable?
  private var horizon = 1

  /// Makes a naive forecaster.
  public init(bounds: ForecastBounds = ForecastBounds()) { self.bounds = bounds }

  /// Stores the table; horizon, seed and options have no effect.
  public func fitted(
    to table: SeriesTable, horizon: Int, seed: UInt64 = 1, options: FitOptions = FitOptions()
  ) throws -> any FittedModel {
    var model = self
    model.table = table
    model.horizon = horizon
    return model
  }

  /// Forecasts with normal intervals whose width grows with the square root of the step.
  public func predict(_ table: SeriesTable?, horizon: Int?, levels: [Double]) throws -> Forecast {
    guard let data = table ?? self.table else {
      throw ForetellError(.noObservations, "a naive forecast needs a table")
    }
    return try ReferenceRun.forecast(
      name, data, season: 1, horizon: horizon ?? self.horizon, levels: levels, bounds: bounds)
  }
}

/// Repeats the last observed season (Hyndman and Athanasopoulos, 5.2).
public struct SeasonalNaive: Forecaster, FittedModel {
  /// `SeasonalNaive`.
  public let name = "SeasonalNaive"
  /// Season length in steps; nil: the frequency's.
  public let seasonLength: Int?
  /// The range of the forecasts.
  public let bounds: ForecastBounds
  private var table: SeriesTable?
  private var horizon = 1

  /// Makes a seasonal naive forecaster.
  public init(seasonLength: Int? = nil, bounds: ForecastBounds = ForecastBounds()) {
    self.seasonLength = seasonLength
    self.bounds = bounds
  }

  /// Stores the table; horizon, seed and options have no effect.
  public func fitted(
    to table: SeriesTable, horizon: Int, seed: UInt64 = 1, options: FitOptions = FitOptions()
  ) throws -> any FittedModel {
    var model = self
    model.table = table
    model.horizon = horizon
    return model
  }

  /// Forecasts with normal intervals whose width grows with the square root of the number of seasons ahead.
  public func predict(_ table: SeriesTable?, horizon: Int?, levels: [Double]) throws -> Forecast {
    guard let data = table ?? self.table else {
      throw ForetellError(.noObservations, "a seasonal naive forecast needs a table")
    }
    return try ReferenceRun.forecast(
      name, data, season: seasonLength ?? data.frequency.defaultSeasonLength,
      horizon: horizon ?? self.horizon, levels: levels, bounds: bounds)
  }
}

/// The common part of forecasters without training.
enum ReferenceRun {
  /// Repeats the last observed season of every series.
  static func forecast(
    _ name: String, _ data: SeriesTable, season: Int, horizon: Int, levels: [Double], bounds: ForecastBounds
  ) throws -> Forecast {
    let panel = ShortHistory.Panel(data.series.map { $0.values[...] })
    return try forecast(name, data, horizon: horizon, levels: levels, bounds: bounds) {
      history, stamps, id, levels, limits in
      let reference = ReferenceForecast.seasonalNaive(
        values: Array(history.values), seasonLength: season, horizon: horizon)
      // Without two values a season apart there are no errors from which to estimate a standard deviation.
      guard let reference, reference.standardDeviations != nil, !history.facts.isShort else {
        return .repeating(
          history, point: reference?.point, panel: panel, limits: limits, id: id, stamps: stamps,
          levels: levels)
      }
      let intervals = levels.compactMap { reference.interval(level: $0) }
      return SeriesForecast(
        id: id, stamps: stamps, point: reference.point.map(limits.clamped),
        lower: intervals.map { $0.lower.map(limits.clamped) },
        upper: intervals.map { $0.upper.map(limits.clamped) })
    }
  }

  /// Applies a rule to every series that can be forecast.
  static func forecast(
    _ name: String, _ data: SeriesTable, horizon: Int, levels: [Double], bounds: ForecastBounds,
    rule: (ForecastHistory, [Timestamp], String, [Double], ClosedRange<Double>) -> SeriesForecast
  ) throws -> Forecast {
    guard horizon > 0 else { throw ForetellError(.badOption, "the horizon must be positive") }
    let sorted = levels.sorted()
    for level in sorted where !(level >= 0 && level < 100) {
      throw ForetellError(.badOption, "level \(level) is not at least 0 and below 100")
    }
    try bounds.check(data)
    var forecast = Forecast(model: name, levels: sorted, series: [])
    var refusals: [HistoryRemarks.Refusal] = []
    try data.requireFuture(steps: horizon)
    for (number, series) in data.series.enumerated() {
      let remarks = HistoryRemarks(data, series: number)
      let history = ForecastHistory(series.values[...])
      if let refusal = remarks.refusal(history) {
        refusals.append(refusal)
        forecast.warnings.append(refusal.warning)
      }
      guard let history, !history.isStale else { continue }
      let stamps = (0..<horizon).map { data.timestamp(ofSeries: number, at: series.values.count + $0) }
      let own = rule(history, stamps, series.id, sorted, bounds.limits(of: history.facts))
      forecast.series.append(own.with(levels: sorted))
      forecast.warnings += remarks.warnings(history, facts: history.facts)
    }
    guard !forecast.series.isEmpty else { throw HistoryRemarks.Refusal.error(refusals, file: data.name) }
    return forecast
  }
}

import ForetellData

/// One model's forecasts of all series of a table.
public struct Forecast: Sendable, Codable, Equatable {
  /// The model's name as used in column headings, such as `LSTM` or `SeasonalNaive`.
  public var model: String
  /// Prediction-interval levels in percent, ascending, each in 0..<100.
  public var levels: [Double]
  /// One forecast per series that could be forecast, in the table's order.
  public var series: [SeriesForecast]
  /// Warnings, such as about a series that was left out.
  public var warnings: [ForecastWarning]

  /// Makes a forecast from its parts and hands the levels on to the series.
  public init(
    model: String, levels: [Double], series: [SeriesForecast], warnings: [ForecastWarning] = []
  ) {
    self.model = model
    self.levels = levels
    self.series = series.map { $0.with(levels: levels) }
    self.warnings = warnings
  }
}

/// The forecast of one series.
public struct SeriesForecast: Sendable, Codable, Equatable {
  /// The series' id.
  public var id: String
  /// The time stamps of the forecast, one per step.
  public var stamps: [Timestamp]
  /// The point forecast (the median for a network with quantile loss), one value per step.
  public var point: [Double]
  /// Lower bounds, one array of all steps per level, in the order of ``levels``.
  public var lower: [[Double]]
  /// Upper bounds, one array of all steps per level, in the order of ``levels``.
  public var upper: [[Double]]
  /// Levels of the bounds in percent, ascending; set by the ``Forecast`` that the series is part of.
  public internal(set) var levels: [Double]

  /// Makes a forecast from its parts; a ``Forecast`` made of the series sets its levels.
  public init(
    id: String, stamps: [Timestamp], point: [Double], lower: [[Double]], upper: [[Double]],
    levels: [Double] = []
  ) {
    self.levels = levels
    self.id = id
    self.stamps = stamps
    self.point = point
    self.lower = lower
    self.upper = upper
  }

  /// The series with the levels of a forecast; traps unless there is one array of bounds per level.
  func with(levels: [Double]) -> SeriesForecast {
    precondition(
      lower.count == levels.count && upper.count == levels.count,
      "series \(id) has \(lower.count) lower and \(upper.count) upper bounds for \(levels.count) levels")
    var series = self
    series.levels = levels
    return series
  }
}

import ForetellData

/// What one model says about the future of every series of a table.
public struct Forecast: Sendable, Codable, Equatable {
  /// The model's name as it stands in column headings: `LSTM`, `SeasonalNaive`.
  public var model: String
  /// Prediction-interval levels in percent, ascending, each in 0..<100.
  public var levels: [Double]
  /// One forecast a series, in the table's order.
  public var series: [SeriesForecast]

  /// Collects the parts.
  public init(model: String, levels: [Double], series: [SeriesForecast]) {
    self.model = model
    self.levels = levels
    self.series = series
  }
}

/// The forecast of one series.
public struct SeriesForecast: Sendable, Codable, Equatable {
  /// The series' id.
  public var id: String
  /// The forecast's stamps, one a step.
  public var stamps: [Timestamp]
  /// The point forecast (the median for a network with quantile loss), one value a step.
  public var point: [Double]
  /// Lower bounds, one array a level in the order of `Forecast.levels`.
  public var lower: [[Double]]
  /// Upper bounds, likewise.
  public var upper: [[Double]]

  /// Collects the parts.
  public init(id: String, stamps: [Timestamp], point: [Double], lower: [[Double]], upper: [[Double]]) {
    self.id = id
    self.stamps = stamps
    self.point = point
    self.lower = lower
    self.upper = upper
  }
}

import ForetellData

/// What one model says about the future of every series of a table.
public struct Forecast: Sendable, Codable, Equatable {
  /// The model's name as it stands in column headings: `LSTM`, `SeasonalNaive`.
  public var model: String
  /// Prediction-interval levels in percent, ascending, each in 0..<100.
  public var levels: [Double]
  /// One forecast per series that could be forecast, in the table's order.
  public var series: [SeriesForecast]
  /// What deserves attention, such as a series that was left out.
  public var warnings: [ForecastWarning]

  /// Collects the parts; the levels are handed to the series too.
  public init(
    model: String, levels: [Double], series: [SeriesForecast], warnings: [ForecastWarning] = []
  ) {
    self.model = model
    self.levels = levels
    self.series = series.map { $0.with(levels: levels) }
    self.warnings = warnings
  }
}

/// Something about one series, or about all, that the reader of a forecast should know.
public struct ForecastWarning: Sendable, Codable, Hashable {
  /// The kinds of warning; those of one kind are told together.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// The series ends with missing values; the forecast goes on from the last observed one.
    case trailingGap = "trailing-gap"
    /// The series was left out, because nothing sensible can be said about its future.
    case leftOut = "left-out"
    /// The series has too few values to learn from.
    case fewValues = "few-values"
    /// A value is far away from all others of its series.
    case outlier
    /// The horizon is longer than what could be trained.
    case longHorizon = "long-horizon"
    /// Time stamps at which nothing was ever observed were left out.
    case closedTimes = "closed-times"
    /// An interval that the data can't support.
    case interval
  }

  /// The kind.
  public var kind: Kind
  /// The series' id; nil where it concerns the whole forecast.
  public var series: String?
  /// One sentence without a full stop.
  public var text: String

  /// Collects the parts.
  public init(kind: Kind, series: String?, text: String) {
    self.kind = kind
    self.series = series
    self.text = text
  }
}

/// The forecast of one series.
public struct SeriesForecast: Sendable, Codable, Equatable {
  /// The series' id.
  public var id: String
  /// The forecast's stamps, one a step.
  public var stamps: [Timestamp]
  /// The point forecast (the median for a network with quantile loss), one value per step.
  public var point: [Double]
  /// Lower bounds, one array per level in the order of `Forecast.levels`.
  public var lower: [[Double]]
  /// Upper bounds, likewise.
  public var upper: [[Double]]
  /// Levels of the bounds in percent, ascending: those of the ``Forecast`` that the series is part of.
  public internal(set) var levels: [Double]

  /// Collects the parts; a ``Forecast`` that is made of the series says its levels.
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

  /// The series as part of a forecast; traps unless there is one array of bounds a level.
  func with(levels: [Double]) -> SeriesForecast {
    precondition(
      lower.count == levels.count && upper.count == levels.count,
      "series \(id) has \(lower.count) lower and \(upper.count) upper bounds for \(levels.count) levels")
    var series = self
    series.levels = levels
    return series
  }
}

/// A warning about one series, or about all, for the reader of a forecast.
public struct ForecastWarning: Sendable, Codable, Hashable {
  /// The kinds of warning; warnings of the same kind are printed together.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// The series ends with missing values; the forecast continues from the last observed one.
    case trailingGap = "trailing-gap"
    /// The series was left out because it can't be forecast.
    case leftOut = "left-out"
    /// The series has too few values to learn from.
    case fewValues = "few-values"
    /// A value is far from all others of its series.
    case outlier
    /// The horizon is longer than what the network could be trained for.
    case longHorizon = "long-horizon"
    /// Time stamps at which nothing was ever observed were left out.
    case closedTimes = "closed-times"
    /// The data can't support an interval.
    case interval
  }

  /// The kind.
  public var kind: Kind
  /// The series' id; nil for a warning about the whole forecast.
  public var series: String?
  /// The warning as a sentence without a full stop.
  public var text: String

  /// Makes a warning from its parts.
  public init(kind: Kind, series: String?, text: String) {
    self.kind = kind
    self.series = series
    self.text = text
  }
}

/// The scores of all models on a suite.
public struct SuiteResult: Sendable {
  /// The suite's name.
  public let suite: String
  /// The part of the data that was forecast.
  public let part: SuitePart
  /// Seeds of each model that uses random numbers.
  public let seeds: Int
  /// One table per task: a set of series with one horizon.
  public internal(set) var tables: [SuiteTable] = []
  /// All tasks together; nil when there is only one.
  public internal(set) var total: SuiteTable?
  /// Sentences about what was left out.
  public internal(set) var remarks: [String] = []
}

/// The scores of all models on one task.
public struct SuiteTable: Sendable {
  /// The task's name, such as `m3-yearly` or `etth1-96`.
  public let name: String
  /// Steps forecast; nil for several horizons together.
  public let horizon: Int?
  /// m of the scaled measures in steps; nil where there is none.
  public let seasonLength: Int?
  /// Number of series or channels.
  public let series: Int
  /// Number of origins from which each series is forecast.
  public let windows: Int
  /// The measures; the first is the one by which the literature compares models.
  public let measures: [SuiteMeasure]
  /// References, models and published rows, in this order.
  public internal(set) var rows: [SuiteRow] = []
}

/// The scores of one model on one task.
public struct SuiteRow: Sendable {
  /// Where scores come from.
  public enum Kind: Sendable, Hashable {
    /// A rule of the suite itself, such as M4's Naive2.
    case reference
    /// A model that was fitted and scored here.
    case model
    /// Printed in the literature, with the source.
    case published(String)
  }

  /// The label.
  public let name: String
  /// Where the scores come from.
  public let kind: Kind
  /// The values of each measure, one per seed; a measure that is undefined is absent.
  public internal(set) var values: [SuiteMeasure: [Double]] = [:]
  /// What fits and forecasts took, averaged over the seeds; nil for references and published rows.
  public internal(set) var usage: SuiteUsage?
  /// Series that got no forecast; they aren't in the averages.
  public internal(set) var missing = 0

  /// The mean of a measure over the seeds; nil where it is undefined.
  public func mean(_ measure: SuiteMeasure) -> Double? {
    guard let values = values[measure], !values.isEmpty else { return nil }
    return values.reduce(0, +) / Double(values.count)
  }

  /// The standard deviation of a measure between seeds, with n − 1; nil for fewer than two seeds.
  public func deviation(_ measure: SuiteMeasure) -> Double? {
    guard let mean = mean(measure), let values = values[measure], values.count > 1 else { return nil }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - 1)).squareRoot()
  }
}

import ForetellData

/// What an update did with the rows of a table (``KeptModel/update(with:gaps:)``).
///
/// Values are counted, not rows: a row of a wide file has one value of each series.
public struct ModelUpdate: Sendable, Equatable {
  /// Number of observed values that the model went on with.
  public internal(set) var addedValues = 0
  /// Number of steps behind the model's end that were missing, or were filled by the policy for gaps, before and among
  /// the new values.
  public internal(set) var missingSteps = 0
  /// Number of values that the model had already, which are equal and were left out.
  public internal(set) var knownValues = 0
  /// Number of values from before the part of the history that the model keeps, which could not be compared and were left
  /// out.
  public internal(set) var earlierValues = 0
  /// Ids of the series that went on, in the model's order; without those that are new.
  public internal(set) var movedSeries: [String] = []
  /// Ids of series that the model had not, in the table's order.
  public internal(set) var newSeries: [String] = []
  /// Ids of the model's series that have no new value.
  public internal(set) var restingSeries: [String] = []
  /// Warnings about new values, such as those so far from all others that they are taken as missing.
  public internal(set) var warnings: [ForecastWarning] = []
  /// Whether something is known of the future that the model didn't know.
  public internal(set) var changesFuture = false

  /// Whether the model is another one than before.
  public var changesModel: Bool { addedValues > 0 || missingSteps > 0 || !newSeries.isEmpty || changesFuture }
}

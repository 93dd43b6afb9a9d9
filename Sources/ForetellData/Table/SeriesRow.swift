/// One observation of one series, from which ``SeriesTable/init(rows:frequency:gaps:duplicates:name:columns:stampStyle:)``
/// makes a table.
public struct SeriesRow: Sendable, Hashable {
  /// Id of the series.
  public var id: String
  /// The time of the observation; it must lie on the same grid as the others of its series.
  public var stamp: Timestamp
  /// The observed value; NaN is a gap.
  public var value: Double
  /// What was known beside it, one number for each past covariate of the table; NaN is a gap.
  public var covariates: [Double]
  /// What was known long before, one number for each covariate that is known into the future; NaN is a gap.
  ///
  /// Rows without a value behind the last one of a series hold its future.
  public var futures: [Double]
  /// What holds for the whole series, one number for each static column, the same in all rows of a series; NaN where it
  /// is unknown.
  public var statics: [Double]

  /// Makes a row from its parts.
  public init(
    id: String, stamp: Timestamp, value: Double, covariates: [Double] = [], futures: [Double] = [],
    statics: [Double] = []
  ) {
    self.id = id
    self.stamp = stamp
    self.value = value
    self.covariates = covariates
    self.futures = futures
    self.statics = statics
  }
}

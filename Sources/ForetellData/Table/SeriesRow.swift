/// One observation of one series, from which ``SeriesTable/init(rows:frequency:gaps:duplicates:name:columns:stampStyle:)``
/// makes a table.
public struct SeriesRow: Sendable, Hashable {
  /// The series it belongs to.
  public var id: String
  /// When it was observed; on the grid of the others of its series.
  public var stamp: Timestamp
  /// What was observed; NaN is a gap.
  public var value: Double
  /// What was known beside it, one number for each covariate of the table; NaN is a gap.
  public var covariates: [Double]

  /// Collects the parts.
  public init(id: String, stamp: Timestamp, value: Double, covariates: [Double] = []) {
    self.id = id
    self.stamp = stamp
    self.value = value
    self.covariates = covariates
  }
}

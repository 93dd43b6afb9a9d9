/// One observation of one series, from which ``SeriesTable/init(rows:frequency:gaps:duplicates:name:columns:stampStyle:)``
/// makes a table.
public struct SeriesRow: Sendable, Hashable {
  /// Id of the series.
  public var id: String
  /// The time of the observation; it must lie on the same grid as the others of its series.
  public var stamp: Timestamp
  /// The observed value; NaN is a gap.
  public var value: Double
  /// The covariates, one number for each of the table's; NaN is a gap.
  public var covariates: [Double]

  /// Makes a row from its parts.
  public init(id: String, stamp: Timestamp, value: Double, covariates: [Double] = []) {
    self.id = id
    self.stamp = stamp
    self.value = value
    self.covariates = covariates
  }
}

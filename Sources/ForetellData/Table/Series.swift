/// One series on a regular grid.
public struct Series: Sendable, Hashable {
  /// Id of the series, unique in its table.
  public let id: String
  /// Time stamp of the first value.
  public let start: Timestamp
  /// One value per step of the table's frequency; NaN is a gap, where nothing was observed.
  public let values: [Double]
  /// One array per covariate, each as long as `values`; NaN is a gap.
  public let covariates: [[Double]]

  /// Makes a series; it is checked when it becomes part of a ``SeriesTable``.
  public init(id: String, start: Timestamp, values: [Double], covariates: [[Double]] = []) {
    self.id = id
    self.start = start
    self.values = values
    self.covariates = covariates
  }

  /// Number of missing values.
  public var gaps: Int { values.reduce(0) { $0 + ($1.isNaN ? 1 : 0) } }

  /// The series without its last `count` points; empty when it has no more than that.
  func droppingLast(_ count: Int) -> Series {
    Series(
      id: id, start: start, values: Array(values.dropLast(count)),
      covariates: covariates.map { Array($0.dropLast(count)) })
  }
}

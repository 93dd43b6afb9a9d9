/// One series on a regular grid.
public struct Series: Sendable, Hashable {
  /// Id of the series, unique in its table.
  public let id: String
  /// Time stamp of the first value.
  public let start: Timestamp
  /// One value per step of the table's frequency; NaN is a gap, where nothing was observed.
  public let values: [Double]
  /// One array per past covariate, each as long as `values`; NaN is a gap.
  public let covariates: [[Double]]
  /// One array per covariate that is known into the future, each at least as long as `values`; NaN is a gap.
  ///
  /// What lies behind the last value is read by forecasts. A column of categories has the places of its texts in
  /// ``ColumnNames/categories``.
  public let futures: [[Double]]
  /// One number per static column, which holds for the whole series; NaN where it is unknown.
  public let statics: [Double]

  /// Makes a series; it is checked when it becomes part of a ``SeriesTable``.
  public init(
    id: String, start: Timestamp, values: [Double], covariates: [[Double]] = [], futures: [[Double]] = [],
    statics: [Double] = []
  ) {
    self.id = id
    self.start = start
    self.values = values
    self.covariates = covariates
    self.futures = futures
    self.statics = statics
  }

  /// Number of missing values.
  public var gaps: Int { values.reduce(0) { $0 + ($1.isNaN ? 1 : 0) } }

  /// A part of the series, with what is known of the future behind it.
  ///
  /// - Parameters:
  ///   - range: the steps whose values are kept, inside the series.
  ///   - start: the stamp of the first of them.
  ///   - values: what they are, if not those of the series.
  package func part(_ range: Range<Int>, start: Timestamp, values: [Double]? = nil) -> Series {
    let isWhole = range == 0..<self.values.count
    return Series(
      id: id, start: start, values: values ?? (isWhole ? self.values : Array(self.values[range])),
      covariates: isWhole ? covariates : covariates.map { Array($0[range]) },
      futures: range.lowerBound == 0 ? futures : futures.map { Array($0.dropFirst(range.lowerBound)) },
      statics: statics)
  }

  /// The same series with other values, as many.
  package func with(values: [Double]) -> Series { part(0..<values.count, start: start, values: values) }

  /// The series without its last `count` points; without any point when it is not longer than that.
  ///
  /// What was known of the future stays known.
  func droppingLast(_ count: Int) -> Series { part(0..<max(values.count - count, 0), start: start) }
}

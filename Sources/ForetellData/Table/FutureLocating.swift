/// Finds where in a file values stand, for errors that are found only after reading.
protocol FutureLocating: Sendable {
  /// The place of a column at a step after the last value of a series.
  ///
  /// - Returns: the place, of the series' last row where the step has none; whether the step has a row.
  func location(series: Int, step: Int, column name: String) -> (ForetellError.Location, hasRow: Bool)

  /// The place of a value of a series, or of what another column says in its row; nil where there is no such row, and
  /// unless the values are located (``CSVOptions/locatesValues``).
  func location(series: Int, index: Int, column name: String?) -> ForetellError.Location?
}

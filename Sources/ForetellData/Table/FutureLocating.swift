/// Finds where in a file the values known into the future stand, for errors that are found only when a forecast is
/// asked for.
protocol FutureLocating: Sendable {
  /// The place of a column at a step after the last value of a series.
  ///
  /// - Returns: the place, of the series' last row where the step has none; whether the step has a row.
  func location(series: Int, step: Int, column name: String) -> (ForetellError.Location, hasRow: Bool)
}

extension SeriesTable {
  /// Where a value of a series stands: the file, the line where it is known (``CSVOptions/locatesValues``), the series and
  /// the time stamp.
  ///
  /// - Parameters:
  ///   - number: the series.
  ///   - index: the value's index; it may lie behind the last one.
  ///   - column: another column whose cell in the row is meant; nil means the target.
  package func location(
    ofSeries number: Int, at index: Int, column name: String? = nil
  ) -> ForetellError.Location {
    var location =
      places?.location(series: number, index: index, column: name) ?? .init(file: self.name, columnName: name)
    location.series = series.count > 1 ? String(Excerpt.clean(series[number].id).prefix(200)) : nil
    location.stamp = text(for: timestamp(ofSeries: number, at: index))
    return location
  }

  /// Refuses a horizon whose time stamps can't be written in the file's style: years of more than four
  /// digits, or beyond 2068 where years have two digits.
  ///
  /// - Parameter steps: the number of points after the end of each series.
  /// - Throws: ``ForetellError`` that names the first such time stamp and the number of steps that are
  ///   possible.
  package func requireFuture(steps: Int) throws {
    let years = stampStyle.years
    guard years.upperBound != Int.max else { return }
    for (number, one) in series.enumerated() where !one.values.isEmpty {
      guard !isWritable(number, one.values.count - 1 + steps, years) else { continue }
      // Find the first point that can't be written, by bisection.
      var (low, high) = (0, steps)
      while low + 1 < high {
        let middle = (low + high) / 2
        if isWritable(number, one.values.count - 1 + middle, years) { low = middle } else { high = middle }
      }
      let stamp = timestamp(ofSeries: number, at: one.values.count - 1 + high)
      throw ForetellError(
        .badOption,
        "step \(high) of the forecast lies in the year \(stamp.date.year), and time stamps like "
          + "\(findings.stampExample.isEmpty ? text(for: one.start) : findings.stampExample) end with the year "
          + "\(years.upperBound)",
        location: .init(file: name, series: one.id),
        hint: low > 0 ? "\(option: .horizon, "\(low)")" : "check the time stamps")
    }
  }

  private func isWritable(_ number: Int, _ index: Int, _ years: ClosedRange<Int>) -> Bool {
    years.contains(timestamp(ofSeries: number, at: index).date.year)
  }
}

/// Series with a common frequency, from which forecasters learn.
public struct SeriesTable: Sendable {
  /// Name of the file, `standard input`, or the name given by the caller.
  public let name: String
  /// The frequency of all series.
  public let frequency: Frequency
  /// How time stamps were written; future ones are written the same way.
  public let stampStyle: StampStyle
  /// Names of the columns.
  public private(set) var columns: ColumnNames
  /// The series, in order of first appearance.
  public let series: [Series]
  /// Everything that was detected and changed.
  public internal(set) var findings: Findings
  /// Where the rows of the future stand in the file; nil for tables made in code and parts of tables.
  var places: (any FutureLocating)?
  /// Whether this is the past of a longer table, so that what is missing of its future are gaps of the data.
  package private(set) var isCut = false

  /// Makes a table of series that are known to be valid, such as parts of another table; nothing is checked.
  ///
  /// - Parameter series: starts lie on the grid, ids differ, and every covariate is as long as the values, or longer where
  ///   it is known into the future.
  package init(
    checked series: [Series], frequency: Frequency, name: String = "table", columns: ColumnNames = .init(),
    stampStyle: StampStyle? = nil
  ) {
    var findings = Findings()
    findings.series = series.count
    findings.frequency = frequency.alias
    findings.isFrequencyGiven = true
    findings.seasonLength = frequency.defaultSeasonLength
    findings.gaps = series.reduce(0) { $0 + $1.gaps }
    findings.observations = series.reduce(0) { $0 + $1.values.count } - findings.gaps
    findings.columns = columns
    self.init(
      name: name, frequency: frequency, stampStyle: stampStyle ?? .usual(for: frequency),
      columns: columns, series: series, findings: findings)
  }

  /// Makes a table of series, with the same checks as for files.
  ///
  /// As with files, missing values before a series' first value are cut off and series without any value are
  /// left out; ``findings`` reports both.
  /// - Parameters:
  ///   - series: at least one, with different ids that are not empty and contain no zero bytes. Starts lie on
  ///     the grid of `frequency`, and all time stamps in the years 0 to 9999 (integer steps between -2⁵³ and
  ///     2⁵³). Values are finite, or NaN for a gap.
  ///   - frequency: the common frequency.
  ///   - name: the table's name in messages.
  ///   - columns: the names of the columns for output; `covariates` names the covariates of every series, in
  ///     order.
  ///   - stampStyle: how time stamps are printed; nil takes the usual style of the frequency.
  ///   - columns: names for output; its covariates, futures and statics name those of every series, in order.
  ///   - stampStyle: how stamps are printed; nil takes the usual style of the frequency.
  /// - Throws: ``ForetellError`` with the first problem; its `more` counts further ones of the same kind.
  public init(
    series: [Series], frequency: Frequency, name: String = "table", columns: ColumnNames = .init(),
    stampStyle: StampStyle? = nil
  ) throws {
    let style = stampStyle ?? .usual(for: frequency)
    var checks = TableChecks(frequency: frequency, name: name, columns: columns, style: style)
    checks.check(series)
    if let problem = checks.problems.first { throw problem }
    let (trimmed, notes) = Self.trimmed(series, frequency: frequency)
    guard !trimmed.isEmpty else {
      throw ForetellError(
        .noObservations, "every value is missing", location: .init(file: name),
        hint: "NaN stands for a missing value; check that the numbers were read")
    }
    self.init(checked: trimmed, frequency: frequency, name: name, columns: columns, stampStyle: style)
    findings.notes = notes
  }

  /// The series from their first value on, without those that have none, and notes about both changes.
  private static func trimmed(_ series: [Series], frequency: Frequency) -> ([Series], [Findings.Note]) {
    var tally = AssemblyTally()
    let kept = series.compactMap { one -> Series? in
      guard let first = one.values.firstIndex(where: { !$0.isNaN }) else {
        tally.empty.append(one.id)
        return nil
      }
      tally.leading += first
      let end = (one.values.lastIndex { !$0.isNaN } ?? -1) + 1
      tally.trailing += one.values.count - end
      if end < one.values.count { tally.trailingSeries += 1 }
      tally.covariateGaps += one.covariates.reduce(0) {
        $0 + $1.dropFirst(first).reduce(0) { $0 + ($1.isNaN ? 1 : 0) }
      }
      guard first > 0, let ordinal = frequency.ordinal(of: one.start) else { return one }
      return one.part(first..<one.values.count, start: frequency.timestamp(ordinal + first))
    }
    return (kept, tally.notes(CSVOptions()))
  }

  /// Makes a table from checked parts.
  init(
    name: String, frequency: Frequency, stampStyle: StampStyle, columns: ColumnNames, series: [Series],
    findings: Findings
  ) {
    self.name = name
    self.frequency = frequency
    self.stampStyle = stampStyle
    self.columns = columns
    self.series = series
    self.findings = findings
  }

  /// The series with this id, or nil; O(number of series).
  public subscript(id: String) -> Series? { series.first { $0.id == id } }

  /// The time stamp of a point of a series; `index` may lie after the end (in the future) or before the
  /// start.
  public func timestamp(ofSeries position: Int, at index: Int) -> Timestamp {
    let start = series[position].start
    guard let ordinal = frequency.ordinal(of: start) else { return start }
    return frequency.timestamp(ordinal + index)
  }

  /// A time stamp written in the file's style.
  public func text(for stamp: Timestamp) -> String { stampStyle.text(for: stamp) }

  /// The table without the last `count` points of every series; shorter series become empty.
  public func droppingLast(_ count: Int) -> SeriesTable {
    precondition(count >= 0, "a number of points to drop is not negative")
    if count == 0 { return self }
    var past = SeriesTable(
      name: name, frequency: frequency, stampStyle: stampStyle, columns: columns,
      series: series.map { $0.droppingLast(count) }, findings: findings)
    past.isCut = true
    return past
  }

  /// The table with other series and columns on the same grid, which are known to be sound.
  package func with(_ series: [Series], columns: ColumnNames? = nil) -> SeriesTable {
    var table = SeriesTable(
      name: name, frequency: frequency, stampStyle: stampStyle, columns: columns ?? self.columns,
      series: series, findings: findings)
    table.findings.columns = table.columns
    table.places = places
    table.isCut = isCut
    return table
  }

  /// Remembers which of the last futures are holidays.
  mutating func setHolidays(_ names: [String]) {
    columns.holidays = names
    findings.columns.holidays = names
  }

  /// SHA-256 over frequency, ids, starts, values and everything that is known beside them, in hexadecimal; O(size of the
  /// table).
  public var checksum: String {
    var hash = SHA256()
    hash.update(text: frequency.alias)
    for one in series {
      hash.update(text: one.id)
      hash.update(word: UInt64(bitPattern: one.start.value))
      hash.update(numbers: one.values)
      for covariate in one.covariates { hash.update(numbers: covariate) }
      for future in one.futures {
        hash.update(word: UInt64(future.count))
        hash.update(numbers: future)
      }
      if !one.statics.isEmpty { hash.update(numbers: one.statics) }
    }
    for name in columns.known {
      for text in columns.categories[name] ?? [] { hash.update(text: text) }
    }
    return hash.finish()
  }
}

extension StampStyle {
  /// The ISO 8601 style that fits a frequency; integers for integer steps.
  package static func usual(for frequency: Frequency) -> StampStyle {
    switch frequency.unit {
    case .step: return .integer
    case .year, .quarter, .month, .businessMonth, .semiMonth, .week, .businessDay, .day:
      guard frequency.offset % 86_400 == 0 else { break }
      return .isoDate
    case .hour, .minute, .second: break
    }
    var style = StampStyle.isoDate
    style.hasTime = true
    style.hasSeconds = true
    return style
  }
}

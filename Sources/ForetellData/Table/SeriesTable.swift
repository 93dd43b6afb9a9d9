/// Series that share a frequency: what every forecaster learns from.
public struct SeriesTable: Sendable {
  /// Name of the file, `standard input`, or what the caller said.
  public let name: String
  /// The grid that all series lie on.
  public let frequency: Frequency
  /// How stamps were written; future ones are printed the same way.
  public let stampStyle: StampStyle
  /// Names of the columns.
  public let columns: ColumnNames
  /// The series, in order of first appearance.
  public let series: [Series]
  /// Everything that was detected and altered.
  public let findings: Findings

  /// Reads a CSV.
  ///
  /// - Parameters:
  ///   - path: a file, or `-` for standard input.
  ///   - options: what is known about the file; everything else is detected.
  /// - Throws: ``ForetellError`` with the first place of the first problem.
  public init(csv path: String, options: CSVOptions = .init()) throws {
    var reader = try TableReader(path: path, options: options)
    self = try reader.read()
  }

  /// Makes a table in code.
  ///
  /// - Parameters:
  ///   - series: series whose starts lie on the grid of `frequency`.
  ///   - frequency: the common grid.
  ///   - name: what messages call the table.
  ///   - columns: names for output.
  ///   - stampStyle: how stamps are printed; nil takes the usual style of the frequency.
  public init(
    series: [Series], frequency: Frequency, name: String = "table", columns: ColumnNames = .init(),
    stampStyle: StampStyle? = nil
  ) {
    for one in series {
      precondition(frequency.ordinal(of: one.start) != nil, "series \(one.id) does not start on the grid")
    }
    var findings = Findings()
    findings.series = series.count
    findings.frequency = frequency.alias
    findings.seasonLength = frequency.defaultSeasonLength
    findings.gaps = series.reduce(0) { $0 + $1.gaps }
    findings.observations = series.reduce(0) { $0 + $1.values.count } - findings.gaps
    findings.columns = columns
    self.init(
      name: name, frequency: frequency, stampStyle: stampStyle ?? .usual(for: frequency),
      columns: columns, series: series, findings: findings)
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

  /// The stamp of a point of a series; `index` may lie behind the end (the future) or before the start.
  public func timestamp(ofSeries position: Int, at index: Int) -> Timestamp {
    let start = series[position].start
    guard let ordinal = frequency.ordinal(of: start) else { return start }
    return frequency.timestamp(ordinal + index)
  }

  /// A stamp written as the file writes its stamps.
  public func text(for stamp: Timestamp) -> String { stampStyle.text(for: stamp) }

  /// The table whose series all lack their last `count` points; shorter series keep no point.
  public func droppingLast(_ count: Int) -> SeriesTable {
    precondition(count >= 0, "a number of points to drop is not negative")
    if count == 0 { return self }
    return SeriesTable(
      name: name, frequency: frequency, stampStyle: stampStyle, columns: columns,
      series: series.map { $0.droppingLast(count) }, findings: findings)
  }

  /// SHA-256 over frequency, ids, starts, values and covariates, in hexadecimal; O(size of the table).
  public var checksum: String {
    var hash = SHA256()
    hash.update(text: frequency.alias)
    for one in series {
      hash.update(text: one.id)
      hash.update(word: UInt64(bitPattern: one.start.value))
      hash.update(numbers: one.values)
      for covariate in one.covariates { hash.update(numbers: covariate) }
    }
    return hash.finish()
  }
}

extension StampStyle {
  /// The ISO 8601 style that fits a frequency; integers for integer steps.
  static func usual(for frequency: Frequency) -> StampStyle {
    switch frequency.unit {
    case .step: return .integer
    case .year, .quarter, .month, .week, .businessDay, .day:
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

/// What the command `inspect` prints about a file: its content and all its problems.
public struct TableSummary: Sendable, Hashable, Codable {
  /// One series in numbers; statistics of values are nil when there is no value.
  public struct SeriesSummary: Sendable, Hashable, Codable {
    /// Id of the series.
    public var id: String
    /// Number of points on the time grid, gaps included.
    public var points: Int
    /// First time stamp, in the file's style.
    public var first: String
    /// Last time stamp, in the file's style.
    public var last: String
    /// Number of points without a value.
    public var gaps: Int
    /// Smallest value.
    public var minimum: Double?
    /// Arithmetic mean of the values.
    public var mean: Double?
    /// Largest value.
    public var maximum: Double?
    /// Length of the longest run of zeros in steps.
    public var longestZeroRun: Int
    /// Whether all values are equal.
    public var isConstant: Bool
  }

  /// What was detected and changed.
  public var findings: Findings
  /// The problems by code, in the order of the file; empty for a valid file.
  ///
  /// Each counts its further places.
  public var problems: [ForetellError]
  /// The series, as far as they could be read.
  public var series: [SeriesSummary]

  /// Whether the file has no problems and at least one series.
  public var isSound: Bool { problems.isEmpty && !series.isEmpty }

  /// Reads a file without stopping at the first problem.
  ///
  /// Bad numbers count as gaps and rows with other problems are left out, so that later checks still run.
  /// - Throws: ``ForetellError`` of the kinds `inputOutput` and `usage` only; problems in the data are
  ///   returned.
  public init(inspecting path: String, options: CSVOptions = .init()) throws {
    let inspection = try TableInspection(csv: path, options: options)
    problems = inspection.problems
    findings = inspection.findings
    series = inspection.table.map { TableSummary.series(of: $0) } ?? []
  }

  /// Summarises a table.
  public init(_ table: SeriesTable) {
    findings = table.findings
    problems = []
    series = TableSummary.series(of: table)
  }

  /// The summary as lines of text, without the problems.
  ///
  /// - Parameter limit: the largest number of series to list.
  public func lines(limit: Int = 20) -> [String] {
    var lines = findings.lines + findings.warnings.map { "warning: \($0)" }
    for one in series.prefix(limit) {
      var text = "\(Excerpt.clean(one.id)): \(one.points) points, \(one.first) to \(one.last)"
      if one.gaps > 0 { text += ", \(one.gaps) gaps" }
      if let minimum = one.minimum, let mean = one.mean, let maximum = one.maximum {
        text +=
          ", min \(TableSummary.short(minimum)), mean \(TableSummary.short(mean)), "
          + "max \(TableSummary.short(maximum))"
      }
      if one.isConstant { text += ", constant" }
      if one.longestZeroRun > 1 { text += ", up to \(one.longestZeroRun) zeros in a row" }
      lines.append(text)
    }
    if series.count > limit { lines.append("… and \(series.count - limit) more series") }
    return lines
  }

  private static func series(of table: SeriesTable) -> [SeriesSummary] {
    table.series.indices.map { position in
      let one = table.series[position]
      let end = table.timestamp(ofSeries: position, at: max(0, one.values.count - 1))
      var summary = SeriesSummary(
        id: one.id, points: one.values.count, first: table.text(for: one.start),
        last: table.text(for: end), gaps: 0, minimum: nil, mean: nil, maximum: nil, longestZeroRun: 0,
        isConstant: false)
      summary.measure(one.values)
      return summary
    }
  }

  /// A number with about four significant digits.
  private static func short(_ value: Double) -> String {
    let magnitude = abs(value)
    if value == value.rounded(), magnitude < 1e6 { return String(Int(value)) }
    guard magnitude >= 1e-3, magnitude < 1e9 else { return "\(value)" }
    var scale = 1.0
    while magnitude * scale < 1000 { scale *= 10 }
    let text = "\((value * scale).rounded() / scale)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension TableSummary.SeriesSummary {
  /// Computes the statistics of the values.
  fileprivate mutating func measure(_ values: [Double]) {
    var count = 0
    var average = 0.0
    var zeros = 0
    for value in values {
      if value.isNaN {
        gaps += 1
        zeros = 0
        continue
      }
      count += 1
      // A running mean can't overflow as a sum can.
      average += value / Double(count) - average / Double(count)
      minimum = Swift.min(minimum ?? value, value)
      maximum = Swift.max(maximum ?? value, value)
      zeros = value == 0 ? zeros + 1 : 0
      longestZeroRun = Swift.max(longestZeroRun, zeros)
    }
    mean = count > 0 ? average : nil
    isConstant = count > 1 && minimum == maximum
  }
}

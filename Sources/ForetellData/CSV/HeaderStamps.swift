/// Time stamps in the header: one row per series, one column per time stamp.
struct HeaderStamps: Sendable, Hashable {
  /// The columns whose names are time stamps, ascending.
  var columns: [Int]
  /// Their time stamps in seconds or integer steps.
  var stamps: [Int64]
  /// How they are written.
  var style: StampStyle
  /// Sentences about decisions made while reading them.
  var remarks: [OptionText]

  /// The time stamps of the first row; nil when its names are something else.
  ///
  /// At least three names must be distinct stamps of one style that rise or fall from column to column, one name
  /// before them must be a word, and the cells below them must not be stamps themselves.
  static func find(_ rows: SampleRows, dayFirst: Bool?) -> HeaderStamps? {
    guard rows.count > 1, rows.width(0) > 3 else { return nil }
    let cells = (0..<rows.width(0)).map { name(rows.cell(0, $0)) }
    var columns: [Int] = []
    var hasWord = false
    for (column, cell) in cells.enumerated() {
      if cell.isEmpty {
        hasWord = hasWord || column == 0
      } else if isStamp(cell) {
        columns.append(column)
      } else if HeaderDetection.isWord(cell) {
        hasWord = hasWord || columns.isEmpty
      } else {
        return nil
      }
    }
    guard columns.count > 2, hasWord, isData(rows, columns) else { return nil }
    var detector = StampStyleDetector(dayFirst: dayFirst)
    for column in columns {
      let cell = cells[column]
      detector.see(cell.span)
    }
    guard let style = try? detector.style(), !style.isInteger else { return nil }
    let parser = StampParser(style: style)
    var stamps: [Int64] = []
    for column in columns {
      let cell = cells[column]
      if case .success(let stamp) = parser.parse(cell.span) { stamps.append(stamp.value) }
    }
    guard stamps.count == columns.count, isMonotonous(stamps) else { return nil }
    return HeaderStamps(columns: columns, stamps: stamps, style: style, remarks: detector.remarks)
  }

  /// The name without what databases and R put around years: `2015 [YR2015]`, `X2015`.
  private static func name(_ cell: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var name = cell
    if name.last == 0x5d, let bracket = name.firstIndex(of: 0x5b) { name = name[..<bracket] }
    while name.last == 0x20 { name.removeLast() }
    if name.first == 0x58, name.count > 4, name.dropFirst().first.map({ $0 >= 0x30 && $0 <= 0x39 }) ?? false {
      name.removeFirst()
    }
    return name
  }

  private static func isStamp(_ cell: ArraySlice<UInt8>) -> Bool {
    var detector = StampStyleDetector()
    detector.see(cell.span)
    guard detector.rejected == nil else { return false }
    // Plain numbers count as time stamps only when they can be years or dates.
    let isPlain = cell.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    return !isPlain || [4, 6, 8].contains(cell.count)
  }

  /// Whether the cells below are numbers and not time stamps of the same kind.
  private static func isData(_ rows: SampleRows, _ columns: [Int]) -> Bool {
    var (filled, stamps, words) = (0, 0, 0)
    for row in 1..<min(rows.count, 20) {
      for column in columns.prefix(200) {
        let cell = rows.cell(row, column)
        if cell.isEmpty { continue }
        filled += 1
        if HeaderDetection.isWord(cell), !CellTrouble.looksNumeric(cell) { words += 1 }
        if !cell.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), isStamp(cell), !cell.contains(0x2e) { stamps += 1 }
      }
    }
    return filled > 0 && stamps * 10 < filled && words * 2 < filled
  }

  private static func isMonotonous(_ stamps: [Int64]) -> Bool {
    let pairs = zip(stamps, stamps.dropFirst())
    return pairs.allSatisfy { $0 < $1 } || pairs.allSatisfy { $0 > $1 }
  }
}

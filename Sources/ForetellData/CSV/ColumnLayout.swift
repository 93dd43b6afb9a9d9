/// The roles of a CSV's columns.
struct ColumnLayout: Sendable, Hashable {
  /// The layout; never `auto`.
  var kind: CSVOptions.Layout
  var names: [String]
  /// The time column, or the first of several; with the time stamps in the header, the first id column.
  var time: Int
  /// The parts of the time stamp, when several columns hold it.
  var timeParts: StampParts?
  /// The columns that together form the id.
  var ids: [Int]
  var targets: [Int]
  var covariates: [Int]
  var futures: [Int] = []
  var statics: [Int] = []
  /// The columns among those that hold words, ascending.
  var categories: [Int] = []
  var unused: [Int]
  /// The option that would make rows with equal time stamps distinct, for hints.
  var distinction: OptionText?
  /// The time stamps in the header, if they are there.
  var stamps: HeaderStamps?

  /// Names of the columns for messages and output.
  var columnNames: ColumnNames {
    let times = timeParts?.columns ?? [time]
    return ColumnNames(
      id: ids.isEmpty ? nil : ids.map { names[$0] }.joined(separator: ","),
      time: stamps == nil ? times.map { names[$0] }.joined(separator: ",") : ColumnNames.timeInHeader,
      targets: stamps == nil ? targets.map { names[$0] } : [ColumnNames.valueInRows],
      covariates: covariates.map { names[$0] }, futures: futures.map { names[$0] },
      statics: statics.map { names[$0] })
  }

  /// The columns that hold values: targets, past covariates, futures, statics.
  var valueColumns: [Int] { targets + covariates + futures + statics }

  /// Where the columns that hold values, in that order, stand among the stored values of a row.
  var valueSlots: [Int] {
    let columns = valueColumns
    var slots = [Int](repeating: 0, count: columns.count)
    for (slot, place) in columns.indices.sorted(by: { columns[$0] < columns[$1] }).enumerated() {
      slots[place] = slot
    }
    return slots
  }

  /// The role of each column.
  var roles: [ColumnRole] {
    var roles = [ColumnRole](repeating: .unused, count: names.count)
    for column in valueColumns { roles[column] = .value }
    for (place, column) in categories.enumerated() { roles[column] = .category(place) }
    if stamps == nil { roles[time] = .time }
    for (place, column) in (timeParts?.columns ?? []).enumerated() { roles[column] = .timePart(place) }
    for (place, column) in ids.enumerated() { roles[column] = ids.count > 1 ? .idPart(place) : .id }
    return roles
  }
}

/// What the sample of rows shows about one column.
struct ColumnProfile {
  var filled = 0
  /// Number of cells that are finite numbers with the file's decimal mark.
  var numbers = 0
  /// Number of cells that were clearly meant as numbers, valid ones included.
  var numeric = 0
  /// The number of cells that are neither numbers nor words that usually mean a missing value.
  private(set) var words = 0
  /// Whether the cells are integers that count up by one from 0 or 1.
  var isRowNumber = false
  /// Number of distinct cells; ids repeat.
  var distinct = 0
  var stamps: StampProfile?

  /// Whether the column holds numbers, some of them perhaps broken.
  var isNumeric: Bool { filled > 0 && numeric * 2 > filled }
  /// Whether the column holds words.
  var isText: Bool { filled > 0 && numeric * 2 <= filled && stamps == nil }
  var isEmpty: Bool { filled == 0 }
  /// Whether every row has a different value.
  var isDistinct: Bool { filled > 3 && distinct == filled }
  /// Whether all numbers are integers.
  private(set) var isWholeNumber = true

  /// - Parameter readsStamps: whether to check for time stamps, the slowest part.
  init(
    _ rows: SampleRows, column: Int, name: String, from first: Int, decimal: UInt8, dayFirst: Bool?,
    readsStamps: Bool = true
  ) {
    var seen: Set<ArraySlice<UInt8>> = []
    var counts = true
    var tally = NumericTally()
    for row in first..<max(first, min(rows.count, first + 500)) {
      let cell = rows.cell(row, column)
      if cell.isEmpty {
        counts = false
        continue
      }
      filled += 1
      seen.insert(cell)
      let value = cell.withUnsafeBufferPointer { NumberParser.parse($0, decimal: decimal) }
      if let value, value.isFinite {
        numbers += 1
        numeric += 1
        if value != value.rounded() { isWholeNumber = false }
        let index = Double(row - first)
        if value != index && value != index + 1 { counts = false }
      } else {
        counts = false
        if tally.isMeantAsNumber(cell) {
          numeric += 1
        } else {
          words += 1
        }
      }
    }
    if tally.units.count > 3 { numeric -= tally.withUnit }
    if numbers * 4 >= filled { numeric += tally.missing }
    isRowNumber = counts && filled > 1
    distinct = seen.count
    guard readsStamps else { return }
    stamps = StampProfile(rows, column: column, name: name, from: first, limit: 200, dayFirst: dayFirst)
    // 1772.8 is a number, not August 1772, and 2016.01 is January only where the name says so.
    if let style = stamps?.style, style.dateSeparator == 0x2e,
      style.layout == .yearMonth || style.layout == .monthYear, numbers * 2 > filled,
      !style.isPadded || !ColumnProfile.namesMonths(name)
    {
      stamps = nil
    }
  }

  private static func namesMonths(_ name: String) -> Bool {
    let words: Set<String> = [
      "month", "months", "monat", "mois", "mes", "date", "datum", "fecha", "period", "periode", "time", "ds",
      "yearmonth", "ym",
    ]
    return !words.isDisjoint(with: NameWords.words(name))
  }
}

/// Whether and how a column can be read as time stamps.
struct StampProfile {
  var style: StampStyle?
  /// The reason why there is no style although all cells are time stamps (the order of day and month is
  /// unknown).
  var failure: ForetellError?
  var remarks: [OptionText] = []
  var warnings: [OptionText] = []
  /// The first cell that doesn't fit: its row in the sample, its text and the problem.
  var firstRejected: (row: Int, text: String, problem: StampProblem)?

  /// Whether the stamps consist of digits only: years, compact dates, seconds since 1970, or plain integers.
  var isNumeric: Bool { style?.isNumeric ?? holdsNumbers }
  /// Whether the cells are numbers, when no style could be found for them.
  private var holdsNumbers = false

  /// Examines a column; nil when most of its cells aren't time stamps.
  ///
  /// - Parameter name: the column's name; nil takes the cell above the first row.
  init?(
    _ rows: SampleRows, column: Int, name: String? = nil, from first: Int, limit: Int, dayFirst: Bool?
  ) {
    let name = name ?? (first > 0 ? rows.text(first - 1, column) : "")
    var best: (detector: StampStyleDetector, rejected: [Int], seen: Int)?
    let last = first + min(max(0, rows.count - first), limit)
    // A damaged first cell must not decide the style of all others, so the search is repeated without it.
    for skipped in 0..<3 where first + skipped < last {
      var skip = Set((first..<(first + skipped)))
      var outcome = StampProfile.detect(rows, column, name, first..<last, skipping: skip, dayFirst)
      while let index = outcome.rejectedRow, skip.count < 20 {
        skip.insert(index)
        outcome = StampProfile.detect(rows, column, name, first..<last, skipping: skip, dayFirst)
      }
      if outcome.rejectedRow == nil, outcome.seen > 0,
        best.map({ skip.count < $0.rejected.count }) ?? true
      {
        best = (outcome.detector, skip.sorted(), outcome.seen)
      }
      if skip.isEmpty { break }
    }
    guard var found = best, found.seen > 2 * found.rejected.count || found.rejected.isEmpty else {
      return nil
    }
    if let row = found.rejected.first {
      firstRejected = (row, rows.text(row, column), .notInStyle)
    }
    do {
      style = try found.detector.style()
      remarks = found.detector.remarks
      warnings = found.detector.warnings
    } catch let error as ForetellError {
      // The cells are time stamps but can't be read: the order of day and month is unknown, or the year is
      // missing.
      failure = error
      holdsNumbers = found.detector.holdsNumbers
    } catch {
      return nil
    }
  }

  private static func detect(
    _ rows: SampleRows, _ column: Int, _ name: String, _ range: Range<Int>, skipping skip: Set<Int>,
    _ dayFirst: Bool?
  ) -> (detector: StampStyleDetector, seen: Int, rejectedRow: Int?) {
    var detector = StampStyleDetector(dayFirst: dayFirst, columnName: name)
    var seen = 0
    for row in range where !skip.contains(row) {
      let cell = rows.cell(row, column)
      if cell.isEmpty { continue }
      detector.see(cell.span)
      if detector.rejected != nil { return (detector, seen, row) }
      seen += 1
    }
    return (detector, seen, nil)
  }
}

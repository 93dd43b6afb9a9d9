import Foundation

/// A CSV made of a known table, with the way it was written.
struct GeneratedFile {
  /// The layout of series in the file.
  enum Layout: String, CaseIterable {
    case single, valueFirst = "value first", long, longById = "long, series after series", wide
    case datesInHeader = "dates in the header"
    case twoIds = "two columns of ids", amongOthers = "a known name among other values"
    case worldBank = "years in the header below four lines", prices = "three lines of header"
  }

  /// One series: what was observed, by seconds since 1970.
  struct Truth {
    var id: String
    var values: [Int: Double]
  }

  let seed: UInt64
  let layout: Layout
  let stamps: GeneratedStamps
  let numbers: GeneratedNumbers
  let damage: FileDamage
  let delimiter: String
  /// Whether the reader is told which columns are ids.
  let namesIds: Bool
  private(set) var truth: [Truth] = []
  private(set) var text = ""

  /// The description of the file in failure messages.
  var description: String {
    "seed \(seed): \(layout.rawValue), stamps \(stamps.name), numbers \(numbers.name), \(damage.rawValue), "
      + "delimiter \(delimiter == "\t" ? "tab" : delimiter)\n" + text.prefix(600)
  }

  /// Whether the file can be read in only one way, so that an error would be a fault of the reader.
  var isCertain: Bool {
    stamps.isCertain && numbers.isCertain && damage.isHarmless && layout != .datesInHeader
      && stamps.columns.count == 1 && layout != .worldBank && layout != .twoIds && layout != .prices
  }

  /// The possible differences in seconds between the true clock and that on which the file can be read.
  var shifts: [Int] { stamps.name.hasSuffix("summer and winter") ? [0, 3600, 7200] : [0] }

  /// Whether series have names in the file.
  var isNamed: Bool {
    switch layout {
    case .single, .valueFirst, .amongOthers, .prices: false
    case .long, .longById, .wide, .datesInHeader, .twoIds, .worldBank: true
    }
  }

  /// Whether the file is so damaged that every reading would be wrong.
  var mustBeRefused: Bool { damage.leavesNoReading }

  /// Makes the file of one seed.
  init(seed: UInt64) {
    var random = GeneratorRandom(seed: seed)
    self.seed = seed
    stamps = random.pick(GeneratedStamps.all)
    numbers = random.pick(GeneratedNumbers.all)
    var layouts = GeneratedFile.Layout.allCases
    if stamps.columns.count > 1 { layouts.removeAll { $0 == .datesInHeader || $0 == .prices } }
    if stamps.name != "2024" { layouts.removeAll { $0 == .worldBank } }
    layout = random.pick(layouts)
    namesIds = layout == .twoIds && random.oneIn(2)
    let layout = layout
    let isOneRowEach = layout == .datesInHeader || layout == .worldBank || layout == .prices
    damage = random.pick(
      FileDamage.allCases.filter {
        // Without its name, the column to forecast can't be distinguished from the others.
        if layout == .amongOthers { return $0 != .noHeader && $0 != .oddNames }
        return !isOneRowEach || $0.isHarmless && $0 != .quotedBreaks && $0 != .longText
      })
    // Decimal commas and thousands commas occur in files with another delimiter, as programs write them; with
    // the comma as delimiter all such cells would need quotation marks, which one kind of damage adds.
    let usesComma = numbers.decimal == "," || numbers.name.contains(",")
    delimiter =
      usesComma || stamps.name.contains(",") ? random.pick([";", "\t"]) : random.pick([",", ";", "\t", "|"])
    let step = random.pick(stamps.steps)
    write(step, &random)
  }

  private static func moments(_ step: GeneratedStamps.Step, _ count: Int, _ random: inout GeneratorRandom)
    -> [Moment]
  {
    let year = random.integer(1995...2022)
    let month = random.integer(1...12)
    let first = Moment.date(year, month, random.integer(1...28))
    let start = Moment.date(year, month, 1)
    switch step {
    case .year: return (0..<count).map { Moment.date(year, 1, 1).adding(.year, $0) }
    case .quarter: return (0..<count).map { Moment.date(year, 1, 1).adding(.month, 3 * $0) }
    case .month: return (0..<count).map { start.adding(.month, $0) }
    case .monthEnd: return (0..<count).map { start.adding(.month, $0 + 1).adding(.day, -1) }
    case .week:
      let monday = first.adding(.day, 1 - first.weekday)
      return (0..<count).map { monday.adding(.day, 7 * $0) }
    case .businessDay:
      return Array(
        (0..<(2 * count)).lazy.map { first.adding(.day, $0) }.filter { $0.weekday <= 5 }.prefix(count))
    case .day: return (0..<count).map { first.adding(.day, $0) }
    case .businessMonthEnd:
      return (0..<count).map { index in
        let last = start.adding(.month, index + 1).adding(.day, -1)
        return last.adding(.day, min(0, 5 - last.weekday))
      }
    case .halfMonth:
      return (0..<count).map { start.adding(.month, $0 / 2).adding(.day, $0 % 2 * 14) }
    case .halfHour: return (0..<count).map { first.adding(.minute, 30 * $0) }
    case .hour: return (0..<count).map { first.adding(.hour, $0) }
    case .quarterHour: return (0..<count).map { first.adding(.minute, 15 * $0) }
    case .minute: return (0..<count).map { first.adding(.minute, $0) }
    }
  }

  private mutating func write(_ step: GeneratedStamps.Step, _ random: inout GeneratorRandom) {
    let count = random.integer(30...70)
    let moments = GeneratedFile.moments(step, count, &random)
    let ids: [String]
    switch layout {
    case .single, .valueFirst, .amongOthers, .prices: ids = ["y"]
    case .twoIds: ids = ["A/1", "A/2", "B/1", "B/2"]
    case .long, .longById, .wide, .datesInHeader, .worldBank:
      ids = Array(["A", "B", "north west", "Öl", "x-1"].prefix(random.integer(2...5)))
    }
    // Text and value of each cell, series by series; nil where nothing was observed.
    var cells: [[(text: String, value: Double)?]] = []
    for id in ids {
      let level = random.integer(2...90) * (random.oneIn(2) ? 1 : 25)
      var column: [(text: String, value: Double)?] = []
      for _ in moments { column.append(numbers.next(&random, level)) }
      if damage == .emptyCells || damage == .missingRows {
        // The ends stay, so that the first and last time stamps of the file determine the grid.
        for _ in 0..<max(1, count / 12) { column[random.integer(3...(count - 4))] = nil }
      }
      cells.append(column)
      var values: [Int: Double] = [:]
      for (moment, cell) in zip(moments, column) { if let cell { values[moment.seconds] = cell.value } }
      let ending = layout == .worldBank ? "/C\(truth.count)/Output/OUT" : ""
      truth.append(Truth(id: id + ending, values: values))
    }
    var rows = records(moments, ids, cells)
    replacement = damage.apply(
      to: &rows, header: &header, stampColumns: stampPlaces, valueColumn: valuePlace, &random)
    text = damage.text(header: header, rows: rows, delimiter: delimiter, &random)
    if layout == .worldBank, damage != .byteOrderMark {
      text = "Data Source\(delimiter)Indicators\n\nLast Updated\(delimiter)2024-01-31\n\n" + text
    }
  }

  /// The number as which one damaged cell may be read.
  private(set) var replacement: Double?
  private var header: [String] = []
  private var stampPlaces: [Int] = []
  private var valuePlace = 0

  private mutating func records(
    _ moments: [Moment], _ ids: [String], _ cells: [[(text: String, value: Double)?]]
  ) -> [[String]] {
    let width = stamps.columns.count
    func text(_ series: Int, _ row: Int) -> String { cells[series][row]?.text ?? "" }
    func isLeftOut(_ series: Int, _ row: Int) -> Bool { damage == .missingRows && cells[series][row] == nil }
    var rows: [[String]] = []
    stampPlaces = Array(0..<width)
    valuePlace = width
    switch layout {
    case .single:
      header = stamps.columns + ["y"]
      for (row, moment) in moments.enumerated() where !isLeftOut(0, row) {
        rows.append(stamps.cells(moment) + [text(0, row)])
      }
    case .valueFirst:
      header = ["y"] + stamps.columns
      stampPlaces = Array(1...width)
      valuePlace = 0
      for (row, moment) in moments.enumerated() where !isLeftOut(0, row) {
        rows.append([text(0, row)] + stamps.cells(moment))
      }
    case .long, .longById:
      header = ["unique_id"] + stamps.columns + ["y"]
      stampPlaces = Array(1...width)
      valuePlace = width + 1
      if layout == .long {
        for (row, moment) in moments.enumerated() {
          for series in ids.indices where !isLeftOut(series, row) {
            rows.append([ids[series]] + stamps.cells(moment) + [text(series, row)])
          }
        }
      } else {
        for series in ids.indices {
          for (row, moment) in moments.enumerated() where !isLeftOut(series, row) {
            rows.append([ids[series]] + stamps.cells(moment) + [text(series, row)])
          }
        }
      }
    case .wide:
      header = stamps.columns + ids
      for (row, moment) in moments.enumerated() {
        rows.append(stamps.cells(moment) + ids.indices.map { text($0, row) })
      }
    case .amongOthers:
      header = stamps.columns + ["temperature", "y", "weekday"]
      valuePlace = width + 1
      for (row, moment) in moments.enumerated() where !isLeftOut(0, row) {
        rows.append(stamps.cells(moment) + ["\(row % 17)", text(0, row), "\(moment.weekday)"])
      }
    case .twoIds:
      header = ["shop", "article"] + stamps.columns + ["y"]
      stampPlaces = Array(2...(width + 1))
      valuePlace = width + 2
      for (row, moment) in moments.enumerated() {
        for series in ids.indices where !isLeftOut(series, row) {
          let parts = ids[series].split(separator: "/").map(String.init)
          rows.append(parts + stamps.cells(moment) + [text(series, row)])
        }
      }
    case .prices:
      header = ["Price", "Close"]
      rows.append(["Ticker", "ABC"])
      rows.append(["Date", ""])
      for (row, moment) in moments.enumerated() where !isLeftOut(0, row) {
        rows.append([stamps.cells(moment)[0], text(0, row)])
      }
    case .worldBank:
      header = ["Country Name", "Country Code", "Indicator Name", "Indicator Code"]
      header += moments.map { stamps.cells($0)[0] }
      stampPlaces = []
      valuePlace = 4
      for series in ids.indices {
        rows.append([ids[series], "C\(series)", "Output", "OUT"] + moments.indices.map { text(series, $0) })
      }
    case .datesInHeader:
      header = ["series"] + moments.map { stamps.cells($0)[0] }
      stampPlaces = []
      valuePlace = 1
      for series in ids.indices { rows.append([ids[series]] + moments.indices.map { text(series, $0) }) }
    }
    return rows
  }
}

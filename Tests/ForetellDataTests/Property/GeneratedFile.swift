import Foundation

/// A CSV made of a known table, with the way it was written.
struct GeneratedFile {
  /// How series lie in the file.
  enum Layout: String, CaseIterable {
    case single, valueFirst = "value first", long, longById = "long, series after series", wide
    case datesInHeader = "dates in the header"
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
  private(set) var truth: [Truth] = []
  private(set) var text = ""

  /// What is told when it goes wrong.
  var description: String {
    "seed \(seed): \(layout.rawValue), stamps \(stamps.name), numbers \(numbers.name), \(damage.rawValue), "
      + "delimiter \(delimiter == "\t" ? "tab" : delimiter)\n" + text.prefix(600)
  }

  /// Whether the file can be read in one way only, so that a refusal is a fault too.
  var isCertain: Bool {
    stamps.isCertain && numbers.isCertain && damage.isHarmless && layout != .datesInHeader
      && stamps.columns.count == 1
  }

  /// Whether the file is damaged so that no reading is right.
  var mustBeRefused: Bool { damage.leavesNoReading }

  /// A file of one seed.
  init(seed: UInt64) {
    var random = GeneratorRandom(seed: seed)
    self.seed = seed
    stamps = random.pick(GeneratedStamps.all)
    numbers = random.pick(GeneratedNumbers.all)
    var layouts = GeneratedFile.Layout.allCases
    if stamps.columns.count > 1 { layouts.removeAll { $0 == .datesInHeader } }
    layout = random.pick(layouts)
    damage =
      layout == .datesInHeader
      ? random.pick(FileDamage.allCases.filter(\.isHarmless)) : random.pick(FileDamage.allCases)
    // Decimal commas and thousands commas stand in files whose cells are separated by something else, as programs
    // write them; a comma would need quotation marks, which one damage writes everywhere.
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
    case .single, .valueFirst: ids = ["y"]
    case .long, .longById, .wide, .datesInHeader:
      ids = Array(["A", "B", "north west", "Öl", "x-1"].prefix(random.integer(2...5)))
    }
    // Text and value of each cell, series by series; nil where nothing was observed.
    var cells: [[(text: String, value: Double)?]] = []
    for id in ids {
      let level = random.integer(2...90) * (random.oneIn(2) ? 1 : 25)
      var column: [(text: String, value: Double)?] = []
      for _ in moments { column.append(numbers.next(&random, level)) }
      if damage == .emptyCells || damage == .missingRows {
        // The ends stay, so that the file's first and last stamps tell the grid.
        for _ in 0..<max(1, count / 12) { column[random.integer(3...(count - 4))] = nil }
      }
      cells.append(column)
      var values: [Int: Double] = [:]
      for (moment, cell) in zip(moments, column) { if let cell { values[moment.seconds] = cell.value } }
      truth.append(Truth(id: id, values: values))
    }
    var rows = records(moments, ids, cells)
    replacement = damage.apply(
      to: &rows, header: &header, stampColumns: stampPlaces, valueColumn: valuePlace, &random)
    text = damage.text(header: header, rows: rows, delimiter: delimiter, &random)
  }

  /// What one cell, which damage replaced, may be read as.
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
    case .datesInHeader:
      header = ["series"] + moments.map { stamps.cells($0)[0] }
      stampPlaces = []
      valuePlace = 1
      for series in ids.indices { rows.append([ids[series]] + moments.indices.map { text(series, $0) }) }
    }
    return rows
  }
}

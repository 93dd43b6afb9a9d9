import Foundation
import Testing

@testable import ForetellData

/// Rows that are read eight bytes at a time give what libcsv and the parsers of single cells give.
@Suite struct PlainRowsTests {
  private static let numbers = [
    "1", "0", "-0", "12", "123", "1234567", "12345678", "123456789", "1234567890123456", "12345678901234567",
    "1234567890123456789", "12345678901234567890", "00000000000000000001.5", "-7.25", "+3.5", ".5", "5.",
    "-.5",
    "236.455525", "0.12345678", "0.123456789", "0.1234567890123456", "0.12345678901234567",
    "99999999.99999999", "9007199254740993", "9007199254740993.5", "-123.4567890123456", "1e5", "1.5e-3",
    "2E22",
    "1e400", "1e-400", "0.000000000000000001", "4503599627370497.5", "179769313486231.57", "", "1.2.3", "1,5",
    "-", ".", "--1", "1-", "1 ", " 1", "\t1", "12a", "0x1", "1/2", "1:2", "1\u{2f}", "9;", "NA", "nan", "inf",
    "-12,345678", "1_000", "\u{e9}",
  ]
  private static let stamps = [
    "2024-01-31", "2024-01-31 13:05:59", "2024-01-31T13:05", "2024-02-01 00:00:00", "2024-02-01 23:59:59",
    "2024-02-30", "2024-02-29 24:00:00", "2024-02-29T23:59:60", "2024-02-29 23:60", "2024-1-1", "2024/02/29",
    "2024-02-29 1:00:00", "2024-02-29 10:00:00Z", "2024-02-29 10:00:00.000", "2024-02-29 10-00-00", "",
    "2024-02-29 10:00:0a", "2024-02-29 10:00:", "2024-02-29 10:0", " 2024-02-29", "2024-02-29 ", "20240229",
    "2024-02-29 10:00:000", "2024-02-2a", "Total",
  ]
  private static let ids = [
    "a", "b", "item-00001", "item-00002", "item-00012", "12345678", "1234567", "123456789", "größer", "",
    " a",
    "a ", "two words", "a series with a name that is longer than forty bytes altogether", "\u{1}", "7",
  ]

  @Test(arguments: [",", ";", "\t", "|", ":", " "], [".", ","])
  func randomRowsAgreeWithTheLibrary(delimiter: String, decimal: String) throws {
    var random = SplitMix(seed: UInt64(delimiter.utf8.first ?? 0) << 8 | UInt64(decimal.utf8.first ?? 0))
    for _ in 0..<150 {
      let roles: [ColumnRole] = [
        [.id, .time, .value], [.time, .value, .integerValue, .unused], [.unused, .value, .time, .id],
        [.time, .carefulValue, .id], [.value, .time], [.time, .id],
      ][random.below(6)]
      let plan = plan(roles, delimiter, decimal, fieldLimit: [60, 64, 100, 1000][random.below(4)])
      let wild = [0, 3, 30, 100][random.below(4)]
      var text = ""
      let end = ["\n", "\r\n", "\r"][random.below(3)]
      for _ in 0..<40 {
        let cells = roles.map { cell($0, wild: random.below(100) < wild, &random) }
        text += cells.joined(separator: delimiter)
        if random.below(100) < wild { text += [delimiter, "\n", "\r", " ", "\n \n"][random.below(5)] }
        text += end
      }
      if random.below(2) == 0 { text.removeLast() }
      check(text, plan)
    }
  }

  /// Decimal numbers of all lengths, with the sum of digits before and behind the mark up to 24.
  @Test func numbersOfEveryLength() {
    var random = SplitMix(seed: 5)
    var text = ""
    for whole in 1...17 {
      for fraction in 0...18 {
        let digits = (0..<(whole + fraction)).map { _ in Character("\(random.below(10))") }
        let mark = fraction > 0 ? "." : ""
        text += "2024-01-01,\(String(digits.prefix(whole)))\(mark)\(String(digits.dropFirst(whole)))\n"
      }
    }
    check(text, plan([.time, .value], ",", ".", fieldLimit: 1000))
  }

  private func cell(_ role: ColumnRole, wild: Bool, _ random: inout SplitMix) -> String {
    switch role {
    case .id: return wild ? Self.ids[random.below(Self.ids.count)] : Self.ids[2 + random.below(3) / 2]
    case .time, .timePart, .idPart: return Self.stamps[random.below(wild ? Self.stamps.count : 5)]
    case .value, .integerValue, .carefulValue, .category:
      if wild { return Self.numbers[random.below(Self.numbers.count)] }
      let digits = String(random.below(1_000_000_000)).prefix(1 + random.below(9))
      return role == .value ? "\(digits).\(random.below(10_000_000))" : String(digits)
    case .unused: return wild ? Self.numbers[random.below(Self.numbers.count)] : "some text"
    }
  }

  private func plan(
    _ roles: [ColumnRole], _ delimiter: String, _ decimal: String, fieldLimit: Int
  ) -> RowPlan {
    let values = roles.count {
      switch $0 {
      case .value, .integerValue, .carefulValue: true
      case .unused, .time, .timePart, .id, .idPart, .category: false
      }
    }
    return RowPlan(
      delimiter: delimiter.utf8.first ?? 0, decimal: decimal.utf8.first ?? 0, roles: roles,
      names: roles.indices.map { "c\($0)" }, valueCount: values, idCount: roles.contains(.id) ? 1 : 0,
      headerRecords: 0, stamps: StampParser(style: .isoDate), missing: [Array("NA".utf8)],
      fieldLimit: fieldLimit, lineLimit: 10_000)
  }

  /// Reads a text in both ways, with the last byte at the end of memory that may be read.
  private func check(_ text: String, _ plan: RowPlan) {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let bytes = Array(text.utf8)
    let room = (bytes.count + page - 1) / page * page
    guard let memory = mmap(nil, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      memory != MAP_FAILED
    else {
      Issue.record("no memory")
      return
    }
    defer { munmap(memory, room + page) }
    mprotect(memory + room, page, PROT_NONE)
    let start = (memory + room - bytes.count).assumingMemoryBound(to: UInt8.self)
    start.update(from: bytes, count: bytes.count)
    let block = UnsafeBufferPointer(start: UnsafePointer(start), count: bytes.count)
    var slowPlan = plan
    slowPlan.alwaysUsesLibrary = true
    let fast = ChunkParser.parse(block, plan: plan)
    let slow = ChunkParser.parse(block, plan: slowPlan)
    #expect(fast.isSame(as: slow), "\(text.debugDescription)")
  }
}

/// A small generator of the same numbers in every run.
private struct SplitMix {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func below(_ limit: Int) -> Int {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return Int((mixed ^ mixed >> 31) % UInt64(limit))
  }
}

extension ParsedChunk {
  /// Whether two readings of a text gave the same, number for number.
  func isSame(as other: ParsedChunk) -> Bool {
    stamps.elements.elementsEqual(other.stamps.elements) && ids.elements.elementsEqual(other.ids.elements)
      && cells.elements.map(\.bitPattern) == other.cells.elements.map(\.bitPattern)
      && idTable.texts == other.idTable.texts && records == other.records && lines == other.lines
      && dropped == other.dropped && problems == other.problems && isCutShort == other.isCutShort
      && emptyRows == other.emptyRows && overlongRows == other.overlongRows
      && remarks.map(\.text) == other.remarks.map(\.text) && remarks.map(\.line) == other.remarks.map(\.line)
  }
}

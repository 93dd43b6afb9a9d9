import Foundation
import Testing

@testable import ForetellData

/// The result never depends on blocks, threads and the choice of the splitter.
@Suite struct ChunkTests {
  /// A panel with quotes, breaks inside quotes, empty lines, both line ends, gaps and scattered series.
  private static let mixed: String = {
    var text = "unique_id,note,ds,y\r\n"
    for day in 1...9 {
      for (name, id) in ["a", "\"b, c\"", "\"d\"\"e\"", "größer"].enumerated() {
        let note = day % 3 == 0 ? "\"two\nlines, \"\"quoted\"\"\"" : day % 3 == 1 ? "plain" : ""
        let value = (day + name) % 4 == 0 ? "" : "\(day * 10 + name).25"
        text += "\(id),\(note), 2024-03-0\(day),\(value)" + (day % 2 == 0 ? "\r\n" : "\n")
        if day == 5 { text += "\n \t\n" }
      }
    }
    return text
  }()

  private static let plain: String = {
    var text = "ds\ty\tz\n"
    for minute in 0..<50 {
      let clock = minute < 10 ? "0\(minute)" : "\(minute)"
      text +=
        " 2024-03-01 10:\(clock):00\t \(minute)\t\(minute % 7 == 0 ? "" : "1.5")"
        + (minute % 5 == 0 ? "\r" : "\n")
      if minute == 20 { text += "\n   \n" }
    }
    return text
  }()

  private func same(_ left: SeriesTable, _ right: SeriesTable) -> Bool {
    left.checksum == right.checksum && left.findings == right.findings
      && left.series.map(\.id) == right.series.map(\.id)
  }

  @Test(arguments: [mixed, plain])
  func everyBlockLengthGivesTheSame(text: String) throws {
    let whole = try table(text)
    for length in Array(1...70) + [100, 128, 255] {
      var options = CSVOptions(threads: 1)
      options.chunkLength = length
      let pieces = try table(text, options)
      #expect(same(pieces, whole), "block length \(length)")
    }
  }

  @Test(arguments: [1, 2, 3, 8])
  func everyThreadCountGivesTheSame(threads: Int) throws {
    let whole = try table(Self.mixed, .init(threads: 1))
    for length in [16, 50, 200, 100_000] {
      var options = CSVOptions(threads: threads)
      options.chunkLength = length
      #expect(same(try table(Self.mixed, options), whole))
    }
  }

  @Test(arguments: [
    plain, "a,ds,y\n,2024-01-01,1\nx y ,2024-01-02 , 2\n\t z,2024-01-03,3",
    "ds;y\r\n2024-01-01;1\r\n\r\n  \r\n2024-01-02;2\r\n", "\r\r ds,y\r2024-01-01,1\r\r2024-01-02,\r",
    "t\ty\tn\n1\t2\t\n2\t3\t \n3\t4\t",
  ])
  func bothSplittersAgree(text: String) throws {
    var options = CSVOptions()
    options.alwaysUsesLibrary = true
    #expect(same(try table(text), try table(text, options)))
  }

  @Test func bothSplittersAgreeOnRaggedText() throws {
    var state: UInt64 = 7
    for _ in 0..<200 {
      var bytes: [UInt8] = []
      for _ in 0..<60 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes.append(Array(",,\n\r \t12a".utf8)[Int(state >> 33) % 9])
      }
      let names = ["a", "b", "c"]
      var plan = RowPlan(
        delimiter: 0x2c, decimal: 0x2e, roles: [.time, .value, .value], names: names, valueCount: 2,
        idCount: 0, headerRecords: 0, stamps: StampParser(style: .integer), missing: [],
        fieldLimit: 100, lineLimit: 1000)
      let (fast, slow) = bytes.withUnsafeBufferPointer { text in
        let fast = ChunkParser.parse(text, plan: plan)
        plan.alwaysUsesLibrary = true
        return (fast, ChunkParser.parse(text, plan: plan))
      }
      #expect(fast.isSame(as: slow))
    }
  }

  /// Problems are the same at any number of threads, also where one ends reading in the middle of the file.
  @Test(arguments: ["7,\0", "7,\"", "7,\u{ff}x", String(repeating: "7", count: 5000)])
  func everyThreadCountGivesTheSameProblems(damage: String) {
    var lines = ["t,y"] + (0..<400).map { "\($0),\($0).5" }
    lines[150] = "149,word"
    lines[250] = damage
    lines[350] = "349,other"
    let text = Array(lines.joined(separator: "\n").utf8)
    for length in [10, 100, 1000] {
      let problems = [1, 2, 3, 8].map { threads in
        var options = CSVOptions(threads: threads)
        options.chunkLength = length
        options.lineLimit = 2000
        var reader = TableReader(source: ByteSource(bytes: text, name: "text"), options: options)
        do { _ = try reader.readCollecting() } catch { return ["\(error)"] }
        return reader.problems.map { "\($0)" }
      }
      #expect(!problems[0].isEmpty && Set(problems).count == 1, "\(problems)")
    }
  }

  /// Places of rows are found again behind a byte order mark, in later blocks and in pipes.
  @Test(arguments: [false, true])
  func findsRowsAgain(throughPipe: Bool) throws {
    let text =
      "\u{feff}unique_id,ds,y\nü,2024-01-01,1\nü,\"2024-01-02\",2\n\nö,2024-01-01,3\nü,2024-01-02,4\n"
    var options = CSVOptions()
    options.chunkLength = 20
    let bytes = Array(text.utf8)
    let error = try throughPipe ? pipedRefusal(bytes, options) : refusal(bytes, options)
    #expect(error?.code == "F027")
    #expect(error?.location?.line == 6 && error?.location?.column == 3)
    #expect(error?.location?.excerpt == "ü,2024-01-02,4")
    #expect(error?.location?.series == "ü" && error?.location?.stamp == "2024-01-02")
  }

  private func pipedRefusal(_ bytes: [UInt8], _ options: CSVOptions) throws -> ForetellError? {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data(bytes))
    try pipe.fileHandleForWriting.close()
    do {
      _ = try SeriesTable(csv: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)", options: options)
      return nil
    } catch let error as ForetellError {
      return error
    }
  }

  @Test func fastStampsAgreeWithTheParser() {
    var style = StampStyle.isoDate
    style.hasTime = true
    let parser = StampParser(style: style)
    var fast = FastStamps(parser)
    for text in [
      "2024-01-31", "2024-01-31 13:05:59", "2024-01-31T13:05", "2024-02-30", "2024-02-29 24:00:00",
      "2024-02-29T23:59:60", "2024-02-29 23:60", "2024-1-1", "2024-02-29  1:00:00", "2024/02/29", "20240229",
      "0001-01-01", "9999-12-31 23:59:59", "2024-02-29Z", "2024-02-29 10:00:00.000", "2024-02-29 10:00:00Z",
      "2024-02-29 1:00 pm", "", "2024-02-2a", "2024-02-29 10:0a", " 2024-02-29",
    ] {
      let bytes = Array(text.utf8)
      let quick = bytes.withUnsafeBufferPointer { fast.parse($0) }
      #expect(quick == parser.parse(text), "\(text)")
    }
  }

  @Test func fastStampsAgreeOnEveryDay() {
    let parser = StampParser(style: .isoDate)
    var fast = FastStamps(parser)
    for month in ["2023-02-", "2024-02-", "2024-03-", "2024-13-", "1900-02-", "2024-04-", "2024/04-"] {
      for day in 0...40 {
        let text = month + (day < 10 ? "0\(day)" : "\(day)")
        let quick = Array(text.utf8).withUnsafeBufferPointer { fast.parse($0) }
        #expect(quick == parser.parse(text), "\(text)")
      }
    }
  }

  @Test func idsKeepTheirNumbers() {
    var ids = IdTable()
    let names = (0..<500).map { "id\($0 * 7919 % 500)" }
    func code(_ name: String) -> UInt32 { Array(name.utf8).withUnsafeBufferPointer { ids.code(of: $0) } }
    let first = names.map(code)
    #expect(Set(first).count == 500 && ids.count == 500)
    #expect(first == Array(0..<500))
    #expect(names.map(code) == first)
    for (name, number) in zip(names, first) { #expect(ids.text(number) == name) }
  }
}

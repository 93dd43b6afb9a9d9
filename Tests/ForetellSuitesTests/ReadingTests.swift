import Foretell
import Testing

@testable import ForetellSuites

/// The readers, on small files.
@Suite struct ReadingTests {
  private let folder: SuiteFolder
  private let data: DataFolder

  init() throws {
    folder = try SuiteFolder()
    data = try DataFolder(folder.path)
  }

  private static func task(
    _ files: CompetitionTask.Files, _ frequency: Frequency, horizon: Int = 2
  ) -> CompetitionTask {
    CompetitionTask(
      name: "small", title: "", files: files, frequency: frequency, horizon: horizon, seasonLength: 1,
      mainMeasure: .smape, published: [])
  }

  @Test func m3HasItsPartsInColumns() throws {
    try folder.compress(
      "m3.csv",
      "id,name,category,frequency,start_year,start_period,n,h,train,test\nQ1,N1,MICRO,4,1980,2,3,2,1 2.5 3,4 5\n"
    )
    let series = try Self.task(.m3("m3.csv"), Frequency(.quarter)).series(in: data)
    #expect(series.count == 1 && series[0].id == "Q1")
    #expect(series[0].train == [1, 2.5, 3] && series[0].test == [4, 5])
    #expect(series[0].start == Timestamp(year: 1980, month: 4, day: 1))
  }

  @Test func m4HasQuotedRowsPaddedWithEmptyCells() throws {
    try folder.compress(
      "train.csv", "\"V1\",\"V2\",\"V3\",\"V4\"\n\"H2\",\"1\",\"2\",\"3\"\n\"H1\",\"7\",\"8\",\n")
    try folder.write("test.csv", "\"V1\",\"V2\",\"V3\"\n\"H1\",\"9\",\"10\"\n\"H2\",\"4\",\"5\"\n")
    try folder.write("start.csv", "id,start,n\nH1,2015-07-01 12-00-00,2\n")
    let files = CompetitionTask.Files.m4(train: "train.csv", test: "test.csv", starts: "start.csv")
    let series = try Self.task(files, Frequency(.hour)).series(in: data)
    #expect(series.map(\.id) == ["H2", "H1"])
    #expect(series.map(\.train) == [[1, 2, 3], [7, 8]])
    #expect(series.map(\.test) == [[4, 5], [9, 10]])
    #expect(series[1].start == Timestamp(year: 2015, month: 7, day: 1, secondOfDay: 43_200))
    let error = try #require(
      SuiteFolder.error { _ = try Self.task(files, Frequency(.hour), horizon: 3).series(in: data) })
    #expect(error.message.contains("series H2 of small has 3 values and 2 held out, not 3"))
  }

  @Test func nn3HoldsOutItsLastValues() throws {
    try folder.write("nn3.csv", "id,start,n,values\nA,1990.083333,4,1 NA 3 4\n")
    let series = try Self.task(.nn3("nn3.csv"), Frequency(.month)).series(in: data)
    #expect(series[0].train[0] == 1 && series[0].train[1].isNaN && series[0].train.count == 2)
    #expect(series[0].test == [3, 4])
    #expect(series[0].start == Timestamp(year: 1990, month: 2, day: 1))
  }

  @Test func channelsStandInColumns() throws {
    try folder.compress("c.csv", "date,% A,B\n2002-01-01,1,2\n2002-01-08,3,4.5\n")
    var task = LongHorizonTask.illness
    task.file = "c.csv"
    let table = try task.channels(in: data)
    #expect(table.names == ["% A", "B"] && table.values == [[1, 3], [2, 4.5]])
    let parts = task.parts(of: 966)
    #expect(parts.train == 0..<676 && parts.validation == 676..<773 && parts.test == 773..<966)
    #expect(LongHorizonTask.exchange.parts(of: 7588).train.count == 5311)
    #expect(LongHorizonTask.etth1.parts(of: 17_420).test == 11_520..<14_400)
  }

  @Test func largeFilesPassInBlocks() throws {
    let line = "2002-01-01,1,2\n"
    let count = 2_500_000 / line.count
    try folder.compress("c.csv", "date,A,B\n" + String(repeating: line, count: count))
    var task = LongHorizonTask.illness
    task.file = "c.csv"
    #expect(try task.channels(in: data).count == count)
  }

  @Test func whatIsAbsentIsNamedWithItsOrigin() throws {
    let error = try #require(SuiteFolder.error { _ = try Suite.read("m4-weekly", folder.path) })
    #expect(error.code == ErrorCode.cannotOpen.rawValue)
    #expect(error.message.contains("m4-weekly needs `\(folder.path)/m4/Weekly-test.csv.gz`"))
    #expect(error.hint?.contains("github.com/Mcompetitions/M4-methods") == true)
    let none = try #require(SuiteFolder.error { _ = try DataFolder(folder.path + "/absent") })
    #expect(none.message.contains("there is no folder") && none.hint?.contains("illness") == true)
  }

  @Test(arguments: [
    ("id,start,n,values\nA,1990,4,1 2 x 4\n", "`x` is not a number"),
    ("id,start,n,values\nA,1990\n", "the record has 2 cells; the columns are id,start,n,values"),
    ("id,start,n,values\nA,19\"90,4,1 2 3 4\n", "record 2 has a quotation mark inside a cell"),
    ("id,start,n,values\nA,1990,4,\"1 2 3 4\n", "a quoted cell is never closed"),
    ("id,start,n,values\n", "the file of small has no series"),
    ("id,start,n,values\nA,1e20,4,1 2 3 4\n", "`1e20` is not a year"),
    ("id,start,n,values\nA,1990,4,1 2\n", "series A of small has 0 values and 2 held out"),
  ]) func damagedFilesAreRefused(_ text: String, _ message: String) throws {
    try folder.write("nn3.csv", text)
    let error = try #require(
      SuiteFolder.error { _ = try Self.task(.nn3("nn3.csv"), Frequency(.month)).series(in: data) })
    #expect(error.message.contains(message), "\(error.message)")
  }

  @Test func aDamagedCompressedFileIsRefused() throws {
    try folder.compress(
      "nn3.csv", "id,start,n,values\n" + String(repeating: "A,1990,4,1 2 3 4\n", count: 100))
    let path = "\(folder.path)/nn3.csv.gz"
    var bytes = try AtomicFile.read(path)
    bytes[bytes.count / 2] ^= 0xFF
    try AtomicFile.write(path, bytes)
    let error = try #require(
      SuiteFolder.error { _ = try Self.task(.nn3("nn3.csv"), Frequency(.month)).series(in: data) })
    #expect(error.code == ErrorCode.cannotRead.rawValue && error.message.contains("nn3.csv.gz"))
  }
}

extension Suite {
  /// Reads a suite's data and scores nothing but its references.
  static func read(_ name: String, _ folder: String, part: SuitePart = .test) throws -> SuiteResult {
    guard let suite = Suite.named(name) else { throw ForetellError(.badOption, "there is no suite \(name)") }
    return try SuiteRun(suite, folder: folder, part: part).run([])
  }
}

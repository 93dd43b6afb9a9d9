import Foundation
import Testing

@testable import ForetellData

/// What is known beside the values, read from files: future rows, static columns, words.
@Suite struct FutureRowsTests {
  /// Two shops with three values each; the first is known for two more steps, the second for one.
  private static let shops = """
    id,ds,y,promo,kind,region
    A,2024-01-01,1,0,low,north
    A,2024-01-02,2,1,high,north
    A,2024-01-03,3,0,low,north
    A,2024-01-04,,1,high,north
    A,2024-01-05,,0,low,north
    B,2024-01-01,4,1,low,south
    B,2024-01-02,5,0,,south
    B,2024-01-03,6,1,mid,south
    B,2024-01-04,,0,low,south

    """

  private func table(_ text: String, _ change: (inout CSVOptions) -> Void = { _ in }) throws -> SeriesTable {
    var options = CSVOptions()
    change(&options)
    return try SeriesTable(csvText: text, name: "shops.csv", options: options)
  }

  private func shops(_ change: (inout CSVOptions) -> Void = { _ in }) throws -> SeriesTable {
    try table(Self.shops) {
      $0.futures = ["promo", "kind"]
      $0.statics = ["region"]
      change(&$0)
    }
  }

  private func refusal(_ body: () throws -> Void) -> ForetellError? {
    do {
      try body()
      return nil
    } catch { return error as? ForetellError }
  }

  @Test func rowsBehindTheLastValueAreTheFuture() throws {
    let table = try shops()
    #expect(table.series.map(\.values) == [[1, 2, 3], [4, 5, 6]])
    #expect(table.series.map { $0.futures[0] } == [[0, 1, 0, 1, 0], [1, 0, 1, 0]])
    #expect(table.columns.futures == ["promo", "kind"] && table.columns.statics == ["region"])
    #expect(table.findings.gaps == 0 && table.findings.observations == 6)
    #expect(table.findings.notes.contains { $0.kind == .futureRows && $0.text.contains("1 to 2 steps") })
  }

  @Test func wordsBecomeCategories() throws {
    let table = try shops()
    #expect(table.columns.categories == ["kind": ["low", "high", "mid"], "region": ["north", "south"]])
    #expect(table.series[0].futures[1] == [0, 1, 0, 1, 0])
    #expect(table.series[1].futures[1][1].isNaN && table.series[1].futures[1][2] == 2)
    #expect(table.series.map(\.statics) == [[0], [1]])
    let past = try self.table(Self.shops) { $0.covariates = ["kind"] }
    #expect(past.series[0].covariates[0].prefix(3) == [0, 1, 0])
  }

  @Test func blocksNumberWordsAlike() throws {
    let rows = (0..<400).map {
      "\(2000 + $0 / 12)-\($0 % 12 < 9 ? "0" : "")\($0 % 12 + 1),\($0),w\($0 * 7 % 13)"
    }
    let text = "ds,y,kind\n" + rows.joined(separator: "\n") + "\n"
    func read(_ length: Int, _ threads: Int) throws -> SeriesTable {
      try table(text) {
        $0.futures = ["kind"]
        $0.chunkLength = length
        $0.threads = threads
      }
    }
    let whole = try read(1 << 20, 1)
    for length in [64, 500] {
      let parts = try read(length, 2)
      #expect(parts.columns.categories == whole.columns.categories)
      #expect(parts.checksum == whole.checksum)
    }
  }

  @Test func knownWordsKeepTheirNumbers() throws {
    let table = try shops {
      $0.categories = ["kind": ["mid", "high", "low"], "region": ["south", "north"]]
    }
    #expect(table.series[0].futures[1] == [2, 1, 2, 1, 2] && table.series.map(\.statics) == [[1], [0]])
    let unknown = refusal {
      _ = try shops { $0.categories = ["kind": ["high", "low"], "region": ["south", "north"]] }
    }
    #expect(unknown?.code == "F047" && unknown?.location?.line == 9 && unknown?.location?.column == 18)
    #expect(unknown?.message.contains("`mid` in column `kind`") == true)
    let number = refusal { _ = try shops { $0.categories = [:] } }
    #expect(number?.code == "F012" && number?.location?.columnName == "kind")
  }

  @Test func aMissingFutureIsLocated() throws {
    let table = try shops()
    try table.requireKnown(steps: 1)
    let second = try #require(refusal { try table.requireKnown(steps: 2) })
    #expect(second.code == "F046" && second.location?.line == 10 && second.location?.series == "B")
    #expect(second.location?.stamp == "2024-01-05" && second.message.contains("no row for it"))
    #expect(second.hint?.contains("horizon: 1") == true && second.more == 1)
    let empty = Self.shops.replacingOccurrences(of: "2024-01-04,,1,high", with: "2024-01-04,,,high")
    let holed = try self.table(empty) { $0.futures = ["kind", "promo"] }
    let cell = try #require(refusal { try holed.requireKnown(steps: 1) })
    #expect(cell.location?.line == 5 && cell.location?.column == 15 && cell.location?.columnName == "promo")
    #expect(cell.hint?.hasPrefix("fill in the cell") == true)
    // A shop that is closed then needs nothing.
    try holed.requireKnown(steps: 1) { _, _ in false }
    // The past of a table has its gaps, which nobody can fill in.
    try holed.droppingLast(1).requireKnown(steps: 3)
  }

  @Test func aStaticColumnMayNotVary() throws {
    let text = Self.shops.replacingOccurrences(
      of: "2024-01-03,6,1,mid,south", with: "2024-01-03,6,1,mid,north")
    let error = try #require(refusal { _ = try table(text) { $0.statics = ["region"] } })
    #expect(error.code == "F048" && error.location?.line == 9 && error.location?.series == "B")
    #expect(error.message.contains("here it is `north`, before `south`"))
  }

  @Test func gapsAreNotFilledInTheFuture() throws {
    let text = "ds,y,promo\n2024-01-01,1,0\n2024-01-02,,\n2024-01-03,3,1\n2024-01-04,,1\n"
    let table = try table(text) {
      $0.futures = ["promo"]
      $0.gaps = .linear
    }
    #expect(table.series[0].values == [1, 2, 3])
    #expect(table.series[0].futures[0][1].isNaN && table.series[0].futures[0][3] == 1)
    #expect(table.findings.notes.contains { $0.text.contains("1 value of covariates known into the future") })
  }

  @Test func wordsCanNotBeAveraged() throws {
    let text = "ds,y,kind\n2024-01-01,1,a\n2024-01-02,2,a\n2024-01-02,4,b\n2024-01-03,3,a\n2024-01-04,3,b\n"
    let error = refusal {
      _ = try table(text) {
        $0.futures = ["kind"]
        $0.duplicates = .mean
      }
    }
    #expect(error?.code == "F027" && error?.location?.line == 4)
    let last = try table(text) {
      $0.futures = ["kind"]
      $0.duplicates = .last
    }
    #expect(last.series[0].futures[0] == [0, 1, 0, 1])
  }

  @Test func aColumnHasOnePurpose() {
    let twice = refusal { _ = try table(Self.shops) { ($0.futures, $0.statics) = (["promo"], ["promo"]) } }
    #expect(twice?.code == "F061")
    let none = refusal { _ = try table(Self.shops) { $0.futures = ["Promo"] } }
    #expect(none?.onCommandLine.hint?.contains("--future promo") == true)
  }
}

import Foundation
import Testing

@testable import ForetellData

/// Tables made in code with futures, statics and categories, and what cutting leaves of them.
@Suite struct KnownTableTests {
  private static let start = Timestamp(year: 2024, month: 1, day: 1)
  private static let columns = ColumnNames(
    covariates: ["past"], futures: ["promo", "kind"], statics: ["size"], categories: ["kind": ["a", "b"]])

  private func series(
    _ values: [Double] = [1, 2, 3], past: [Double] = [7, 8, 9], promo: [Double] = [0, 1, 0, 1, 1],
    kind: [Double] = [0, 1, 0, 1, .nan], statics: [Double] = [5]
  ) -> Series {
    Series(
      id: "A", start: Self.start, values: values, covariates: [past], futures: [promo, kind], statics: statics
    )
  }

  private func table(_ one: Series, _ columns: ColumnNames = KnownTableTests.columns) throws -> SeriesTable {
    try SeriesTable(series: [one], frequency: Frequency(.day), columns: columns)
  }

  private func code(_ one: Series, _ columns: ColumnNames = KnownTableTests.columns) -> String? {
    do {
      _ = try table(one, columns)
      return nil
    } catch { return (error as? ForetellError)?.code }
  }

  @Test func soundTablesAreTaken() { #expect(code(series()) == nil) }

  @Test func everyMistakeIsRefused() {
    #expect(code(series(promo: [0, 1])) == "F042")
    #expect(code(series(statics: [])) == "F042")
    #expect(code(series(promo: [0, 1, 0, .infinity])) == "F030")
    #expect(code(series(kind: [0, 1, 2])) == "F047")
    #expect(code(series(kind: [0, 0.5, 0])) == "F047")
    #expect(code(series(statics: [.infinity])) == "F030")
    var twice = Self.columns
    twice.statics = ["promo"]
    #expect(code(series(), twice) == "F020")
    var stray = Self.columns
    stray.categories["other"] = ["x"]
    #expect(code(series(), stray) == "F042")
  }

  @Test func cuttingKeepsTheFuture() throws {
    let table = try table(series([.nan, 2, 3]))
    #expect(table.series[0].values == [2, 3] && table.series[0].futures[0] == [1, 0, 1, 1])
    #expect(table.series[0].covariates == [[8, 9]] && table.series[0].statics == [5])
    let past = table.droppingLast(1)
    #expect(past.series[0].values == [2] && past.series[0].covariates == [[8]])
    #expect(past.series[0].futures[0] == [1, 0, 1, 1] && past.isCut && !table.isCut)
  }

  @Test func theChecksumKnowsEveryRole() throws {
    let plain = try table(series())
    var others = [series(promo: [0, 1, 0, 1, 0]), series(statics: [6]), series(past: [7, 8, 8])].map {
      try? table($0).checksum
    }
    var renamed = Self.columns
    renamed.categories["kind"] = ["a", "c"]
    others.append(try table(series(), renamed).checksum)
    #expect(!others.contains(plain.checksum) && Set(others).count == 4)
  }

  @Test func namesOfEarlierReleasesAreWrittenAsBefore() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let old = #"{"covariates":["x"],"id":"unique_id","targets":["y"],"time":"ds"}"#
    let names = try JSONDecoder().decode(ColumnNames.self, from: Data(old.utf8))
    #expect(String(decoding: try encoder.encode(names), as: UTF8.self) == old)
    let all = try JSONDecoder().decode(ColumnNames.self, from: try encoder.encode(Self.columns))
    #expect(all == Self.columns)
  }

  @Test func rowsGiveTheSameTable() throws {
    let whole = series()
    let rows = (0..<5).map { (step: Int) -> SeriesRow in
      let isPast = step < 3
      let value: Double = isPast ? whole.values[step] : .nan
      let past: Double = isPast ? whole.covariates[0][step] : .nan
      let futures = whole.futures.map { $0[step] }
      let statics: [Double] = step == 2 ? [.nan] : whole.statics
      let stamp = Timestamp(Self.start.value + Int64(step) * 86_400)
      return SeriesRow(
        id: "A", stamp: stamp, value: value, covariates: [past], futures: futures, statics: statics)
    }
    let made = try SeriesTable(rows: rows.reversed(), columns: Self.columns)
    #expect(made.checksum == (try table(whole)).checksum)
    var changed = rows
    changed[1].statics = [6]
    #expect(throws: ForetellError.self) { try SeriesTable(rows: changed, columns: Self.columns) }
    changed = rows
    changed[1].futures = [0]
    #expect(throws: ForetellError.self) { try SeriesTable(rows: changed, columns: Self.columns) }
  }
}

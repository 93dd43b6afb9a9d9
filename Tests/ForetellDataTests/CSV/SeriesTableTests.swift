import Foundation
import Testing

@testable import ForetellData

@Suite struct SeriesTableTests {
  @Test func readsAirPassengers() throws {
    let path = packageFolder.appending(path: "datasets/air-passengers/air-passengers.csv").path
    let table = try SeriesTable(csv: path)
    #expect(table.name == "air-passengers.csv")
    #expect(table.frequency.alias == "MS")
    #expect(table.series.count == 1)
    #expect(table.series[0].id == "passengers")
    #expect(table.series[0].values.count == 144)
    #expect(table.series[0].values.first == 112)
    #expect(table.series[0].values.last == 432)
    #expect(table.text(for: table.timestamp(ofSeries: 0, at: 144)) == "1961-01")
    #expect(table.findings.seasonLength == 12)
    #expect(table.findings.notes.isEmpty)
    let shorter = table.droppingLast(12)
    #expect(shorter.series[0].values == Array(table.series[0].values.prefix(132)))
    #expect(shorter.checksum != table.checksum)
    #expect(table.checksum.count == 64)
  }
}

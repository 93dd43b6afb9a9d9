import ArgumentParser
import Foretell
import Foundation

struct Table: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "csv", abstract: "Times reading a CSV into a typed table.")

  @Argument(help: "The file.") var file: String
  @Option(help: "Readings; the median counts.") var runs = 5
  @Flag(help: "Print JSON.") var json = false

  struct Row: Encodable {
    var reader = "foretell"
    var bytes: Int
    var rows: Int
    var ids: Int
    var sum: Double
    var readMs: Double
    var lowestMs: Double
    var mbPerS: Double
    var peakMb: Double
    /// The size of the values alone, 8 bytes each.
    var typedMb: Double
  }

  func run() throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: file), options: .alwaysMapped)
    let size = bytes.count
    var touched: UInt8 = 0
    for place in stride(from: 0, to: size, by: 4096) { touched ^= bytes[place] }
    var times: [Double] = []
    var result = Row(
      bytes: size, rows: Int(touched) & 0, ids: 0, sum: 0, readMs: 0, lowestMs: 0, mbPerS: 0, peakMb: 0,
      typedMb: 0)
    for _ in 0..<max(runs, 1) {
      let clock = ContinuousClock()
      let start = clock.now
      let table = try SeriesTable(csv: file)
      times.append((clock.now - start).milliseconds)
      result.rows = table.series.reduce(0) { $0 + $1.values.count }
      result.ids = table.series.count
      result.sum = table.series.reduce(0) { $0 + $1.values.reduce(0) { $1.isNaN ? $0 : $0 + $1 } }
    }
    times.sort()
    result.readMs = times[times.count / 2]
    result.lowestMs = times[0]
    result.mbPerS = Double(size) / result.readMs / 1e3
    result.peakMb = peakMegabytes()
    result.typedMb = Double(result.rows) * 8 / 1e6
    try report([result], json: json) {
      "\($0.bytes / 1_000_000) MB, \($0.rows) rows, \($0.ids) series: \($0.readMs.text(1)) ms"
        + " (lowest \($0.lowestMs.text(1))), \($0.mbPerS.text(0)) MB/s, peak \($0.peakMb.text(0)) MB"
        + " (values alone \($0.typedMb.text(0)) MB)"
    }
  }
}

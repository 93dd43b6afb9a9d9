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
    var read_ms: Double
    var lowest_ms: Double
    var mb_per_s: Double
    var peak_mb: Double
    /// The values alone, 8 bytes each.
    var typed_mb: Double
  }

  func run() throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: file), options: .alwaysMapped)
    let size = bytes.count
    var touched: UInt8 = 0
    for place in stride(from: 0, to: size, by: 4096) { touched ^= bytes[place] }
    var times: [Double] = []
    var result = Row(
      bytes: size, rows: Int(touched) & 0, ids: 0, sum: 0, read_ms: 0, lowest_ms: 0, mb_per_s: 0, peak_mb: 0,
      typed_mb: 0)
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
    result.read_ms = times[times.count / 2]
    result.lowest_ms = times[0]
    result.mb_per_s = Double(size) / result.read_ms / 1e3
    result.peak_mb = peakMegabytes()
    result.typed_mb = Double(result.rows) * 8 / 1e6
    try report([result], json: json) {
      "\($0.bytes / 1_000_000) MB, \($0.rows) rows, \($0.ids) series: \($0.read_ms.text(1)) ms"
        + " (lowest \($0.lowest_ms.text(1))), \($0.mb_per_s.text(0)) MB/s, peak \($0.peak_mb.text(0)) MB"
        + " (values alone \($0.typed_mb.text(0)) MB)"
    }
  }
}

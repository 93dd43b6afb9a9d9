import ArgumentParser
import Foretell
import Foundation
import Synchronization

struct Monitor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares training with the gradient monitor and without, on the 64×96×8×128 LSTM step.")

  @Option(help: "The most threads that run at once.") var threads = 2
  @Option(help: "Epochs of a fit.") var epochs = 6
  @Option(help: "Fits of each kind, by turns.") var rounds = 5
  @Flag(help: "Print JSON.") var json = false

  struct Row: Encodable {
    var interval: Int
    var plainMilliseconds: Double
    var watchedMilliseconds: Double
    var overheadPercent: Double
  }

  private static let updates = 16

  func run() throws {
    let table = try Self.table()
    let standard = GradientMonitor().interval
    _ = try seconds(table, interval: nil)
    var plain: [Double] = []
    var watched: [Int: [Double]] = [:]
    for _ in 0..<rounds {
      plain += try seconds(table, interval: nil)
      for interval in [standard, 1] {
        watched[interval, default: []] += try seconds(table, interval: interval)
      }
    }
    let rows = [standard, 1].map { interval in
      let (without, with) = (Self.median(plain), Self.median(watched[interval] ?? []))
      return Row(
        interval: interval, plainMilliseconds: without * 1e3 / Double(Self.updates),
        watchedMilliseconds: with * 1e3 / Double(Self.updates), overheadPercent: (with / without - 1) * 100)
    }
    try report(rows, json: json) {
      "every \($0.interval). update measured: \($0.watchedMilliseconds.text(3)) ms a step, without \($0.plainMilliseconds.text(3)) ms, "
        + "overhead \($0.overheadPercent.text(2)) %"
    }
  }

  /// The duration of each epoch but the first, in seconds.
  private func seconds(_ table: SeriesTable, interval: Int?) throws -> [Double] {
    var model = RecurrentForecaster(cell: .lstm, hiddenSize: 128, inputSize: 96)
    model.batchSize = 64
    model.epochs = epochs
    model.windowsPerEpoch = 64 * Self.updates
    model.usesCalendar = false
    model.dropout = 0
    let clock = ContinuousClock()
    let ends = Mutex<[ContinuousClock.Instant]>([])
    _ = try model.fit(
      table, horizon: 24,
      options: FitOptions(
        threads: threads, progress: { _ in ends.withLock { $0.append(clock.now) } },
        monitor: interval.map { GradientMonitor(interval: $0) }))
    let marks = ends.withLock { $0 }
    return zip(marks, marks.dropFirst()).map { ($1 - $0).milliseconds / 1e3 }
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  /// One series with five covariates: with the value, its mask and the covariates' mask there are eight
  /// features per step.
  private static func table() throws -> SeriesTable {
    func wave(_ phase: Double) -> [Double] { (0..<2400).map { sin(Double($0) * 0.26 + phase) + 2 } }
    return try SeriesTable(
      series: [
        Series(
          id: "wave", start: Timestamp(0), values: wave(0),
          covariates: (1...5).map { wave(Double($0)) })
      ], frequency: try Frequency(alias: "1"),
      columns: ColumnNames(time: "ds", targets: ["y"], covariates: ["a", "b", "c", "d", "e"]))
  }
}

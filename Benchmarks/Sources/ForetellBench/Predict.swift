import ArgumentParser
import Foretell

struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Times one forecast of one series with a model in memory, through the library's own call.")

  @Option(help: "Hidden units.") var hidden = 32
  @Option(help: "Seconds.") var seconds = 1.0
  @Flag(help: "Print JSON.") var json = false

  struct Row: Encodable {
    var hidden: Int
    var inputSize: Int
    var horizon: Int
    var medianMs: Double
    var lowestMs: Double
  }

  func run() throws {
    let table = try Self.monthly()
    var forecaster = RecurrentForecaster(cell: .lstm, hiddenSize: hidden)
    forecaster.epochs = 2
    let fitted = try forecaster.fit(table, horizon: 12, options: FitOptions(threads: 1))
    for _ in 0..<20 { _ = try fitted.predict() }
    var failure: (any Error)?
    let timing = Timing(seconds: seconds) {
      do { _ = try fitted.predict() } catch { failure = error }
    }
    if let failure { throw failure }
    let row = Row(
      hidden: hidden, inputSize: fitted.inputSize, horizon: fitted.horizon, medianMs: timing.median,
      lowestMs: timing.lowest)
    try report([row], json: json) {
      "predict, one series, window \($0.inputSize), horizon \($0.horizon), hidden \($0.hidden):"
        + " \($0.medianMs.text(3)) ms (lowest \($0.lowestMs.text(3)))"
    }
  }

  /// Twelve years of a rising seasonal series.
  private static func monthly() throws -> SeriesTable {
    let values = (0..<144).map { month in
      (100 + Double(month)) * [0.9, 0.88, 1, 0.98, 0.97, 1.1, 1.2, 1.2, 1.05, 0.92, 0.8, 0.9][month % 12]
    }
    return try SeriesTable(
      series: [Series(id: "one", start: Timestamp(0), values: values, covariates: [])],
      frequency: try Frequency(alias: "MS"))
  }
}

import ArgumentParser
import Foretell
import Foundation

struct Origins: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Trains one network that reads origin by origin over a panel of the M3 competition, and scores it.",
    discussion: """
      Windows of 15 values, sequences of 18 origins, one LSTM layer of 40 units, 128 sequences an update, 400 updates, \
      logarithms without their season, mean absolute error. The processor's time is that of the fit, all threads together.
      """)

  @Argument(help: "m3_monthly.csv, with the columns id, …, train, test.") var file: String
  @Option(help: "The most threads that run at once.") var threads = 1
  @Option(help: "The cell.") var cell = "lstm"
  @Option(help: "Values of a window.") var input = 15
  @Option(help: "Origins of a sequence.") var origins = 18
  @Option(help: "Hidden units.") var hidden = 40
  @Option(help: "Sequences of an update.") var batch = 128
  @Option(help: "Updates.") var steps = 400
  @Option(help: "Learning rate.") var rate = 3e-3
  @Option(help: "Loss: squared, absolute, huber or quantile.") var loss = "absolute"
  @Option(help: "The fit's seed.") var seed: UInt64 = 1
  @Flag(inversion: .prefixedNo, help: "Take the season off first.") var deseasonalize = true
  @Flag(inversion: .prefixedNo, help: "A linear map from each window to its forecast.") var linear = true
  @Flag(help: "Print JSON.") var json = false

  struct Row: Encodable {
    var series: Int
    var parameters: Int
    var fitS: Double
    /// Processor time of all threads during the fit.
    var fitProcessorS: Double
    var predictS: Double
    var smape: Double
    var mase: Double
    var threads: Int
    var seed: UInt64
  }

  func run() throws {
    guard FileManager.default.fileExists(atPath: file) else {
      FileHandle.standardError.write(Data("skipped: there is no \(file)\n".utf8))
      if json { print("[]") }
      return
    }
    let panel = try M3Panel(csv: file)
    let horizon = panel.tests.map(\.count).max() ?? 1
    let clock = ContinuousClock()
    let start = clock.now
    let before = Timing.processorMilliseconds()
    let fitted = try forecaster().fit(
      panel.table, horizon: horizon, seed: seed, options: FitOptions(threads: threads))
    let spent = Timing.processorMilliseconds() - before
    let trained = clock.now
    let forecast = try fitted.predict(levels: [])
    let done = clock.now
    let errors = panel.errors(of: forecast)
    let row = Row(
      series: panel.tests.count, parameters: fitted.parameterCount,
      fitS: (trained - start).milliseconds / 1e3,
      fitProcessorS: spent / 1e3, predictS: (done - trained).milliseconds / 1e3, smape: errors.smape,
      mase: errors.mase, threads: threads, seed: seed)
    try report([row], json: json) {
      "M3, \($0.series) series: sMAPE \($0.smape.text(2)), MASE \($0.mase.text(3)), fit \($0.fitS.text(2)) s"
        + " (processor \($0.fitProcessorS.text(2)) s), forecasts \($0.predictS.text(2)) s, \($0.parameters) parameters"
    }
  }

  private func forecaster() throws -> RecurrentForecaster {
    guard let cell = RecurrentCellKind(rawValue: cell), let loss = LossName(rawValue: loss) else {
      throw ValidationError("no such cell or loss: \(cell), \(loss)")
    }
    var forecaster = RecurrentForecaster(cell: cell, hiddenSize: hidden, inputSize: input, reading: .origins)
    forecaster.origins?.count = origins
    forecaster.origins?.hasSkip = linear
    forecaster.origins?.removesSeason = deseasonalize
    forecaster.loss = loss
    forecaster.transform = .log
    forecaster.dropout = 0
    forecaster.usesCalendar = false
    forecaster.optimizer = .adamw
    forecaster.batchSize = batch
    // Eight parts, as the spread of the errors is measured over one epoch's sequences after the last.
    let parts = steps % 8 == 0 ? 8 : 1
    forecaster.windowsPerEpoch = batch * steps / parts
    forecaster.epochs = parts
    forecaster.learningRate = rate
    return forecaster
  }
}

import ArgumentParser
import Dispatch
import Foretell
import Foundation
import Synchronization

struct Etth1: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "etth1",
    abstract: "ETTh1 end to end: read, train 200 steps, forecast every test window.",
    discussion: """
      Seven channels as seven series; look-back 96, horizon 96, hidden 128, 128 windows a step. Rows 0..<8640 train, \
      11520..<14400 test: 2785 windows a channel. Errors in units of each channel's standard deviation over the train rows.
      """)

  @Argument(help: "ETTh1.csv.") var file: String
  @Option(help: "The most threads that run at once.") var threads = 2
  @Option(help: "Updates.") var steps = 200
  @Option(help: "Hidden units.") var hidden = 128
  @Option(help: "Windows of an update.") var batch = 128
  @Option(help: "Learning rate.") var rate = 2e-3
  @Option(help: "Loss: squared, absolute, huber or quantile.") var loss = "absolute"
  @Option(help: "Scaling: season, standard, robust, last-value or none.") var scaling = "season"
  @Option(help: "Dropout before the head.") var dropout = 0.2
  @Flag(inversion: .prefixedNo, help: "Forecast the difference from the seasonal naive forecast.")
  var seasonal = true
  @Option(help: "Products of the recurrent layer: fp32 or bf16.") var precision = "fp32"
  @Option(help: "The fit's seed.") var seed: UInt64 = 1
  @Flag(help: "Print JSON.") var json = false

  static let (train, test, end, horizon, lookBack) = (8640, 11520, 14400, 96, 96)

  struct Row: Encodable {
    var windows: Int
    var mse: Double
    var mae: Double
    var readS: Double
    var fitS: Double
    var predictS: Double
    var wallS: Double
    /// Processor time of all threads.
    var processorS: Double
    var peakMb: Double
    var threads: Int
    var seed: UInt64
  }

  func run() throws {
    guard FileManager.default.fileExists(atPath: file) else {
      FileHandle.standardError.write(Data("skipped: there is no \(file)\n".utf8))
      if json { print("[]") }
      return
    }
    let clock = ContinuousClock()
    let start = clock.now
    let whole = try SeriesTable(csv: file)
    let read = clock.now
    guard whole.series.count == 7, whole.series.allSatisfy({ $0.values.count >= Self.end }) else {
      throw ValidationError("\(file) isn't ETTh1: seven channels of at least \(Self.end) hours are needed")
    }
    let past = whole.droppingLast(whole.series[0].values.count - Self.train)
    let fitted = try forecaster().fit(
      past, horizon: Self.horizon, seed: seed, options: FitOptions(threads: threads))
    let trained = clock.now
    let (squared, absolute, count) = try score(fitted, whole)
    let done = clock.now
    let row = Row(
      windows: count / Self.horizon, mse: squared / Double(count), mae: absolute / Double(count),
      readS: (read - start).milliseconds / 1e3, fitS: (trained - read).milliseconds / 1e3,
      predictS: (done - trained).milliseconds / 1e3, wallS: (done - start).milliseconds / 1e3,
      processorS: Timing.processorMilliseconds() / 1e3, peakMb: peakMegabytes(), threads: threads, seed: seed)
    try report([row], json: json) {
      "ETTh1: \($0.windows) windows, MSE \($0.mse.text(4)), MAE \($0.mae.text(4)), \($0.wallS.text(2)) s"
        + " (read \($0.readS.text(2)), fit \($0.fitS.text(2)), forecasts \($0.predictS.text(2)), processor \($0.processorS.text(2))),"
        + " peak \($0.peakMb.text(0)) MB"
    }
  }

  private func forecaster() throws -> RecurrentForecaster {
    var forecaster = RecurrentForecaster(cell: .lstm, hiddenSize: hidden, inputSize: Self.lookBack)
    guard let loss = LossName(rawValue: loss), let scaling = ScalingName(rawValue: scaling),
      let precision = PrecisionName(rawValue: precision)
    else { throw ValidationError("no such loss, scaling or precision: \(loss), \(scaling), \(precision)") }
    forecaster.precision = precision
    forecaster.loss = loss
    forecaster.scaling = scaling
    forecaster.seasonalResidual = seasonal
    forecaster.dropout = dropout
    forecaster.transform = .none
    forecaster.batchSize = batch
    // Eight epochs, because the spread of the errors is measured over the windows of one epoch after the
    // last.
    let parts = steps % 8 == 0 ? 8 : 1
    forecaster.windowsPerEpoch = batch * steps / parts
    forecaster.epochs = parts
    forecaster.learningRate = rate
    return forecaster
  }

  /// Forecasts every test window; returns the sums of squared and absolute errors and their number.
  private func score(_ fitted: FittedForecaster, _ whole: SeriesTable) throws -> (Double, Double, Int) {
    let deviations = whole.series.map { series -> Double in
      let values = series.values[..<Self.train]
      let mean = values.reduce(0, +) / Double(Self.train)
      return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(Self.train)).squareRoot()
    }
    let length = whole.series[0].values.count
    let origins = Array(Self.test...(Self.end - Self.horizon))
    let blocks = threads * 8
    let sums = Mutex([(Double, Double, Int)](repeating: (0, 0, 0), count: blocks))
    let failure = Mutex<(any Error)?>(nil)
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while true {
        let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if block >= blocks { break }
        var part = (0.0, 0.0, 0)
        let moments = origins[(origins.count * block / blocks)..<(origins.count * (block + 1) / blocks)]
        do {
          let forecasts = try fitted.predict(whole, droppingLast: moments.map { length - $0 }, levels: [])
          for (origin, forecast) in zip(moments, forecasts) {
            for (number, series) in forecast.series.enumerated() {
              for step in 0..<Self.horizon {
                let error =
                  (series.point[step] - whole.series[number].values[origin + step]) / deviations[number]
                part = (part.0 + error * error, part.1 + abs(error), part.2 + 1)
              }
            }
          }
        } catch {
          failure.withLock { $0 = error }
        }
        sums.withLock { $0[block] = part }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    return sums.withLock { $0.reduce((0, 0, 0)) { ($0.0 + $1.0, $0.1 + $1.1, $0.2 + $1.2) } }
  }
}

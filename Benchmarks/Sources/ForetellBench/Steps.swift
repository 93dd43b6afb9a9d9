import ArgumentParser
import ForetellBenchmarkSupport

struct Steps: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Times a training step: forward, backward, clipping, Adam.",
    discussion: "A row is cell:batch x steps x inputs x hidden, for instance lstm:64x96x8x128.")

  @Option(help: "The most threads that run at once.") var threads = 2
  @Option(parsing: .upToNextOption, help: "Rows to run; all of the table by default.") var row: [String] = []
  @Option(help: "Seconds for a row.") var seconds = 2.0
  @Option(help: "Rows of the batch per shard, instead of training's own choice.") var shardRows: Int?
  @Flag(name: .customLong("bf16"), help: "Products with bfloat16 factors, as --precision bf16 trains.")
  var isBFloat16 = false
  @Flag(help: "Print JSON.") var json = false

  static let table = [
    "lstm:32x24x1x32", "lstm:64x96x1x64", "lstm:64x96x8x128", "lstm:128x168x8x128", "lstm:64x96x8x256",
    "lstm:64x48x8x512", "gru:64x96x1x64", "gru:64x96x8x128", "gru:64x96x8x256", "rnn:64x96x1x64",
    "rnn:64x96x8x128", "rnn:64x96x8x256",
  ]

  struct Row: Encodable {
    var cell: String
    var batch: Int
    var steps: Int
    var inputs: Int
    var hidden: Int
    var medianMs: Double
    var lowestMs: Double
    /// Processor time of all threads.
    var processorMs: Double
    /// Time of the forward and backward passes and of the sum over shards; the rest is clipping and the
    /// update.
    var gradientsMs: Double
    var gflops: Double
    var fractionOfPeak: Double
    var shardRows: Int
    var precision: String
    var losses: [Double]
  }

  func validate() throws {
    guard threads > 0, seconds > 0, shardRows.map({ $0 > 0 }) ?? true else {
      throw ValidationError("threads, seconds and shard rows must be positive")
    }
    for text in row where BenchmarkShape(text) == nil {
      throw ValidationError("\(text) is not cell:batch x steps x inputs x hidden")
    }
  }

  func run() throws {
    let peak = Peak.measure()
    let rows = (row.isEmpty ? Self.table : row).compactMap { BenchmarkShape($0) }.map {
      measure($0, peak: peak)
    }
    try report(rows, json: json) { row in
      "\(row.cell) \(row.batch)×\(row.steps)×\(row.inputs)×\(row.hidden): \(row.medianMs.text(3)) ms"
        + " (lowest \(row.lowestMs.text(3)), processor \(row.processorMs.text(3)), gradients \(row.gradientsMs.text(3))),"
        + " \(row.gflops.text(1)) GFLOP/s, \((100 * row.fractionOfPeak).text(1)) % of the fp32 peak,"
        + " shards of \(row.shardRows)"
    }
  }

  private func measure(_ shape: BenchmarkShape, peak: Double) -> Row {
    let losses = { () -> [Double] in
      let step = TrainingStep(shape, threads: threads, shardRows: shardRows, isBFloat16: isBFloat16)
      return (0..<5).map { _ in step() }
    }()
    let step = TrainingStep(shape, threads: threads, shardRows: shardRows, isBFloat16: isBFloat16)
    for _ in 0..<3 { _ = step() }
    let whole = Timing(seconds: seconds * 0.75) { _ = step() }
    let gradients = Timing(seconds: seconds * 0.25) { _ = step.computeGradients() }
    let speed = shape.stepOperations / whole.median / 1e6
    return Row(
      cell: shape.cell.rawValue, batch: shape.batch, steps: shape.steps, inputs: shape.inputs,
      hidden: shape.hidden, medianMs: whole.median, lowestMs: whole.lowest,
      processorMs: whole.processor,
      gradientsMs: gradients.median,
      gflops: speed, fractionOfPeak: speed / (peak * Double(threads)),
      shardRows: shardRows ?? shape.shardRows, precision: isBFloat16 ? "bf16" : "fp32", losses: losses)
  }
}

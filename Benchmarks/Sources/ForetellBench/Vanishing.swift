import ArgumentParser
import ForetellBenchmarkSupport

struct Vanishing: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares a network whose gradients vanish into denormal numbers with one whose don't.",
    discussion: "The control is the vanishing network with denormal numbers left as they are.")

  @Option(help: "The most threads that run at once.") var threads = 2
  @Option(help: "Seconds for a network.") var seconds = 2.0
  @Flag(help: "Print JSON.") var json = false

  struct Row: Encodable {
    var cell: String
    var ordinaryMs: Double
    var vanishingMs: Double
    var ratio: Double
    var unflushedMs: Double
  }

  func run() throws {
    let rows = BenchmarkShape.Cell.allCases.map { cell in
      let shape = BenchmarkShape(cell: cell, batch: 64, steps: 96, inputs: 1, hidden: 64)
      // Loss and recurrent weights are so small that the gradients of most steps are denormal numbers.
      func network(flushes: Bool) -> TrainingStep {
        TrainingStep(
          shape, threads: threads, spread: Self.spread, lossScale: Self.lossScale, flushesDenormals: flushes)
      }
      let ordinary = TrainingStep(shape, threads: threads)
      let vanishing = network(flushes: true)
      let unflushed = network(flushes: false)
      for _ in 0..<3 { _ = (ordinary(), vanishing(), unflushed()) }
      // Gradients only, because updates would make the weights grow again.
      let usual = Timing(seconds: seconds) { _ = ordinary.computeGradients() }
      let vanished = Timing(seconds: seconds) { _ = vanishing.computeGradients() }
      let slow = Timing(seconds: seconds) { _ = unflushed.computeGradients() }
      return Row(
        cell: cell.rawValue, ordinaryMs: usual.median, vanishingMs: vanished.median,
        ratio: vanished.median / usual.median, unflushedMs: slow.median)
    }
    try report(rows, json: json) {
      "\($0.cell): ordinary \($0.ordinaryMs.text(3)) ms, vanishing \($0.vanishingMs.text(3)) ms, ratio \($0.ratio.text(2)),"
        + " not flushed \($0.unflushedMs.text(3)) ms"
    }
  }

  private static var spread: Double { 0.6 }
  private static var lossScale: Double { 1e-35 }
}

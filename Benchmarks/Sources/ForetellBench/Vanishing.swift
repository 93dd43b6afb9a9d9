import ArgumentParser
import ForetellBenchmarkSupport

struct Vanishing: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares a network whose gradients vanish into denormal numbers with one whose don't.")

  @Option(help: "The most threads that run at once.") var threads = 2
  @Option(help: "Seconds for a network.") var seconds = 2.0
  @Flag(help: "Print JSON.") var json = false

  struct Row: Encodable {
    var cell: String
    var ordinaryMs: Double
    var vanishingMs: Double
    var ratio: Double
  }

  func run() throws {
    let rows = BenchmarkShape.Cell.allCases.map { cell in
      let shape = BenchmarkShape(cell: cell, batch: 64, steps: 96, inputs: 1, hidden: 64)
      // Recurrent weights a hundredth as large: the gradient of a state 96 steps back would be about 1e-100 of the last.
      let ordinary = TrainingStep(shape, threads: threads)
      let vanishing = TrainingStep(shape, threads: threads, spread: 0.01)
      for _ in 0..<3 { _ = (ordinary(), vanishing()) }
      // Gradients only: an update would let the weights recover.
      let usual = Timing(seconds: seconds) { _ = ordinary.computeGradients() }
      let vanished = Timing(seconds: seconds) { _ = vanishing.computeGradients() }
      return Row(
        cell: cell.rawValue, ordinaryMs: usual.median, vanishingMs: vanished.median,
        ratio: vanished.median / usual.median)
    }
    try report(rows, json: json) {
      "\($0.cell): ordinary \($0.ordinaryMs.text(3)) ms, vanishing \($0.vanishingMs.text(3)) ms, ratio \($0.ratio.text(2))"
    }
  }
}

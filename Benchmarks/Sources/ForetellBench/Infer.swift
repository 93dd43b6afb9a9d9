import ArgumentParser
import ForetellBenchmarkSupport

struct Infer: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Times one forward pass from one window: batch 1, 96 steps, 1 input, hidden 64.")

  @Option(help: "Steps of the window.") var steps = 96
  @Option(help: "Hidden units.") var hidden = 64
  @Option(help: "Seconds for a cell.") var seconds = 1.0
  @Flag(help: "Print JSON.") var json = false

  struct Row: Encodable {
    var cell: String
    var batch = 1
    var steps: Int
    var inputs = 1
    var hidden: Int
    var medianMs: Double
    var lowestMs: Double
    var outputs: [Float]
  }

  func run() throws {
    let rows = BenchmarkShape.Cell.allCases.map { cell in
      let forward = InferenceStep(
        BenchmarkShape(cell: cell, batch: 1, steps: steps, inputs: 1, hidden: hidden))
      for _ in 0..<20 { forward() }
      let timing = Timing(seconds: seconds) { forward() }
      return Row(
        cell: cell.rawValue, steps: steps, hidden: hidden, medianMs: timing.median, lowestMs: timing.lowest,
        outputs: forward.outputs)
    }
    try report(rows, json: json) {
      "\($0.cell) 1×\($0.steps)×1×\($0.hidden): \($0.medianMs.text(4)) ms (lowest \($0.lowestMs.text(4)))"
    }
  }
}

import ArgumentParser
import CPeak

struct Peak: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "The fp32 peak of one core, from chains of fused multiply-adds.")

  @Flag(help: "Print JSON.") var json = false

  struct Row: Encodable {
    var gflops_per_core: Double
  }

  func run() throws {
    try report([Row(gflops_per_core: Self.measure())], json: json) { "\($0.gflops_per_core.text(1)) GFLOP/s per core" }
  }

  /// The best of several short runs, GFLOP/s.
  static func measure() -> Double {
    var sink: Float = 0
    var best = 0.0
    for _ in 0..<20 {
      var operations = 0.0
      let time = ContinuousClock().measure { operations = peak_run(200_000, &sink) }
      best = max(best, operations / time.milliseconds / 1e6)
    }
    return sink.isNaN ? 0 : best
  }
}

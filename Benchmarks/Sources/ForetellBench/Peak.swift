import ArgumentParser
import CPeak
import ForetellBenchmarkSupport
import Foundation

struct Peak: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The fp32 peak of one core, from chains of fused multiply-adds.")

  @Flag(help: "Print JSON.") var json = false

  struct Row: Encodable {
    var gflopsPerCore: Double
    /// What a core gave in the median of the same runs: well below the best on a busy machine.
    var medianGflops: Double
    var isa: String
    var processor: String
    var cores: Int
  }

  func run() throws {
    let speeds = Self.speeds(runs: 200)
    let row = Row(
      gflopsPerCore: speeds[speeds.count - 1], medianGflops: speeds[speeds.count / 2],
      isa: instructionSet, processor: Self.processor, cores: ProcessInfo.processInfo.activeProcessorCount)
    try report([row], json: json) {
      "\($0.gflopsPerCore.text(1)) GFLOP/s per core (median \($0.medianGflops.text(1))), \($0.cores) cores,"
        + " \($0.processor), kernels for \($0.isa)"
    }
  }

  /// The best of several short runs, GFLOP/s.
  static func measure() -> Double { speeds(runs: 20).last ?? 0 }

  private static func speeds(runs: Int) -> [Double] {
    var sink: Float = 0
    return (0..<runs).map { _ in
      var operations = 0.0
      let time = ContinuousClock().measure { operations = peak_run(200_000, &sink) }
      return operations / time.milliseconds / 1e6
    }.sorted()
  }

  private static var processor: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
      ?? "unknown processor"
  }
}

import ArgumentParser
import CPeak
import Dispatch
import ForetellBenchmarkSupport
import Foundation
import Synchronization

struct Peak: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The fp32 peak of one core, from chains of fused multiply-adds.",
    discussion: """
      With several threads, what a core gives while so many work at once: virtual machines share a physical core at times.
      """)

  @Option(help: "How many threads work at once.") var threads = 1
  @Flag(help: "Print JSON.") var json = false

  struct Row: Encodable {
    var gflopsPerCore: Double
    /// The median of the same runs per core; well below the best on a busy machine.
    var medianGflops: Double
    var isa: String
    /// Whether the processor has instructions for bfloat16 products.
    var bfloat16: Bool
    var processor: String
    var cores: Int
  }

  func validate() throws {
    guard threads >= 1 else { throw ValidationError("--threads must be at least 1") }
  }

  func run() throws {
    let speeds = threads == 1 ? Self.speeds(runs: 200) : Self.speeds(threads: threads)
    let row = Row(
      gflopsPerCore: threads == 1 ? speeds[speeds.count - 1] : speeds[0],
      medianGflops: speeds[speeds.count / 2],
      isa: instructionSet, bfloat16: hasBFloat16, processor: Self.processor,
      cores: ProcessInfo.processInfo.activeProcessorCount)
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
      let time = ContinuousClock().measure { operations = peak_run(isa, 200_000, &sink) }
      return operations / time.milliseconds / 1e6
    }.sorted()
  }

  /// The speeds of `threads` threads that run at the same time in GFLOP/s, lowest first.
  private static func speeds(threads: Int) -> [Double] {
    let found = Mutex<[Double]>([])
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      var sink: Float = 0
      var operations = 0.0
      let time = ContinuousClock().measure { for _ in 0..<40 { operations += peak_run(isa, 200_000, &sink) } }
      found.withLock { $0.append(operations / time.milliseconds / 1e6) }
    }
    return found.withLock { $0.sorted() }
  }

  /// The kernels' instruction set as a number, so that the peak is that of the vectors that they use.
  private static let isa = Int32(["portable", "avx2", "avx512"].firstIndex(of: instructionSet) ?? 2)

  private static var processor: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
      ?? "unknown processor"
  }
}

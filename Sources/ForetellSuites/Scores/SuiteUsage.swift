import Glibc

/// What one fit with its forecasts took of the machine.
public struct SuiteUsage: Sendable, Hashable {
  /// Elapsed seconds of the fit.
  public var fitSeconds = 0.0
  /// Elapsed seconds of the forecasts.
  public var predictSeconds = 0.0
  /// Processor seconds of all threads, in user and system mode.
  public var processorSeconds = 0.0
  /// The largest resident size of the process in bytes; nil where the system doesn't tell.
  public var peakBytes: Int?

  /// The mean of times and the largest size.
  static func mean(of all: [SuiteUsage]) -> SuiteUsage? {
    guard !all.isEmpty else { return nil }
    func mean(_ path: KeyPath<SuiteUsage, Double>) -> Double {
      all.reduce(0) { $0 + $1[keyPath: path] } / Double(all.count)
    }
    return SuiteUsage(
      fitSeconds: mean(\.fitSeconds), predictSeconds: mean(\.predictSeconds),
      processorSeconds: mean(\.processorSeconds), peakBytes: all.compactMap(\.peakBytes).max())
  }

  /// The sum of times and the largest size.
  static func sum(of all: [SuiteUsage]) -> SuiteUsage? {
    guard let mean = mean(of: all) else { return nil }
    let count = Double(all.count)
    return SuiteUsage(
      fitSeconds: mean.fitSeconds * count, predictSeconds: mean.predictSeconds * count,
      processorSeconds: mean.processorSeconds * count, peakBytes: mean.peakBytes)
  }
}

/// Measures a piece of work.
struct UsageMeter {
  private let processorBegin: Double
  private(set) var usage = SuiteUsage()

  /// Begins: the kernel is asked to count the peak of memory anew.
  init() {
    if let file = fopen("/proc/self/clear_refs", "w") {
      fputs("5", file)
      fclose(file)
    }
    processorBegin = Self.processorSeconds
  }

  /// Runs a fit.
  mutating func fit<Value>(_ body: () throws -> Value) rethrows -> Value { try measure(\.fitSeconds, body) }

  /// Runs forecasts.
  mutating func predict<Value>(_ body: () throws -> Value) rethrows -> Value {
    try measure(\.predictSeconds, body)
  }

  private mutating func measure<Value>(
    _ path: WritableKeyPath<SuiteUsage, Double>, _ body: () throws -> Value
  ) rethrows -> Value {
    let begin = ContinuousClock.now
    let value = try body()
    usage[keyPath: path] += (ContinuousClock.now - begin) / .seconds(1)
    usage.processorSeconds = Self.processorSeconds - processorBegin
    usage.peakBytes = Self.peakBytes
    return value
  }

  /// Processor seconds of this process so far.
  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The line `VmHWM` of the process's status, in bytes.
  private static var peakBytes: Int? {
    guard let file = fopen("/proc/self/status", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      guard text.hasPrefix("VmHWM:") else { continue }
      return text.split(whereSeparator: { " \t".contains($0) }).dropFirst().first.flatMap { Int($0) }.map {
        $0 * 1024
      }
    }
    return nil
  }
}

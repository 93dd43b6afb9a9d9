import Foundation

/// The milliseconds of repeated runs.
struct Timing {
  private(set) var milliseconds: [Double] = []
  /// Mean processor time of a run over all threads, which other programs on the machine affect least.
  let processor: Double

  /// Runs `body` for about `seconds`, at least `runs` times.
  init(seconds: Double = 0, runs: Int = 5, _ body: () -> Void) {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    // Measured over all runs, because the kernel updates the time of threads on other processors only from
    // time to time.
    let before = Self.processorMilliseconds()
    while clock.now < end || milliseconds.count < runs {
      milliseconds.append(clock.measure(body).milliseconds)
    }
    processor = (Self.processorMilliseconds() - before) / Double(milliseconds.count)
    milliseconds.sort()
  }

  var median: Double { Self.median(milliseconds) }

  private static func median(_ sorted: [Double]) -> Double {
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// Processor time of the process so far in milliseconds.
  static func processorMilliseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) * 1e-6
  }
  var lowest: Double { milliseconds[0] }
}

extension Duration {
  var milliseconds: Double { Double(components.seconds) * 1e3 + Double(components.attoseconds) * 1e-15 }
}

/// The process's largest resident set in MB (10⁶ bytes).
func peakMegabytes() -> Double {
  var usage = rusage()
  getrusage(numericCast(RUSAGE_SELF.rawValue), &usage)
  return Double(usage.ru_maxrss) * 1024 / 1e6
}

/// Prints rows as a JSON array, or as a table of their values.
func report<Row: Encodable>(_ rows: [Row], json: Bool, line: (Row) -> String) throws {
  if json {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    print(String(decoding: try encoder.encode(rows), as: UTF8.self))
  } else {
    for row in rows { print(line(row)) }
  }
}

extension Double {
  /// The number with this number of digits after the point.
  func text(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }
}

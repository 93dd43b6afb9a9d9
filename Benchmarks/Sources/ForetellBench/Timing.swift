import Foundation

/// The milliseconds of repeated runs.
struct Timing {
  private(set) var milliseconds: [Double] = []

  /// Runs `body` for about `seconds`, five times at least.
  init(seconds: Double, _ body: () -> Void) {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while clock.now < end || milliseconds.count < 5 {
      milliseconds.append(clock.measure(body).milliseconds)
    }
    milliseconds.sort()
  }

  var median: Double {
    let middle = milliseconds.count / 2
    return milliseconds.count % 2 == 1
      ? milliseconds[middle] : (milliseconds[middle - 1] + milliseconds[middle]) / 2
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
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    print(String(decoding: try encoder.encode(rows), as: UTF8.self))
  } else {
    for row in rows { print(line(row)) }
  }
}

extension Double {
  /// With so many digits after the point.
  func text(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }
}

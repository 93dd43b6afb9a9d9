import Foundation

/// The ids of runs, which are short, easy to read aloud and ascending.
///
/// Eight digits of base 32 (Crockford's alphabet: no i, l, o, u) count milliseconds since 2025 and last until
/// 2059; two more distinguish runs of the same millisecond. A new id is greater than all ids in the registry,
/// even if the clocks of several machines differ, so that ids are in the order in which the runs began.
enum RunIdentifier {
  private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")
  /// 2025-01-01T00:00:00Z in seconds since 1970.
  private static let epoch = 1_735_689_600.0

  /// An id for a run that begins at `time`, in seconds since 1970.
  ///
  /// - Parameters:
  ///   - last: the greatest id so far.
  ///   - random: a number in 0..<1024 that makes ids of different registries differ.
  static func make(time: Double, after last: String? = nil, random: UInt64 = .random(in: 0..<1024)) -> String
  {
    let milliseconds = UInt64(max(0, ((time - epoch) * 1000).rounded(.down)))
    var rest = max(milliseconds << 10 | random, last.map { number($0) + 1 } ?? 0)
    var text: [Character] = []
    for _ in 0..<10 {
      text.append(digits[Int(rest & 31)])
      rest >>= 5
    }
    return String(text.reversed())
  }

  private static func number(_ id: String) -> UInt64 {
    id.prefix(10).reduce(0) { $0 << 5 | UInt64(digits.firstIndex(of: $1) ?? 0) }
  }

  /// Whether a text can be the beginning of an id.
  static func isPrefix(_ text: String) -> Bool {
    !text.isEmpty && text.count <= 10 && text.allSatisfy(digits.contains)
  }
}

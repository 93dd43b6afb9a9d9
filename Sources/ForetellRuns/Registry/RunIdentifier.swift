import Foundation

/// The ids of runs: short, easy to read aloud, sorting by time.
///
/// Eight digits of base 32 (Crockford's alphabet: no i, l, o, u) count milliseconds since 2025 and last until 2059; two
/// more are random, so that processes that begin in the same millisecond rarely collide. The registry refuses a second
/// run with the same id, and the recorder then takes another.
enum RunIdentifier {
  private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")
  /// 2025-01-01T00:00:00Z in seconds since 1970.
  private static let epoch = 1_735_689_600.0

  /// An id for a run that begins at `time`, in seconds since 1970.
  static func make(time: Double, random: UInt64 = .random(in: 0..<1024)) -> String {
    let milliseconds = UInt64(max(0, ((time - epoch) * 1000).rounded(.down)))
    var rest = milliseconds << 10 | (random & 1023)
    var text: [Character] = []
    for _ in 0..<10 {
      text.append(digits[Int(rest & 31)])
      rest >>= 5
    }
    return String(text.reversed())
  }

  /// Whether a text can be the begin of an id.
  static func isPrefix(_ text: String) -> Bool {
    !text.isEmpty && text.count <= 10 && text.allSatisfy(digits.contains)
  }
}

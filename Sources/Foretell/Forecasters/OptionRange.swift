import ForetellData

/// Checks that an option lies in its range.
enum OptionRange {
  /// The largest accepted count; sums and small multiples of such counts fit into 64 bits.
  static let most = 1_000_000_000_000

  /// Throws the message "`name` must be `rule`" unless `holds`.
  static func require(_ holds: Bool, _ name: String, _ rule: String) throws {
    if !holds { throw ForetellError(.badOption, "\(name) must be \(rule)") }
  }
}

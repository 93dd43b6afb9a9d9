import ForetellData

/// Says which range an option has to keep to.
enum OptionRange {
  /// Sums and products with numbers up to this one never leave 64 bits.
  static let most = 1_000_000_000_000

  /// Throws "`name` must be `rule`" unless the rule holds.
  static func require(_ holds: Bool, _ name: String, _ rule: String) throws {
    if !holds { throw ForetellError(.badOption, "\(name) must be \(rule)") }
  }
}

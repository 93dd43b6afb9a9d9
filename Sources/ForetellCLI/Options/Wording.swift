/// Lists of names in a sentence.
enum Wording {
  /// A list in words: `a`, `a or b`, `a, b or c`.
  static func alternatives(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " or " + last
  }

  /// A list in words: `a`, `a and b`, `a, b and c`.
  static func all(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  /// The values of an option as a list in words, in the order of their type.
  static func alternatives<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> String
  where Choice.RawValue == String {
    alternatives(Choice.allCases.map(\.rawValue))
  }
}

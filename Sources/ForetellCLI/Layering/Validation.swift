import Foretell

/// Checks of option values; every error names the option, the value and what would be valid.
enum Validation {
  /// Checks that an integer is within a range.
  static func check(_ option: String, _ value: Int?, _ range: ClosedRange<Int>) throws(ForetellError) {
    guard let value, !range.contains(value) else { return }
    let bounds =
      range.upperBound == .max
      ? "at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    throw refusal(option, "\(value)", "must be \(bounds)")
  }

  /// Checks a condition on a number; `rule` is the condition in words.
  static func check(
    _ option: String, _ value: Double?, _ rule: String, _ isRight: (Double) -> Bool
  ) throws(ForetellError) {
    guard let value, !(value.isFinite && isRight(value)) else { return }
    throw refusal(option, "\(value)", rule)
  }

  /// The case with this name; an error suggests the nearest one.
  static func choice<Choice: RawRepresentable & CaseIterable>(
    _ option: String, _ text: String?, _ type: Choice.Type = Choice.self
  ) throws(ForetellError) -> Choice? where Choice.RawValue == String {
    guard let text else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    throw unknown(option, text, Choice.allCases.map(\.rawValue))
  }

  /// The error for a text that is none of the choices.
  static func unknown(_ option: String, _ text: String, _ choices: [String]) -> ForetellError {
    let meant = NearMiss.of(text, among: choices)
    let all = choices.joined(separator: ", ")
    return ForetellError(
      .badOption, "`\(text)` is not a value of --\(option)",
      hint: meant.map { "did you mean `\($0)`? The choices are \(all)" } ?? "the choices are \(all)")
  }

  /// The error for an invalid value.
  static func refusal(_ option: String, _ value: String, _ rule: String) -> ForetellError {
    ForetellError(.badOption, "--\(option) \(rule), but is \(value)")
  }

  /// The items of a list option, which may be repeated and may contain several items separated by commas.
  static func list(_ values: [String]) -> [String] {
    values.flatMap { $0.split(separator: ",", omittingEmptySubsequences: true) }
      .map { word in
        String(word.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
      .filter { !$0.isEmpty }
  }
}

import Foretell

/// The ranges of options that take numbers.
enum ValueRule {
  /// A whole number in a range.
  case whole(ClosedRange<UInt64>)
  /// A number for which a condition holds, and the condition in words.
  case number(String, @Sendable (Double) -> Bool)

  /// The rules by the names of the options.
  static let all: [String: ValueRule] = [
    "horizon": .whole(1...10_000), "windows": .whole(1...10_000), "step-size": .whole(1...10_000),
    "stride": .whole(1...10_000), "seeds": .whole(1...1000), "seed": .whole(0 ... .max),
    "threads": .whole(1...1024),
    "interval": .whole(1...1_000_000), "lag": .whole(1...10_000), "updates": .whole(1...10_000_000),
    "limit": .whole(0...1_000_000_000), "skip": .whole(0...1_000_000),
    "input-size": .whole(1...100_000), "hidden-size": .whole(1...8192),
    "layers": .whole(1...64), "epochs": .whole(1...1_000_000), "batch-size": .whole(1...65_536),
    "season": .whole(1...1_000_000), "validation-size": .whole(0...1_000_000),
    "patience": .whole(1...1_000_000), "truncation": .whole(1...100_000),
    "segment": .whole(1...100_000), "ensemble": .whole(1...64), "windows-per-epoch": .whole(1...100_000_000),
    "window-size": .whole(1...1_000_000),
    "count": .whole(1...100_000), "samples": .whole(2...100_000), "total": .whole(1...10_000),
    "dropout": .number("from 0 to below 1") { $0 >= 0 && $0 < 1 },
    "momentum": .number("from 0 to below 1") { $0 >= 0 && $0 < 1 },
    "rms-decay": .number("from 0 to below 1") { $0 >= 0 && $0 < 1 },
    "schedule-factor": .number("above 0, at most 1") { $0 > 0 && $0 <= 1 },
    "schedule-period": .whole(1...1_000_000),
    "init-scale": .number("above 0") { $0 > 0 },
    "learning-rate": .number("above 0") { $0 > 0 },
    "weight-decay": .number("0 or more") { $0 >= 0 },
    "clip": .number("0 or more") { $0 >= 0 },
    "ridge-strength": .number("above 0, at most 1000000") { $0 > 0 && $0 <= 1e6 },
  ]

  /// Refuses a text that isn't valid as an option's value; options without a rule accept any.
  ///
  /// - Parameter option: the option's name without dashes.
  /// - Throws: ``ForetellError`` of kind `usage` that names the text and the range.
  static func check(_ option: String, _ text: String?) throws(ForetellError) {
    guard let text, let rule = all[option], let trouble = rule.trouble(text) else { return }
    throw Validation.refusal(option, Int(text) == nil && Double(text) == nil ? "`\(text)`" : text, trouble)
  }

  /// What the text should be, as the end of a message; nil if it is valid.
  private func trouble(_ text: String) -> String? {
    switch self {
    case .whole(let range):
      let bounds =
        range.upperBound == .max
        ? "\(range.lowerBound) or more" : "from \(range.lowerBound) to \(range.upperBound)"
      if let value = UInt64(text) { return range.contains(value) ? nil : "must be \(bounds)" }
      if Int(text) != nil { return "must be \(bounds)" }
      return "must be a whole number, \(bounds)"
    case .number(let words, let isRight):
      guard let value = Double(text) else { return "must be a number, \(words)" }
      guard !value.isInfinite else { return "must be a finite number, \(words)" }
      return isRight(value) ? nil : "must be \(words)"
    }
  }
}

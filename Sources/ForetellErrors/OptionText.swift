/// A sentence that names options, in words for code and for the command line.
///
/// ```swift
/// let text: OptionText = "keep one of each: \(option: .duplicates, "last")"
/// text.inCode         // keep one of each: duplicates: .last
/// text.onCommandLine  // keep one of each: --duplicates last
/// ```
///
/// Two sentences are equal when both wordings are, whatever options they name.
public struct OptionText: Sendable, Hashable, ExpressibleByStringInterpolation {
  /// The sentence with properties and arguments.
  public private(set) var inCode: String
  /// The sentence with flags, whose values are words for a POSIX shell.
  public private(set) var onCommandLine: String
  /// The options that the sentence names, in its order.
  public private(set) var options: [OptionKey] = []

  /// Whether both wordings are equal.
  public static func == (first: OptionText, second: OptionText) -> Bool {
    first.inCode == second.inCode && first.onCommandLine == second.onCommandLine
  }

  /// Feeds both wordings to the hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(inCode)
    hasher.combine(onCommandLine)
  }

  /// A sentence that is the same everywhere.
  public init(_ text: String) { (inCode, onCommandLine) = (text, text) }

  /// A sentence in two wordings.
  public init(inCode: String, onCommandLine: String, options: [OptionKey] = []) {
    (self.inCode, self.onCommandLine, self.options) = (inCode, onCommandLine, options)
  }

  /// A sentence that is the same everywhere.
  public init(stringLiteral text: String) { self.init(text) }

  /// The sentence that an interpolated literal makes.
  public init(stringInterpolation parts: StringInterpolation) { self = parts.text }

  /// One sentence after the other.
  public static func + (first: OptionText, second: OptionText) -> OptionText {
    OptionText(
      inCode: first.inCode + second.inCode, onCommandLine: first.onCommandLine + second.onCommandLine,
      options: first.options + second.options)
  }

  /// The parts of an interpolated sentence.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = OptionText("")

    /// No parts yet; the sizes that the compiler estimates aren't needed.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Appends text that is the same everywhere.
    public mutating func appendLiteral(_ literal: String) { text = text + OptionText(literal) }

    /// Appends the description of a value.
    public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      appendLiteral(value.description)
    }

    /// Appends another sentence.
    public mutating func appendInterpolation(_ other: OptionText) { text = text + other }

    /// Appends an option, with its value as it is, not quoted for a shell or as a literal.
    ///
    /// Where the option takes a list, the value is its only element.
    public mutating func appendInterpolation(option key: OptionKey, _ value: String? = nil) {
      text =
        text
        + OptionText(inCode: key.inCode(value), onCommandLine: key.onCommandLine(value), options: [key])
    }

    /// Appends an option that takes a list, with its elements as they are; a command line separates them by commas.
    public mutating func appendInterpolation(option key: OptionKey, _ values: [String]) {
      text =
        text
        + OptionText(
          inCode: key.inCode(values), onCommandLine: key.onCommandLine(values.joined(separator: ",")),
          options: [key])
    }

    /// Appends two wordings of one thing.
    public mutating func appendInterpolation(inCode: String, onCommandLine: String) {
      text = text + OptionText(inCode: inCode, onCommandLine: onCommandLine)
    }
  }
}

import Foundation

/// The capabilities of a terminal, or of a file in its place: width, colours and characters.
public struct TerminalStyle: Sendable, Hashable {
  /// A standard stream.
  public enum Stream: Sendable, Hashable {
    /// Standard output, for data.
    case standardOutput
    /// Standard error, for messages to people.
    case standardError
  }

  /// The number of columns.
  public var width: Int
  /// The number of rows of a picture's plot.
  public var plotHeight: Int
  /// Whether ANSI colours may be written.
  public var usesColor: Bool
  /// Whether characters beyond ASCII may be written.
  public var usesUnicode: Bool
  /// Whether the output is a terminal; progress lines and pictures are written only then.
  public var isTerminal: Bool

  /// Creates a style from its parts, for tests and files.
  public init(
    width: Int = 80, plotHeight: Int = 14, usesColor: Bool = false, usesUnicode: Bool = true,
    isTerminal: Bool = false
  ) {
    self.width = max(20, width)
    self.plotHeight = max(3, plotHeight)
    self.usesColor = usesColor
    self.usesUnicode = usesUnicode
    self.isTerminal = isTerminal
  }

  /// Detects the style from environment variables and the stream.
  ///
  /// - Width: `COLUMNS` if it is a positive number, else the terminal's own, else 80.
  /// - Colour: off when the stream isn't a terminal, `NO_COLOR` is not empty (no-color.org), `TERM` is
  ///   `dumb`, or the user disabled it.
  /// - Characters: UTF-8 if the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is not empty names it.
  ///
  /// - Parameters:
  ///   - environment: the process's environment variables.
  ///   - isTerminal: whether the stream is a terminal.
  ///   - terminalColumns: the terminal's own width, if it has one.
  ///   - colorDisabled: whether `--no-color` was given.
  public init(
    environment: [String: String], isTerminal: Bool, terminalColumns: Int?, colorDisabled: Bool = false
  ) {
    let asked = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    let locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let encoding = locale.lowercased()
    let isDumb = environment["TERM"] == "dumb"
    self.init(
      width: asked ?? terminalColumns ?? 80,
      usesColor: isTerminal && !colorDisabled && !isDumb && (environment["NO_COLOR"] ?? "").isEmpty,
      usesUnicode: encoding.contains("utf-8") || encoding.contains("utf8"),
      isTerminal: isTerminal)
  }

  /// Detects the style of one of the process's own streams.
  public static func detect(_ stream: Stream, colorDisabled: Bool = false) -> TerminalStyle {
    let descriptor: Int32 = stream == .standardOutput ? 1 : 2
    let isTerminal = isatty(descriptor) == 1
    var size = winsize()
    let isKnown = isTerminal && ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    var style = TerminalStyle(
      environment: ProcessInfo.processInfo.environment, isTerminal: isTerminal,
      terminalColumns: isKnown ? Int(size.ws_col) : nil, colorDisabled: colorDisabled)
    if isKnown, size.ws_row > 0 { style.plotHeight = max(6, min(16, Int(size.ws_row) / 2)) }
    return style
  }

  /// The text in an ANSI colour, or unchanged when colours are off.
  func colored(_ text: String, _ code: String?) -> String {
    guard usesColor, let code, !text.isEmpty else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}

/// Widths of texts in terminal columns.
enum DisplayWidth {
  /// The width of a text: 0 for combining marks, 2 for East Asian wide characters, 1 for all others.
  static func of(_ text: String) -> Int { text.reduce(0) { $0 + of($1) } }

  static func of(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar {
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200B}", "\u{0300}"..."\u{036F}": return 0
    case "\u{1100}"..."\u{115F}", "\u{2E80}"..."\u{A4CF}", "\u{AC00}"..."\u{D7A3}", "\u{F900}"..."\u{FAFF}",
      "\u{FE30}"..."\u{FE6F}", "\u{FF00}"..."\u{FF60}", "\u{FFE0}"..."\u{FFE6}", "\u{1F300}"..."\u{1FAFF}",
      "\u{20000}"..."\u{3FFFD}":
      return 2
    default: return 1
    }
  }

  /// The text padded with spaces to a width.
  static func padded(_ text: String, to width: Int, alignsRight: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - of(text)))
    return alignsRight ? space + text : text + space
  }

  /// The text shortened to a width, with its end marked.
  static func shortened(_ text: String, to width: Int, usesUnicode: Bool) -> String {
    guard of(text) > width else { return text }
    let mark = usesUnicode ? "…" : "~"
    var kept = ""
    var used = 1
    for character in text {
      used += of(character)
      if used > width { break }
      kept.append(character)
    }
    return kept + mark
  }

  /// The text without control characters and, if the terminal can't show them, without characters beyond
  /// ASCII.
  static func safe(_ text: String, usesUnicode: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\t", "\n", "\r": result += " "
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": continue
      case "\u{2011}"..."\u{2015}", "\u{2212}": result += usesUnicode ? String(scalar) : "-"
      case "\u{00D7}": result += usesUnicode ? String(scalar) : "x"
      case "\u{00A0}", "\u{2009}", "\u{202F}": result += usesUnicode ? String(scalar) : " "
      default: result += scalar.isASCII || usesUnicode ? String(scalar) : "?"
      }
    }
    return result
  }
}

import Foretell
import Glibc

/// Prints messages for users on standard error.
struct Console: Sendable {
  /// How much is printed.
  enum Volume: Sendable, Comparable {
    case quiet, normal, verbose
  }

  /// How much is printed.
  let volume: Volume
  /// Whether errors are printed as JSON.
  let isJSON: Bool
  /// Whether standard error is a terminal.
  let isTerminal: Bool
  /// Whether colours may be used on standard error.
  let usesColor: Bool
  /// The terminal's width in columns; 80 when unknown.
  let columns: Int

  /// Makes a console that takes terminal and environment (`NO_COLOR`, `TERM`, `COLUMNS`) into account.
  init(volume: Volume = .normal, isJSON: Bool = false, allowsColor: Bool = true) {
    self.volume = volume
    self.isJSON = isJSON
    isTerminal = isatty(STDERR_FILENO) == 1
    usesColor = allowsColor && Console.permitsColor(isTerminal: isTerminal)
    columns = Console.width(of: STDERR_FILENO)
  }

  /// Prints a line; silent with `--quiet`, and with `--json` unless `--verbose` is given.
  func say(_ line: String) {
    if showsNews { put(TerminalText.harmless(line)) }
  }

  /// Prints a line with `--verbose` only.
  func detail(_ line: String) {
    if volume == .verbose { put(TerminalText.harmless(line)) }
  }

  /// Prints what was found in a table: facts as messages, doubts as warnings.
  func tell(_ findings: Findings) {
    let findings = findings.onCommandLine
    for line in findings.lines { say(line) }
    for line in findings.warnings { warn(line) }
  }

  /// Prints a warning; it counts for `--strict` even when it isn't printed.
  func warn(_ line: String) {
    Warnings.count()
    if showsNews { put(colored("warning", 33) + ": " + TerminalText.harmless(line)) }
  }

  /// Prints a problem that doesn't end the command but must not be overlooked: always, and as JSON if errors
  /// are.
  ///
  /// - Parameter consequence: what it means for the user, as one clause.
  func alarm(_ error: ForetellError, _ consequence: String) {
    let error = error.onCommandLine
    Warnings.count()
    if isTerminal { putPart("\r\u{1B}[K") }
    if isJSON {
      put((try? JSONValue.members(["warning": error.json]).text()) ?? "{}")
    } else {
      let hint = error.hint.map { " (\($0))" } ?? ""
      put(
        colored("warning", 33) + "[\(error.code)]: "
          + TerminalText.harmless("\(error.message): \(consequence)\(hint)"))
    }
  }

  /// Whether ``say(_:)`` prints anything.
  var showsNews: Bool { volume == .verbose || (volume == .normal && !isJSON) }

  /// Whether progress lines and pictures are shown: on a terminal, with neither `--quiet` nor `--json`.
  var showsPictures: Bool { isTerminal && volume > .quiet && !isJSON }

  /// Prints an error, as readable text or as one line of JSON.
  func report(_ error: ForetellError) {
    let error = error.onCommandLine
    guard isJSON else {
      let text = TerminalText.harmless(error.description)
      put(text.hasPrefix("error") ? colored("error", 31) + text.dropFirst(5) : text)
      return
    }
    put((try? JSONValue.members(["error": error.json]).text()) ?? "{}")
  }

  /// Writes a line unchanged.
  func put(_ line: some StringProtocol) { _ = Descriptor.write(line + "\n", to: STDERR_FILENO) }

  /// Writes text without a line break.
  func putPart(_ text: String) { _ = Descriptor.write(text, to: STDERR_FILENO) }

  /// The text in one of the terminal's colours (31 red, 33 yellow, …), if colours may be used.
  func colored(_ text: String, _ color: Int) -> String {
    usesColor ? "\u{1B}[1;\(color)m\(text)\u{1B}[0m" : text
  }

  /// Whether a stream may be coloured: it is a terminal that supports colours, and `NO_COLOR` isn't set.
  static func permitsColor(isTerminal: Bool) -> Bool {
    isTerminal && (variable("NO_COLOR") ?? "").isEmpty && variable("TERM") != "dumb"
  }

  /// The terminal's width in columns: `COLUMNS`, or what the terminal reports, or 80.
  static func width(of descriptor: Int32) -> Int {
    if let text = variable("COLUMNS"), let columns = Int(text), columns > 0 { return columns }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}

extension ForetellError {
  /// The error as JSON: kind, code, message, location, hint, and the number of further places.
  var json: JSONValue {
    let place = location.map { location in
      let parts: [(String, JSONValue?)] = [
        ("file", location.file.map(JSONValue.string)),
        ("line", location.line.map { .integer(Int64($0)) }),
        ("column", location.column.map { .integer(Int64($0)) }),
        ("column_name", location.columnName.map(JSONValue.string)),
        ("series", location.series.map(JSONValue.string)),
        ("stamp", location.stamp.map(JSONValue.string)),
        ("excerpt", location.excerpt.map(JSONValue.string)),
      ]
      return JSONValue.object(JSONObject(parts.compactMap { part in part.1.map { (part.0, $0) } }))
    }
    return .members([
      "kind": .string(kind.rawValue), "code": .string(code), "message": .string(message),
      "location": place ?? .null, "hint": hint.map(JSONValue.string) ?? .null, "more": .integer(Int64(more)),
      "other_kinds": .count(otherKinds),
      "exit_code": .integer(Int64(exitCode)),
    ])
  }
}

import Foretell
import Glibc

/// Standard error: everything that is said to people.
struct Console: Sendable {
  /// How much is said.
  enum Volume: Sendable, Comparable {
    case quiet, normal, verbose
  }

  /// How much is said.
  let volume: Volume
  /// Whether errors are JSON.
  let isJSON: Bool
  /// Whether standard error is a terminal.
  let isTerminal: Bool
  /// Whether colours may be used there.
  let usesColor: Bool
  /// The terminal's width in columns; 80 when unknown.
  let columns: Int

  /// Looks at the terminal and the environment (`NO_COLOR`, `TERM`, `COLUMNS`).
  init(volume: Volume = .normal, isJSON: Bool = false, allowsColor: Bool = true) {
    self.volume = volume
    self.isJSON = isJSON
    isTerminal = isatty(STDERR_FILENO) == 1
    usesColor = allowsColor && Console.permitsColor(isTerminal: isTerminal)
    columns = Console.width(of: STDERR_FILENO)
  }

  /// One line of news; silent with `--quiet`, and with `--json` unless `--verbose`.
  func say(_ line: String) {
    if showsNews { put(TerminalText.harmless(line)) }
  }

  /// One line that only `--verbose` shows.
  func detail(_ line: String) {
    if volume == .verbose { put(TerminalText.harmless(line)) }
  }

  /// What was found in a table: facts as news, doubts as warnings.
  func tell(_ findings: Findings) {
    for line in findings.lines { say(line) }
    for line in findings.warnings { warn(line) }
  }

  /// One line about something that deserves attention; counted for `--strict` in every volume.
  func warn(_ line: String) {
    Warnings.count()
    if showsNews { put(colored("warning", 33) + ": " + TerminalText.harmless(line)) }
  }

  /// Trouble that doesn't end the command but must not be overlooked: said in every volume, as JSON where errors are.
  ///
  /// - Parameter consequence: what it means for the user, in one clause.
  func alarm(_ error: ForetellError, _ consequence: String) {
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

  /// Whether ``say(_:)`` says anything.
  var showsNews: Bool { volume == .verbose || (volume == .normal && !isJSON) }

  /// Whether moving lines and pictures have a place: a terminal, and neither `--quiet` nor `--json`.
  var showsPictures: Bool { isTerminal && volume > .quiet && !isJSON }

  /// An error, readable or as one line of JSON.
  func report(_ error: ForetellError) {
    guard isJSON else {
      let text = TerminalText.harmless(error.description)
      put(text.hasPrefix("error") ? colored("error", 31) + text.dropFirst(5) : text)
      return
    }
    put((try? JSONValue.members(["error": error.json]).text()) ?? "{}")
  }

  /// Writes a line as it is.
  func put(_ line: some StringProtocol) { _ = Descriptor.write(line + "\n", to: STDERR_FILENO) }

  /// Writes without a line break.
  func putPart(_ text: String) { _ = Descriptor.write(text, to: STDERR_FILENO) }

  /// The text in one of the terminal's own colours (31 red, 33 yellow, …), where colours are wanted.
  func colored(_ text: String, _ color: Int) -> String {
    usesColor ? "\u{1B}[1;\(color)m\(text)\u{1B}[0m" : text
  }

  /// Whether a stream may be coloured: a terminal that knows colours, and no `NO_COLOR`.
  static func permitsColor(isTerminal: Bool) -> Bool {
    isTerminal && (variable("NO_COLOR") ?? "").isEmpty && variable("TERM") != "dumb"
  }

  /// A terminal's width: `COLUMNS`, or what the terminal says, or 80.
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
  /// The error as JSON: kind, code, message, location, hint, and how many more such places there are.
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

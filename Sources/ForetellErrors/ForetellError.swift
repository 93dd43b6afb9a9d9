/// The error that the toolkit throws: a stable code, a message, the place and a hint.
///
/// Mistakes in data, files and command lines throw this type; programming mistakes trap instead. The
/// description is the text for standard error; the `Codable` form is the JSON with the same facts. Errors are
/// equal when all these facts are, in both wordings.
public struct ForetellError: Error, Sendable, Hashable, Codable, CustomStringConvertible {
  /// The kind of an error, which decides the exit code of the command.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Invalid arguments, or options that don't go together.
    case usage
    /// The data is impossible, ambiguous or unreadable.
    case data
    /// Training diverged: the loss or the gradient isn't finite any more.
    case diverged
    /// A file could not be opened, read or written.
    case inputOutput
    /// The user or the caller asked to stop.
    case interrupted

    /// The exit code of a command that ends with this kind: 2, 3, 4, 5 or 130.
    public var exitCode: Int32 {
      switch self {
      case .usage: 2
      case .data: 3
      case .diverged: 4
      case .inputOutput: 5
      case .interrupted: 130
      }
    }
  }

  /// A place in the data; every part may be unknown.
  public struct Location: Sendable, Hashable, Codable {
    /// Path as the user wrote it, or `standard input`.
    public var file: String?
    /// Physical line, counted from 1; line breaks inside quotes count.
    public var line: Int?
    /// Position in the line, counted from 1 in characters (Unicode scalars), not bytes.
    public var column: Int?
    /// Name of the CSV column.
    public var columnName: String?
    /// Id of the series.
    public var series: String?
    /// Time stamp as text.
    public var stamp: String?
    /// The line itself, shortened and without control characters.
    public var excerpt: String?

    /// Makes a location from its known parts.
    public init(
      file: String? = nil, line: Int? = nil, column: Int? = nil, columnName: String? = nil,
      series: String? = nil, stamp: String? = nil, excerpt: String? = nil
    ) {
      self.file = file
      self.line = line
      self.column = column
      self.columnName = columnName
      self.series = series
      self.stamp = stamp
      self.excerpt = excerpt
    }

    /// The place as `file:line:column`, as far as known; nil when nothing is known.
    public var text: String? {
      guard let file else { return line.map { "line \($0)" } }
      guard let line else { return file }
      guard let column else { return "\(file):\(line)" }
      return "\(file):\(line):\(column)"
    }
  }

  /// The kind, which decides the exit code.
  public var kind: Kind
  /// The stable code, such as `F012`; ``ErrorCode`` lists the known ones.
  public var code: String
  /// The problem as one sentence without a full stop, in words for code.
  public var message: String {
    get { messageText.inCode }
    set { messageText = OptionText(newValue) }
  }
  /// The first place with the problem.
  public var location: Location?
  /// Advice that names the property or argument that helps; that of ``onCommandLine`` names the flag.
  public var hint: String? {
    get { hintText?.inCode }
    set { hintText = newValue.map { OptionText($0) } }
  }
  /// The options that message and hint name; a decoded error doesn't know them.
  public var options: [OptionKey] { messageText.options + (hintText?.options ?? []) }
  /// The message in both wordings.
  package var messageText: OptionText
  /// The hint in both wordings.
  package var hintText: OptionText?
  /// Number of further places with the same problem.
  public var more: Int
  /// Number of other kinds of problem in the same file; 0 when they weren't searched for.
  public var otherKinds: Int
  /// Whether the texts are those for the command line.
  private var isOnCommandLine = false

  /// Makes an error with a code given as text.
  public init(
    kind: Kind, code: String, message: String, location: Location? = nil, hint: String? = nil, more: Int = 0
  ) {
    self.kind = kind
    self.code = code
    messageText = OptionText(message)
    self.location = location
    hintText = hint.map { OptionText($0) }
    self.more = more
    otherKinds = 0
  }

  /// Makes an error whose message and hint may name options.
  public init(
    _ code: ErrorCode, _ message: OptionText, location: Location? = nil, hint: OptionText?, more: Int = 0
  ) {
    self.init(kind: code.kind, code: code.rawValue, message: "", location: location, more: more)
    messageText = message
    hintText = hint
  }

  /// Makes an error whose hint names options.
  public init(
    _ code: ErrorCode, _ message: String, location: Location? = nil, hint: OptionText, more: Int = 0
  ) {
    self.init(code, OptionText(message), location: location, hint: hint, more: more)
  }

  /// The same error with flags where its texts name options, as the command prints it.
  public var onCommandLine: ForetellError {
    var error = self
    error.message = messageText.onCommandLine
    error.hint = hintText?.onCommandLine
    error.isOnCommandLine = true
    return error
  }

  /// Makes an error with a known code, which also determines its kind.
  public init(
    _ code: ErrorCode, _ message: String, location: Location? = nil, hint: String? = nil, more: Int = 0
  ) {
    self.init(
      kind: code.kind, code: code.rawValue, message: message, location: location, hint: hint, more: more)
  }

  /// The error as text of two to four lines, without a line break at the end.
  ///
  /// ```
  /// error[F012]: "err" in column `load` is not a number
  ///   --> power.csv:1842:17
  ///    | 2024-01-03 04:00,err
  ///    = help: to read the word as a gap: missing: ["err"]   (9 more such places)
  /// ```
  public var description: String {
    var lines = ["error[\(code)]: \(message)"]
    if let place = location?.text { lines.append("  --> \(place)") }
    if let excerpt = location?.excerpt { lines.append("   | \(excerpt)") }
    let rest = more > 0 ? "(\(more) more such \(more == 1 ? "place" : "places"))" : nil
    switch (hint, rest) {
    case (let hint?, let rest?): lines.append("   = help: \(hint)   \(rest)")
    case (let hint?, nil): lines.append("   = help: \(hint)")
    case (nil, let rest?): lines.append("   = note: \(rest)")
    case (nil, nil): break
    }
    if otherKinds > 0 {
      let kinds = otherKinds == 1 ? "1 more kind of problem" : "\(otherKinds) more kinds of problem"
      let file = location?.file.map { $0 == "standard input" ? "-" : ShellWord.quoted($0) } ?? "FILE"
      lines.append(
        "   = note: \(kinds): \(isOnCommandLine ? "foretell inspect \(file)" : "TableInspection") lists them")
    }
    return lines.joined(separator: "\n")
  }

  /// Whether kind, code, texts in both wordings, place and counts are equal.
  public static func == (first: ForetellError, second: ForetellError) -> Bool {
    first.kind == second.kind && first.code == second.code && first.messageText == second.messageText
      && first.location == second.location && first.hintText == second.hintText && first.more == second.more
      && first.otherKinds == second.otherKinds
  }

  /// Feeds the facts that ``==(_:_:)`` compares to the hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(code)
    hasher.combine(messageText)
    hasher.combine(location)
    hasher.combine(hintText)
    hasher.combine(more)
    hasher.combine(otherKinds)
  }

  private enum CodingKeys: String, CodingKey {
    case kind, code, message, messageOnCommandLine, location, hint, hintOnCommandLine, more, otherKinds
  }

  /// Decodes an error; records of earlier releases lack `otherKinds`, which is then 0, and have one wording.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      kind: try container.decode(Kind.self, forKey: .kind),
      code: try container.decode(String.self, forKey: .code),
      message: try container.decode(String.self, forKey: .message),
      location: try container.decodeIfPresent(Location.self, forKey: .location),
      hint: try container.decodeIfPresent(String.self, forKey: .hint),
      more: try container.decode(Int.self, forKey: .more))
    otherKinds = try container.decodeIfPresent(Int.self, forKey: .otherKinds) ?? 0
    if let text = try container.decodeIfPresent(String.self, forKey: .messageOnCommandLine) {
      messageText = OptionText(inCode: message, onCommandLine: text)
    }
    if let hint, let text = try container.decodeIfPresent(String.self, forKey: .hintOnCommandLine) {
      hintText = OptionText(inCode: hint, onCommandLine: text)
    }
  }

  /// Encodes the error with its texts for code, and those for the command line where they differ.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(code, forKey: .code)
    try container.encode(message, forKey: .message)
    if messageText.onCommandLine != message {
      try container.encode(messageText.onCommandLine, forKey: .messageOnCommandLine)
    }
    try container.encodeIfPresent(location, forKey: .location)
    try container.encodeIfPresent(hint, forKey: .hint)
    if let hintText, hintText.onCommandLine != hintText.inCode {
      try container.encode(hintText.onCommandLine, forKey: .hintOnCommandLine)
    }
    try container.encode(more, forKey: .more)
    try container.encode(otherKinds, forKey: .otherKinds)
  }
}

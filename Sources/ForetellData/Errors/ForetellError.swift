/// What every refusal of the toolkit throws: a stable code, a message, the place and a way out.
///
/// Mistakes in data, files and command lines throw this one type; mistakes in code trap instead. The
/// description is what a person reads on standard error; the `Codable` form is the JSON of the same facts.
public struct ForetellError: Error, Sendable, Hashable, Codable, CustomStringConvertible {
  /// The family of an error, which decides the exit code of the command.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Arguments or options that make no sense together.
    case usage
    /// The data says something impossible, ambiguous or unreadable.
    case data
    /// Training left the finite numbers.
    case diverged
    /// A file could not be opened, read or written.
    case inputOutput
    /// The user asked to stop.
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

  /// Where in the data something was found; every part may be unknown.
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

    /// Makes a location from the parts that are known.
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

    /// The place as `file:line:column`, as far as it is known; nil when nothing is.
    public var text: String? {
      guard let file else { return line.map { "line \($0)" } }
      guard let line else { return file }
      guard let column else { return "\(file):\(line)" }
      return "\(file):\(line):\(column)"
    }
  }

  /// The family, which decides the exit code.
  public var kind: Kind
  /// Stable code such as `F012`; ``ErrorCode`` lists the known ones.
  public var code: String
  /// One sentence without a full stop.
  public var message: String
  /// The first place where it was found.
  public var location: Location?
  /// What to try, naming the flag that helps.
  public var hint: String?
  /// How many further places have the same trouble.
  public var more: Int
  /// How many other kinds of problem the same file has; 0 where they were not looked for.
  public var otherKinds: Int

  /// Makes an error with a code given as text.
  public init(
    kind: Kind, code: String, message: String, location: Location? = nil, hint: String? = nil, more: Int = 0
  ) {
    self.kind = kind
    self.code = code
    self.message = message
    self.location = location
    self.hint = hint
    self.more = more
    otherKinds = 0
  }

  /// Makes an error with a code of the table, which also gives its kind.
  public init(
    _ code: ErrorCode, _ message: String, location: Location? = nil, hint: String? = nil, more: Int = 0
  ) {
    self.init(
      kind: code.kind, code: code.rawValue, message: message, location: location, hint: hint, more: more)
  }

  /// The error as people read it, in two to four lines without a line break at the end.
  ///
  /// ```
  /// error[F012]: "err" in column `load` is not a number
  ///   --> power.csv:1842:17
  ///    | 2024-01-03 04:00,err
  ///    = help: to read the word as a gap: --missing err   (9 more such places)
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
      lines.append("   = note: \(kinds): foretell inspect \(file) lists them")
    }
    return lines.joined(separator: "\n")
  }

  private enum CodingKeys: String, CodingKey {
    case kind, code, message, location, hint, more, otherKinds
  }

  /// Reads an error; records written by earlier releases know no other kinds.
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
  }
}

/// Stand-in with the shape of the type in ForetellData.
public struct ForetellError: Error, Sendable, Hashable, Codable, CustomStringConvertible {
  /// Kind.
  public enum Kind: String, Sendable, Hashable, Codable {
    case usage, data, diverged, inputOutput, interrupted
  }
  /// Location.
  public struct Location: Sendable, Hashable, Codable {
    public var file: String?
    public var line: Int?
    public var column: Int?
    public var columnName: String?
    public var series: String?
    public var stamp: String?
    public var excerpt: String?
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
  }
  public var kind: Kind
  public var code: String
  public var message: String
  public var location: Location?
  public var hint: String?
  public var more: Int
  public init(
    kind: Kind, code: String, message: String, location: Location? = nil, hint: String? = nil, more: Int = 0
  ) {
    self.kind = kind
    self.code = code
    self.message = message
    self.location = location
    self.hint = hint
    self.more = more
  }
  public var description: String { "error[\(code)]: \(message)" }
}

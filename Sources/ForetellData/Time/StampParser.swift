/// Converts the bytes of a cell to a time stamp, without allocating memory, for a column whose style is
/// known.
public struct StampParser: Sendable, Hashable {
  /// The style of all cells.
  public let style: StampStyle

  /// Makes a parser for one style; ``StampStyleDetector`` finds the style of a column.
  public init(style: StampStyle) {
    self.style = style
  }

  /// Parses UTF-8 bytes; white space at both ends is ignored.
  ///
  /// It takes tens of nanoseconds.
  public func parse(_ bytes: Span<UInt8>) -> Result<Timestamp, StampProblem> {
    var fields = StampFields()
    if let problem = fields.read(bytes, layout: style.layout, pattern: style.pattern) {
      return .failure(problem)
    }
    if let pattern = style.pattern, pattern.fractions == .constant, fields.fractionDigits > 0,
      fields.nanoseconds != pattern.constantNanoseconds
    {
      return .failure(.fractionOfSecond)
    }
    if style.dateSeparator != fields.dateSeparator, fields.hasSeparator { return .failure(.notInStyle) }
    if !fields.hasZone {
      if style.zone == .fixed || style.zone == .utc { return .failure(.zoneMissing) }
      return .success(Timestamp(fields.value))
    }
    switch style.zone {
    case .none: return .failure(.zoneUnexpected)
    case .ignored: return .success(Timestamp(fields.value))
    case .utc: return .success(Timestamp(fields.value - Int64(fields.zoneOffset)))
    case .fixed: return .success(Timestamp(fields.value - Int64(fields.zoneOffset - style.zoneOffset)))
    }
  }

  /// Parses a string; slower than parsing bytes.
  public func parse(_ text: String) -> Result<Timestamp, StampProblem> {
    let bytes = Array(text.utf8)
    return parse(bytes.span)
  }
}

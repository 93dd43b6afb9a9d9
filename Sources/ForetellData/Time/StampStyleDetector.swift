/// Finds the style of a time column from its cells, one after the other.
///
/// Pass it as many cells as convenient (with more cells the order of day and month is more certain), then
/// call `style()`. A cell that no remaining layout can read ends the search; `rejected` holds it.
public struct StampStyleDetector: Sendable {
  /// The first cell that no remaining layout could read.
  public struct Rejection: Sendable, Hashable {
    /// Number of cells before it.
    public let index: Int
    /// The cell's text.
    public let text: String
    /// The problem with it.
    public let problem: StampProblem
  }

  /// Number of cells seen, including the rejected one.
  public private(set) var count = 0
  /// The cell that ended the search, if any.
  public private(set) var rejected: Rejection?
  /// Sentences for the user about the decision, such as that integers were read as years.
  public internal(set) var remarks: [OptionText] = []
  /// Warnings for the user, such as that two UTC offsets occur.
  public internal(set) var warnings: [OptionText] = []

  private(set) var candidates: [StampCandidate]
  let dayFirst: Bool?
  let columnName: String
  /// The first cells, to check which candidate writes them unchanged.
  private(set) var examples: [[UInt8]] = []
  private static let exampleLimit = 64

  /// Starts a search.
  ///
  /// - Parameters:
  ///   - dayFirst: true allows `31/01/2024` only, false `01/31/2024` only, nil lets the data decide.
  ///   - columnName: the column's name, which decides between integers and Excel's day numbers, and between
  ///     months and weeks written as `202101`.
  public init(dayFirst: Bool? = nil, columnName: String = "") {
    self.dayFirst = dayFirst
    self.columnName = columnName.lowercased()
    candidates = StampStyle.Layout.allCases.compactMap { layout in
      if layout == .monthDayYear, dayFirst == true { return nil }
      if layout == .dayMonthYear, dayFirst == false { return nil }
      if layout == .pattern { return nil }
      return StampCandidate(layout: layout)
    }
  }

  /// Whether all cells seen so far can be time stamps of one layout.
  public var isPossible: Bool { rejected == nil && count > 0 }

  /// Examines one cell.
  public mutating func see(_ bytes: Span<UInt8>) {
    guard rejected == nil else { return }
    count += 1
    if count == 1 { addPatterns(bytes) }
    if examples.count < Self.exampleLimit { examples.append((0..<bytes.count).map { bytes[$0] }) }
    var problem = StampProblem.notInStyle
    for index in candidates.indices.reversed() {
      guard let found = candidates[index].see(bytes) else { continue }
      if found != .notInStyle { problem = found }
      candidates[index].isOut = true
    }
    if candidates.allSatisfy(\.isOut) {
      let text = String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self)
      rejected = Rejection(index: count - 1, text: text, problem: problem)
    } else {
      candidates.removeAll(where: \.isOut)
    }
  }

  private mutating func addPatterns(_ bytes: Span<UInt8>) {
    for pattern in StampPatternGuess(bytes).patterns where pattern.fits(dayFirst: dayFirst) {
      candidates.append(StampCandidate(layout: .pattern, pattern: pattern))
    }
  }

  /// Examines one cell given as text.
  public mutating func see(_ text: String) {
    let bytes = Array(text.utf8)
    see(bytes.span)
  }

  /// The style of the cells seen.
  ///
  /// Throws a ``ForetellError`` with code `notAStamp`, `emptyStamp` or, if dates can be read both ways,
  /// `ambiguousDates`; the caller adds the location (see `rejected`).
  public mutating func style() throws -> StampStyle {
    if let rejected {
      if rejected.problem == .empty {
        throw ForetellError(
          .emptyStamp, "a time stamp is empty", hint: "write the time stamp, or leave the row out")
      }
      let text =
        rejected.problem == .notInStyle && rejected.index == 0
        ? "is not a time stamp" : rejected.problem.explanation
      throw ForetellError(
        .notAStamp, "\"\(rejected.text)\" \(text)",
        hint:
          "stamps like 2024-01-31, 2024-01-31T13:00, 31/01/2024, 2024-01, Jan 2024, 2024-Q1, 2024-W05, 2024 or "
          + "integers; name another column with \(option: .time)")
    }
    guard count > 0 else {
      throw ForetellError(
        .noRows, "there are no time stamps", hint: "name another column with \(option: .time)")
    }
    let choice = try decided()
    let style = choice.style()
    remarks += remarks(on: choice)
    noteZones(choice, style)
    return style
  }
}

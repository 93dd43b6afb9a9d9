/// Finds the style of a time column by looking at its cells, one after the other.
///
/// Feed it as many cells as convenient (the more, the more surely day and month are told apart), then ask
/// `style()`. A cell that no remaining layout can read ends the search; `rejected` says which one.
public struct StampStyleDetector: Sendable {
  /// The first cell that none of the layouts possible until then could read.
  public struct Rejection: Sendable, Hashable {
    /// How many cells were seen before it.
    public let index: Int
    /// The cell's text.
    public let text: String
    /// What is wrong with it.
    public let problem: StampProblem
  }

  /// Number of cells seen, the rejected one included.
  public private(set) var count = 0
  /// The cell that ended the search, if any.
  public private(set) var rejected: Rejection?
  /// What to tell the user about the decision, such as that integers were taken for years.
  public private(set) var remarks: [String] = []

  private var candidates: [Candidate]
  private let dayFirst: Bool?

  /// Starts a search.
  ///
  /// - Parameter dayFirst: true allows `31/01/2024` only, false `01/31/2024` only, nil lets the data decide.
  public init(dayFirst: Bool? = nil) {
    self.dayFirst = dayFirst
    candidates = StampStyle.Layout.allCases.compactMap { layout in
      if layout == .monthDayYear, dayFirst == true { return nil }
      if layout == .dayMonthYear, dayFirst == false { return nil }
      return Candidate(layout: layout)
    }
  }

  /// Whether all cells seen so far can be stamps of one layout.
  public var isPossible: Bool { rejected == nil && count > 0 }

  /// Looks at one cell.
  public mutating func see(_ bytes: Span<UInt8>) {
    guard rejected == nil else { return }
    count += 1
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

  /// Looks at one cell given as text.
  public mutating func see(_ text: String) {
    let bytes = Array(text.utf8)
    see(bytes.span)
  }

  /// The style of the cells seen.
  ///
  /// Throws `notAStamp`, `emptyStamp` or, if dates can be read both ways, `ambiguousDates`; the caller adds
  /// the location (see `rejected`).
  public mutating func style() throws -> StampStyle {
    if let rejected {
      if rejected.problem == .empty {
        throw ForetellError(.emptyStamp, "a time stamp is empty")
      }
      let text =
        rejected.problem == .notInStyle && rejected.index == 0
        ? "is not a time stamp" : rejected.problem.explanation
      throw ForetellError(
        .notAStamp, "\"\(rejected.text)\" \(text)",
        hint: "stamps like 2024-01-31, 2024-01-31T13:00, 31/01/2024, 2024-01, 2024-Q1, 2024 or integers; "
          + "name another column with --time")
    }
    guard count > 0 else { throw ForetellError(.noRows, "there are no time stamps") }
    return try decided().style()
  }

  private mutating func decided() throws -> Candidate {
    func candidate(_ layout: StampStyle.Layout) -> Candidate? {
      candidates.first { $0.layout == layout }
    }
    if let dayFirstly = candidate(.dayMonthYear), candidate(.monthDayYear) != nil {
      throw ForetellError(
        .ambiguousDates,
        "dates such as \"\(dayFirstly.example)\" can be read as day/month and as month/day",
        hint: "say which with --day-first or --month-first")
    }
    if let year = candidate(.year), year.looksLikeYears {
      remarks.append("integers \(year.example)… taken for years; --freq 1 makes them steps")
      return year
    }
    if let compact = candidate(.compactDate), compact.looksLikeCompactDates { return compact }
    if let epoch = candidate(.epochSeconds), epoch.isWithin(1_000_000_000...99_999_999_999) {
      remarks.append("integers such as \(epoch.example) taken for seconds since 1970-01-01 (UTC)")
      return epoch
    }
    if let epoch = candidate(.epochMilliseconds), epoch.isWithin(1_000_000_000...99_999_999_999) {
      remarks.append("integers such as \(epoch.example) taken for milliseconds since 1970-01-01 (UTC)")
      return epoch
    }
    let numeric: Set<StampStyle.Layout> = [.year, .compactDate, .epochSeconds, .epochMilliseconds]
    guard let choice = candidates.first(where: { !numeric.contains($0.layout) }) else {
      throw ForetellError(.notAStamp, "the time stamps have no style in common")
    }
    return choice
  }
}

/// What is known about one layout while cells are looked at.
private struct Candidate: Sendable {
  let layout: StampStyle.Layout
  var isOut = false
  var example = ""
  private var fields = StampFields()
  private var smallest = Int64.max
  private var largest = Int64.min
  private var previous: Int64?
  private var ascents = 0
  private var unitAscents = 0
  private var hasZones = false
  private var lacksZones = false
  private var offset = 0
  private var offsetsDiffer = false
  private var allMidnight = true

  init(layout: StampStyle.Layout) {
    self.layout = layout
  }

  /// Nil if the cell fits.
  mutating func see(_ bytes: Span<UInt8>) -> StampProblem? {
    var cell = StampFields()
    if let problem = cell.read(bytes, layout: layout) { return problem }
    if previous == nil {
      example = String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self)
      fields = cell
      offset = cell.zoneOffset
    } else if cell.dateSeparator != fields.dateSeparator {
      return .notInStyle
    }
    if cell.hasZone {
      if lacksZones { return .zoneUnexpected }
      hasZones = true
      if cell.zoneOffset != offset { offsetsDiffer = true }
    } else {
      if hasZones { return .zoneMissing }
      lacksZones = true
    }
    merge(cell)
    return nil
  }

  private mutating func merge(_ cell: StampFields) {
    if cell.hasTime, !fields.hasTime { fields.timeSeparator = cell.timeSeparator }
    fields.hasTime = fields.hasTime || cell.hasTime
    fields.hasSeconds = fields.hasSeconds || cell.hasSeconds
    fields.fractionDigits = max(fields.fractionDigits, cell.fractionDigits)
    fields.isUnpadded = fields.isUnpadded || cell.isUnpadded
    fields.hasFullMonthName = fields.hasFullMonthName || cell.hasFullMonthName
    fields.usesZ = fields.usesZ || cell.usesZ
    fields.zoneHasColon = fields.zoneHasColon || cell.zoneHasColon
    if cell.value % 86_400 != 0 { allMidnight = false }
    if let previous, cell.value > previous {
      ascents += 1
      // Both plain integers and years are compared: a year is 365 or 366 days of seconds.
      let difference = cell.value - previous
      if difference == 1 || (difference >= 31_536_000 && difference <= 31_622_400) { unitAscents += 1 }
    }
    previous = cell.value
    smallest = min(smallest, cell.value)
    largest = max(largest, cell.value)
  }

  var looksLikeYears: Bool {
    isYearRange(1700...2100) && unitAscents * 2 >= ascents
  }

  var looksLikeCompactDates: Bool { isYearRange(1700...2100) }

  func isWithin(_ range: ClosedRange<Int64>) -> Bool {
    range.contains(smallest) && range.contains(largest)
  }

  private func isYearRange(_ range: ClosedRange<Int>) -> Bool {
    range.contains(Timestamp(smallest).date.year) && range.contains(Timestamp(largest).date.year)
  }

  func style() -> StampStyle {
    var style = StampStyle(layout: layout)
    style.dateSeparator = fields.dateSeparator
    if fields.hasTime { style.timeSeparator = fields.timeSeparator }
    style.hasTime = fields.hasTime
    style.hasSeconds = fields.hasSeconds
    style.fractionDigits = fields.fractionDigits
    style.isPadded = !fields.isUnpadded
    style.hasFullMonthName = fields.hasFullMonthName
    style.usesZ = fields.usesZ
    style.zoneHasColon = fields.zoneHasColon
    if hasZones {
      style.zone = !offsetsDiffer ? .fixed : allMidnight ? .ignored : .utc
      if offsetsDiffer, !fields.usesZ { style.zoneHasColon = fields.zoneHasColon }
      style.zoneOffset = offsetsDiffer ? 0 : offset
      if style.zone == .ignored { style.hasTime = false }
    }
    return style
  }
}

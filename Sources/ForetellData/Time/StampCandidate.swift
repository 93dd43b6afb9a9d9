/// A layout that the cells seen so far could have, with evidence about it.
struct StampCandidate: Sendable {
  let layout: StampStyle.Layout
  /// The parts of `Layout.pattern`; nil for other layouts.
  private(set) var pattern: StampPattern?
  var isOut = false
  var example = ""
  private var fields = StampFields()
  private var smallest = Int64.max
  private var largest = Int64.min
  private var previous: Int64?
  private var ascents = 0
  private var unitAscents = 0
  private var previousInstant: Int64?
  private var hasZones = false
  private var lacksZones = false
  private var offset = 0
  private var offsetsDiffer = false
  private var allMidnight = true

  private(set) var cells = 0
  private var firstValue: Int64?
  private var daySteps = 0
  private var monthsDiffer = false
  private var transitions = 0
  private var firstStep: Int64 = 0
  private var alikeSteps = 0
  private var isConstantFraction = true
  private var previousNanoseconds = 0
  private var advances = 0
  private var wholeSteps = 0
  private var hasFraction = false
  private var offsetCounts: [Int: Int] = [:]
  private var letters = Letters()
  /// The distances between numbers that may be time stamps.
  private(set) var spacing = StampSpacing()

  /// The case of the letters of names over all cells.
  private struct Letters: Sendable {
    var upper = false
    var lower = false
    var continuesUpper = false
    var continuesLower = false
  }

  init(layout: StampStyle.Layout, pattern: StampPattern? = nil) {
    self.layout = layout
    self.pattern = pattern
  }

  /// Reads a cell in this layout; returns the problem, or nil if the cell fits.
  mutating func see(_ bytes: Span<UInt8>) -> StampProblem? {
    var cell = StampFields()
    if let problem = cell.read(bytes, layout: layout, pattern: pattern) { return problem }
    if previous == nil {
      if cell.hasZone { offsetCounts[cell.zoneOffset, default: 0] = 0 }
      example = String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self)
      fields = cell
      offset = cell.zoneOffset
    } else if pattern == nil, cell.dateSeparator != fields.dateSeparator {
      return .notInStyle
    }
    if cell.hasZone {
      if lacksZones { return .zoneUnexpected }
      hasZones = true
      if cell.zoneOffset != offset { offsetsDiffer = true }
      offsetCounts[cell.zoneOffset, default: 0] += 1
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
    fields.hasShortZone = fields.hasShortZone || cell.hasShortZone
    fields.usesHour24 = fields.usesHour24 || cell.usesHour24
    fields.usesHour0 = fields.usesHour0 || cell.usesHour0
    if fields.exponentMark.isEmpty { fields.exponentMark = cell.exponentMark }
    if pattern != nil { mergeParts(cell) }
    if isNumeric { spacing.see(cell.value) }
    mergeSteps(cell)
    if cell.value % 86_400 != 0 { allMidnight = false }
    if let previous, cell.value > previous {
      ascents += 1
      // Plain integers and years are both compared in seconds: a year is 365 or 366 days.
      let difference = cell.value - previous
      if difference == 1 || (difference >= 31_536_000 && difference <= 31_622_400) { unitAscents += 1 }
    }
    previous = cell.value
    smallest = min(smallest, cell.value)
    largest = max(largest, cell.value)
  }

  private mutating func mergeParts(_ cell: StampFields) {
    fields.unpadded |= cell.unpadded
    fields.padded |= cell.padded
    fields.hasSept = fields.hasSept || cell.hasSept
    fields.hasNameDot = fields.hasNameDot || cell.hasNameDot
    fields.hasShortMonthName = fields.hasShortMonthName || cell.hasShortMonthName
    fields.hasFullWeekdayName = fields.hasFullWeekdayName || cell.hasFullWeekdayName
    fields.hasLowerDayHalf = cell.hasLowerDayHalf
    letters.upper = letters.upper || cell.startsUpper
    letters.lower = letters.lower || cell.startsLower
    if cell.startsUpper || cell.startsLower {
      letters.continuesUpper = letters.continuesUpper || cell.continuesUpper
      letters.continuesLower = letters.continuesLower || !cell.continuesUpper
    }
    if cell.nanoseconds > 0 { hasFraction = true }
    if cell.nanoseconds != fields.nanoseconds || cell.fractionDigits != fields.fractionDigits {
      isConstantFraction = false
    }
  }

  /// Counts steps about as long as the first one: they distinguish a regular column from numbers that merely
  /// look like dates.
  private mutating func mergeSteps(_ cell: StampFields) {
    defer { previousNanoseconds = cell.nanoseconds }
    cells += 1
    guard let previous else {
      firstValue = cell.value
      return
    }
    if Timestamp(cell.value).date.month != Timestamp(previous).date.month { monthsDiffer = true }
    let instant = cell.value - Int64(cell.zoneOffset)
    defer { previousInstant = instant }
    let step = instant - (previousInstant ?? previous)
    let fraction = Double(cell.nanoseconds - previousNanoseconds) / 1e9
    let advance = Double(step) + fraction
    if advance > 0 {
      advances += 1
      if advance >= 5 || advance > 0.5 && abs(fraction - fraction.rounded()) <= 0.2 { wholeSteps += 1 }
    }
    // A step back in time begins the next series.
    guard step > 0 else { return }
    transitions += 1
    // A step of a year within the same month: if the year is written with two digits, it may really be the
    // next day.
    let isYear = step >= 365 * 86_400 && step <= 366 * 86_400
    if isYear { daySteps += 1 }
    if firstStep == 0 { firstStep = step }
    if max(step, firstStep) * 5 <= min(step, firstStep) * 6 { alikeSteps += 1 }
  }

  /// Whether at least half of the steps forward are about as long as the first one.
  var isRegular: Bool { alikeSteps * 2 >= transitions }
  /// Whether the stamps are regular in any order of the rows.
  var isEven: Bool { isRegular || spacing.isEven }
  /// The largest magnitude of the numbers, in seconds.
  var magnitude: UInt64 { max(smallest.magnitude, largest.magnitude) }
  /// The share of steps forward that are about as long as the first one; 1 when there are none.
  var regularity: Double { transitions == 0 ? 1 : Double(alikeSteps) / Double(transitions) }
  /// Number of steps forward over all cells.
  var stepsForward: Int { transitions }

  /// Number of cells for each zone offset in seconds, ascending by offset.
  var offsets: [(offset: Int, count: Int)] {
    offsetCounts.sorted { $0.key < $1.key }.map { (offset: $0.key, count: $0.value) }
  }

  /// Whether numbers are written with a decimal point or an exponent.
  var isFloat: Bool { fields.fractionDigits > 0 || !fields.exponentMark.isEmpty }

  /// The first cell's date.
  var exampleDate: String { firstValue.map { StampStyle.isoDate.text(for: Timestamp($0)) } ?? "" }

  /// Whether cells such as `18-Jan` and `19-Jan` follow each other like days of a month.
  var isMoreLikelyDays: Bool { transitions > 0 && daySteps * 2 > transitions && monthsDiffer }

  var looksLikeYears: Bool {
    isYearRange(1700...2100) && unitAscents * 2 >= ascents
  }

  /// Whether all are years that are regular in any order of the rows.
  var areYears: Bool { isYearRange(1700...2100) && spacing.isEven }

  var looksLikeCompactDates: Bool { isYearRange(1700...2100) }

  func isWithin(_ range: ClosedRange<Int64>) -> Bool {
    range.contains(smallest) && range.contains(largest)
  }

  func isYearRange(_ range: ClosedRange<Int>) -> Bool {
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
    if fields.usesHour24, !fields.usesHour0 { style.startsDayAt24 = true }
    if fields.hasShortZone { style.hasShortZone = true }
    if !fields.exponentMark.isEmpty { style.exponentMark = fields.exponentMark }
    style.pattern = finishedPattern(style)
    return style
  }

  /// The pattern, completed by what all cells together show about widths, names and fractions.
  private func finishedPattern(_ style: StampStyle) -> StampPattern? {
    guard var pattern else { return nil }
    let dates = StampPattern.Field.month.bit | StampPattern.Field.day.bit | StampPattern.Field.isoWeek.bit
    for index in pattern.parts.indices where !pattern.parts[index].isFixed {
      guard let bit = pattern.parts[index].field?.bit, bit != 0 else { continue }
      var isUnpadded = fields.unpadded & bit != 0
      // If days (or hours) are never below ten, they are written like the months, and vice versa.
      if fields.padded & bit == 0, fields.unpadded & dates != 0 { isUnpadded = true }
      pattern.parts[index].width = isUnpadded ? 1 : 2
    }
    pattern.names.isFull = fields.hasFullMonthName
    pattern.names.hasDot = fields.hasNameDot
    pattern.names.usesSept = fields.hasSept
    pattern.names.hasFullWeekday = fields.hasFullWeekdayName
    pattern.names.letters = nameLetters(pattern.names.language)
    pattern.hasLowerDayHalf = fields.hasLowerDayHalf
    if pattern.has(.fraction) {
      let digits = pattern.parts.first { $0.field == .fraction }?.width ?? 0
      if isConstantFraction {
        pattern.constantFraction = String(
          String(1_000_000_000 + fields.nanoseconds).dropFirst().prefix(max(fields.fractionDigits, 1)))
      } else {
        pattern.fractions = wholeSteps * 10 >= advances * 9 ? .rounded : .steps
        pattern.fractionDigits = min(max(fields.fractionDigits, digits), 9)
      }
    }
    return pattern
  }

  private func nameLetters(_ language: MonthNames.Language) -> MonthNames.Letters {
    if letters.continuesUpper, !letters.continuesLower { return .upper }
    let isCapital = language == .english || language == .german
    if letters.upper, !letters.lower { return isCapital ? .usual : .capital }
    if letters.lower, !letters.upper { return isCapital ? .lower : .usual }
    return .usual
  }

  /// Whether fractions of seconds differ from cell to cell.
  var hasVaryingFractions: Bool { hasFraction && !isConstantFraction }
}

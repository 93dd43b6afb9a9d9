/// The parts of one series.
///
/// Additive: value = trend + every season + holidays + remainder. Multiplicative: value = trend · every season · holidays ·
/// remainder. Every part has one number per value of the series, NaN where it isn't known: all parts before the first and
/// after the last value, and the remainder where a value is missing.
public struct SeriesComponents: Sendable, Equatable {
  /// The part of one season.
  public struct Season: Sendable, Equatable {
    /// The season's length in steps.
    public let length: Int
    /// The part at each step: an amount, or a factor in multiplicative mode.
    public let values: [Double]
  }

  /// Why a series has fewer parts than others.
  public enum Remark: Sendable, Equatable {
    /// No value was observed; there are no parts.
    case empty
    /// Fewer than four values were observed; there are no parts.
    case tooShort(count: Int)
    /// All values are the same: the trend is that value, and no strength is defined.
    case constant
    /// There are fewer than two of each of these seasons, so that they have no part.
    case shorterThanSeasons([Int])
  }

  /// The fewest observed values that are decomposed.
  public static let fewestValues = 4

  /// The series' id.
  public let id: String
  /// How the parts belong together.
  public let mode: ComponentMode
  /// The values, NaN where missing.
  public let values: [Double]
  /// The smooth part.
  public let trend: [Double]
  /// The seasons, the shortest first.
  public let seasons: [Season]
  /// The effect of holidays at each step, 0 (or the factor 1) on other days; nil when the table has no holidays.
  public let holidays: [Double]?
  /// The estimated effect of each holiday.
  public let holidayEffects: [HolidayEffect]
  /// What the other parts leave of the values.
  public let remainder: [Double]
  /// How strong the parts are; nil for series without parts and constant ones.
  public let strengths: ComponentStrengths?
  /// Why the series has fewer parts than others; nil if it doesn't.
  public let remark: Remark?

  /// The values without the seasons and holidays: trend and remainder, NaN where a value is missing.
  public var adjusted: [Double] {
    zip(trend, remainder).map { mode == .additive ? $0 + $1 : $0 * $1 }
  }
}

/// The parts of all series of a table.
public struct TableComponents: Sendable, Equatable {
  /// The season lengths in steps, ascending; series that are too short for one don't have it.
  public let seasons: [Int]
  /// What the test of seasons found; nil when the lengths were given.
  public let detected: DetectedSeasons?
  /// How the parts belong together, alike in all series.
  public let mode: ComponentMode
  /// How the mode was chosen; nil when it was given.
  public let choice: ModeChoice?
  /// Whether there is a part for holidays.
  public let hasHolidays: Bool
  /// One element per series of the table.
  public let series: [SeriesComponents]
}

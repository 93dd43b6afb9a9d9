/// Why a cell isn't a time stamp in the style of its column.
public enum StampProblem: String, Error, Sendable, Hashable, Codable {
  /// The cell is empty or blank.
  case empty
  /// It isn't written in the style's layout.
  case notInStyle
  /// A month or day that doesn't exist, such as 2023-02-29.
  case impossibleDate
  /// A time of day that doesn't exist, such as 25:00 or 23:60.
  case impossibleTime
  /// A weekday that doesn't belong to the date.
  case wrongWeekday
  /// A fraction of a second other than zero.
  case fractionOfSecond
  /// The other time stamps have a zone, this one has none.
  case zoneMissing
  /// This time stamp has a zone, the others have none.
  case zoneUnexpected
  /// A number too large for the time axis.
  case outOfRange

  /// The problem as the end of a sentence that begins with the cell.
  public var explanation: String {
    switch self {
    case .empty: "is empty"
    case .notInStyle: "is not a time stamp written like the others"
    case .impossibleDate: "is a date that does not exist"
    case .impossibleTime: "has a time of day that does not exist"
    case .wrongWeekday: "names a weekday that the date does not have"
    case .fractionOfSecond: "has a fraction of a second; whole seconds are the finest step"
    case .zoneMissing: "has no time zone but other stamps have one"
    case .zoneUnexpected: "has a time zone but other stamps have none"
    case .outOfRange: "is too large for a time stamp"
    }
  }
}

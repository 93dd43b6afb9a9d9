/// What kind of panel a generated series looks like.
public enum SyntheticFamily: String, CaseIterable, Sendable, Codable {
  /// One value per year, as in the yearly parts of the M3 and M4 competitions.
  case yearly
  /// One value per quarter.
  case quarterly
  /// One value per month.
  case monthly
  /// One value per week.
  case weekly
  /// One value per day.
  case daily
  /// One value per hour.
  case hourly
  /// One value per step of no calendar: like the values of any other kind but hours, without their seasons.
  case steps

  /// Season length in steps: 1, 4, 12, 1, 7, 24 and 1.
  ///
  /// Weekly series may have an annual season of 52 weeks, but panels of weekly series are read without one.
  public var season: Int {
    switch self {
    case .yearly, .weekly, .steps: 1
    case .quarterly: 4
    case .monthly: 12
    case .daily: 7
    case .hourly: 24
    }
  }

  /// The number that keeps the random numbers of families apart; never to be changed.
  var code: UInt32 {
    switch self {
    case .yearly: 1
    case .quarterly: 2
    case .monthly: 3
    case .weekly: 4
    case .daily: 5
    case .hourly: 6
    case .steps: 7
    }
  }
}

extension Frequency {
  /// The frequency in words: `monthly (start of month)`, `weekly (Sundays)`, `every 15 minutes`.
  public var name: String {
    switch unit {
    case .year:
      let base = multiple == 1 ? "yearly" : "every \(multiple) years"
      let month = phase - floorDivide(phase, 12) * 12
      return "\(base) (\(placeInMonth) \(CivilDate.monthNames[month]))"
    case .quarter:
      let base = multiple == 1 ? "quarterly" : "every \(multiple) quarters"
      return "\(base) (\(placeInMonth) \(quarterMonths))"
    case .month:
      let base = multiple == 1 ? "monthly" : "every \(multiple) months"
      return "\(base) (\(placeInMonth) month)"
    case .businessMonth:
      let place = "\(dayOfMonth == 31 ? "last" : "first") business day of"
      if multiple % 12 == 0 {
        let base = multiple == 12 ? "yearly" : "every \(multiple / 12) years"
        return "\(base) (\(place) \(CivilDate.monthNames[phase % 12]))"
      }
      if multiple % 3 == 0 {
        let base = multiple == 3 ? "quarterly" : "every \(multiple / 3) quarters"
        return "\(base) (\(place) \(quarterMonths))"
      }
      return "\(multiple == 1 ? "monthly" : "every \(multiple) months") (\(place) the month)"
    case .semiMonth:
      let days = dayOfMonth == 31 ? "15th and end of the month" : "1st and 15th"
      return "\(multiple == 1 ? "twice a month" : "every \(multiple) half months") (\(days))"
    case .week:
      let base = multiple == 1 ? "weekly" : "every \(multiple) weeks"
      return "\(base) (\(CivilDate.weekdayNames[weekday ?? 6])s)"
    case .businessDay: return multiple == 1 ? "business days" : "every \(multiple) business days"
    case .day: return multiple == 1 ? "daily" : "every \(multiple) days"
    case .hour: return multiple == 1 ? "hourly" : "every \(multiple) hours"
    case .minute: return multiple == 1 ? "every minute" : "every \(multiple) minutes"
    case .second: return multiple == 1 ? "every second" : "every \(multiple) seconds"
    case .step: return multiple == 1 ? "integer steps" : "integer steps of \(multiple)"
    }
  }

  /// Length in steps of the season that most users mean, at least 1.
  ///
  /// Convention: year 1, quarter 4, month 12, half month 24, week 52, business day 5, day 7, hour 24, minutes
  /// one day (15 min: 96), second 60 (one minute), integer step 1. With a multiple, the season is divided by
  /// it if the result is a whole number; otherwise it is 1. The M4 competition uses 1 for weeks and days
  /// instead.
  public var defaultSeasonLength: Int {
    guard let period = seasonPeriods.first, period % multiple == 0 else { return 1 }
    return period / multiple
  }

  /// All season lengths above 1 in whole steps, the default one first; empty if there is none.
  ///
  /// Hours: day, week, year; minutes: day, week, hour; days: week, year (365); seconds: minute, hour, day.
  public var seasonLengths: [Int] {
    seasonPeriods.filter { $0 % multiple == 0 && $0 / multiple > 1 }.map { $0 / multiple }
  }

  /// Lengths of cycles in units, the usual one first.
  private var seasonPeriods: [Int] {
    switch unit {
    case .year, .step: []
    case .quarter: [4]
    case .month, .businessMonth: [12]
    case .semiMonth: [24]
    case .week: [52]
    case .businessDay: [5, 260]
    case .day: [7, 365]
    case .hour: [24, 168, 8766]
    case .minute: [1440, 10_080, 60]
    case .second: [60, 3600, 86_400]
    }
  }

  private var placeInMonth: String {
    switch dayOfMonth {
    case 1: "start of"
    case 31: "end of"
    default: "day \(dayOfMonth) of"
    }
  }

  private var quarterMonths: String {
    let first = phase - floorDivide(phase, 3) * 3
    let months = stride(from: first, to: 12, by: 3).map { String(CivilDate.monthNames[$0].prefix(3)) }
    return months.joined(separator: ", ")
  }
}

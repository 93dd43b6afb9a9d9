/// What the calendar does to a series that doesn't know of it: lengths of months, work days, Easter, holidays.
struct CalendarEffect {
  /// How much a step's number of work days counts: 0 (not at all) to 1 (in proportion); steps of a month or a quarter.
  var workDays: Double
  /// What Easter adds to its month or quarter, or a holiday to its day, in logarithms.
  var holiday: Double

  /// The effect on `count` steps of one month or quarter, in logarithms, with mean near 0.
  ///
  /// - Parameters:
  ///   - count: number of steps.
  ///   - months: months per step, 1 or 3.
  ///   - draws: the random numbers; they choose when the series begins, from 1950 to 2009.
  func months(_ count: Int, months: Int, _ draws: inout Draws) -> [Double] {
    var month = 12 * (1950 + draws.integer(below: 60))
    let shift = draws.uniform(-0.4, 0.4)
    return (0..<count).map { _ in
      var (days, atWork, easter) = (0, 0, 0.0)
      for _ in 0..<months {
        let (year, place) = (month / 12, month % 12)
        let first = Self.day(year, place + 1, 1)
        let length = Self.day((month + 1) / 12, (month + 1) % 12 + 1, 1) - first
        days += length
        // Day 0 is a Thursday; Monday to Friday are work days.
        for day in first..<first + length where (day + 3) % 7 < 5 { atWork += 1 }
        if place == Self.easterMonth(year) - 1 { easter = 1 }
        month += 1
      }
      let mean = Double(months) * 21.75
      return workDays * (Double(atWork) / mean - 1 + shift * (Double(days) / (Double(months) * 30.44) - 1))
        + holiday * (easter - Double(months) / 12)
    }
  }

  /// The effect of some holidays per year on `count` days, in logarithms; it is the same days of every year.
  func days(_ count: Int, _ draws: inout Draws) -> [Double] {
    var effect = [Double](repeating: 0, count: count)
    let first = draws.integer(below: 365)
    for _ in 0..<(1 + draws.integer(below: 8)) {
      let size = holiday * draws.uniform(0.4, 1.2)
      var day = Double((draws.integer(below: 365) + 365 - first) % 365)
      while Int(day) < count {
        effect[Int(day)] = size
        day += 365.25
      }
    }
    return effect
  }

  /// Days from 1 January 1970, a Thursday, in the Gregorian calendar, for years from 1 on.
  static func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
    // The year begins in March, so that the leap day is its last.
    let year = month <= 2 ? year - 1 : year
    let place = (month + 9) % 12
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * place + 2) / 5 + day - 1 - 719_468
  }

  /// The month of Easter Sunday, 3 or 4, in the Gregorian calendar.
  ///
  /// The algorithm that J. Meeus, "Astronomical algorithms", 1991, chapter 8, prints.
  static func easterMonth(_ year: Int) -> Int {
    let (a, b, c) = (year % 19, year / 100, year % 100)
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
    let m = (a + 11 * h + 22 * l) / 451
    return (h + l - 7 * m + 114) / 31
  }
}

/// The effect of one holiday on a series, estimated from what trend and seasons leave.
///
/// Of hours and other steps shorter than a day, each step of the holiday has an effect of its own (`offset`); of days, each
/// day of a holiday that lasts several days; of weeks and longer steps, the effect is that of one day. The mean over all
/// occurrences is multiplied by max(0, 1 − σ²/(n·mean²)), where σ is the noise of the other days (1.4826 times the median
/// absolute remainder) and n the number of occurrences: effects that can't be told from noise become 0, and clear ones
/// hardly change. Source of the factor: the non-negative garrote, L. Breiman, Better subset regression using the
/// nonnegative garrote, Technometrics 37 (1995) 373–384, section 2. Holidays on the same day are separated by backfitting.
public struct HolidayEffect: Sendable, Equatable {
  /// The holiday's name.
  public let name: String
  /// The step within the holiday, from 0 on.
  public let offset: Int
  /// The effect: an amount, or a factor in multiplicative mode.
  public let effect: Double
  /// The number of observed steps from which it was estimated.
  public let count: Int
}

/// Estimates the effects of holidays.
struct HolidayEstimate {
  /// The rounds in which holidays of the same day are separated.
  private static let rounds = 5

  /// A holiday's step, which has one effect.
  private struct Group {
    var name: Int
    var offset: Int
    var places: [Int] = []
    /// The number of days of the holiday at each place.
    var days: [Double] = []
  }

  private let names: [String]
  private let countsSteps: Bool
  private var groups: [Group] = []

  /// Finds the steps of each holiday.
  ///
  /// - Parameters:
  ///   - columns: for each holiday the number of its days at each step, NaN where unknown.
  ///   - names: the holidays' names.
  ///   - countsSteps: whether steps are days or shorter, so that a holiday may last several.
  init(_ columns: [[Double]], names: [String], count: Int, countsSteps: Bool) {
    self.names = names
    self.countsSteps = countsSteps
    for (name, column) in columns.enumerated() {
      var byOffset: [Group] = []
      var run = 0
      for place in 0..<min(count, column.count) {
        let days = column[place].isNaN ? 0 : column[place]
        guard days > 0 else {
          run = 0
          continue
        }
        if run == byOffset.count { byOffset.append(Group(name: name, offset: run)) }
        byOffset[run].places.append(place)
        byOffset[run].days.append(days)
        if countsSteps { run += 1 }
      }
      groups += byOffset
    }
  }

  /// Whether any holiday lies in the series.
  var isEmpty: Bool { groups.isEmpty }

  /// Which of `count` steps are holidays, to be hidden from a decomposition; empty for steps longer than a day, which are
  /// mostly other days, and where more than a third would be hidden.
  func hidden(of count: Int) -> [Bool] {
    guard countsSteps, !isEmpty else { return [] }
    let isHoliday = isHoliday(count)
    return 3 * isHoliday.count { $0 } > count ? [] : isHoliday
  }

  private func isHoliday(_ count: Int) -> [Bool] {
    var isHoliday = [Bool](repeating: false, count: count)
    for group in groups { for place in group.places { isHoliday[place] = true } }
    return isHoliday
  }

  /// The effects at each step, and those of each holiday, from what trend and seasons leave (NaN where missing).
  func effects(_ rest: [Double]) -> (part: [Double], effects: [HolidayEffect]) {
    let isHoliday = isHoliday(rest.count)
    let sizes = rest.indices.filter { !isHoliday[$0] && !rest[$0].isNaN }.map { abs(rest[$0]) }.sorted()
    let noise = sizes.isEmpty ? 0 : 1.4826 * Medians.median(sizes)
    var part = [Double](repeating: 0, count: rest.count)
    var means = [Double](repeating: 0, count: groups.count)
    for round in 0..<Self.rounds {
      for (number, group) in groups.enumerated() {
        let old = means[number]
        var (sum, squares) = (0.0, 0.0)
        for (place, days) in zip(group.places, group.days) where !rest[place].isNaN {
          sum += days * (rest[place] - part[place] + old * days)
          squares += days * days
        }
        var mean = squares > 0 ? sum / squares : 0
        if round == Self.rounds - 1, mean != 0 {
          mean *= max(0, 1 - noise * noise / (squares * mean * mean))
        }
        means[number] = mean
        for (place, days) in zip(group.places, group.days) { part[place] += (mean - old) * days }
      }
    }
    // Sums of differences would leave rounding errors where the effects are 0.
    part = [Double](repeating: 0, count: rest.count)
    for (mean, group) in zip(means, groups) {
      for (place, days) in zip(group.places, group.days) { part[place] += mean * days }
    }
    let effects = zip(means, groups).map { mean, group in
      HolidayEffect(
        name: names[group.name], offset: group.offset, effect: mean,
        count: group.places.count { !rest[$0].isNaN })
    }
    return (part, effects)
  }
}

extension HolidayEffect {
  /// The effect as a factor, if it was estimated in logarithms.
  func asFactor() -> HolidayEffect {
    HolidayEffect(name: name, offset: offset, effect: Elementary.exponential(effect), count: count)
  }
}

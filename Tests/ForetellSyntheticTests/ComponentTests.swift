import Foundation
import Testing

@testable import ForetellSynthetic

/// The parts of which series are made.
@Suite struct ComponentTests {
  private func draws(_ number: Int = 0) -> Draws { Draws(seed: 5, family: 99, number: number) }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  private func deviation(_ values: [Double]) -> Double {
    let mean = mean(values)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
  }

  @Test func anglesAreThoseOfTheCLibrary() {
    for step in -4000...4000 {
      let turns = Double(step) * 0.003_7
      let angle = Angle(turns: turns)
      #expect(abs(angle.cosine - cos(2 * .pi * turns)) < 1e-13)
      #expect(abs(angle.sine - sin(2 * .pi * turns)) < 1e-13)
    }
    var turning = Angle(turns: 0.1)
    for _ in 0..<100 { turning.turn(by: Angle(turns: 0.013)) }
    #expect(abs(turning.cosine - Angle(turns: 1.4).cosine) < 1e-13)
    #expect(abs(turning.sine - Angle(turns: 1.4).sine) < 1e-13)
  }

  @Test(arguments: Tail.allCases) func noiseHasItsSizeAndItsTails(_ tail: Tail) {
    var draws = draws()
    let values = (0..<100_000).map { _ in draws.noise(tail) }
    #expect(abs(mean(values)) < 0.03)
    // The shares within half a deviation are those of Student's t scaled to variance 1; the sample variance of the
    // heaviest, whose fourth moment is infinite, says little.
    let inside = Double(values.count { abs($0) < 0.5 }) / 100_000
    let far = Double(values.count { abs($0) > 4 }) / 100_000
    switch tail {
    case .normal: #expect(abs(deviation(values) - 1) < 0.02 && abs(inside - 0.383) < 0.01 && far < 0.001)
    case .light: #expect(abs(deviation(values) - 1) < 0.03 && abs(inside - 0.421) < 0.01 && far < 0.004)
    case .heavy: #expect(abs(deviation(values) - 1) < 0.15 && abs(inside - 0.482) < 0.01 && far > 0.003)
    case .heaviest: #expect(abs(inside - 0.603) < 0.01 && far > 0.004)
    }
  }

  @Test func countsHaveTheirMeanAndVariance() {
    for expected in [0.3, 4, 11.5, 40] {
      var draws = draws()
      let values = (0..<40_000).map { _ in draws.count(mean: expected) }
      #expect(values.allSatisfy { $0 >= 0 && $0 == $0.rounded() })
      #expect(abs(mean(values) - expected) < 0.05 * expected + 0.02)
      #expect(abs(deviation(values) - expected.squareRoot()) < 0.03 * expected.squareRoot() + 0.02)
    }
  }

  @Test func choicesFollowTheirWeights() {
    var draws = draws()
    let places = (0..<20_000).map { _ in draws.place(in: [1, 0, 3]) }
    #expect(!places.contains(1))
    #expect(abs(Double(places.count { $0 == 2 }) / 20_000 - 0.75) < 0.02)
  }

  @Test func kernelsHaveUnitVarianceAndTheirCorrelation() {
    // The squared exponential kernel with the scale 20 at distances 10 and 30: e^(−1/8) and e^(−9/8).
    let process = KernelProcess(terms: [(weight: 1, parts: [.init(kernel: .squaredExponential, scale: 20)])])
    var (zero, near, far) = (0.0, 0.0, 0.0)
    for number in 0..<4000 {
      var draws = draws(number)
      let path = process.values(40, &draws)
      zero += path[0] * path[0] / 4000
      near += path[0] * path[10] / 4000
      far += path[0] * path[30] / 4000
    }
    #expect(abs(zero - 1) < 0.06)
    #expect(abs(near - 0.882) < 0.06)
    #expect(abs(far - 0.325) < 0.06)
  }

  @Test func autoregressionsHaveTheirSizeAndCorrelation() {
    var draws = draws()
    let noise = Noise(size: 2, autoregressive: (0.6, 0), moving: 0, tail: .normal, unsteadiness: 0)
    let values = noise.values(50_000, &draws)
    #expect(abs(deviation(values) - 2) < 0.06)
    let products = zip(values, values.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / 50_000
    #expect(abs(products / 4 - 0.6) < 0.03)
  }

  @Test func seasonsRepeatUntilTheyChange() {
    var draws = draws()
    let pattern = SeasonPattern.waves(period: 12, harmonics: 6, spikes: 0.3, &draws)
    #expect(abs(mean(pattern.values)) < 1e-12 && abs(deviation(pattern.values) - 1) < 1e-12)
    var season = Season(
      period: 12, pattern: pattern, successor: nil, amplitude: 0.2, restlessness: 0, growth: 0)
    let steady = season.values(48, &draws)
    #expect(Array(steady[..<12]) == Array(steady[36...]))
    #expect(abs(deviation(steady) - 0.2) < 1e-12)
    season.restlessness = 0.3
    let restless = season.values(48, &draws)
    #expect(Array(restless[..<12]) != Array(restless[36...]))
    let week = SeasonPattern.weekOfHours(contrast: 0.8, &draws).values
    #expect(week.count == 168 && abs(mean(week)) < 1e-12)
  }

  @Test func dampedGrowthFadesAndSaturationEnds() {
    var draws = draws()
    var trend = TrendPath(
      kind: .damped, growth: 0.1, walk: 0, change: 0, memory: 0.9, tail: .normal, spell: 10)
    let damped = trend.values(200, &draws)
    #expect(abs((damped.last ?? 0) - 0.9) < 1e-6)
    trend.kind = .drift
    #expect(abs((trend.values(50, &draws).last ?? 0) - 5) < 1e-9)
    trend.kind = .level
    #expect(trend.values(50, &draws).allSatisfy { $0 == 0 })
    trend.kind = .saturating
    let logistic = trend.values(4000, &draws)
    #expect(zip(logistic, logistic.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func eventsStayOrFade() {
    var draws = draws()
    var path = [Double](repeating: 0, count: 400)
    Events(shifts: 3, shiftSize: 1, outliers: 0, outlierSize: 0, echo: 0).add(to: &path, &draws)
    let steps = zip(path, path.dropFirst()).count { $0 != $1 }
    #expect(steps >= 1 && steps <= 12)
    var single = [Double](repeating: 0, count: 4000)
    Events(shifts: 0, shiftSize: 0, outliers: 0.01, outlierSize: 1, echo: 0).add(to: &single, &draws)
    let outliers = single.count { $0 != 0 }
    #expect(outliers > 10 && outliers < 90)
  }

  @Test func measuringCountsRoundsAndLeavesGaps() {
    var draws = draws()
    var demand = [Double](repeating: 3, count: 2000)
    Measurement(kind: .intermittent(share: 0.25), gaps: 0, gapLength: 1).apply(to: &demand, &draws)
    #expect(abs(Double(demand.count { $0 > 0 }) / 2000 - 0.25) < 0.05)
    #expect(demand.allSatisfy { $0 >= 0 && $0 == $0.rounded() })
    var numbers = (0..<2000).map { 100 + Double($0) * 0.123_4 }
    Measurement(kind: .numbers, unit: 0.1, ceiling: 200, gaps: 0.1, gapLength: 3).apply(to: &numbers, &draws)
    let present = numbers.filter(\.isFinite)
    #expect(present.allSatisfy { $0 <= 200 && abs($0 * 10 - ($0 * 10).rounded()) < 1e-9 })
    #expect(present.count > 1500 && present.count < 1990)
    #expect(numbers.first?.isFinite == true && numbers.last?.isFinite == true)
  }

  @Test func calendarKnowsMonthsAndEaster() {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    for year in [1900, 1968, 1999, 2000, 2024, 2100] {
      for month in 1...12 {
        let date = calendar.date(from: DateComponents(year: year, month: month, day: 1))
        #expect(date.map { Int($0.timeIntervalSince1970) / 86_400 } == CalendarEffect.day(year, month, 1))
      }
    }
    // 1 April 2018, 31 March 2024, 20 April 2025, 23 March 2008, 24 April 2011.
    #expect([2018, 2024, 2025, 2008, 2011].map(CalendarEffect.easterMonth) == [4, 3, 4, 3, 4])
    var draws = draws()
    let effect = CalendarEffect(workDays: 1, holiday: 0).months(600, months: 1, &draws)
    #expect(abs(mean(effect)) < 0.01 && deviation(effect) > 0.02 && deviation(effect) < 0.06)
  }
}

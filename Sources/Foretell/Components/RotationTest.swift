import ForetellClassics
import ForetellCore

/// Whether a series has a season of a given length, by rotating its cycles.
///
/// The deviations from the centred moving average over one season are cut into cycles, the last ones first. If there is a
/// season, the cycles resemble each other place by place, and the sum over all places of the squared sum of the cycles is
/// large; without one, each cycle could as well begin elsewhere. So the sum is compared with those after every cycle was
/// rotated by a random number of steps: p = (1 + number of sums at least as large) / (1 + number of draws), a
/// permutation test (E. S. Edgington, Randomization Tests, 2nd edition, 1987, chapter 3). A rotation keeps how
/// neighbouring values hang together, which a test of the autocorrelation has to assume, so random walks and smooth series
/// pass it no more often than noise.
///
/// Seasons that were found before are removed by their mean at each step. If one of them divides this season, cycles are
/// rotated by whole ones of it, so that what changes of the shorter season doesn't count as a longer one.
struct RotationTest {
  /// The number of rotations that are drawn.
  static let draws = 199
  /// The largest p-value of a season.
  static let level = 0.025
  /// The fewest cycles that can show a season.
  static let fewestCycles = 3
  /// The number of last cycles that are used.
  static let mostCycles = 40
  /// Deviations count at most as this many median absolute deviations, so that single wrong values don't decide.
  private static let reach = 6.0

  /// Whether the season was found.
  let isSeasonal: Bool
  /// How much of the deviations' variance is the mean cycle, from 0 to 1.
  let strength: Double

  /// Tests a series; nil for fewer than three cycles.
  ///
  /// - Parameters:
  ///   - values: values in time order without missing ones.
  ///   - isObserved: which of them were observed; the others count for nothing.
  ///   - season: the season's length in steps, at least 2.
  ///   - found: shorter seasons that the series has.
  init?(_ values: [Double], isObserved: [Bool], season: Int, without found: [Int] = []) {
    guard season > 1, values.count / season >= Self.fewestCycles else { return nil }
    let cycles = min(values.count / season, Self.mostCycles)
    // One more season for the moving average.
    let tail = min(values.count, (cycles + 1) * season)
    var deviations = Self.deviations(Array(values.suffix(tail)), season: season)
    let known = Array(isObserved.suffix(tail))
    for shorter in found { Self.remove(shorter, from: &deviations, known) }
    deviations = Array(deviations.suffix(cycles * season))
    let observed = Array(known.suffix(cycles * season))
    let size = values.suffix(tail).reduce(0) { max($0, abs($1)) }
    guard let largest = deviations.map(abs).max(), largest > size * 1e-12 else {
      (isSeasonal, strength) = (false, 0)
      return
    }
    strength = Self.strength(deviations, observed, season: season)
    Self.clip(&deviations, observed)
    Self.center(&deviations, observed, season: season)
    let step = found.filter { season % $0 == 0 }.max() ?? 1
    isSeasonal = Self.isRare(deviations, season: season, step: step)
  }

  /// Whether few rotations have as large a sum as the cycles themselves.
  private static func isRare(_ deviations: [Double], season: Int, step: Int) -> Bool {
    let cycles = deviations.count / season
    let own = size(deviations, season: season, shifts: [Int](repeating: 0, count: cycles))
    guard own > 0 else { return false }
    var stream = RandomStream(seed: 1, purpose: .rotations, index: UInt32(truncatingIfNeeded: season))
    let allowed = Int(level * Double(draws + 1)) - 1
    var larger = 0
    for _ in 0..<draws {
      let shifts = (0..<cycles).map { _ in step * stream.integer(below: season / step) }
      // Rotations that put the same cycles on each other differ by rounding only.
      if size(deviations, season: season, shifts: shifts) >= own * (1 - 1e-12) { larger += 1 }
      if larger > allowed { return false }
    }
    return true
  }

  /// Σ over the places of the season of the squared sum of the cycles, each rotated by its shift.
  private static func size(_ deviations: [Double], season: Int, shifts: [Int]) -> Double {
    var sums = [Double](repeating: 0, count: season)
    for (cycle, shift) in shifts.enumerated() {
      let start = cycle * season
      for place in 0..<season - shift { sums[place + shift] += deviations[start + place] }
      for place in season - shift..<season { sums[place + shift - season] += deviations[start + place] }
    }
    return sums.reduce(0) { $0 + $1 * $1 }
  }

  /// The values minus the centred moving average over one season, whose ends are continued with the mean slope of their
  /// last half season.
  static func deviations(_ values: [Double], season: Int) -> [Double] {
    let half = season / 2
    guard values.count > 2 * half + 1 else { return values.map { $0 - values[0] } }
    var sums = [0.0]
    sums.reserveCapacity(values.count + 1)
    for value in values { sums.append(sums[sums.count - 1] + (value - values[0])) }
    let centers = half..<values.count - half
    var trend = [Double](repeating: 0, count: values.count)
    for center in centers {
      var sum = sums[center + half + 1] - sums[center - half]
      if season % 2 == 0 {
        sum -= (values[center - half] - values[0] + values[center + half] - values[0]) / 2
      }
      trend[center] = values[0] + sum / Double(season)
    }
    let (first, last) = (half, values.count - half - 1)
    let reach = max(1, min(half, last - first))
    let slopes = (
      (trend[first + reach] - trend[first]) / Double(reach),
      (trend[last] - trend[last - reach]) / Double(reach)
    )
    for distance in 1...max(half, 1) where half > 0 {
      trend[first - distance] = trend[first] - slopes.0 * Double(distance)
      trend[last + distance] = trend[last] + slopes.1 * Double(distance)
    }
    return zip(values, trend).map { $0 - $1 }
  }

  /// Subtracts the mean at each step of a season.
  private static func remove(_ season: Int, from deviations: inout [Double], _ known: [Bool]) {
    let means = means(deviations, known, season: season)
    for index in deviations.indices { deviations[index] -= means[index % season] }
  }

  /// The mean of the observed values at each step of a season; 0 where there is none.
  private static func means(_ values: [Double], _ known: [Bool], season: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: season)
    var counts = [Double](repeating: 0, count: season)
    for index in values.indices where known[index] {
      sums[index % season] += values[index]
      counts[index % season] += 1
    }
    return zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
  }

  /// 1 − variance without the mean cycle / variance, with the degrees of freedom that the mean cycle takes.
  private static func strength(_ deviations: [Double], _ known: [Bool], season: Int) -> Double {
    let means = means(deviations, known, season: season)
    var (total, rest, count) = (0.0, 0.0, 0.0)
    for index in deviations.indices where known[index] {
      let distance = deviations[index] - means[index % season]
      total += deviations[index] * deviations[index]
      rest += distance * distance
      count += 1
    }
    let freedom = count - Double(season)
    guard total > 0, freedom > 0 else { return 0 }
    return max(0, 1 - rest / freedom / (total / count))
  }

  private static func clip(_ deviations: inout [Double], _ known: [Bool]) {
    let sizes = deviations.indices.filter { known[$0] }.map { abs(deviations[$0]) }.sorted()
    guard !sizes.isEmpty else { return }
    let limit = reach * sizes[sizes.count / 2]
    for index in deviations.indices {
      if !known[index] {
        deviations[index] = 0
      } else if limit > 0 {
        deviations[index] = min(max(deviations[index], -limit), limit)
      }
    }
  }

  /// Subtracts the mean of each cycle; values that weren't observed are 0.
  private static func center(_ deviations: inout [Double], _ known: [Bool], season: Int) {
    for start in stride(from: 0, to: deviations.count, by: season) {
      let places = (start..<start + season).filter { known[$0] }
      let mean = places.reduce(0) { $0 + deviations[$1] } / Double(max(places.count, 1))
      for place in places { deviations[place] -= mean }
    }
  }
}

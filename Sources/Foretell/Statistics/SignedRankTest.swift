import Foundation

/// Wilcoxon's signed-rank test of paired differences, with the estimate and the confidence interval of the
/// difference that belong to it.
///
/// Absolute differences are ranked, ties get their mean rank, and the ranks of positive differences are
/// summed (F. Wilcoxon, Biometrics Bulletin 1(6), 1945, 80–83). Differences of zero are ranked too and then
/// left out (J. W. Pratt, Journal of the American Statistical Association 54, 1959, 655–667). If both models
/// were equally good, every rank would be positive or negative with probability ½. For up to 200 differences
/// the p-value is exact, from the distribution over all patterns of signs, also with ties; for more it
/// follows from the normal distribution with the same mean and variance.
public struct SignedRankTest: Sendable, Codable, Hashable {
  /// A confidence interval of the difference.
  public struct Interval: Sendable, Codable, Hashable {
    /// The lower end.
    public let lower: Double
    /// The upper end.
    public let upper: Double
    /// The coverage in percent that the interval has; at least the level asked for.
    public let level: Double
  }

  /// The number of differences that were tested.
  public let count: Int
  /// How many of them are zero.
  public let zeros: Int
  /// W⁺, the sum of the ranks of positive differences.
  public let statistic: Double
  /// The two-sided p-value.
  public let pValue: Double
  /// Whether the p-value is exact; otherwise it is the normal approximation.
  public let isExact: Bool
  /// The Hodges–Lehmann estimate: the median of the means of all pairs of differences.
  ///
  /// Source: J. L. Hodges and E. L. Lehmann, Annals of Mathematical Statistics 34(2), 1963, 598–611.
  public let estimate: Double
  /// The differences that the test would not reject; its bounds are means of two differences.
  ///
  /// Nil where there are too few differences to reject anything at the level. Source: M. Hollander and D. A.
  /// Wolfe, Nonparametric Statistical Methods, 2nd ed., section 3.3.
  public let interval: Interval?

  /// The largest number of differences whose p-value is computed exactly.
  static let exactLimit = 200

  /// Tests differences; those that are not finite are left out, and the result is nil when none remains.
  ///
  /// - Parameters:
  ///   - differences: one per pair; the pairs must be independent of each other.
  ///   - level: the coverage of the interval in percent; traps outside 0..<100.
  public init?(_ differences: [Double], level: Double = 95) {
    precondition(level >= 0 && level < 100, "level \(level) is not at least 0 and below 100")
    let values = differences.filter(\.isFinite)
    guard !values.isEmpty else { return nil }
    let ranks = Self.doubledRanks(values)
    let positive = zip(values, ranks).reduce(0) { $1.0 > 0 ? $0 + $1.1 : $0 }
    let counted = zip(values, ranks).filter { $0.0 != 0 }.map(\.1)
    count = values.count
    zeros = values.count - counted.count
    statistic = Double(positive) / 2
    isExact = counted.count <= Self.exactLimit
    if isExact {
      let chances = SignDistribution(weights: counted)
      pValue = min(1, 2 * min(chances.atMost(positive), chances.atLeast(positive)))
    } else {
      let mean = Double(counted.reduce(0, +)) / 2
      let variance = counted.reduce(0.0) { $0 + Double($1) * Double($1) } / 4
      pValue = variance > 0 ? erfc((Double(positive) - mean).magnitude / (2 * variance).squareRoot()) : 1
    }
    let means = PairMeans(values)
    estimate = means.median
    interval = Self.interval(means, level: level)
  }

  /// The smallest p-value that `count` differences can give, reached when all have the same sign: 2/2ⁿ for n
  /// differences, or the normal approximation for more than 200.
  public static func smallestPValue(count: Int) -> Double {
    guard count > exactLimit else { return count < 1 ? 1 : scalbn(1, 1 - count) }
    let size = Double(count)
    // Mean and variance of the rank sum for the ranks 1…n, without ties; the largest sum is twice the mean.
    let (mean, variance) = (size * (size + 1) / 4, size * (size + 1) * (2 * size + 1) / 24)
    return erfc(mean / (2 * variance).squareRoot())
  }

  /// The mid-ranks of the absolute values in the order of `values`, doubled so that they are whole numbers.
  static func doubledRanks(_ values: [Double]) -> [Int] {
    let order = values.indices.sorted { values[$0].magnitude < values[$1].magnitude }
    var ranks = Array(repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]].magnitude == values[order[start]].magnitude { end += 1 }
      for place in start..<end { ranks[order[place]] = start + 1 + end }
      start = end
    }
    return ranks
  }

  private static func interval(_ means: PairMeans, level: Double) -> Interval? {
    let count = means.count
    let tail = (100 - level) / 200
    let outside: Int
    let reached: Double
    if count <= exactLimit {
      let chances = SignDistribution(weights: Array(1...count))
      var below = 0
      while chances.atMost(below) <= tail { below += 1 }
      outside = below
      reached = below > 0 ? 100 - 200 * chances.atMost(below - 1) : 100
    } else {
      let size = Double(count)
      let deviation = (size * (size + 1) * (2 * size + 1) / 24).squareRoot()
      outside = Int(size * (size + 1) / 4 + StandardNormal.quantile(tail) * deviation)
      reached = level
    }
    guard outside > 0 else { return nil }
    return Interval(
      lower: means.ordered(outside), upper: means.ordered(means.pairs + 1 - outside), level: reached)
  }
}

/// The distribution of a sum in which every weight appears with probability ½, independently.
struct SignDistribution {
  /// The probability of each sum, from 0 on.
  private let chances: [Double]

  /// Computes the probabilities of all sums; O(number of weights × their sum).
  init(weights: [Int]) {
    var chances = Array(repeating: 0.0, count: weights.reduce(0, +) + 1)
    chances[0] = 1
    var top = 0
    for weight in weights {
      top += weight
      for sum in stride(from: top, through: 0, by: -1) {
        let without = chances[sum]
        chances[sum] = 0.5 * without + (sum >= weight ? 0.5 * chances[sum - weight] : 0)
      }
    }
    self.chances = chances
  }

  /// The probability of a sum of at most `sum`.
  func atMost(_ sum: Int) -> Double { chances.prefix(max(sum + 1, 0)).reduce(0, +) }

  /// The probability of a sum of at least `sum`.
  func atLeast(_ sum: Int) -> Double { chances.dropFirst(max(sum, 0)).reduce(0, +) }
}

/// The means of all pairs of values, each value paired with itself too (Walsh averages), in ascending order,
/// computed when needed and never stored.
struct PairMeans {
  private let sorted: [Double]

  init(_ values: [Double]) { sorted = values.sorted() }

  /// The number of values.
  var count: Int { sorted.count }
  /// The number of pairs.
  var pairs: Int { count * (count + 1) / 2 }
  /// The median of the means.
  var median: Double { (ordered((pairs + 1) / 2) + ordered(pairs / 2 + 1)) / 2 }

  /// The `rank`-th smallest mean, counted from 1; by bisection, each step counting the means below a bound in
  /// O(values).
  func ordered(_ rank: Int) -> Double {
    guard var high = sorted.last, var low = sorted.first else { return .nan }
    if countAtMost(low) >= rank { return low }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      if countAtMost(middle) >= rank { high = middle } else { low = middle }
    }
  }

  private func countAtMost(_ limit: Double) -> Int {
    var found = 0
    var last = sorted.count - 1
    for first in sorted.indices {
      while last >= first, mean(first, last) > limit { last -= 1 }
      if last < first { break }
      found += last - first + 1
    }
    return found
  }

  private func mean(_ first: Int, _ last: Int) -> Double { (sorted[first] + sorted[last]) / 2 }
}

extension SignedRankTest {
  /// The test of the differences with their signs exchanged.
  var turned: SignedRankTest {
    let ranks = (Double(count * (count + 1)) - Double(zeros * (zeros + 1))) / 2
    return SignedRankTest(
      count: count, zeros: zeros, statistic: ranks - statistic, pValue: pValue, isExact: isExact,
      estimate: -estimate,
      interval: interval.map { Interval(lower: -$0.upper, upper: -$0.lower, level: $0.level) })
  }

  private init(
    count: Int, zeros: Int, statistic: Double, pValue: Double, isExact: Bool, estimate: Double,
    interval: Interval?
  ) {
    self.count = count
    self.zeros = zeros
    self.statistic = statistic
    self.pValue = pValue
    self.isExact = isExact
    self.estimate = estimate
    self.interval = interval
  }
}

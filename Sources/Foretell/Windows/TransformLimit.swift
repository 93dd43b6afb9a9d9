/// Limits for forecasts made in logarithms (or another transform) when they are transformed back.
///
/// The exponential function turns equal steps of logarithms into ever larger ones: a small error of the
/// network's width or growth, which few points can't determine, would become many times the size of the data.
struct TransformLimit: Sendable, Equatable {
  private let facts: HistoryFacts

  /// The limits of a series; nil when its values weren't transformed.
  init?(_ preparation: SeriesPreparation, _ facts: HistoryFacts) {
    guard preparation.transform != .none, facts.observed > 0 else { return nil }
    self.facts = facts
  }

  /// The limits of sample paths; nil for a series without values.
  init?(ofPaths facts: HistoryFacts) {
    guard facts.observed > 0 else { return nil }
    self.facts = facts
  }

  /// The limits of the point forecast and its bounds at a step, counted from 0: the range of the history
  /// extended on both sides by four times its width, and by more the longer the horizon is compared with the
  /// history.
  ///
  /// For comparison: the 95 % interval of a random walk, at a horizon as long as the history, is about four
  /// times as wide as the history's range.
  func limits(step: Int) -> ClosedRange<Double> {
    let range = facts.maximum - facts.minimum
    let allowance = 4 * range * (1 + Double(step + 1) / Double(facts.observed))
    return (facts.minimum - allowance)...(facts.maximum + allowance)
  }

  /// Whether a series may be forecast in logarithms.
  ///
  /// Let s be the standard deviation of n changes of the logarithms over one season. After k seasons the
  /// level is known up to a factor exp(±w) with w = t·s·√(k + k²/n): the first term under the root is the
  /// random walk's variance, the second that of the estimated growth rate, and t is Student's 97.5 %
  /// quantile. While w is small, e^w is nearly 1 + w: logarithms and plain differences give intervals of the
  /// same width, and logarithms describe better how the width grows with the level. Where e^w − 1 exceeds 2w,
  /// more of the width comes from the exponential function than from the data, and logarithms are not used.
  /// At least three changes are needed for s.
  static func allowsLogarithm(of values: [Double], season: Int, horizon: Int) -> Bool {
    let season = max(season, 1)
    var changes: [Double] = []
    for index in values.indices.dropFirst(season) {
      let (value, before) = (values[index], values[index - season])
      guard value > 0, before > 0 else { continue }
      changes.append(Elementary.logarithm(value) - Elementary.logarithm(before))
    }
    let count = Double(changes.count)
    guard count >= 3 else { return false }
    let mean = changes.reduce(0, +) / count
    let deviation = (changes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)).squareRoot()
    let seasons = Double((horizon + season - 1) / season)
    // Changes over a season overlap; only one per season is independent.
    let independent = max(count / Double(season), 2)
    let width =
      StudentT.quantile(0.975, degrees: max(count - 1, 3)) * deviation
      * (seasons + seasons * seasons / independent).squareRoot()
    return Elementary.exponential(min(width, 50)) - 1 <= 2 * width
  }
}

/// What the exponential function may make of a series that was forecast in logarithms.
///
/// It turns equal steps of logarithms into ever larger ones, so that a width that the network got a little wrong, or a
/// growth that can't be known from a few points, becomes many times the data.
struct TransformLimit: Sendable, Equatable {
  private let facts: HistoryFacts

  /// The limits of a series; nil where its values weren't transformed.
  init?(_ preparation: SeriesPreparation, _ facts: HistoryFacts) {
    guard preparation.transform != .none, facts.observed > 0 else { return nil }
    self.facts = facts
  }

  /// Between what a point forecast and its bounds lie at a step from 0: four ranges of the history around it, and more
  /// the longer the horizon is beside the history.
  ///
  /// For comparison: the 95 % interval of a random walk over a horizon as long as the history is about four of its ranges
  /// wide.
  func limits(step: Int) -> ClosedRange<Double> {
    let range = facts.maximum - facts.minimum
    let allowance = 4 * range * (1 + Double(step + 1) / Double(facts.observed))
    return (facts.minimum - allowance)...(facts.maximum + allowance)
  }

  /// Whether a series may be forecast in logarithms.
  ///
  /// The changes of the logarithms over one season, with mean g and standard deviation s over n of them, say that after
  /// k seasons the level is known up to a factor of exp(±w), w = t·s·√(k + k²/n): the first part is the random
  /// walk's, the second the growth rate's own uncertainty, and t Student's 97.5 % quantile. The factor e^w is nearly
  /// 1 + w while w is small: then logarithms and plain differences agree on the width, and logarithms are right about
  /// how it grows with the level. Where e^w − 1 exceeds twice w, more of the width comes from the exponential function
  /// than from the data, and logarithms are refused. Three changes at least must tell s.
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
    // Changes over a season overlap: as many are independent as there are seasons.
    let independent = max(count / Double(season), 2)
    let width =
      StudentT.quantile(0.975, degrees: max(count - 1, 3)) * deviation
      * (seasons + seasons * seasons / independent).squareRoot()
    return Elementary.exponential(min(width, 50)) - 1 <= 2 * width
  }
}

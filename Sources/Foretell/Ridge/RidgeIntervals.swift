import ForetellClassics

/// How wide intervals are: multiples of the root mean square residuals of each step, read from the errors on the held-out
/// ends of the series.
///
/// An error is divided by the root mean square residual, at this step, of the solution that didn't see the held-out end.
/// Of n such ratios the half width at level p is the ⌈(n + 1)p⌉-th smallest: with exchangeable errors a new one lies
/// inside with a probability of at least p (V. Vovk, A. Gammerman and G. Shafer, Algorithmic Learning in a Random World,
/// 2005). Beyond n/(n + 1) it grows from the largest ratio as a normal quantile does. The ratios of a step are those of
/// all series at this step, or of all steps where there are fewer than ``fewest``. Forecasts from neighbouring origins
/// overlap, so n overstates what one series shows.
struct RidgeIntervals: Sendable, Equatable {
  /// The fewest ratios of a single step.
  static let fewest = 100
  /// The most ratios that are kept per step, evenly spaced by rank.
  static let most = 199

  /// Ascending ratios by step; one list for all steps when single steps have too few; empty without any.
  private(set) var ratios: [[Double]]

  init(ratios: [[Double]]) { self.ratios = ratios }

  /// Collects the ratios of all series.
  init(_ series: [LagSolutions.One], horizon: Int) {
    var steps = [[Double]](repeating: [], count: horizon)
    for one in series { for (step, ratio) in one.ratios where ratio.isFinite { steps[step].append(ratio) } }
    if steps.contains(where: { $0.count < Self.fewest }) { steps = [Array(steps.joined())] }
    ratios = steps.contains(where: \.isEmpty) ? [] : steps.map { Self.thinned($0.sorted()) }
  }

  /// At most ``most`` values whose ranks among them are those of the whole list.
  private static func thinned(_ sorted: [Double]) -> [Double] {
    guard sorted.count > most else { return sorted.map { Double(Float($0)) } }
    return (1...most).map { rank in
      let place = ((sorted.count + 1) * rank + most) / (most + 1)
      return Double(Float(sorted[min(place, sorted.count) - 1]))
    }
  }

  /// The half width at a step in multiples of its root mean square residual.
  ///
  /// Without any ratio it is a normal quantile, made wider by a half for the error of coefficients found from few rows.
  ///
  /// - Parameter level: in percent, in 0..<100.
  func factor(step: Int, level: Double) -> Double {
    let deviate = StandardNormal.quantile(0.5 + level / 200)
    guard !ratios.isEmpty else { return 1.5 * deviate }
    let list = ratios[min(step, ratios.count - 1)]
    let count = Double(list.count)
    let rank = (level / 100 * (count + 1)).rounded(.up)
    guard rank >= 1 else { return 0 }
    if rank <= count { return list[Int(rank) - 1] }
    let last = StandardNormal.quantile(0.5 + count / (count + 1) / 2)
    return list[list.count - 1] * max(deviate / last, 1)
  }
}

/// Summary statistics for charts.
enum Summary {
  /// The p-quantile of the finite values, interpolated linearly between order statistics (Hyndman and Fan, The
  /// American Statistician 50(4), 1996, type 7); `nil` without finite values.
  static func quantile(_ values: [Double], _ p: Double) -> Double? {
    let sorted = values.filter(\.isFinite).sorted()
    guard let last = sorted.last else { return nil }
    let place = max(0, min(1, p)) * Double(sorted.count - 1)
    let index = Int(place)
    guard index + 1 < sorted.count else { return last }
    return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
  }

  /// The mean of the finite values; NaN without any.
  static func mean(_ values: [Double]) -> Double {
    let finite = values.filter(\.isFinite)
    guard !finite.isEmpty else { return .nan }
    return finite.reduce(0) { $0 + $1 / Double(finite.count) }
  }

  /// A histogram with round bin edges.
  struct Histogram {
    /// The middle of each bin.
    var middles: [Double]
    /// The number of values in each bin; a value on an edge belongs to the bin above.
    var counts: [Double]
    /// The width of a bin.
    var width: Double
  }

  /// Counts finite values in bins of a round width near 2·IQR/∛n.
  ///
  /// Source: D. Freedman and P. Diaconis, Zeitschrift für Wahrscheinlichkeitstheorie 57, 1981.
  static func histogram(_ values: [Double], maximumBins: Int = 40) -> Histogram? {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max(), let first = quantile(finite, 0.25),
      let third = quantile(finite, 0.75)
    else { return nil }
    let span = high - low
    guard span > 0, span.isFinite else {
      return Histogram(
        middles: [low], counts: [Double(finite.count)], width: low == 0 ? 1 : low.magnitude * 0.1)
    }
    let ideal = 2 * (third - first) / Double(finite.count).cubeRoot
    let bins = ideal > 0 ? Int(min(Double(maximumBins), max(5, (span / ideal).rounded(.up)))) : 10
    let step = NiceTicks.step(lower: low, upper: high, maximumCount: bins)
    let start = Int((low / step.value).rounded(.down))
    let end = max(start, Int((high / step.value).rounded(.down)))
    var counts = Array(repeating: 0.0, count: end - start + 1)
    for value in finite {
      let bin = Int((value / step.value).rounded(.down)) - start
      counts[max(0, min(counts.count - 1, bin))] += 1
    }
    let middles = counts.indices.map { (step.multiple(start + $0) + step.multiple(start + $0 + 1)) / 2 }
    return Histogram(middles: middles, counts: counts, width: step.value)
  }
}

extension Double {
  fileprivate var cubeRoot: Double {
    var root = Swift.max(self, 1)
    for _ in 0..<200 {
      let next = (2 * root + self / (root * root)) / 3
      if next >= root { break }
      root = next
    }
    return root
  }
}

/// How the features of two samples of series compare.
public struct FeatureComparison: Sendable {
  /// The distribution of a feature in a sample.
  public struct Spread: Sendable, Hashable {
    /// The lower quartile, the median and the upper quartile.
    public let lower, median, upper: Double

    /// Creates a distribution.
    public init(lower: Double, median: Double, upper: Double) {
      self.lower = lower
      self.median = median
      self.upper = upper
    }
  }

  /// One feature in both samples.
  public struct Row: Sendable {
    /// The feature.
    public let name: SeriesFeatures.Name
    /// Its distribution in each sample; nil when no series has it.
    public let first, second: Spread?
    /// The greatest distance of the two distribution functions, from 0 to 1 (Kolmogorov and Smirnov); nil when a sample
    /// has no value.
    public let distance: Double?
  }

  /// One row per feature, in the order of `SeriesFeatures.Name.allCases`.
  public let rows: [Row]

  /// The mean of the rows' distances; nil when there are none.
  public var distance: Double? {
    let distances = rows.compactMap(\.distance)
    return distances.isEmpty ? nil : distances.reduce(0, +) / Double(distances.count)
  }

  /// Compares two samples, one of which may be empty.
  public init(_ first: [SeriesFeatures], _ second: [SeriesFeatures]) {
    rows = SeriesFeatures.Name.allCases.map { name in
      let one = first.compactMap { $0[name] }.sorted()
      let other = second.compactMap { $0[name] }.sorted()
      return Row(
        name: name, first: Self.spread(one), second: Self.spread(other), distance: Self.distance(one, other))
    }
  }

  private static func spread(_ sorted: [Double]) -> Spread? {
    guard !sorted.isEmpty else { return nil }
    func quantile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let low = Int(place)
      let high = min(low + 1, sorted.count - 1)
      return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
    }
    return Spread(lower: quantile(0.25), median: quantile(0.5), upper: quantile(0.75))
  }

  private static func distance(_ one: [Double], _ other: [Double]) -> Double? {
    guard !one.isEmpty, !other.isEmpty else { return nil }
    var (i, j, greatest) = (0, 0, 0.0)
    while i < one.count, j < other.count {
      let value = min(one[i], other[j])
      while i < one.count, one[i] <= value { i += 1 }
      while j < other.count, other[j] <= value { j += 1 }
      greatest = max(greatest, abs(Double(i) / Double(one.count) - Double(j) / Double(other.count)))
    }
    return greatest
  }
}

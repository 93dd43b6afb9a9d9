import ForetellData

extension Comparison {
  /// The number of windows that a conclusion needs, and the number that the data has room for.
  public struct Sufficiency: Sendable, Hashable {
    /// Number of models in the comparison, the reference included.
    public var models: Int
    /// The fewest windows with which a difference between ``models`` models can be significant; 1 when each
    /// series is a unit of the test.
    public var needed: Int
    /// The number of windows to use: at least five and as many as needed, but at most as many as fit into the
    /// data.
    public var windows: Int
    /// The longest horizon at which ``needed`` windows fit into the data; nil when they already fit, or fit
    /// at no horizon.
    public var horizon: Int?
  }

  /// The number of windows with which differences between models can be significant, as far as the data has
  /// room for them.
  ///
  /// - Parameters:
  ///   - labels: the models' labels; the reference is added if it isn't among them.
  ///   - table: all data.
  public func sufficientWindows(for labels: [String], on table: SeriesTable) -> Sufficiency {
    let models = labels.count + (labels.contains(Self.reference) ? 0 : 1)
    let units = ComparisonOutcome.fewestUnits(pairs: models * (models - 1) / 2)
    let together = (horizon + stepSize - 1) / stepSize
    let usual = 5
    // With at least as many series as windows, each series is a unit of the test.
    let needed = table.series.count >= max(units, usual) ? 1 : units * together
    let wanted = max(usual, needed)
    let room = room(table, horizon: horizon, stepSize: stepSize)
    var shorter: Int?
    if room < needed, stepSize == horizon {
      shorter = (1..<horizon).last { self.room(table, horizon: $0, stepSize: $0) >= needed }
    }
    return Sufficiency(
      models: models, needed: needed, windows: min(wanted, max(room, 1)),
      horizon: shorter)
  }

  /// Whether the number of ``windows`` allows a significant difference.
  public func canConclude(_ enough: Sufficiency) -> Bool { windows >= enough.needed }

  /// The number of windows that leave two seasons and two horizons of history before the first.
  private func room(_ table: SeriesTable, horizon: Int, stepSize: Int) -> Int {
    let season = seasonLength ?? table.frequency.defaultSeasonLength
    let history = 2 * max(season, horizon) + horizon
    let longest = table.series.map(\.values.count).max() ?? 0
    return (longest - history - horizon) / stepSize + 1
  }
}

extension ComparisonOutcome {
  /// The fewest units with which a difference can be significant after the correction for this number of
  /// pairs.
  static func fewestUnits(pairs: Int) -> Int {
    var count = 1
    while SignedRankTest.smallestPValue(count: count) * Double(max(pairs, 1)) >= significance { count += 1 }
    return count
  }
}

import ForetellData

extension Comparison {
  /// How many windows a conclusion takes, and how many the data has room for.
  public struct Sufficiency: Sendable, Hashable {
    /// Models that take part, the reference among them.
    public var models: Int
    /// The fewest windows with which a difference can be significant among so many models; 1 where there are enough series.
    public var needed: Int
    /// The windows to take: at least five and as many as needed, but no more than the data has room for.
    public var windows: Int
    /// The longest horizon for which the data has room for the windows that are needed; nil where none has, and where
    /// they have room as it is.
    public var horizon: Int?
  }

  /// How many windows it takes until the differences between models can be significant, if the data has them.
  ///
  /// - Parameters:
  ///   - labels: the models' labels; the reference is added if it isn't among them.
  ///   - table: the whole data.
  public func sufficientWindows(for labels: [String], on table: SeriesTable) -> Sufficiency {
    let models = labels.count + (labels.contains(Self.reference) ? 0 : 1)
    let units = ComparisonOutcome.fewestUnits(pairs: models * (models - 1) / 2)
    let together = (horizon + stepSize - 1) / stepSize
    let usual = 5
    // Where there are as many series as windows, each series is an observation.
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

  /// Whether so many windows can end with a significant difference.
  public func canConclude(_ enough: Sufficiency) -> Bool { windows >= enough.needed }

  /// Windows before whose first there are two seasons and two horizons of history.
  private func room(_ table: SeriesTable, horizon: Int, stepSize: Int) -> Int {
    let season = seasonLength ?? table.frequency.defaultSeasonLength
    let history = 2 * max(season, horizon) + horizon
    let longest = table.series.map(\.values.count).max() ?? 0
    return (longest - history - horizon) / stepSize + 1
  }
}

extension ComparisonOutcome {
  /// The fewest units with which a difference can be significant among so many pairs.
  static func fewestUnits(pairs: Int) -> Int {
    var count = 1
    while SignedRankTest.smallestPValue(count: count) * Double(max(pairs, 1)) >= significance { count += 1 }
    return count
  }
}

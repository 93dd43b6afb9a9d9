import ForetellData

extension SeriesPreparation {
  /// The seasonal indices of a series by the classical decomposition, in transformed units.
  ///
  /// An index is the mean difference of the values at this step of the season from the centred moving average
  /// over one season; the mean of all indices is subtracted, so that they sum to zero.
  ///
  /// - Parameters:
  ///   - values: transformed values in time order, NaN where missing.
  ///   - firstOrdinal: the grid index of the first value, from which the steps of the season are counted.
  /// - Returns: one index per step of the season; empty when a step was never observed.
  static func seasonIndices(_ values: [Double], season: Int, firstOrdinal: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: season)
    var counts = [Int](repeating: 0, count: season)
    for (place, deviation) in SeasonTest.deviations(values, season: season).enumerated()
    where !deviation.isNaN {
      let step = seasonStep(firstOrdinal + place + season / 2, season: season)
      sums[step] += deviation
      counts[step] += 1
    }
    guard season > 1, counts.allSatisfy({ $0 > 0 }) else { return [] }
    let means = zip(sums, counts).map { $0 / Double($1) }
    let mean = means.reduce(0, +) / Double(season)
    return means.map { $0 - mean }
  }

  /// The number of latest seasons from which a long season is removed: it may move against the steps, as the 52.18 weeks of
  /// a year do, and fewer than three show little of it.
  private static let (fewSeasons, manySeasons) = (3, 8)

  /// The indices of a season of more steps than ``SeasonTest/longest``, from the last ``manySeasons`` seasons; empty when they
  /// don't show it plainly.
  private static func recentIndices(_ values: [Double], season: Int, firstOrdinal: Int) -> [Double] {
    let recent = Array(values.suffix(manySeasons * season))
    guard recent.count >= fewSeasons * season, SeasonTest.deviationsRepeat(recent, season: season) else {
      return []
    }
    return seasonIndices(recent, season: season, firstOrdinal: firstOrdinal + values.count - recent.count)
  }

  /// The step of the season, 0..<season, at a grid point.
  private static func seasonStep(_ ordinal: Int, season: Int) -> Int {
    let step = ordinal % season
    return step < 0 ? step + season : step
  }

  /// The seasonal index at a grid point, in transformed units; 0 when no season is removed.
  func seasonIndex(_ ordinal: Int) -> Double {
    seasonIndices.isEmpty ? 0 : seasonIndices[Self.seasonStep(ordinal, season: seasonIndices.count)]
  }

  /// The values from which windows are cut: transformed and, if requested, without the season.
  func prepared(_ values: [Double], firstOrdinal: Int) -> [Double] {
    let transformed = transform == .none ? values : values.map(forward)
    guard !seasonIndices.isEmpty else { return transformed }
    return transformed.enumerated().map { $1 - seasonIndex(firstOrdinal + $0) }
  }

  /// Sets the scale of logarithms that keep their unit, and measures what reading by origins needs: the
  /// seasonal indices, if the season is removed, and the roughness.
  ///
  /// - Parameters:
  ///   - values: the training part of the history in time order, NaN where missing.
  ///   - firstOrdinal: the grid index of the first value.
  mutating func measure(_ values: [Double], firstOrdinal: Int, season: Int, _ recipe: Recipe) {
    guard values.contains(where: { !$0.isNaN }) else { return }
    if recipe.scaling.keepsUnitOfLogarithms, transform == .log { scale = 1 }
    guard let origins = recipe.origins else { return }
    if origins.removes(season: season), isSeasonal {
      let transformed = transform == .none ? values : values.map(forward)
      seasonIndices =
        season > SeasonTest.longest
        ? Self.recentIndices(transformed, season: season, firstOrdinal: firstOrdinal)
        : Self.seasonIndices(transformed, season: season, firstOrdinal: firstOrdinal)
    }
    let prepared = prepared(values, firstOrdinal: firstOrdinal)
    if origins.sharesUnit, transform == .none {
      scale = Moments.scale(.seasonalDifference, of: prepared.span, seasonLength: season) / Self.unitChange
    }
    roughness = Self.roughness(prepared, isLogarithm: transform == .log, season: season)
  }

  /// The change of logarithms that counts like a typical seasonal change of other values: 5 %.
  private static let unitChange = 0.05

  /// The logarithm of the mean absolute change from one step to the next, in units of 5 % for logarithms and
  /// of the typical seasonal change for other values.
  ///
  /// Smaller mean changes than a thousandth of the unit count as a thousandth, because the logarithm of 0
  /// doesn't exist.
  private static func roughness(_ values: [Double], isLogarithm: Bool, season: Int) -> Double {
    var (sum, count) = (0.0, 0)
    for (value, before) in zip(values.dropFirst(), values) where !value.isNaN && !before.isNaN {
      sum += abs(value - before)
      count += 1
    }
    guard count > 0 else { return 0 }
    let unit =
      isLogarithm
      ? unitChange : Moments.scale(.seasonalDifference, of: values.span, seasonLength: season)
    return Elementary.logarithm(min(max(sum / Double(count) / unit, 1e-3), 1e3))
  }
}

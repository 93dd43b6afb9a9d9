import ForetellData

extension SeriesPreparation {
  /// The season of a series by the classical decomposition, in transformed units.
  ///
  /// For each step of the season, the mean of the values' distances from the centred moving average over one season; then
  /// the mean of these is taken off, so that they add up to zero.
  ///
  /// - Parameters:
  ///   - values: transformed values in time order, NaN where missing.
  ///   - firstOrdinal: number of the first value's grid point; the season's steps are counted by it.
  /// - Returns: one number for each step of the season; empty where a step was never observed.
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

  /// The step of the season, 0..<season, at a grid point.
  private static func seasonStep(_ ordinal: Int, season: Int) -> Int {
    let step = ordinal % season
    return step < 0 ? step + season : step
  }

  /// What the season adds to a value at a grid point, in transformed units; 0 where no season is taken off.
  func seasonIndex(_ ordinal: Int) -> Double {
    seasonIndices.isEmpty ? 0 : seasonIndices[Self.seasonStep(ordinal, season: seasonIndices.count)]
  }

  /// Values as windows are cut from them: transformed, and without the season where it is taken off.
  func prepared(_ values: [Double], firstOrdinal: Int) -> [Double] {
    let transformed = transform == .none ? values : values.map(forward)
    guard !seasonIndices.isEmpty else { return transformed }
    return transformed.enumerated().map { $1 - seasonIndex(firstOrdinal + $0) }
  }

  /// Measures the scale of logarithms that keep their unit, and what reading a series by its origins needs: the season
  /// that is taken off, and the roughness.
  ///
  /// - Parameters:
  ///   - values: the history that may be learnt from, in time order, NaN where missing.
  ///   - firstOrdinal: number of the first value's grid point.
  mutating func measure(_ values: [Double], firstOrdinal: Int, season: Int, _ recipe: Recipe) {
    if recipe.scaling.keepsUnitOfLogarithms, transform == .log { scale = 1 }
    guard let origins = recipe.origins else { return }
    if origins.removes(season: season), isSeasonal {
      seasonIndices = Self.seasonIndices(
        transform == .none ? values : values.map(forward), season: season, firstOrdinal: firstOrdinal)
    }
    let prepared = prepared(values, firstOrdinal: firstOrdinal)
    roughness = Self.roughness(prepared, isLogarithm: transform == .log, season: season)
  }

  /// The logarithm of the mean absolute change from one step to the next: of logarithms in units of 5 %, of other values
  /// in units of their typical seasonal change.
  ///
  /// A series that hardly ever changes counts as one that changes by a thousandth of the unit, as the logarithm of 0 is
  /// no number.
  private static func roughness(_ values: [Double], isLogarithm: Bool, season: Int) -> Double {
    var (sum, count) = (0.0, 0)
    for (value, before) in zip(values.dropFirst(), values) where !value.isNaN && !before.isNaN {
      sum += abs(value - before)
      count += 1
    }
    guard count > 0 else { return 0 }
    let unit =
      isLogarithm
      ? 0.05 : Moments.scale(.seasonalDifference, of: values.span, seasonLength: season)
    return Elementary.logarithm(min(max(sum / Double(count) / unit, 1e-3), 1e3))
  }
}

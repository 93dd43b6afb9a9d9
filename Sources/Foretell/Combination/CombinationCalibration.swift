import ForetellData

/// The factors by which the intervals of a combination are widened or narrowed, from errors on held-out ends of series.
///
/// Every error is divided by the distance of its own side's bound from the point forecast. Without a correction a level of
/// L % is right where L % of these ratios are at most 1; the factor of a level is the ratio of exact conformal rank
/// ⌈(n + 1)·L⌉ (V. Vovk, A. Gammerman and G. Shafer, Algorithmic Learning in a Random World, 2005; as a correction of
/// quantiles: Y. Romano, E. Patterson and E. Candès, Conformalized quantile regression, NeurIPS 2019), per step ahead where
/// there are enough ends, otherwise over all steps. Where there are too few points for an honest rank, it is Student's t
/// quantile times the root mean square of the ratios. Intervals are narrowed only where many points show that they are
/// too wide.
///
/// Series that are observed at the same time are surprised together, so that a horizon counts like one observation of how
/// hard times are: from w horizons the factor is raised to the power w / (w + 1), which pulls it towards 1.
public struct CombinationCalibration: Sendable, Codable, Equatable {
  /// The share of held-out values inside the intervals of one level.
  public struct Coverage: Sendable, Codable, Equatable {
    /// The level in percent.
    public let level: Double
    /// Number of values inside.
    public let covered: Int
    /// Number of values.
    public let values: Int

    /// `covered` in percent of `values`.
    public var percent: Double { values > 0 ? 100 * Double(covered) / Double(values) : 0 }
  }

  /// Factors by step, then by level of ``CombinationTrial/levels``.
  let factors: [[Double]]
  /// Number of different held-out points behind them.
  public let points: Int
  /// How many values the corrected intervals of usual levels covered at points that took no part in their correction.
  public internal(set) var coverage: [Coverage] = []

  /// From this many ends on, a step has its own factors.
  private static let endsPerStep = 200
  /// From this many points on, intervals may be narrowed.
  private static let pointsToNarrow = 250
  private static let range = 0.5...10.0

  init(factors: [[Double]], points: Int) {
    self.factors = factors
    self.points = points
  }

  /// Computes the factors from some of a trial's places; nil when there are too few.
  init?(_ trial: CombinationTrial, _ forecasts: [SeriesForecast?], horizon: Int, where isTaken: (Int) -> Bool)
  {
    let levels = CombinationTrial.levels
    var ratios = Array(repeating: Array(repeating: [Double](), count: levels.count), count: horizon)
    for (number, place) in trial.places.enumerated() where isTaken(number) {
      guard let forecast = forecasts[number] else { continue }
      for step in place.actual.indices where !place.actual[step].isNaN {
        for level in levels.indices {
          guard let ratio = Self.ratio(place.actual[step], forecast, step, level) else { continue }
          ratios[step][level].append(ratio)
        }
      }
    }
    let taken = trial.places.indices.count(where: isTaken)
    let points = trial.places.isEmpty ? 0 : trial.points * taken / trial.places.count
    guard points > 1, ratios.contains(where: { !$0[0].isEmpty }) else { return nil }
    let windows = Set(trial.places.indices.filter(isTaken).map { trial.places[$0].window }).count
    let blocks = max(Double(trial.blocks * windows) / Double(max(trial.windows, 1)), 1)
    let power = blocks / (blocks + 1)
    let pooled = levels.indices.map { level in ratios.flatMap { $0[level] }.sorted() }
    let common = levels.indices.map { Self.factor(pooled[$0], levels[$0], points) }
    let found = ratios.map { step in
      levels.indices.map { level in
        step[level].count >= Self.endsPerStep
          ? Self.factor(step[level].sorted(), levels[level], step[level].count) : common[level]
      }
    }
    factors = found.map { $0.map { Elementary.exponential(power * Elementary.logarithm($0)) } }
    self.points = points
  }

  /// The distance of a value from the point forecast in units of its side's bound; nil for an interval without width.
  private static func ratio(_ value: Double, _ forecast: SeriesForecast, _ step: Int, _ level: Int) -> Double?
  {
    let point = forecast.point[step]
    let bound = value >= point ? forecast.upper[level][step] - point : point - forecast.lower[level][step]
    guard bound > 0 else { return nil }
    let ratio = abs(value - point) / bound
    return ratio.isFinite ? ratio : nil
  }

  /// - Parameter points: the number of different points, of which there may be fewer than ratios.
  private static func factor(_ ratios: [Double], _ level: Double, _ points: Int) -> Double {
    guard !ratios.isEmpty else { return 1 }
    let share = level / 100
    let count = Double(points)
    var factor: Double
    if (count + 1) * (1 - share) >= 2 {
      let rank = min(
        ((Double(ratios.count) + 1) * share * (count + 1) / count).rounded(.up), Double(ratios.count))
      factor = ratios[max(Int(rank) - 1, 0)]
    } else {
      // Errors of overlapping forecasts are correlated; at most half of them are counted as independent.
      let root = (ratios.reduce(0) { $0 + $1 * $1 } / Double(ratios.count)).squareRoot()
      factor = root * StudentT.quantile(0.5 + share / 2, degrees: max(count / 2, 3))
    }
    if points < pointsToNarrow { factor = max(factor, 1) }
    return min(max(factor, range.lowerBound), range.upperBound)
  }

  /// Whether the factors have the right number and lie in their range.
  func isValid(horizon: Int) -> Bool {
    factors.count == horizon && points > 0
      && factors.allSatisfy {
        $0.count == CombinationTrial.levels.count && $0.allSatisfy(Self.range.contains)
      }
  }

  /// The factor of a level at a step, counted from 0; between known levels interpolated in the normal quantile.
  func factor(_ level: Double, step: Int) -> Double {
    let row = factors[min(step, factors.count - 1)]
    let levels = CombinationTrial.levels
    func deviate(_ level: Double) -> Double { StandardNormal.quantile(0.5 + level / 200) }
    guard let above = levels.firstIndex(where: { $0 >= level }) else { return row[row.count - 1] }
    guard above > 0, levels[above] != level else { return row[above] }
    let (low, high) = (deviate(levels[above - 1]), deviate(levels[above]))
    let part = (deviate(level) - low) / (high - low)
    return row[above - 1] + part * (row[above] - row[above - 1])
  }

  /// A forecast with corrected intervals within the limits of its series.
  func corrected(_ forecast: SeriesForecast, levels: [Double], limits: ClosedRange<Double>) -> SeriesForecast
  {
    var result = forecast
    for (number, level) in levels.enumerated() {
      for step in forecast.point.indices {
        let (point, factor) = (forecast.point[step], factor(level, step: step))
        result.lower[number][step] = limits.clamped(point - factor * (point - forecast.lower[number][step]))
        result.upper[number][step] = limits.clamped(point + factor * (forecast.upper[number][step] - point))
      }
    }
    result.nest()
    return result
  }
}

extension CombinationCalibration {
  /// The levels whose coverage is told.
  private static let told: [Double] = [80, 95]

  /// The correction from all held-out ends, with the coverage of corrections that each left out a part of the ends: a
  /// window, or, where there is only one, every second series.
  static func checked(
    _ trial: CombinationTrial, _ forecasts: [SeriesForecast?], horizon: Int
  ) -> CombinationCalibration? {
    guard var whole = CombinationCalibration(trial, forecasts, horizon: horizon, where: { _ in true }) else {
      return nil
    }
    let parts = trial.places.map { trial.windows > 1 ? $0.window : $0.series % 2 }
    var counts = told.map { _ in (covered: 0, values: 0) }
    for part in Set(parts).sorted() {
      guard
        let others = CombinationCalibration(trial, forecasts, horizon: horizon, where: { parts[$0] != part })
      else { continue }
      for (number, place) in trial.places.enumerated() where parts[number] == part {
        guard let forecast = forecasts[number] else { continue }
        let corrected = others.corrected(forecast, levels: CombinationTrial.levels, limits: place.limits)
        for (index, level) in told.enumerated() {
          guard let column = CombinationTrial.levels.firstIndex(of: level) else { continue }
          for (step, value) in place.actual.enumerated() where !value.isNaN {
            counts[index].values += 1
            if value >= corrected.lower[column][step], value <= corrected.upper[column][step] {
              counts[index].covered += 1
            }
          }
        }
      }
    }
    whole.coverage = zip(told, counts).filter { $0.1.values > 0 }.map {
      Coverage(level: $0, covered: $1.covered, values: $1.values)
    }
    return whole
  }
}

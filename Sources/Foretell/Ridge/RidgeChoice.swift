import ForetellClassics
import ForetellCore
import ForetellData

/// What a fit chooses from the data: input size, windows, scope and strength of the penalty.
struct RidgeChoice: Sendable, Equatable {
  /// How windows are cut; its horizon is the number of steps that are predicted at once.
  private(set) var windows: LagWindows
  /// Scope and strengths.
  private(set) var strengths = LagRegression.Strengths(scope: .pooled, common: 1e-3, own: 0.1)
  /// Whether the series are long enough for a few rows.
  private(set) var hasRows = true
  /// The input size that series must be long enough for to take part in the choice, so that all sizes are compared on the
  /// same series.
  private(set) var heldFor = 1

  /// The fewest rows of all series together from which a regression is solved.
  private static let fewestRows = 8
  /// The strengths of the common penalty that are compared.
  static let commonStrengths = [1e-6, 1e-3, 1e-2, 1e-1]
  /// The strength of the pull with which input sizes are compared.
  static let usualPull = 0.1
  /// The strengths of the pull towards the common solution that are compared.
  static let ownStrengths = [0.03, 0.1, 0.3, 1, 3]

  init(windows: LagWindows, strengths: LagRegression.Strengths) {
    self.windows = windows
    self.strengths = strengths
  }

  /// Chooses by the mean absolute error on the held-out ends of the series.
  init(
    _ panel: RidgePanel, _ forecaster: RidgeForecaster, horizon: Int, pool: WorkerPool, _ options: FitOptions
  ) throws {
    let lengths = panel.members.map(\.values.count)
    let longest = lengths.max() ?? 1
    let steps = max(min(horizon, longest / 3, RidgeForecaster.mostOutputs), 1)
    let sizes = Self.inputSizes(panel, forecaster, steps: steps)
    windows = Self.windows(panel, lags: sizes[0], horizon: steps)
    heldFor = sizes.max() ?? 1
    hasRows = lengths.reduce(0) { $0 + max($1 - sizes[0] - steps + 1, 0) } >= Self.fewestRows
    guard hasRows else { return }
    var best = Double.infinity
    let commons = Self.commonStrengths(panel, forecaster)
    for size in sizes {
      try options.checkCancellation("the fit")
      let windows = Self.windows(panel, lags: size, horizon: steps)
      let regression = LagRegression(panel.members, windows: windows, heldFor: heldFor, pool: pool)
      let scope: LagRegression.Scope = forecaster.scope == .series ? .series : .pooled
      var candidates = commons.map { LagRegression.Strengths(scope: scope, common: $0, own: strengths.own) }
      if panel.members.count > 1, forecaster.scope == .shrunk || forecaster.scope == .automatic {
        candidates += commons.map { LagRegression.Strengths(scope: .shrunk, common: $0, own: Self.usualPull) }
      }
      guard sizes.count > 1 || candidates.count > 1 else {
        strengths = candidates[0]
        break
      }
      for (candidate, error) in zip(candidates, regression.scores(candidates).errors) where error < best {
        best = error
        strengths = candidate
        self.windows = windows
      }
    }
    try options.checkCancellation("the fit")
    chooseScope(panel, forecaster, pool)
  }

  /// Chooses between the common solution and solutions per series.
  private mutating func chooseScope(
    _ panel: RidgePanel, _ forecaster: RidgeForecaster, _ pool: WorkerPool
  ) {
    guard forecaster.scope == .shrunk || forecaster.scope == .automatic, panel.members.count > 1 else {
      return
    }
    let owns = forecaster.strength.map { [$0] } ?? Self.ownStrengths
    var candidates = owns.map { LagRegression.Strengths(scope: .shrunk, common: strengths.common, own: $0) }
    if forecaster.scope == .automatic {
      candidates.insert(LagRegression.Strengths(scope: .pooled, common: strengths.common), at: 0)
    }
    guard candidates.count > 1 else {
      strengths = candidates[0]
      return
    }
    let regression = LagRegression(panel.members, windows: windows, heldFor: heldFor, pool: pool)
    let errors = regression.scores(candidates).errors
    var best = 0
    for place in errors.indices where errors[place] < errors[best] { best = place }
    strengths = candidates[best]
  }

  /// The strengths of the common penalty to choose from; a given strength replaces them where it means this penalty.
  private static func commonStrengths(_ panel: RidgePanel, _ forecaster: RidgeForecaster) -> [Double] {
    guard let strength = forecaster.strength else { return commonStrengths }
    // A single series has nothing to be pulled to.
    guard panel.members.count > 1 else { return [strength] }
    switch forecaster.scope {
    case .pooled, .series: return [strength]
    case .shrunk, .automatic: return commonStrengths
    }
  }

  /// The windows for an input size.
  static func windows(_ panel: RidgePanel, lags: Int, horizon: Int) -> LagWindows {
    LagWindows(
      lags: lags, horizon: horizon, levelSpan: panel.season >= 24 && panel.season <= lags ? panel.season : 1,
      season: panel.isSeasonal && panel.season <= lags ? panel.season : 0)
  }

  /// The input sizes to choose from, ascending: one, two and four horizons without a season; one, two and three seasons
  /// of up to 23 steps; one, seven and fourteen longer seasons, at most 336 steps or one season.
  ///
  /// A size must leave half of the series with rows, and the table with twice as many rows as inputs; more than one long
  /// season must leave half of the series with twice as many rows as inputs. When none does, the largest size that leaves
  /// the table twice as many rows, or 1.
  private static func inputSizes(_ panel: RidgePanel, _ forecaster: RidgeForecaster, steps: Int) -> [Int] {
    let lengths = panel.members.map(\.values.count)
    func isPossible(_ size: Int) -> Bool {
      let rows = lengths.map { max($0 - size - steps + 1, 0) }
      let needed = panel.season >= 24 && size > panel.season ? 2 * size : 1
      return rows.reduce(0, +) >= 2 * size && 2 * rows.count { $0 >= needed } >= lengths.count
    }
    if let size = forecaster.inputSize { return [size] }
    let season = panel.season
    let wanted: [Int] =
      switch season {
      case ..<2: [steps, 2 * steps, 4 * steps]
      case ..<24: [season, 2 * season, 3 * season]
      default: [season, 7 * season, 14 * season]
      }
    let most = max(336, season)
    let possible = Set(wanted.map { min($0, most) }).sorted().filter(isPossible)
    if !possible.isEmpty { return possible }
    let longest = lengths.max() ?? 1
    let fallback = stride(from: min(max(longest - steps, 1), most), to: 1, by: -1).first { size in
      lengths.reduce(0) { $0 + max($1 - size - steps + 1, 0) } >= 2 * size
    }
    return [fallback ?? 1]
  }
}

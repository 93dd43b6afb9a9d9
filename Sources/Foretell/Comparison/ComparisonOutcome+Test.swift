extension ComparisonOutcome.Units {
  /// Chooses the units of a comparison from the numbers of series and windows alone, never from the errors.
  ///
  /// Seeds are repetitions of one experiment, not independent observations, so they are averaged first. With
  /// several series each series is a unit (J. Demšar, Journal of Machine Learning Research 7, 2006, 1–30,
  /// section 3.1.3, where each data set is a unit), unless there are fewer series than windows; then each
  /// window is a unit. Windows that begin less than a horizon apart are scored on the same values, so
  /// neighbouring windows are grouped until units begin a horizon apart.
  init(series: Int, windows: Int, stepSize: Int, horizon: Int) {
    let together = min((horizon + stepSize - 1) / stepSize, windows)
    let blocks = windows / together
    if series > 1, series >= blocks {
      self.init(kind: .series, count: series, windowsPerUnit: windows)
    } else {
      self.init(kind: .window, count: blocks, windowsPerUnit: together)
    }
  }

  /// The unit to which a window belongs; if the windows can't be divided evenly, the first unit is larger.
  func unit(ofWindow window: Int, of windows: Int) -> Int {
    max(0, count - 1 - (windows - 1 - window) / windowsPerUnit)
  }
}

extension ComparisonOutcome {
  /// A model's mean error in each unit, averaged over seeds; nil where the error is undefined.
  public func unitErrors(_ label: String) -> [Double?] {
    // Series are numbered over all models, so that units stay aligned when a model has no forecast for some
    // series.
    var bySeries: [String: Int] = [:]
    for run in runs where units.kind == .series {
      for forecast in run.forecasts where bySeries[forecast.forecast.id] == nil {
        bySeries[forecast.forecast.id] = bySeries.count
      }
    }
    var sums = Array(repeating: (sum: 0.0, count: 0), count: units.count)
    for run in runs where run.model == label {
      for forecast in run.forecasts {
        let number = bySeries[forecast.forecast.id] ?? 0
        guard let error = error(of: forecast) else { continue }
        let unit = units.kind == .series ? number : units.unit(ofWindow: run.window, of: windows)
        sums[unit].sum += error
        sums[unit].count += 1
      }
    }
    return sums.map { $0.count > 0 ? $0.sum / Double($0.count) : nil }
  }

  /// The error of one forecast by ``measure``; nil where it is undefined.
  public func error(of forecast: BacktestResult.Window) -> Double? {
    measure == .mase ? forecast.scaledError : forecast.absoluteError
  }

  /// The model with this label; nil when there is none.
  public func model(_ label: String) -> Model? { models.first { $0.label == label } }

  /// The comparison of two models, oriented so that `first` is its first model; nil when there is none.
  public func pair(_ first: String, _ second: String) -> Pair? {
    for pair in pairs {
      if pair.first == first, pair.second == second { return pair }
      if pair.first == second, pair.second == first { return pair.turned }
    }
    return nil
  }

  /// The models from the smallest error to the largest; those without an error last.
  public var ranking: [Model] {
    models.enumerated().sorted { one, other in
      let (a, b) = (error(of: one.element) ?? .infinity, error(of: other.element) ?? .infinity)
      return a == b ? one.offset < other.offset : a < b
    }.map(\.element)
  }

  /// A model's mean error over series and windows, averaged over seeds; nil where it is undefined.
  public func error(of model: Model) -> Double? { Self.mean(seedErrors(of: model)) }

  /// A model's mean error with each seed; seeds without a defined error are left out.
  public func seedErrors(of model: Model) -> [Double] {
    model.seedScores.compactMap { measure == .mase ? $0.mase : $0.mae }
  }

  /// The standard deviation of a model's error over seeds; nil with fewer than two.
  public func seedDeviation(of model: Model) -> Double? {
    let errors = seedErrors(of: model)
    guard errors.count > 1, let mean = Self.mean(errors) else { return nil }
    let squares = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(errors.count - 1)).squareRoot()
  }

  /// The smallest p-value that any pair can reach after the correction: when it is not below ``significance``, no
  /// difference can be significant, however large.
  public var smallestPValue: Double {
    min(1, SignedRankTest.smallestPValue(count: units.count) * Double(max(pairs.count, 1)))
  }

  /// The fewest units with which a difference can be significant, given the number of pairs.
  public var fewestUnits: Int { Self.fewestUnits(pairs: pairs.count) }

  /// Tests all pairs of models and corrects the p-values.
  mutating func test() {
    let errors = models.map { unitErrors($0.label) }
    pairs = []
    for first in models.indices {
      for second in models.indices.dropFirst(first + 1) {
        let differences = zip(errors[first], errors[second]).compactMap { one, other in
          one.flatMap { one in other.map { one - $0 } }
        }
        guard let test = SignedRankTest(differences), let one = error(of: models[first]),
          let other = error(of: models[second])
        else { continue }
        pairs.append(
          Pair(
            first: models[first].label, second: models[second].label, difference: one - other, test: test,
            adjustedPValue: 1, wins: differences.count { $0 < 0 }, losses: differences.count { $0 > 0 }))
      }
    }
    for (number, value) in HolmCorrection.adjusted(pairs.map(\.test.pValue)).enumerated() {
      pairs[number].adjustedPValue = value
    }
  }

  /// The mean; nil for an empty array.
  static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

extension ComparisonOutcome.Pair {
  /// Whether both models make the same error in every unit.
  public var isEqual: Bool { test.zeros == test.count }

  /// The same pair with the two models exchanged.
  var turned: ComparisonOutcome.Pair {
    ComparisonOutcome.Pair(
      first: second, second: first, difference: -difference, test: test.turned,
      adjustedPValue: adjustedPValue, wins: losses, losses: wins)
  }
}

extension ComparisonOutcome.Model {
  /// The average of one score over seeds; nil when it is undefined for every seed.
  public func average(_ score: (BacktestResult.ModelScore) -> Double?) -> Double? {
    ComparisonOutcome.mean(seedScores.compactMap(score))
  }

  /// The run with the median effective memory over seeds (of two in the middle the lower); nil for a method
  /// that isn't a network.
  public var medianMemory: ComparisonOutcome.Memory? {
    let sorted = memories.sorted { ($0.effectiveMemory, $0.seed) < ($1.effectiveMemory, $1.seed) }
    return sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2]
  }
}

extension ComparisonOutcome {
  /// The median duration of a model's fits over windows and seeds, in seconds; it differs from run to run.
  public func medianFitSeconds(of model: Model) -> Double {
    let sorted = runs.filter { $0.model == model.label }.map(\.fitSeconds).sorted()
    guard !sorted.isEmpty else { return 0 }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}

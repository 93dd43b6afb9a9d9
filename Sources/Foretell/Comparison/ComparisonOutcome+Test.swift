extension ComparisonOutcome.Units {
  /// The units of a comparison, chosen by its shape alone.
  ///
  /// Seeds are repetitions of one experiment, not observations of another future, so they are averaged first. Of several
  /// series each is a unit (J. Demšar, Journal of Machine Learning Research 7, 2006, 1–30, section 3.1.3, whose data sets
  /// are our series), unless there are fewer series than windows; then each window is. Windows that begin less than a
  /// horizon apart are scored on the same values, so neighbours are put together until units begin a horizon apart.
  init(series: Int, windows: Int, stepSize: Int, horizon: Int) {
    let together = min((horizon + stepSize - 1) / stepSize, windows)
    let blocks = windows / together
    if series > 1, series >= blocks {
      self.init(kind: .series, count: series, windowsPerUnit: windows)
    } else {
      self.init(kind: .window, count: blocks, windowsPerUnit: together)
    }
  }

  /// The unit of a window; windows left over at the beginning belong to the first.
  func unit(ofWindow window: Int, of windows: Int) -> Int {
    max(0, count - 1 - (windows - 1 - window) / windowsPerUnit)
  }
}

extension ComparisonOutcome {
  /// A model's mean error in each unit, seeds averaged; nil where the error is undefined.
  public func unitErrors(_ label: String) -> [Double?] {
    // Numbered over all models, so that one that left out a series still has the others in their places.
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

  /// The error of one forecast that ranks and tests.
  public func error(of forecast: BacktestResult.Window) -> Double? {
    measure == .mase ? forecast.scaledError : forecast.absoluteError
  }

  /// The model with a label.
  public func model(_ label: String) -> Model? { models.first { $0.label == label } }

  /// The pair of two models, turned so that `first` is its first.
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

  /// A model's mean error over series and windows, averaged over seeds.
  public func error(of model: Model) -> Double? { Self.mean(seedErrors(of: model)) }

  /// A model's error with each seed.
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

  /// The fewest units with which a difference can be significant among so many pairs.
  public var fewestUnits: Int { Self.fewestUnits(pairs: pairs.count) }

  /// Tests all pairs.
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

  /// The mean; nil of nothing.
  static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

extension ComparisonOutcome.Pair {
  /// Whether both models make the same error in every unit.
  public var isEqual: Bool { test.zeros == test.count }

  /// The same with the models exchanged.
  var turned: ComparisonOutcome.Pair {
    ComparisonOutcome.Pair(
      first: second, second: first, difference: -difference, test: test.turned,
      adjustedPValue: adjustedPValue, wins: losses, losses: wins)
  }
}

extension ComparisonOutcome.Model {
  /// The average of one score over seeds; nil where no seed has it.
  public func average(_ score: (BacktestResult.ModelScore) -> Double?) -> Double? {
    ComparisonOutcome.mean(seedScores.compactMap(score))
  }

  /// The median of the effective memories over seeds, the lower of two in the middle; nil for what isn't a network.
  public var medianMemory: ComparisonOutcome.Memory? {
    let sorted = memories.sorted { ($0.effectiveMemory, $0.seed) < ($1.effectiveMemory, $1.seed) }
    return sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2]
  }
}

extension ComparisonOutcome {
  /// Seconds of a model's fits, the median over windows and seeds, which differs from run to run.
  public func medianFitSeconds(of model: Model) -> Double {
    let sorted = runs.filter { $0.model == model.label }.map(\.fitSeconds).sorted()
    guard !sorted.isEmpty else { return 0 }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}

import ForetellData

extension CombinedForecaster {
  /// Fits the members, after a comparison on held-out ends where the series are long enough for one.
  ///
  /// - Throws: `ForetellError` for options out of range, a value outside the bounds, when no member can be fitted, when a
  ///   given member can't, and of kind `interrupted`. A chosen member that can't be fitted is left out and reported.
  public func fit(
    _ table: SeriesTable, horizon: Int, seed: UInt64 = 1, options: FitOptions = FitOptions()
  ) throws -> FittedCombination {
    try check(horizon: horizon)
    try bounds.check(table)
    let (plan, usual) = planned(table, horizon: horizon)
    let season = season(of: table)
    let needsTrial = members == nil || intervals == .calibrated || rule == .greedy
    let trial =
      needsTrial && !usual.series.isEmpty
      ? try CombinationTrial(
        plan, on: usual, horizon: horizon, season: season, seed: seed, bounds: bounds, options: options) : nil
    var choice = Choice(plan.entries.count)
    if let trial { choice = Choice(trial, rule: rule, isOpen: members == nil) }
    var fitted = FittedCombination(
      table: table, rule: rule, intervals: intervals, bounds: bounds, isAutomatic: members == nil,
      isSeasonGiven: seasonLength != nil, seasonLength: season, forecastHorizon: horizon, seed: seed)
    fitted.plannedSeconds = plan.plannedSeconds
    fitted.isTimeGiven = plannedSeconds != nil
    for (label, reason) in plan.leftOut { fitted.note(label, reason: reason) }
    for (number, entry) in plan.entries.enumerated() {
      let weight = choice.isFloor ? 0 : choice.weights[number]
      var report = CombinationMember(label: entry.label, name: entry.forecaster.name, weight: weight)
      if let trial { report.take(trial, number) }
      report.note = choice.isFloor ? "seasonal naive is better on held-out ends" : choice.left[number]
      if weight > 0 {
        do {
          let clock = ContinuousClock()
          var own = options
          own.checkpoint = nil
          own.resume = false
          own.monitor = nil
          report.seconds =
            try clock.measure {
              try fitted.add(
                entry.forecaster.kept(table, horizon: horizon, seed: seed, options: own), weight, entry.label)
            }.seconds + (report.seconds ?? 0)
        } catch let error as ForetellError where members == nil && error.kind != .interrupted {
          report.weight = 0
          report.note = error.message
        }
      }
      fitted.reports.append(report)
    }
    if choice.isFloor {
      let naive = SeasonalNaive(seasonLength: season, bounds: bounds)
      fitted.replaceMembers(
        by: naive.fit(table, horizon: horizon, seed: seed, options: options), label: SeasonalNaive.family)
    }
    guard !fitted.members.isEmpty else {
      throw ForetellError(
        .seriesTooShort, "no model can be fitted to \(table.name)", location: .init(file: table.name))
    }
    if let trial { fitted.take(trial, choice, horizon: horizon) }
    return fitted
  }

  private func season(of table: SeriesTable) -> Int { seasonLength ?? table.frequency.defaultSeasonLength }

  /// What is considered for a table, and the series on which it is compared: those with values that aren't intermittent.
  private func planned(_ table: SeriesTable, horizon: Int) -> (plan: CombinationPlan, series: SeriesTable) {
    let season = season(of: table)
    let known = table.withoutIsolatedValues.endingWithValues
    let usual = known.keeping(
      known.series.indices.filter { number in
        let values = known.series[number].values
        return !values.isEmpty && !(members == nil && values.isIntermittent(season: season))
      })
    var plan = CombinationPlan(for: usual.series.isEmpty ? known : usual, horizon: horizon, season: season)
    if let members {
      plan.take(members)
    } else {
      plan.choose(
        for: table, season: seasonLength, bounds: bounds, seconds: plannedSeconds, levels: trainedLevels)
    }
    return (plan, usual)
  }

  /// Estimated seconds of a fit to `table` on two cores of a usual processor; 0 where members were given.
  public func estimatedSeconds(for table: SeriesTable, horizon: Int) -> Double {
    horizon > 0 ? planned(table, horizon: horizon).plan.seconds : 0
  }

  /// The members that stay, with their weights.
  fileprivate struct Choice {
    var weights: [Double]
    var left: [Int: String] = [:]
    var isFloor = false

    /// All members alike.
    init(_ count: Int) { weights = Array(repeating: 1, count: count) }

    init(_ trial: CombinationTrial, rule: CombinationRule, isOpen: Bool) {
      let choice = CombinationChoice(trial, rule: rule, isOpen: isOpen)
      weights = Array(repeating: 0, count: trial.labels.count)
      for (number, member) in choice.members.enumerated() {
        weights[member] = choice.weights.isEmpty ? 1 : choice.weights[number]
      }
      left = choice.left
      isFloor = choice.isFloor
    }

    /// The members with a weight, by place.
    var members: [Int] { weights.indices.filter { weights[$0] > 0 } }
  }
}

extension FittedCombination {
  /// Takes what a trial says about the combination: its own held-out error, the floor's, and the correction of intervals.
  fileprivate mutating func take(_ trial: CombinationTrial, _ choice: CombinedForecaster.Choice, horizon: Int)
  {
    guard !trial.places.isEmpty else { return }
    let combined =
      choice.isFloor
      ? trial.floor : trial.combined(choice.members, rule, weights: choice.members.map { choice.weights[$0] })
    windowErrors = trial.errors(combined)
    floorErrors = trial.errors(trial.floor)
    heldOutPoints = trial.points
    if intervals == .calibrated {
      calibration = CombinationCalibration.checked(trial, combined, horizon: horizon)
    }
  }
}

extension Forecaster {
  /// A fit that can be kept in a file.
  fileprivate func kept(
    _ table: SeriesTable, horizon: Int, seed: UInt64, options: FitOptions
  ) throws -> any KeptModel {
    let fitted = try fit(table, horizon: horizon, seed: seed, options: options)
    guard let kept = fitted as? any KeptModel else {
      throw ForetellError(
        .badOption, "\(name) can't be a member of a combination: it can't be kept in a file")
    }
    return kept
  }
}

extension [Double] {
  /// Whether these values are an intermittent demand.
  ///
  /// None is below 0, at least a quarter of them are 0, and no season explains the zeros. A demand in at most every 1.32nd
  /// period is the border of A. A. Syntetos, J. E. Boylan and J. D. Croston, On the categorization of demand patterns,
  /// Journal of the Operational Research Society 56 (2005) 495–503.
  func isIntermittent(season: Int) -> Bool {
    var (zeros, count) = (0, 0)
    for value in self where !value.isNaN {
      guard value >= 0 else { return false }
      count += 1
      if value == 0 { zeros += 1 }
    }
    guard count > ShortHistory.most, zeros < count, 4 * zeros >= count else { return false }
    return season < 2 || !SeasonTest.isSeasonal(self, transformed: self, season: season)
  }
}

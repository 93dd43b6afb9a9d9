import ForetellCore

/// Ridge regressions of all series of a panel on their own lags: one solution for all series, or one per series that is
/// pulled towards the common one.
///
/// Values are distances from the level in units of the series: their root mean square over all windows is 1, so that
/// series of any size can share a solution. Sums are added in the order of the series, in blocks of a fixed size, so the
/// bits don't depend on the number of threads.
package struct LagRegression: Sendable {
  /// One series without missing values.
  package struct Member: Sendable {
    /// The values in time order; those that were missing are filled.
    package var values: [Double]
    /// The indices of the filled values, ascending.
    package var missing: [Int]

    /// Makes a series of a panel.
    package init(values: [Double], missing: [Int] = []) {
      self.values = values
      self.missing = missing
    }
  }

  /// How much the solutions of the series have in common.
  package enum Scope: Sendable, Hashable {
    /// One solution for all series.
    case pooled
    /// One per series, pulled towards the common one.
    case shrunk
    /// One per series, from its own values alone.
    case series
  }

  /// Strengths of the penalty relative to the mean square of the inputs.
  package struct Strengths: Sendable, Hashable {
    /// How the solutions belong together.
    package var scope: Scope
    /// Strength of the common solution's penalty; also that of the solutions of single series in the scope `series`.
    package var common: Double
    /// Strength of the penalty that pulls a series' solution to the common one.
    package var own: Double

    /// Makes strengths.
    package init(scope: Scope, common: Double, own: Double = 0) {
      self.scope = scope
      self.common = common
      self.own = own
    }
  }

  /// How windows are cut.
  package let windows: LagWindows
  /// The series.
  package let members: [Member]

  /// The number of lags that a series must be long enough for to take part in choices.
  private let heldFor: Int
  private let pool: WorkerPool

  /// Number of series per job.
  private static let block = 16

  /// Takes a panel.
  ///
  /// - Parameters:
  ///   - members: the series.
  ///   - windows: how windows are cut.
  ///   - heldFor: the number of lags that a series must be long enough for to take part in choices; when several numbers
  ///     are compared, the largest of them. Nil takes that of `windows`.
  ///   - pool: runs the jobs.
  package init(_ members: [Member], windows: LagWindows, heldFor: Int? = nil, pool: WorkerPool) {
    self.windows = windows
    self.members = members
    self.heldFor = max(heldFor ?? windows.lags, windows.lags)
    self.pool = pool
  }

  // MARK: Sums

  /// The origins of the rows that end before `end`, the first index that isn't known.
  package func origins(of member: Int, before end: Int) -> Range<Int> {
    let first = windows.lags - 1
    return first..<max(end - windows.horizon, first)
  }

  /// The sums over a series' rows in its own unit, and this unit; the unit is 0 for constant series and those without a
  /// row.
  func moments(of number: Int, before end: Int) -> (moments: RegressionMoments, unit: Double) {
    let member = members[number]
    var moments = windows.moments(
      of: member.values, missing: member.missing.filter { $0 < end },
      origins: origins(of: number, before: end))
    let unit = moments.meanSquare(ofInputs: 0..<windows.lags).squareRoot()
    // Differences below the rounding error of the values are no differences.
    let size = member.values.reduce(0) { max($0, abs($1)) }
    guard unit > 1e-12 * size, unit.isFinite else {
      return (RegressionMoments(inputs: windows.inputs, outputs: windows.horizon), 0)
    }
    windows.divide(&moments, by: unit)
    return (moments, unit)
  }

  /// The sums over all rows of all series that end before `ends`.
  private func pooledMoments(before ends: [Int]) -> RegressionMoments {
    let blocks = (members.count + Self.block - 1) / Self.block
    let parts = pool.map(blocks) { block in
      var sum = RegressionMoments(inputs: windows.inputs, outputs: windows.horizon)
      for number in range(of: block) { sum.add(moments(of: number, before: ends[number]).moments) }
      return sum
    }
    var sum = RegressionMoments(inputs: windows.inputs, outputs: windows.horizon)
    for part in parts { sum.add(part) }
    return sum
  }

  private func range(of block: Int) -> Range<Int> {
    block * Self.block..<min((block + 1) * Self.block, members.count)
  }

  private func penalty(_ moments: RegressionMoments, _ strength: Double) -> [Double] {
    [Double](repeating: strength * moments.weight, count: windows.inputs)
  }

  /// The common solution for a strength; zero without rows.
  private func common(_ moments: RegressionMoments, _ strength: Double) -> [Double] {
    let zero = [Double](repeating: 0, count: windows.inputs * windows.horizon)
    guard moments.weight > 0 else { return zero }
    let solver = RidgeSolver(inputs: windows.inputs, outputs: windows.horizon)
    return solver.solution(moments, penalty: penalty(moments, strength)) ?? zero
  }

  // MARK: Choice

  /// The part of each series that is held out to choose strengths; the whole length where the series is too short.
  ///
  /// Two horizons or a tenth of the series at its end, whichever is more; one horizon when more than half of the rows
  /// would be lost.
  private func foldEnd(of number: Int) -> Int {
    let (count, horizon) = (members[number].values.count, windows.horizon)
    let rows = count - heldFor - horizon + 1
    for held in [max(2 * horizon, count / 10), 2 * horizon, horizon] where rows >= 2 * held {
      return count - held
    }
    return count
  }

  /// The origins of a held-out part from which forecasts are compared with it, at most thirteen.
  private func heldOrigins(of number: Int) -> [Int] {
    let (count, end) = (members[number].values.count, foldEnd(of: number))
    guard end < count else { return [] }
    let span = count - windows.horizon - end
    return Array(stride(from: end - 1, through: count - 1 - windows.horizon, by: max(span / 12, 1)))
  }

  /// The mean absolute error on the held-out ends, divided by the mean absolute change over one season before them,
  /// for each of some strengths; and the number of series that have held-out ends.
  package func scores(_ candidates: [Strengths]) -> (errors: [Double], series: Int) {
    let ends = members.indices.map { foldEnd(of: $0) }
    let held = members.indices.filter { ends[$0] < members[$0].values.count }
    // More series would cost time, but hardly change the choice.
    let step = max(held.count / 200, 1)
    let chosen = held.enumerated().filter { $0.offset % step == 0 }.map(\.element)
    guard !chosen.isEmpty else { return ([Double](repeating: 0, count: candidates.count), 0) }
    let commons = commonSolutions(candidates, before: ends)
    let blocks = (chosen.count + Self.block - 1) / Self.block
    let parts = pool.map(blocks) { block in
      let solver = RidgeSolver(inputs: windows.inputs, outputs: windows.horizon)
      return chosen[block * Self.block..<min((block + 1) * Self.block, chosen.count)].map { number in
        let (moments, unit) = moments(of: number, before: ends[number])
        let size = change(of: number, before: ends[number])
        guard unit > 0, size > 0 else { return [Double](repeating: 0, count: candidates.count) }
        return candidates.map { candidate in
          let solution = self.solution(candidate, moments, commons[candidate.common] ?? [], solver)
          return heldErrors(number, solution, unit: unit).map { abs($0.error) }.mean * unit / size
        }
      }
    }
    var sums = [Double](repeating: 0, count: candidates.count)
    for errors in parts.joined() { for place in sums.indices { sums[place] += errors[place] } }
    return (sums.map { $0 / Double(chosen.count) }, chosen.count)
  }

  /// The mean absolute change over one season, or from value to value where windows have none.
  private func change(of number: Int, before end: Int) -> Double {
    let values = members[number].values[..<end]
    return zip(values.dropFirst(max(windows.season, 1)), values).map { abs($0 - $1) }.mean
  }

  private func commonSolutions(_ candidates: [Strengths], before ends: [Int]) -> [Double: [Double]] {
    let strengths = Set(candidates.filter { $0.scope != .series }.map(\.common)).sorted()
    guard !strengths.isEmpty else { return [:] }
    let moments = pooledMoments(before: ends)
    let solutions = pool.map(strengths.count) { common(moments, strengths[$0]) }
    return Dictionary(uniqueKeysWithValues: zip(strengths, solutions))
  }

  /// The solution of one series.
  private func solution(
    _ strengths: Strengths, _ moments: RegressionMoments, _ common: [Double], _ solver: RidgeSolver
  ) -> [Double] {
    switch strengths.scope {
    case .pooled: return common
    case .shrunk:
      return solver.solution(moments, penalty: penalty(moments, strengths.own), towards: common) ?? common
    case .series:
      return solver.solution(moments, penalty: penalty(moments, strengths.common))
        ?? [Double](repeating: 0, count: windows.inputs * windows.horizon)
    }
  }

  /// The errors of the forecasts of a held-out end, in units of the series; none for values that were missing.
  private func heldErrors(_ number: Int, _ solution: [Double], unit: Double) -> [(step: Int, error: Double)] {
    let member = members[number]
    let missing = Set(member.missing)
    var errors: [(step: Int, error: Double)] = []
    for origin in heldOrigins(of: number) {
      let forecast = windows.forecast(member.values, origin: origin, solution: solution, unit: unit)
      for step in 0..<windows.horizon where !missing.contains(origin + 1 + step) {
        errors.append((step, (member.values[origin + 1 + step] - forecast[step]) / unit))
      }
    }
    return errors
  }

  // MARK: Fit

  /// The solutions with given strengths over all rows, and how far forecasts of the held-out ends were off.
  package func fit(_ strengths: Strengths) -> LagSolutions {
    let ends = members.map(\.values.count)
    let folds = members.indices.map { foldEnd(of: $0) }
    let all = pooledMoments(before: ends)
    let whole = common(all, strengths.common).map { Double(Float($0)) }
    let fold = common(pooledMoments(before: folds), strengths.common)
    let blocks = (members.count + Self.block - 1) / Self.block
    let parts = pool.map(blocks) { block in
      let solver = RidgeSolver(inputs: windows.inputs, outputs: windows.horizon)
      return range(of: block).map { number -> LagSolutions.One in
        var one = LagSolutions.One()
        let (moments, unit) = moments(of: number, before: ends[number])
        one.unit = unit
        guard unit > 0 else { return one }
        // Files hold single precision; a forecast is the same before and after.
        let solution = self.solution(strengths, moments, whole, solver).map { Double(Float($0)) }
        if strengths.scope != .pooled { one.solution = solution }
        one.deviations = deviations(moments, solution, solver)
        guard folds[number] < ends[number] else { return one }
        let (before, foldUnit) = self.moments(of: number, before: folds[number])
        guard foldUnit > 0 else { return one }
        let foldSolution = self.solution(strengths, before, fold, solver)
        let expected = deviations(before, foldSolution, solver)
        one.ratios = heldErrors(number, foldSolution, unit: foldUnit).compactMap { step, error in
          expected[step] > 0 ? (step, abs(error) / expected[step]) : nil
        }
        return one
      }
    }
    let solver = RidgeSolver(inputs: windows.inputs, outputs: windows.horizon)
    return LagSolutions(
      common: whole, series: Array(parts.joined()),
      deviations: all.weight > 0 ? deviations(all, whole, solver) : [])
  }

  /// Root mean square residuals per output.
  private func deviations(_ moments: RegressionMoments, _ solution: [Double], _ solver: RidgeSolver)
    -> [Double]
  {
    moments.squaredResiduals(solution, solver: solver).map { ($0 / moments.weight).squareRoot() }
  }
}

/// The solutions of a panel; matrices are [lags + 1, horizon], rounded to single precision.
package struct LagSolutions: Sendable {
  /// The result for one series.
  package struct One: Sendable {
    /// The series' own solution; nil when it uses the common one.
    package var solution: [Double]?
    /// The root mean square of the series' windows minus their levels; 0 for constant series and those without a row.
    package var unit = 0.0
    /// Root mean square residuals per step in this unit; empty without a row.
    package var deviations: [Double] = []
    /// Steps, and the sizes of the errors on the held-out end divided by the root mean square residuals of the solution
    /// that didn't see it.
    package var ratios: [(step: Int, ratio: Double)] = []
  }

  /// The common solution; zero when no series has a row.
  package let common: [Double]
  /// The series in the order of the panel.
  package let series: [One]
  /// Root mean square residuals of the common solution per step, in units of the series; empty without any row.
  package let deviations: [Double]
}

extension [Double] {
  /// The mean; 0 of no values.
  fileprivate var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}

import ForetellCore
import ForetellLayers

/// A distribution of counts per step, whose mean is the sequence's level times the first output; the point forecast is
/// this mean (Salinas, Flunkert, Gasthaus, Januschowski 2020, section 3.3).
package struct CountOutput: SampledHead {
  /// The distribution.
  let kind: CountLoss.Kind

  /// The least output, in units of the level: a mean of zero would make every count above zero impossible.
  static let leastOutput = 1e-3

  package var width: Int { CountLoss(kind).width }
  package var lossTerms: Int { 1 }
  package var deviates: [Double] { StandardLevels.deviations }
  package var levels: [Double] { StandardLevels.percents }
  package var needsResiduals: Bool { false }
  package var readsLevels: Bool { true }

  package func record<Scalar: KernelScalar>(
    _ raw: Slot, _ targets: TargetSlots, into plan: inout PlanBuilder<Scalar>
  ) -> (output: Slot, loss: Slot) {
    guard let levels = targets.levels else { preconditionFailure("counts need the level of each target") }
    let output = PositiveHead(floor: Self.leastOutput).record(raw, into: &plan)
    let loss = CountLoss(kind).record(
      prediction: output, target: targets.values, unit: levels, weight: targets.weights, into: &plan)
    return (output, loss)
  }

  package func center(_ row: ArraySlice<Double>) -> Double { row[row.startIndex] }

  /// Those of a normal distribution with the same variance, for a level of `unit`.
  package func offsets(_ row: ArraySlice<Double>, unit: Double, deviation: Double) -> [Double] {
    let mean = unit * row[row.startIndex]
    let variance = mean + (kind == .poisson ? 0 : row[row.startIndex + 1] / unit.squareRoot() * mean * mean)
    return deviates.map { $0 * variance.squareRoot() }
  }

  package func draw(_ row: ArraySlice<Double>, level: Double, from random: inout RandomStream) -> Double {
    let mean = level * row[row.startIndex]
    switch kind {
    case .poisson: return random.poisson(mean: mean)
    case .negativeBinomial:
      let shape = row[row.startIndex + 1] / level.squareRoot()
      return random.poisson(mean: shape * mean * random.gamma(shape: 1 / shape))
    }
  }

  package func check() throws {}
}

import ForetellCore
import ForetellLayers

/// Student's t distribution per step, trained by its likelihood; the point forecast is its location.
package struct StudentOutput: SampledHead {
  /// The least scale in units of scaled targets: a likelihood has no maximum where it may shrink to zero.
  static let leastScale = 1e-3

  package var width: Int { 3 }
  package var lossTerms: Int { 1 }
  package var deviates: [Double] { StandardLevels.deviations }
  package var levels: [Double] { StandardLevels.percents }
  package var needsResiduals: Bool { false }

  package func record<Scalar: KernelScalar>(
    _ raw: Slot, _ targets: TargetSlots, into plan: inout PlanBuilder<Scalar>
  ) -> (output: Slot, loss: Slot) {
    let output = StudentHead(floor: Self.leastScale).record(raw, into: &plan)
    let loss = StudentLoss().record(
      prediction: output, target: targets.values, weight: targets.weights, into: &plan)
    return (output, loss)
  }

  package func center(_ row: ArraySlice<Double>) -> Double { row[row.startIndex] }

  /// The quantiles of the t distribution at the probabilities of the normal ``deviates``.
  package func offsets(_ row: ArraySlice<Double>, unit: Double, deviation: Double) -> [Double] {
    let (scale, freedom) = (row[row.startIndex + 1], row[row.startIndex + 2])
    let tails = StandardLevels.percents.map {
      StudentT.quantile(0.5 + $0 / 200, degrees: max(freedom, 3)) * unit * scale
    }
    return tails.reversed().map { -$0 } + [0] + tails
  }

  package func draw(_ row: ArraySlice<Double>, level: Double, from random: inout RandomStream) -> Double {
    row[row.startIndex] + row[row.startIndex + 1] * random.student(degrees: row[row.startIndex + 2])
  }

  package func check() throws {}
}

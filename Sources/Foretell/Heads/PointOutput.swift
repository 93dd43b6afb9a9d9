import ForetellCore
import ForetellLayers

/// One output per step, the point forecast; intervals are normal with the root mean square of the fit's
/// residuals.
package struct PointOutput: OutputHead {
  /// The loss of one target.
  let loss: PointLoss.Kind
  /// Interval levels in percent as given: a point loss trains none of them, but they are checked.
  let askedLevels: [Double]

  /// Makes a head with a pointwise loss.
  package init(_ loss: PointLoss.Kind, levels: [Double]) {
    self.loss = loss
    askedLevels = levels
  }

  package var width: Int { 1 }
  package var lossTerms: Int { 1 }
  package var deviates: [Double] { StandardLevels.deviations }
  package var levels: [Double] { StandardLevels.percents }
  package var needsResiduals: Bool { true }

  package func record<Scalar: KernelScalar>(
    _ raw: Slot, _ targets: TargetSlots, into plan: inout PlanBuilder<Scalar>
  ) -> (output: Slot, loss: Slot) {
    let loss = PointLoss(loss).record(
      prediction: raw, target: targets.values, weight: targets.weights, into: &plan)
    return (raw, loss)
  }

  package func center(_ row: ArraySlice<Double>) -> Double { row[row.startIndex] }

  package func offsets(_ row: ArraySlice<Double>, unit: Double, deviation: Double) -> [Double] {
    deviates.map { $0 * unit * deviation }
  }

  package func check() throws { try TrainedLevels.check(askedLevels) }
}

/// The normal deviates at which intervals from residuals are tabulated.
enum StandardLevels {
  static let deviations: [Double] = [-2, -1, 0, 1, 2]
  /// The levels in percent of the intervals between −1 and 1 and between −2 and 2 standard deviations.
  static let percents: [Double] = [68.268949213708590, 95.449973610364160]
}

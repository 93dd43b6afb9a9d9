import ForetellCore
import ForetellLayers

/// A normal distribution per step, trained by its likelihood (Salinas, Flunkert, Gasthaus, Januschowski 2020, DeepAR,
/// section 3.1, without the recursion); the point forecast is its mean.
package struct GaussianOutput: SampledHead {
  /// Interval levels in percent as given; they are only checked, as every interval follows from mean and deviation.
  let askedLevels: [Double]

  /// The least standard deviation in units of scaled targets: a likelihood has no maximum where it may shrink to zero.
  static let leastDeviation = 1e-3

  /// Makes a head.
  package init(levels: [Double]) { askedLevels = levels }

  package var width: Int { 2 }
  package var lossTerms: Int { 1 }
  // Between and beyond these deviates distances are interpolated linearly, which is exact for a normal distribution.
  package var deviates: [Double] { StandardLevels.deviations }
  package var levels: [Double] { StandardLevels.percents }
  package var needsResiduals: Bool { false }

  package func record<Scalar: KernelScalar>(
    _ raw: Slot, _ targets: TargetSlots, into plan: inout PlanBuilder<Scalar>
  ) -> (output: Slot, loss: Slot) {
    let output = GaussianHead(floor: Self.leastDeviation).record(raw, into: &plan)
    let loss = GaussianLoss().record(
      prediction: output, target: targets.values, weight: targets.weights, into: &plan)
    return (output, loss)
  }

  package func center(_ row: ArraySlice<Double>) -> Double { row[row.startIndex] }

  package func offsets(_ row: ArraySlice<Double>, unit: Double, deviation: Double) -> [Double] {
    let own = row[row.startIndex + 1]
    return deviates.map { $0 * unit * own }
  }

  package func draw(_ row: ArraySlice<Double>, level: Double, from random: inout RandomStream) -> Double {
    row[row.startIndex] + row[row.startIndex + 1] * random.normal()
  }

  package func check() throws { try TrainedLevels.check(askedLevels) }
}

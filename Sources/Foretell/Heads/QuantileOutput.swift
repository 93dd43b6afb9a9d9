import ForetellCore
import ForetellLayers

/// Quantiles that can't cross: the median and both bounds of every trained level, with the pinball loss.
package struct QuantileOutput: OutputHead {
  /// Interval levels in percent as given.
  let trainedLevels: [Double]
  /// The quantile levels, ascending with the median in the middle.
  package let quantiles: [Double]
  package let deviates: [Double]
  /// The factor of the loss of each quantile but the median, relative to the median's.
  let tailShare: Double

  /// The median and the quantiles at both ends of the intervals with these levels in percent.
  ///
  /// - Parameter tailShare: the factor of the loss of each quantile but the median, relative to the median's.
  package init(levels: [Double], tailShare: Double = 1) {
    self.tailShare = tailShare
    trainedLevels = levels
    let tails = levels.sorted().map { (100 - $0) / 200 }
    quantiles = tails.reversed() + [0.5] + tails.map { 1 - $0 }
    // An invalid level has no deviate and gets 0 here; `check` refuses it later.
    deviates = quantiles.map { $0 > 0 && $0 < 1 ? StandardNormal.quantile($0) : 0 }
  }

  package var width: Int { quantiles.count }
  package var lossTerms: Int { quantiles.count }
  package var levels: [Double] { trainedLevels.sorted() }
  package var needsResiduals: Bool { false }

  package func record<Scalar: KernelScalar>(
    _ raw: Slot, _ targets: TargetSlots, into plan: inout PlanBuilder<Scalar>
  ) -> (output: Slot, loss: Slot) {
    let output = QuantileHead(quantiles: width, median: width / 2).record(raw, into: &plan)
    // The factors add up to the number of quantiles, as equal ones do.
    let unit = Double(width) / (1 + tailShare * Double(width - 1))
    let shares = quantiles.indices.map { $0 == width / 2 ? unit : tailShare * unit }
    let loss = QuantileLoss(levels: quantiles, shares: shares).record(
      prediction: output, target: targets.values, weight: targets.weights, into: &plan)
    return (output, loss)
  }

  package var centerColumn: Int { width / 2 }

  package func center(_ row: ArraySlice<Double>) -> Double { row[row.startIndex + width / 2] }

  package func offsets(_ row: ArraySlice<Double>, unit: Double, deviation: Double) -> [Double] {
    let center = center(row)
    return row.map { unit * ($0 - center) }
  }

  package func check() throws {
    try TrainedLevels.check(trainedLevels)
    // The network's numbers have single precision: levels closer to each other or to 100 give equal quantiles.
    let rounded = quantiles.map { Float($0) }
    try OptionRange.require(
      rounded.allSatisfy { $0 > 0 && $0 < 1 } && zip(rounded, rounded.dropFirst()).allSatisfy(<),
      "trained levels", "so far apart that their quantile levels differ from each other, 0 and 1")
  }
}

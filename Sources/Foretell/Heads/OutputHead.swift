import ForetellCore
import ForetellLayers

/// The slots of what a loss compares the output with, each [rows, horizon].
package struct TargetSlots: Sendable {
  /// The targets, scaled or, where a head reads levels, as they are.
  package let values: Slot
  /// The weights of the targets; 0 for a missing one.
  package let weights: Slot
  /// The level ν of each target's sequence, where a head reads it.
  package let levels: Slot?
}

/// The part of a network that defines what its output means: point forecast, intervals and loss.
///
/// For each step of the horizon the output has ``width`` numbers, a *row*, in units of the window's scaled
/// targets. From a row the head computes the point forecast and, at known normal deviates, the distances of
/// quantiles from it; bounds of intervals are interpolated between them.
package protocol OutputHead: Sendable {
  /// Number of outputs per step.
  var width: Int { get }
  /// Number of terms that the loss sums for one target; the mean loss is divided by it.
  var lossTerms: Int { get }
  /// The normal deviates, ascending with 0 in the middle, at which ``offsets(_:unit:deviation:)`` gives
  /// distances.
  var deviates: [Double] { get }
  /// The interval levels, in percent and ascending, whose upper bounds are at the positive ``deviates``.
  var levels: [Double] { get }
  /// Whether intervals come from the residuals of the fit, because the output itself carries no uncertainty.
  ///
  /// Residuals are the targets minus the first number of a row, which is then the point forecast.
  var needsResiduals: Bool { get }
  /// Whether targets are unscaled and the loss reads the level of each.
  var readsLevels: Bool { get }
  /// The head itself if numbers can be drawn from its distribution; otherwise nil.
  var sampled: (any SampledHead)? { get }
  /// Records the output and the loss, given the numbers of the dense layer.
  ///
  /// - Parameters:
  ///   - raw: the dense layer's output [rows, horizon, width].
  ///   - targets: what the loss compares with it.
  /// - Returns: the output [rows, horizon, width] and the loss [1], the weighted sum over all targets.
  func record<Scalar: KernelScalar>(
    _ raw: Slot, _ targets: TargetSlots, into plan: inout PlanBuilder<Scalar>
  ) -> (output: Slot, loss: Slot)
  /// The point forecast from a row, in the row's units.
  func center(_ row: ArraySlice<Double>) -> Double
  /// The place in a row of the number that the point forecast is.
  var centerColumn: Int { get }
  /// The distances from the point forecast at all ``deviates``, negative below it.
  ///
  /// - Parameters:
  ///   - row: the output of one step.
  ///   - unit: the size of an output of 1 in the units of the result.
  ///   - deviation: the root mean square of the fit's residuals at this step in units of the output; 1 where
  ///     ``needsResiduals`` is false.
  func offsets(_ row: ArraySlice<Double>, unit: Double, deviation: Double) -> [Double]
  /// Throws `ForetellError` of kind `usage` unless every option lies in its range.
  func check() throws
}

extension OutputHead {
  package var centerColumn: Int { 0 }
  package var readsLevels: Bool { false }
  package var sampled: (any SampledHead)? { nil }
}

/// A head that is a distribution of which numbers can be drawn, for sample paths.
package protocol SampledHead: OutputHead {
  /// Draws one value from a row, in units of the change from the last value or, if the head reads levels, as it is.
  ///
  /// - Parameters:
  ///   - row: the output of one step.
  ///   - level: the level ν of the sequence.
  func draw(_ row: ArraySlice<Double>, level: Double, from random: inout RandomStream) -> Double
}

extension SampledHead {
  package var sampled: (any SampledHead)? { self }
}

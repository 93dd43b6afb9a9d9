import ForetellCore
import ForetellLayers

/// The part of a network that turns features into a forecast with its loss.
///
/// Per step of the horizon a head puts out ``width`` numbers, a *row*, in units of the window's targets. From a row it
/// reads the point forecast and how far the forecast may miss, as distances at known normal deviates, between which
/// intervals are interpolated.
package protocol OutputHead: Sendable {
  /// Numbers per step.
  var width: Int { get }
  /// Terms that the loss adds up for one target; the mean loss divides by it.
  var lossTerms: Int { get }
  /// The normal deviates, ascending with 0 in the middle, at which ``offsets(_:unit:deviation:)`` tells distances.
  var deviates: [Double] { get }
  /// The interval levels, in percent and ascending, that reach to the positive ``deviates``.
  var levels: [Double] { get }
  /// Whether intervals come from the residuals of the fit, because the network itself says nothing of its errors.
  ///
  /// Residuals are targets minus the first number of a row, which then is the point forecast.
  var needsResiduals: Bool { get }
  /// Records the output from raw numbers, and the loss.
  ///
  /// - Parameters:
  ///   - raw: [rows, horizon, width].
  ///   - target: [rows, horizon].
  ///   - weight: [rows, horizon]; 0 hides a target.
  /// - Returns: the output [rows, horizon, width] and the loss [1], the weighted sum over all targets.
  func record<Scalar: KernelScalar>(
    _ raw: Slot, target: Slot, weight: Slot, into plan: inout PlanBuilder<Scalar>
  ) -> (output: Slot, loss: Slot)
  /// The point forecast of a row.
  func center(_ row: ArraySlice<Double>) -> Double
  /// The distances from the point forecast at all ``deviates``, negative below it.
  ///
  /// - Parameters:
  ///   - row: the step's output.
  ///   - unit: what one of the output means.
  ///   - deviation: the root mean square of the fit's residuals at this step in units of the output; 1 where they aren't
  ///     needed.
  func offsets(_ row: ArraySlice<Double>, unit: Double, deviation: Double) -> [Double]
  /// Throws `ForetellError` of kind `usage` unless every option lies in its range.
  func check() throws
}

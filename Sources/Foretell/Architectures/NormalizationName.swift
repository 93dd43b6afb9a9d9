import ForetellCore
import ForetellLayers

/// How the outputs of a network's layers are normalised.
///
/// Recurrent networks normalise what a layer hands on: to the next layer at every step, and to the head. Feed-forward
/// networks normalise before the activation.
public enum NormalizationName: String, Sendable, Codable, CaseIterable {
  /// Not at all.
  case none
  /// Layer normalisation (J. L. Ba, J. R. Kiros, G. E. Hinton, 2016): over the units of a layer at each step.
  case layer
  /// Batch normalisation (S. Ioffe, C. Szegedy, 2015, algorithms 1 and 2): each unit over steps and windows.
  ///
  /// In training the statistics are those of a part of the batch: of a quarter, or of up to 16 windows if that is more; a
  /// window alone uses the running statistics. Forecasts use running means of these statistics, which model files keep.
  case batch

  /// Records the normalisation of a layer's output.
  ///
  /// - Parameters:
  ///   - input: the output [.., rows, width], step by step.
  ///   - starts: each row's first real step [rows]; the steps before it are padding.
  ///   - firstStep: the number of the first step of `input`.
  func record<Scalar: KernelScalar>(
    _ input: Slot, starts: Slot, firstStep: Int, into plan: inout PlanBuilder<Scalar>
  ) -> Slot {
    switch self {
    case .none: input
    case .layer: plan.scope("norm") { LayerNorm().record(input, into: &$0) }
    case .batch:
      plan.scope("norm") {
        BatchNorm().record(input, starts: starts, firstStep: firstStep, into: &$0)
      }
    }
  }

  /// Throws `ForetellError` of kind `usage` where nothing of a layer's output would be left.
  ///
  /// - Parameter width: the number of units that are normalised together.
  func check(width: Int) throws {
    guard self == .layer, width == 1 else { return }
    throw ForetellError(
      .badOption, "layer normalisation of a single unit makes it zero, whatever the network reads",
      hint: "take more units, or leave out \(option: .normalization)")
  }

  /// The smallest number of windows per update with which training has the statistics that it needs.
  var leastBatchSize: Int { self == .batch ? 2 : 1 }
}

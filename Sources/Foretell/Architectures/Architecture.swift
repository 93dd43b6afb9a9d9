import ForetellCore
import ForetellLayers

/// The slots that an architecture reads.
package struct NetworkInputs: Sendable {
  /// The windows [T, B, F]: T steps, B rows, F features per step; they get no gradient.
  package let sequence: Slot
  /// Each row's first real step [B]; the steps before it are padding.
  package let starts: Slot
  /// Whether features are needed at every step, each computed from the steps up to it, rather than only at
  /// the last step.
  package var wantsEveryStep = false
}

/// What an architecture hands to the head and to a gradient monitor.
package struct Encoded: Sendable {
  /// The features, one row per forecast: [rows, width], or [T·B, width] for every step, step by step.
  package let features: Slot
  /// The recurrent layers, first to last, with both directions of a bidirectional one; empty for a network
  /// without recurrence.
  package let layers: [RecordedLayer]
}

extension Encoded {
  /// The features of a network without recurrent layers.
  init(features: Slot) {
    self.init(features: features, layers: [])
  }
}

/// The part of a network that turns windows into features: its layers and their sizes, without data and
/// weights.
///
/// A new architecture is one file with a conforming type, and a ``NetworkForecaster`` that offers it.
package protocol Architecture: Sendable {
  /// Hidden units per layer, the size by which networks are matched.
  var hiddenSize: Int { get }
  /// Whether the weights of the encoder are applied once per step of the window, rather than once per window.
  var isAppliedPerStep: Bool { get }
  /// Whether the architecture can compute features at every step of a sequence from the steps up to it alone.
  var givesEveryStep: Bool { get }
  /// Records the encoder and returns its features.
  ///
  /// Names of parameters begin with `encoder.`.
  func record<Scalar: KernelScalar>(_ inputs: NetworkInputs, into plan: inout PlanBuilder<Scalar>) -> Encoded
  /// Hidden sizes are matched among multiples of this number, over which the number of weights grows.
  var sizeStep: Int { get }
  /// The smallest number of windows per update with which it can be trained.
  var leastBatchSize: Int { get }
  /// Throws `ForetellError` of kind `usage` unless every size and option lies in its range.
  func check() throws
}

extension Architecture {
  /// False: most architectures read a window as a whole.
  package var givesEveryStep: Bool { false }
  package var sizeStep: Int { 1 }
  package var leastBatchSize: Int { 1 }
}

import ForetellCore
import ForetellLayers

/// The slots from which an architecture is recorded.
package struct NetworkInputs: Sendable {
  /// The windows [T, B, F]: T steps, B rows, F features per step; no gradients.
  package let sequence: Slot
  /// Each row's first real step [B]; the steps before it are padding.
  package let starts: Slot
}

/// What an architecture leaves for the head, and for a monitor to look at.
package struct Encoded: Sendable {
  /// One row of features per forecast [rows, width].
  package let features: Slot
  /// The recurrent layers, first to last, of a bidirectional one both directions; empty where nothing recurs.
  package let layers: [RecordedLayer]
  /// Where the layers' gates lie among the values they save.
  let gates: GateLayout
}

/// The part of a network that turns windows into features: layers and their sizes, no data and no weights.
///
/// A new architecture is one file with a value that conforms, and a forecaster that offers it (`NetworkForecaster`).
package protocol Architecture: Sendable {
  /// Hidden units per layer, the size by which networks are matched.
  var hiddenSize: Int { get }
  /// Whether the weights of the encoder are applied once per step of the window, rather than once per window.
  var isAppliedPerStep: Bool { get }
  /// Records the encoder and returns its features.
  ///
  /// Parameters are named below `encoder.`.
  func record<Scalar: KernelScalar>(_ inputs: NetworkInputs, into plan: inout PlanBuilder<Scalar>) -> Encoded
  /// The same layers in full precision: rounding changes no count of weights, but limits sizes.
  var withoutRounding: Self { get }
  /// Throws `ForetellError` of kind `usage` unless every size and option lies in its range.
  func check() throws
}

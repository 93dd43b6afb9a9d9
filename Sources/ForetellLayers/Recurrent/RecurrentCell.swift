import ForetellCore

/// What the loop over a sequence needs of a recurrent cell: its layout and its two step kernels.
package protocol RecurrentCell: Sendable {
  /// The cell's states, gates, saved values and probes. It is read when a layer is recorded and must not change after.
  var layout: CellLayout { get }
  /// The initialisation of the input weights [G·H, I] of G gates.
  func inputInitializer(inputs: Int, hidden: Int) -> Initializer
  /// The initialisation of the bias.
  var biasInitializer: Initializer { get }
  /// The same cell with an initial bias with which gates keep the old state; nil for a cell without gates.
  func keeping(_ start: MemoryStart) -> Self?

  /// Number of elements of the packed weights.
  func packedCount<Scalar: KernelScalar>(
    _ scalar: Scalar.Type, inputs: Int, hidden: Int, precision: ProductPrecision
  ) -> Int
  /// Lays the weights out for both directions; they change once per update.
  func pack<Scalar: KernelScalar>(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Scalar>,
    weightHidden: Block<Scalar>, bias: Block<Scalar>, into packed: Block<Scalar>)
  /// Computes one step for all rows of the batch.
  func forward<Scalar: KernelScalar>(_ step: ForwardStep<Scalar>)
  /// The backward pass of one step: replaces saved values by the gradients of the pre-activations, from which the
  /// sequence computes those of the weights, and adds to the gradients of the previous states.
  func backward<Scalar: KernelScalar>(_ step: BackwardStep<Scalar>)
}

/// The initial bias of the gate that keeps the old state.
package enum MemoryStart: Sendable, Equatable {
  /// One bias for all units; the larger, the more is kept.
  case value(Double)
  /// ln u with u uniform in 1…longest−1, and its negative at an input gate (Tallec and Ollivier 2018, eq. 16).
  case chrono(longest: Int)
}

/// The states of a cell at one time, each a block [B,H].
package struct StateBlocks<Scalar: KernelScalar> {
  /// Memory of all states at all times.
  let all: Block<Scalar>
  /// Index of the first state's block.
  let first: Int
  /// Distance from one state's block to the next one's.
  let distance: Int
  /// Number of elements of a block.
  let size: Int

  // Inlined, because a call of an unspecialised generic function looks the type up at run time, at every step.
  @inline(__always)
  init(all: Block<Scalar>, first: Int, distance: Int, size: Int) {
    (self.all, self.first, self.distance, self.size) = (all, first, distance, size)
  }

  /// The block of a state, by its number in the layout.
  package subscript(state: Int) -> Block<Scalar> {
    @inline(__always) get { all.slice(first + state * distance, size) }
  }

  /// The block of the hidden state h.
  package var hidden: Block<Scalar> {
    @inline(__always) get { all.slice(first, size) }
  }
}

/// The blocks of one forward step: x [B,I], states [B,H], saved [B, savedWidth·H].
package struct ForwardStep<Scalar: KernelScalar> {
  let batch: Int
  let inputs: Int
  let hidden: Int
  let packed: Block<Scalar>
  let x: Block<Scalar>
  let previous: StateBlocks<Scalar>
  let saved: Block<Scalar>
  let current: StateBlocks<Scalar>
}

/// The blocks of one backward step; `dCurrent` holds the gradients from later steps and layers, and what a step
/// adds to the gradient of one of its own states through another is added there.
package struct BackwardStep<Scalar: KernelScalar> {
  let batch: Int
  let inputs: Int
  let hidden: Int
  let packed: Block<Scalar>
  let saved: Block<Scalar>
  /// Uninitialised blocks for intermediate values [scratchBlocks,B,H]; empty when the layout asks for none.
  let scratch: Block<Scalar>
  let current: StateBlocks<Scalar>
  let previous: StateBlocks<Scalar>
  let dCurrent: StateBlocks<Scalar>
  let dPrevious: StateBlocks<Scalar>
}

extension RecurrentCell {
  package func inputInitializer(inputs: Int, hidden: Int) -> Initializer {
    .xavier(fanIn: inputs, fanOut: hidden)
  }
  package var biasInitializer: Initializer { .zeros }
  package func keeping(_ start: MemoryStart) -> Self? { nil }
}

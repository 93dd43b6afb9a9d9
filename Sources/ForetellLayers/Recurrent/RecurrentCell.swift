import ForetellCore

/// What the loop over a sequence needs of a recurrent cell: its sizes and its two step kernels.
///
/// A cell saves `savedWidth · H` values per step and row. Its backward step replaces them by the gradients of
/// the pre-activations, from which the sequence computes the gradients of the weights.
package protocol RecurrentCell: Sendable {
  /// Number of gates: blocks of H rows in the weights.
  var gates: Int { get }
  /// Number of blocks of H values in the bias.
  var biasGates: Int { get }
  /// Number of blocks of H values saved per step and row.
  var savedWidth: Int { get }
  /// Whether the cell has a cell state c beside the hidden state h.
  var hasCellState: Bool { get }
  /// Where the gradients of the recurrent product lie in `saved`: first saved block, number of blocks, first
  /// block of the weights.
  var hiddenParts: [(saved: Int, blocks: Int, weight: Int)] { get }
  /// The initialisation of the input weights [G·H, I] of G gates.
  func inputInitializer(inputs: Int, hidden: Int) -> Initializer
  /// The initialisation of the bias.
  var biasInitializer: Initializer { get }

  /// Number of elements of the packed weights.
  func packedCount<Scalar: KernelScalar>(
    _ scalar: Scalar.Type, inputs: Int, hidden: Int, precision: ProductPrecision
  ) -> Int
  /// Packs the weights for the step kernels.
  func pack<Scalar: KernelScalar>(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Scalar>,
    weightHidden: Block<Scalar>, bias: Block<Scalar>, into packed: Block<Scalar>)
  /// Computes one step for all rows of the batch.
  func forward<Scalar: KernelScalar>(_ step: ForwardStep<Scalar>)
  /// The backward pass of one step; adds to the gradients of the previous states.
  func backward<Scalar: KernelScalar>(_ step: BackwardStep<Scalar>)
}

/// The blocks of one forward step: x [B,I], states [B,H], saved [B, savedWidth·H].
package struct ForwardStep<Scalar: KernelScalar> {
  let batch: Int
  let inputs: Int
  let hidden: Int
  let packed: Block<Scalar>
  let x: Block<Scalar>
  let previous: Block<Scalar>
  let previousCell: Block<Scalar>?
  let saved: Block<Scalar>
  let cell: Block<Scalar>?
  let h: Block<Scalar>
}

/// The blocks of one backward step; `dH` and `dCell` hold the gradients from later steps and layers.
package struct BackwardStep<Scalar: KernelScalar> {
  let batch: Int
  let inputs: Int
  let hidden: Int
  let packed: Block<Scalar>
  let saved: Block<Scalar>
  let h: Block<Scalar>
  let previous: Block<Scalar>
  let cell: Block<Scalar>?
  let previousCell: Block<Scalar>?
  let dH: Block<Scalar>
  let dCell: Block<Scalar>?
  let dPrevious: Block<Scalar>
  let dPreviousCell: Block<Scalar>?
}

extension RecurrentCell {
  package func inputInitializer(inputs: Int, hidden: Int) -> Initializer {
    .xavier(fanIn: inputs, fanOut: hidden)
  }
  package var biasInitializer: Initializer { .zeros }
}

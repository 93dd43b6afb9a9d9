import ForetellCore

/// What the sequence loop asks of a recurrent cell: sizes and its two step kernels.
///
/// A cell saves, per step and row, `savedWidth · H` values that its backward step turns in place into the gradients
/// of its pre-activations; the sequence multiplies those with inputs and states for the weight gradients.
package protocol RecurrentCell: Sendable {
  /// Blocks of H rows in the weights.
  var gates: Int { get }
  /// Blocks of H values in the bias.
  var biasGates: Int { get }
  /// Blocks of H values saved per step and row.
  var savedWidth: Int { get }
  /// Whether a cell state c runs beside h.
  var hasCellState: Bool { get }
  /// Where the gradients of the recurrent product lie in `saved`: (first block, blocks, first weight block).
  var hiddenParts: [(saved: Int, blocks: Int, weight: Int)] { get }
  /// How the input weights [G·H, I] start.
  func inputInitializer(inputs: Int, hidden: Int) -> Initializer
  /// How the bias starts.
  var biasInitializer: Initializer { get }

  /// Elements of the packed weights.
  func packedCount<Scalar: KernelScalar>(
    _ scalar: Scalar.Type, inputs: Int, hidden: Int, precision: ProductPrecision
  ) -> Int
  /// Lays out the weights for the step kernels.
  func pack<Scalar: KernelScalar>(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Scalar>,
    weightHidden: Block<Scalar>, bias: Block<Scalar>, into packed: Block<Scalar>)
  /// One step for all rows of the batch.
  func forward<Scalar: KernelScalar>(_ step: ForwardStep<Scalar>)
  /// One step backward: adds to the previous states' gradients.
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

/// The blocks of one backward step; `dH` and `dCell` hold what later steps and layers have sent.
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

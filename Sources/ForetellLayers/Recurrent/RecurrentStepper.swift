import ForetellCore

/// A recurrent layer that reads one step per call, for streaming and sampling; it uses the same kernels as
/// the sequence.
package struct RecurrentStepper<Cell: RecurrentCell, Scalar: KernelScalar>: ~Copyable {
  private let cell: Cell
  private let batch: Int
  private let inputs: Int
  private let hidden: Int
  private let packed: Arena<Scalar>
  private let work: Arena<Scalar>

  /// Packs the weights [G·H,I], [G·H,H] and the bias for `batch` rows.
  package init(
    _ cell: Cell, batch: Int, inputs: Int, hidden: Int, precision: ProductPrecision = .full,
    weightInput: Block<Scalar>, weightHidden: Block<Scalar>, bias: Block<Scalar>
  ) {
    self.cell = cell
    self.batch = batch
    self.inputs = inputs
    self.hidden = hidden
    packed = Arena(count: cell.packedCount(Scalar.self, inputs: inputs, hidden: hidden, precision: precision))
    work = Arena(count: batch * hidden * (cell.savedWidth + 2))
    cell.pack(
      inputs: inputs, hidden: hidden, precision: precision, weightInput: weightInput,
      weightHidden: weightHidden, bias: bias, into: packed.block)
  }

  /// Advances `state` (h [B,H] and, for an LSTM, c [B,H]) by one step with the input x [B,I].
  package func step(_ x: Block<Scalar>, state: Block<Scalar>, cellState: Block<Scalar>?) {
    let size = batch * hidden
    let saved = work.block.slice(0, size * cell.savedWidth)
    let next = work.block.slice(size * cell.savedWidth, size)
    let nextCell = work.block.slice(size * (cell.savedWidth + 1), size)
    cell.forward(
      ForwardStep(
        batch: batch, inputs: inputs, hidden: hidden, packed: packed.block, x: x, previous: state,
        previousCell: cellState, saved: saved, cell: cellState == nil ? nil : nextCell, h: next))
    state.copy(from: next)
    cellState?.copy(from: nextCell)
  }
}

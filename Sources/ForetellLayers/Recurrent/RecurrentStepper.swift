import ForetellCore

/// A recurrent layer that reads one step per call, for streaming and sampling; it uses the same kernels as
/// the sequence.
package struct RecurrentStepper<Cell: RecurrentCell, Scalar: KernelScalar>: ~Copyable {
  private let cell: Cell
  private let layout: CellLayout
  private let batch: Int
  private let inputs: Int
  private let hidden: Int
  private let packed: Arena<Scalar>
  private let work: Arena<Scalar>

  /// Packs the weights [G·H,I], [G·H,H/heads] and the bias for `batch` rows.
  package init(
    _ cell: Cell, batch: Int, inputs: Int, hidden: Int, precision: ProductPrecision = .full,
    weightInput: Block<Scalar>, weightHidden: Block<Scalar>, bias: Block<Scalar>
  ) {
    self.cell = cell
    layout = cell.layout
    self.batch = batch
    self.inputs = inputs
    self.hidden = hidden
    packed = Arena(count: cell.packedCount(Scalar.self, inputs: inputs, hidden: hidden, precision: precision))
    work = Arena(count: batch * hidden * (layout.savedWidth + layout.states.count))
    cell.pack(
      inputs: inputs, hidden: hidden, precision: precision, weightInput: weightInput,
      weightHidden: weightHidden, bias: bias, into: packed.block)
  }

  /// Sets `states` [S,B,H] to the values before the first step.
  package func begin(_ states: Block<Scalar>) {
    for (number, state) in layout.states.enumerated() {
      states.slice(number * batch * hidden, batch * hidden).fill(Scalar(state.initial))
    }
  }

  /// Advances `states` [S,B,H], the cell's states one after the other, by one step with the input x [B,I].
  package func step(_ x: Block<Scalar>, states: Block<Scalar>) {
    let size = batch * hidden
    let saved = work.block.slice(0, size * layout.savedWidth)
    let next = work.block.slice(size * layout.savedWidth, size * layout.states.count)
    cell.forward(
      ForwardStep(
        batch: batch, inputs: inputs, hidden: hidden, packed: packed.block, x: x,
        previous: StateBlocks(all: states, first: 0, distance: size, size: size), saved: saved,
        current: StateBlocks(all: next, first: 0, distance: size, size: size)))
    states.copy(from: next)
  }
}

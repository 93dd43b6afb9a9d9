import ForetellCore
import ForetellLayers

/// Where the values of one direction of a recurrent layer lie.
package struct RecordedLayer: Sendable {
  /// The layer's number, counted from 0.
  let number: Int
  /// Whether this direction reads the window from its end to its beginning.
  let isReversed: Bool
  /// The cell's states, gates, saved values and probes.
  let layout: CellLayout
  /// Each state in T+1 blocks [B,H], the hidden state first; the initial one is block 0, or block T when reversed.
  let states: [Slot]
  let saved: Slot
  let finalState: Slot

  /// The hidden state.
  var hidden: Slot { states[0] }
  /// The cell state that carries memory beside the hidden state; nil when the hidden state does.
  var cell: Slot? { layout.memory == 0 ? nil : states[layout.memory] }
}

extension RecordedLayer {
  init<Cell: RecurrentCell>(
    _ recorded: Recurrent<Cell>.Recorded, of cell: Cell, number: Int, isReversed: Bool
  ) {
    self.init(
      number: number, isReversed: isReversed, layout: cell.layout, states: recorded.states,
      saved: recorded.saved, finalState: recorded.finalState)
  }
}

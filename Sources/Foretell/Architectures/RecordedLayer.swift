import ForetellCore
import ForetellLayers

/// Where the values of one direction of a recurrent layer lie.
package struct RecordedLayer: Sendable {
  /// The layer's number, counted from 0.
  let number: Int
  /// Whether this direction reads the window from its end to its beginning.
  let isReversed: Bool
  /// The states, T+1 blocks [B,H]; the initial state is block 0, or block T when reversed.
  let states: Slot
  let cellStates: Slot?
  let saved: Slot
  let finalState: Slot
}

extension RecordedLayer {
  init<Cell: RecurrentCell>(_ recorded: Recurrent<Cell>.Recorded, number: Int, isReversed: Bool) {
    self.init(
      number: number, isReversed: isReversed, states: recorded.states, cellStates: recorded.cellStates,
      saved: recorded.saved, finalState: recorded.finalState)
  }
}

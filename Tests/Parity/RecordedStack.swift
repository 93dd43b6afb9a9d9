import ForetellCore
import ForetellLayers
import ForetellTestSupport
import Foundation
import Testing

@testable import Foretell

/// A stack of recurrent layers with a fixture's weights, ready to run in either precision.
struct RecordedStack<Scalar: KernelScalar> {
  /// The slots of one direction: the hidden state and, for an LSTM, the cell state.
  struct Direction {
    let output: Slot
    let states: [Slot]
    let initialStates: [Slot]
    let finalStates: [Slot]

    var cellStates: Slot? { states.count > 1 ? states[1] : nil }
    var initial: Slot { initialStates[0] }
    var initialCell: Slot? { initialStates.count > 1 ? initialStates[1] : nil }
    var final: Slot { finalStates[0] }
    var finalCell: Slot? { finalStates.count > 1 ? finalStates[1] : nil }
  }

  let plan: Plan<Scalar>
  let memory: Memory<Scalar>
  let input: Slot
  let output: Slot
  /// Forward and, if there is one, backward direction of each layer.
  let layers: [[Direction]]

  init(
    cell: String, steps: Int, batch: Int, inputs: Int, hidden: Int, layers count: Int, isBidirectional: Bool,
    parameters: [String: ParityFixture.Tensor]
  ) throws {
    let kind = try #require(RecurrentCellKind(rawValue: cell))
    var builder = PlanBuilder<Scalar>()
    input = builder.activation([steps, batch, inputs])
    var signal = input
    var recorded: [[Direction]] = []
    for number in 0..<count {
      let below = signal
      let (output, directions) = builder.scope("encoder.\(number)") { plan in
        Self.layer(kind.recurrentCell, below, hidden, isBidirectional, &plan)
      }
      recorded.append(directions)
      signal = output
    }
    output = signal
    layers = recorded
    plan = builder.finish()
    let store = ParameterStore<Scalar>(for: plan)
    memory = Memory(for: plan, store: store)
    for entry in plan.parameters.entries {
      guard let tensor = parameters[entry.name] else { continue }
      precondition(tensor.shape == entry.slot.shape, "\(entry.name): \(tensor.shape) for \(entry.slot.shape)")
      store.value(entry.slot).copy(from: tensor.scalars())
    }
    plan.prepare(store)
  }

  private static func layer(
    _ cell: some RecurrentCell, _ input: Slot, _ hidden: Int, _ isBidirectional: Bool,
    _ plan: inout PlanBuilder<Scalar>
  ) -> (Slot, [Direction]) {
    let layer = Recurrent(cell, hiddenSize: hidden, isBidirectional: isBidirectional)
    let (output, forward, backward) = layer.recordAll(input, starts: nil, into: &plan)
    let all = [forward] + (backward.map { [$0] } ?? [])
    return (
      output,
      all.map {
        Direction(
          output: $0.output, states: $0.states, initialStates: $0.initialStates, finalStates: $0.finalStates)
      }
    )
  }

  /// Writes initial states [layers × directions, B, H].
  func setInitial(hidden: [Double]?, cell: [Double]?) {
    var place = 0
    for direction in layers.flatMap({ $0 }) {
      let size = direction.initial.count
      if let hidden {
        memory.value(direction.initial).copy(from: hidden[place..<(place + size)].map { Scalar($0) })
      }
      if let cell, let slot = direction.initialCell {
        memory.value(slot).copy(from: cell[place..<(place + size)].map { Scalar($0) })
      }
      place += size
    }
  }

  var finalHidden: [Double] {
    layers.flatMap { $0.flatMap { memory.value($0.final).array.map { Double($0) } } }
  }
  var finalCell: [Double] {
    layers.flatMap {
      $0.flatMap { direction in direction.finalCell.map { memory.value($0).array.map { Double($0) } } ?? [] }
    }
  }
}

/// Largest |a − b| / max(1, |b|), infinite for different counts or NaN.
func worst<A: BinaryFloatingPoint>(_ a: [A], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  var result = 0.0
  for (x, y) in zip(a, b) {
    let error = abs(Double(x) - y) / max(1, abs(y))
    if !(error <= result) { result = error.isNaN ? .infinity : error }
  }
  return result
}

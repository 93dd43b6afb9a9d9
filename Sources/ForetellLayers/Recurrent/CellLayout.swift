/// What a recurrent cell consists of, declared once by the cell: its states, gates, saved values and probes.
///
/// The sequence, the stepper, the gradient monitor and the memory tasks read it; nothing repeats it. A block is H
/// values per row, for H hidden units.
package struct CellLayout: Sendable {
  /// A vector of H values per row that a cell carries from step to step.
  package struct State: Sendable {
    /// The state's name, such as `cell`.
    package let name: String
    /// Its value before the first step.
    package let initial: Double
    /// Whether the cell computes a gradient of it; without one, its gradient stays zero.
    package let hasGradient: Bool

    /// Makes a state.
    package init(_ name: String, initial: Double = 0, hasGradient: Bool = true) {
      self.name = name
      self.initial = initial
      self.hasGradient = hasGradient
    }

    /// The output h of every cell, its first state.
    package static let hidden = State("hidden")
  }

  /// What the recurrent weights of some gates are multiplied with.
  package enum Operand: Sendable, Equatable {
    /// The hidden state h of the step before.
    case previousHidden
    /// A block of values that the forward pass saved and the backward pass leaves as it is, such as a state with a gate
    /// applied to it.
    case saved(block: Int)
  }

  /// The recurrent product of neighbouring gates, from which the sequence computes gradients of their weights.
  package struct HiddenPart: Sendable {
    /// The first saved block with gradients of these gates' pre-activations.
    package let saved: Int
    /// The number of gates.
    package let gates: Int
    /// The first of these gates in the weights.
    package let weight: Int
    /// The factor of the weights.
    package let operand: Operand

    /// Makes a part.
    package init(saved: Int, gates: Int, weight: Int, operand: Operand = .previousHidden) {
      self.saved = saved
      self.gates = gates
      self.weight = weight
      self.operand = operand
    }
  }

  /// A gate, or a state, whose values a monitor checks for saturation.
  package struct Probe: Sendable {
    /// The places of the values.
    package enum Place: Sendable, Equatable {
      /// A saved block.
      case saved(block: Int)
      /// The hidden state.
      case hidden
    }

    /// The name in the monitor's results.
    package let name: String
    /// Where the values lie between forward and backward pass.
    package let place: Place
    /// Values below this count as saturated.
    package let low: Float
    /// Values above this count as saturated.
    package let high: Float

    /// A gate with values in 0…1, saturated within 0.05 of an end.
    package static func gate(_ name: String, block: Int) -> Probe {
      Probe(name: name, place: .saved(block: block), low: 0.05, high: 0.95)
    }
    /// The hidden state of a cell with values in `lowest`…1, saturated within 0.05 of an end.
    package static func state(lowest: Float) -> Probe {
      Probe(name: "state", place: .hidden, low: lowest < 0 ? -0.95 : 0.05, high: 0.95)
    }
  }

  /// The names of the gates: blocks of H rows of the weights, in their order.
  package let gates: [String]
  /// Number of blocks of the bias, whose gradients are sums over the rows of the saved blocks with the same numbers.
  ///
  /// Behind those of the gates there can be blocks for anything else of one number per unit, such as the weights from a
  /// cell state to the gates.
  package let biasBlocks: Int
  /// The names of the blocks saved per step and row.
  ///
  /// The backward step replaces those with the gates' numbers by the gradients of their pre-activations, and as many
  /// blocks as the bias has by each row's part of its gradient; so there are at least as many.
  package let saved: [String]
  /// The number of blocks per row that a backward step needs for intermediate values.
  package let scratchBlocks: Int
  /// The states, the hidden state first.
  package let states: [State]
  /// The number of the state that carries memory over many steps.
  package let memory: Int
  /// The recurrent products.
  package let hiddenParts: [HiddenPart]
  /// The largest number of heads, groups of hidden units that don't read each other's state; see `heads(hidden:)`.
  package let mostHeads: Int
  /// The gates and states that are checked for saturation.
  package let probes: [Probe]
  /// Whether units of the cell can be permanently zero (dead), as with ReLU.
  package let countsDeadUnits: Bool

  /// Makes a layout; what isn't named is as in a cell with one state, one bias per gate and one recurrent product.
  package init(
    gates: [String], biasBlocks: Int? = nil, saved: [String], scratchBlocks: Int = 0,
    states: [State] = [.hidden], memory: Int = 0, hiddenParts: [HiddenPart]? = nil, mostHeads: Int = 1,
    probes: [Probe] = [], countsDeadUnits: Bool = false
  ) {
    precondition(states.indices.contains(memory), "the memory must be one of the states")
    precondition(
      saved.count >= max(gates.count, biasBlocks ?? 0),
      "\(saved.count) saved blocks for \(gates.count) gates and \(biasBlocks ?? gates.count) blocks of the bias"
    )
    self.gates = gates
    self.biasBlocks = biasBlocks ?? gates.count
    self.saved = saved
    self.scratchBlocks = scratchBlocks
    self.states = states
    self.memory = memory
    self.hiddenParts = hiddenParts ?? [HiddenPart(saved: 0, gates: gates.count, weight: 0)]
    self.mostHeads = mostHeads
    self.probes = probes
    self.countsDeadUnits = countsDeadUnits
  }

  /// Number of blocks saved per step and row.
  package var savedWidth: Int { saved.count }

  /// The number of heads with `hidden` units: the greatest common divisor of `mostHeads` and `hidden`, so that all heads
  /// are equally wide.
  package func heads(hidden: Int) -> Int {
    var (a, b) = (mostHeads, hidden)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}

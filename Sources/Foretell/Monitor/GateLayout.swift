/// Where a cell's gates lie among the values it saves, and when a gate counts as saturated.
struct GateLayout: Sendable {
  /// A gate, or the hidden state, whose values are checked for saturation.
  struct Probe: Sendable {
    let name: String
    /// The index of the gate's block of H values within a saved row; nil for the hidden state.
    let block: Int?
    let low: Float
    let high: Float

    init(_ name: String, block: Int?, low: Float = 0.05) {
      self.name = name
      self.block = block
      self.low = low
      high = 0.95
    }
  }

  let probes: [Probe]
  /// Number of blocks of H values saved per step and row.
  let savedWidth: Int
  /// Whether units of the cell can be permanently zero (dead), as with ReLU.
  let countsDeadUnits: Bool

  /// Saved order i f g o (input, forget, candidate, output); the candidate g isn't a gate.
  static let lstm = GateLayout(
    probes: [Probe("input", block: 0), Probe("forget", block: 1), Probe("output", block: 3)], savedWidth: 4,
    countsDeadUnits: false)
  /// Saved order r z n m (reset, update, candidate, product of state and candidate weights); only r and z are
  /// gates.
  static let gru = GateLayout(
    probes: [Probe("reset", block: 0), Probe("update", block: 1)], savedWidth: 4, countsDeadUnits: false)
  /// The state of a tanh cell, which saturates at both ends of −1…1.
  static let hyperbolicTangent = GateLayout(
    probes: [Probe("state", block: nil, low: -0.95)], savedWidth: 1, countsDeadUnits: false)
  /// The state of a sigmoid cell, which saturates at both ends of 0…1.
  static let sigmoid = GateLayout(
    probes: [Probe("state", block: nil)], savedWidth: 1, countsDeadUnits: false)
  /// A ReLU cell, whose state doesn't saturate but whose units can be dead.
  static let rectifier = GateLayout(probes: [], savedWidth: 1, countsDeadUnits: true)
}

extension RecurrentCellKind {
  /// The cell's gates.
  var gateLayout: GateLayout {
    switch self {
    case .rnn: .hyperbolicTangent
    case .rnnRelu: .rectifier
    case .lstm: .lstm
    case .gru: .gru
    }
  }
}

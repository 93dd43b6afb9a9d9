/// Where a cell's gates lie among the values it saves, and what counts as saturated.
struct GateLayout: Sendable {
  /// One gate, or the state itself.
  struct Probe: Sendable {
    let name: String
    /// The block of H values within a saved row; nil for the hidden state.
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
  /// Blocks of H values saved per step and row.
  let savedWidth: Int
  /// Whether units of the cell can die.
  let countsDeadUnits: Bool

  /// i f g o, the candidate g left out.
  static let lstm = GateLayout(
    probes: [Probe("input", block: 0), Probe("forget", block: 1), Probe("output", block: 3)], savedWidth: 4,
    countsDeadUnits: false)
  /// r z n m, of which r and z are gates.
  static let gru = GateLayout(
    probes: [Probe("reset", block: 0), Probe("update", block: 1)], savedWidth: 4, countsDeadUnits: false)
  /// tanh saturates at both ends of −1…1.
  static let hyperbolicTangent = GateLayout(
    probes: [Probe("state", block: nil, low: -0.95)], savedWidth: 1, countsDeadUnits: false)
  /// σ saturates at both ends of 0…1.
  static let sigmoid = GateLayout(
    probes: [Probe("state", block: nil)], savedWidth: 1, countsDeadUnits: false)
  /// ReLU doesn't saturate; its units die.
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

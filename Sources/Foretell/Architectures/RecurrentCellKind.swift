import ForetellLayers

/// The recurrent cells a forecaster can be built from.
public enum RecurrentCellKind: String, Sendable, Codable, CaseIterable {
  /// Plain recurrent cell with tanh.
  case rnn
  /// Plain recurrent cell with ReLU.
  case rnnRelu = "rnn-relu"
  /// Long short-term memory.
  case lstm
  /// Gated recurrent unit.
  case gru
  /// Minimal gated unit.
  case mgu
  /// Scalar extended long short-term memory.
  case slstm

  /// The name in column headings, also those of the command's CSV: one word.
  public var displayName: String {
    switch self {
    case .rnn: "RNN"
    case .rnnRelu: "RNN-ReLU"
    case .lstm: "LSTM"
    case .gru: "GRU"
    case .mgu: "MGU"
    case .slstm: "sLSTM"
    }
  }

  /// What a network of this cell is, in a few words.
  public var summary: String {
    switch self {
    case .rnn: "network of plain recurrent cells"
    case .rnnRelu: "network of plain recurrent cells with ReLU"
    case .lstm: "network of long short-term memory cells"
    case .gru: "network of gated recurrent units"
    case .mgu: "network of minimal gated units"
    case .slstm: "network of extended long short-term memory cells with exponential gates"
    }
  }

  /// The cell; everything else about it follows from its layout.
  var recurrentCell: any RecurrentCell {
    switch self {
    case .rnn: RNNCell(activation: .tanh)
    case .rnnRelu: RNNCell(activation: .relu)
    case .lstm: LSTMCell()
    case .gru: GRUCell()
    case .mgu: MGUCell()
    case .slstm: SLSTMCell()
    }
  }

  /// Whether the cell has gates, one of which keeps the old state; a plain cell has none.
  public var hasGates: Bool { recurrentCell.keeping(.value(0)) != nil }
}

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

  /// The name in column headings.
  public var displayName: String {
    switch self {
    case .rnn: "RNN"
    case .rnnRelu: "RNN-ReLU"
    case .lstm: "LSTM"
    case .gru: "GRU"
    }
  }
}

import ForetellCore
import ForetellLayers

/// One row of the benchmark tables: a kind of cell with its sizes.
public struct BenchmarkShape: Sendable, Hashable {
  /// The cells that are compared.
  public enum Cell: String, Sendable, CaseIterable {
    /// Plain recurrent cell with tanh.
    case rnn
    /// Long short-term memory.
    case lstm
    /// Gated recurrent unit.
    case gru
    /// Minimal gated unit.
    case mgu
    /// Scalar extended long short-term memory.
    case slstm

    var recurrentCell: any RecurrentCell {
      switch self {
      case .rnn: RNNCell(activation: .tanh)
      case .lstm: LSTMCell()
      case .gru: GRUCell()
      case .mgu: MGUCell()
      case .slstm: SLSTMCell()
      }
    }

    var gates: Int { recurrentCell.layout.gates.count }
  }

  /// The kind of cell.
  public let cell: Cell
  /// Rows of the batch B.
  public let batch: Int
  /// Steps of a sequence T.
  public let steps: Int
  /// Features per step I.
  public let inputs: Int
  /// Hidden units H.
  public let hidden: Int

  /// Number of outputs of the dense layer.
  public static let outputs = 24

  /// Makes a shape; traps on sizes below one.
  public init(cell: Cell, batch: Int, steps: Int, inputs: Int, hidden: Int) {
    precondition(min(batch, steps, inputs, hidden) > 0, "sizes must be positive")
    self.cell = cell
    self.batch = batch
    self.steps = steps
    self.inputs = inputs
    self.hidden = hidden
  }

  /// Reads a shape such as "lstm:64x96x8x128" (batch, steps, inputs, hidden units); nil when the text isn't
  /// one.
  public init?(_ text: String) {
    let parts = text.split(separator: ":")
    guard parts.count == 2, let cell = Cell(rawValue: String(parts[0])) else { return nil }
    let sizes = parts[1].split(separator: "x").compactMap { Int($0) }
    guard sizes.count == 4, sizes.allSatisfy({ $0 > 0 }) else { return nil }
    self.init(cell: cell, batch: sizes[0], steps: sizes[1], inputs: sizes[2], hidden: sizes[3])
  }

  /// Floating-point operations of the matrix products of a forward pass; a multiply-add counts as 2.
  public var forwardOperations: Double {
    let rows = Double(batch * steps)
    return 2 * rows * Double(cell.gates * hidden) * Double(inputs + hidden)
      + 2 * Double(batch * hidden * Self.outputs)
  }

  /// Floating-point operations of the matrix products of a training step; the inputs need no gradient.
  public var stepOperations: Double {
    let rows = Double(batch * steps)
    return 2 * forwardOperations + 2 * rows * Double(cell.gates * hidden) * Double(hidden)
      + 2 * Double(batch * hidden * Self.outputs)
  }

  /// Rows of the shards into which training cuts the batch.
  public var shardRows: Int { ShardPlan.rows(batch: batch) }
}

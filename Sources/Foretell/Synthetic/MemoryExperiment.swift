import ForetellCore
import ForetellData

/// Trains one cell on a memory task and measures what it remembers: cell → last state → one linear output, squared loss,
/// fresh examples for every update.
///
/// Whatever is not the cell is the same for every model: the examples of each update, their order, the number of updates,
/// the optimizer (Adam) and the course of its rate (warm-up, then half a cosine). At the default rate a tanh cell doesn't
/// learn an echo over 100 steps; at a tenth of it, an orthogonal start lets some seeds learn it, because a recurrent
/// matrix whose radius stays near one is a delay line (Henaff, Szlam, LeCun 2016).
public struct MemoryExperiment: Sendable, Codable, Equatable {
  /// The activation of plain cells.
  public enum Activation: String, Sendable, Codable, CaseIterable {
    case tanh, relu, sigmoid
  }

  /// How the recurrent weights start, per gate.
  public enum RecurrentInitialization: String, Sendable, Codable, CaseIterable {
    /// The identity (Le, Jaitly, Hinton 2015).
    case identity
    /// A random orthogonal matrix (Saxe, McClelland, Ganguli 2014).
    case orthogonal
    /// Uniform in ±√(6 / 2H) (Glorot and Bengio 2010).
    case xavier
  }

  /// How the bias of the gate that keeps the old state starts (LSTM: forget gate; GRU: update gate).
  public enum ForgetBias: Sendable, Codable, Equatable {
    /// One value for all units.
    case value(Double)
    /// ln u with u uniform in 1…T−1, and its negative at an LSTM's input gate (Tallec and Ollivier 2018).
    case chrono
  }

  /// The task.
  public var task: MemoryTask
  /// The cell.
  public var cell: RecurrentCellKind
  /// The activation of a plain cell; nil: what the cell's name says.
  public var activation: Activation?
  /// Hidden units H.
  public var hiddenSize = 32
  /// Examples per update.
  public var batchSize = 64
  /// Updates.
  public var updates = 2000
  /// The highest learning rate.
  public var learningRate = 0.01
  /// Limit of the gradient's global norm; 0 or less switches clipping off.
  public var gradientClip = 1.0
  /// Gradients of the state reach back at most this far; nil: the whole window.
  public var truncation: Int?
  /// Precision of the recurrent layer's products.
  public var precision = PrecisionName.float32
  /// How the recurrent weights start.
  public var recurrentInitialization = RecurrentInitialization.orthogonal
  /// How the bias of the gate that keeps the old state starts.
  public var forgetBias = ForgetBias.chrono
  /// Test examples.
  public var testExamples = 1024
  /// Snapshots of the gradient on the way, evenly spread; each is what a real fit calls an epoch.
  public var epochs = 20

  /// An experiment with the defaults for everything not named.
  public init(_ task: MemoryTask, cell: RecurrentCellKind) {
    self.task = task
    self.cell = cell
  }

  /// The model's name: the cell's, and a plain cell's activation unless it is tanh.
  public var name: String {
    switch effectiveActivation {
    case .relu?: "RNN-ReLU"
    case .sigmoid?: "RNN-sigmoid"
    default: cell.displayName
    }
  }

  /// The activation of a plain cell; nil for gated cells.
  var effectiveActivation: Activation? {
    switch cell {
    case .rnn: activation ?? .tanh
    case .rnnRelu: activation ?? .relu
    case .lstm, .gru: nil
    }
  }

  /// What an experiment found.
  public struct Result: Sendable {
    /// The model's name.
    public var model: String
    /// Mean squared error on the test examples divided by that of predicting the mean.
    public var relativeError: Double
    /// Mean squared error on the test examples.
    public var testError: Double
    /// Mean squared error of predicting the mean.
    public var naiveError: Double
    /// Mean training loss of each epoch's updates.
    public var losses: [Double]
    /// One snapshot an epoch, while training.
    public var history: [GradientSnapshot]
    /// The gradient of the trained network, over the test examples.
    public var trained: GradientSnapshot
    /// Spectral radius of the recurrent matrix: of a gated cell that of the candidate.
    public var spectralRadius: Double
    /// Spectral radius of each gate's recurrent matrix, by the gate's name.
    public var spectralRadii: [(gate: String, radius: Double)]
    /// ‖∂s_T/∂s_{T−l}‖₂ of the trained network by lag l: the norm of the product of the Jacobians of l steps.
    ///
    /// s is the cell state of an LSTM, the hidden state of other cells; mean over four test windows.
    public var jacobianNorms: [Double]
    /// Trained numbers.
    public var parameterCount: Int
  }

  /// Trains, tests and measures.
  ///
  /// - Parameters:
  ///   - seed: decides initial weights and examples; same seed, same bits.
  ///   - options: threads, progress, interruption and monitor; they don't change the result.
  /// - Throws: `ForetellError`: options out of range, a loss that diverges, interruption.
  public func run(seed: UInt64, options: FitOptions = FitOptions()) throws -> Result {
    try check()
    return try MemoryTrainer(self, seed: seed, threads: options.threads).run(options)
  }

  private func check() throws {
    try OptionRange.require((1...8192).contains(hiddenSize), "the hidden size", "in 1...8192")
    try OptionRange.require((1...65_536).contains(batchSize), "the batch size", "in 1...65536")
    try OptionRange.require(updates > 0, "the number of updates", "positive")
    try OptionRange.require(epochs > 0, "the number of epochs", "positive")
    try OptionRange.require(testExamples > 0, "the number of test examples", "positive")
    try OptionRange.require(learningRate > 0 && learningRate.isFinite, "the learning rate", "positive")
    try OptionRange.require(truncation.map { $0 > 0 } ?? true, "truncation", "positive")
  }
}

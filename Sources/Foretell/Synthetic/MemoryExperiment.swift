import ForetellCore
import ForetellData
import ForetellLayers

/// Trains one recurrent layer on a memory task and measures what it remembers: layer → last state → one
/// linear output, squared loss, new examples for every update.
///
/// Apart from the cell everything is the same for every model: the examples of each update, their order, the
/// number of updates, the optimizer (Adam) and the learning-rate schedule (warm-up, then half a cosine). At
/// the default learning rate a tanh cell doesn't learn an echo over 100 steps; at a tenth of it, orthogonal
/// initialisation lets some seeds learn it, because a recurrent matrix whose spectral radius stays near one
/// acts as a delay line (Henaff, Szlam, LeCun 2016).
public struct MemoryExperiment: Sendable, Codable, Equatable {
  /// The activation function of a plain cell.
  public typealias Activation = ActivationName

  /// The initialisation of each gate's recurrent weight matrix.
  public typealias RecurrentInitialization = InitializationName

  /// The initial bias of the gate that keeps the old state.
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
  /// The activation of a plain cell; nil: the one that the cell kind implies.
  public var activation: Activation?
  /// Number of hidden units H.
  public var hiddenSize = 32
  /// Number of examples per update.
  public var batchSize = 64
  /// Number of updates.
  public var updates = 2000
  /// The highest learning rate.
  public var learningRate = 0.01
  /// The largest norm of the whole gradient before it is scaled down; 0 or less switches clipping off.
  public var gradientClip = 1.0
  /// Truncated back-propagation through time: the number of steps that gradients of the state reach back;
  /// nil: the whole window.
  public var truncation: Int?
  /// Precision of the factors in the recurrent layer's matrix products.
  public var precision = PrecisionName.float32
  /// The initialisation of the recurrent weights.
  public var recurrentInitialization = RecurrentInitialization.orthogonal
  /// The initial bias of the gate that keeps the old state.
  public var forgetBias = ForgetBias.chrono
  /// Number of test examples.
  public var testExamples = 1024
  /// Number of gradient snapshots during training, evenly spread; the updates between two of them form an
  /// epoch.
  public var epochs = 20

  /// Makes an experiment; everything that isn't named has its default.
  public init(_ task: MemoryTask, cell: RecurrentCellKind) {
    self.task = task
    self.cell = cell
  }

  /// The model's name: the cell's, followed by a plain cell's activation unless that is tanh.
  public var name: String {
    switch effectiveActivation {
    case .relu?: "RNN-ReLU"
    case .sigmoid?: "RNN-sigmoid"
    case .tanh?, nil: cell.displayName
    }
  }

  /// The activation of a plain cell; nil for gated cells.
  var effectiveActivation: Activation? {
    if cell.hasGates { return nil }
    return activation ?? (cell == .rnnRelu ? .relu : .tanh)
  }

  /// The cell with its activation or the initial bias of its gates.
  var recurrentCell: any RecurrentCell {
    switch effectiveActivation {
    case .tanh?: return RNNCell(activation: .tanh)
    case .relu?: return RNNCell(activation: .relu)
    case .sigmoid?: return RNNCell(activation: .sigmoid)
    case nil:
      let start: MemoryStart =
        switch forgetBias {
        case .value(let value): .value(value)
        case .chrono: .chrono(longest: task.windowLength)
        }
      let usual = cell.recurrentCell
      return usual.keeping(start) ?? usual
    }
  }

  /// The result of an experiment.
  public struct Result: Sendable {
    /// The model's name.
    public var model: String
    /// Mean squared error on the test examples divided by that of always predicting the mean.
    public var relativeError: Double
    /// Mean squared error on the test examples.
    public var testError: Double
    /// Mean squared error of always predicting the mean.
    public var naiveError: Double
    /// Mean training loss of the updates of each epoch.
    public var losses: [Double]
    /// One gradient snapshot per epoch of the training.
    public var history: [GradientSnapshot]
    /// The gradient of the trained network over the test examples.
    public var trained: GradientSnapshot
    /// Spectral radius of the recurrent matrix; for a gated cell, of the candidate's matrix.
    public var spectralRadius: Double
    /// Spectral radius of each gate's recurrent matrix, by the gate's name.
    public var spectralRadii: [(gate: String, radius: Double)]
    /// ‖∂s_T/∂s_{T−l}‖₂ of the trained network by lag l: the norm of the product of the Jacobians of l steps.
    ///
    /// s is the cell state of cells that have one, such as an LSTM, else the hidden state; an sLSTM's stabilizer is held.
    /// The values are means over four test windows.
    public var jacobianNorms: [Double]
    /// Number of trained parameters.
    public var parameterCount: Int
  }

  /// Trains the network, tests it and measures its gradients.
  ///
  /// - Parameters:
  ///   - seed: decides initial weights and examples; same seed, same bits.
  ///   - options: threads, progress, interruption and monitor; they don't change the result.
  /// - Throws: `ForetellError` for options out of range, a diverging loss, and interruption.
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

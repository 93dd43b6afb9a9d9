import ForetellData

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

/// The update rules.
public enum OptimizerName: String, Sendable, Codable, CaseIterable {
  /// Gradient descent with Nesterov momentum 0.9.
  case sgd
  /// Adam.
  case adam
  /// Adam with decoupled weight decay.
  case adamw
}

/// How the learning rate moves.
public enum ScheduleName: String, Sendable, Codable, CaseIterable {
  /// Always the same.
  case constant
  /// Linear warm-up, then half a cosine down to zero.
  case cosine
  /// Halved when the validation loss stands still.
  case plateau
}

/// What training minimises.
public enum LossName: String, Sendable, Codable, CaseIterable {
  /// The quantile (pinball) loss over all trained quantiles.
  case quantile
  /// Squared error of the point forecast; intervals from the residuals of the fit.
  case squared
  /// Absolute error of the point forecast; intervals likewise.
  case absolute
  /// Huber's loss with delta 1 in scaled units; intervals likewise.
  case huber
}

/// Whether the data are transformed before scaling.
public enum TransformName: String, Sendable, Codable, CaseIterable {
  /// Logarithm when all data are positive and their swings grow with their level, else none.
  case automatic = "auto"
  /// As they are.
  case none
  /// Natural logarithm; data must be positive.
  case log
  /// Box-Cox with a λ chosen per series by Guerrero's method; data must be positive.
  case boxCox = "box-cox"
}

/// How a window's values are moved and stretched before the network sees them.
public enum ScalingName: String, Sendable, Codable, CaseIterable {
  /// Minus the mean of the window's last season, divided by the series' typical seasonal change.
  case season
  /// Minus the window's mean, divided by its standard deviation.
  case standard
  /// Minus the window's median, divided by its interquartile range.
  case robust
  /// Minus the window's last value, divided by the series' typical seasonal change.
  case lastValue = "last-value"
  /// Untouched.
  case none
}

/// What the factors of the recurrent layers' products are rounded to.
///
/// Sums, states, gates, weights and their updates are single precision either way.
public enum PrecisionName: String, Sendable, Codable, CaseIterable {
  /// Single precision: no rounding.
  case float32 = "fp32"
  /// bfloat16, eight bits of mantissa: faster where the processor multiplies it (AVX-512 BF16), the same bits, slower,
  /// where not. Takes at most 8192 hidden units.
  case bfloat16 = "bf16"
}

extension KeyedDecodingContainer {
  /// Models written before there was a choice have none.
  func decode(_ type: PrecisionName.Type, forKey key: Key) throws -> PrecisionName {
    try decodeIfPresent(type, forKey: key) ?? .float32
  }
}

/// A recurrent network trained over all series of a table: configuration only, `fit` returns another type.
///
/// An encoder of one or more recurrent layers reads `inputSize` steps; a dense head maps its last state to all steps of
/// the horizon at once, as quantiles that cannot cross, relative to the window's seasonal naive forecast.
public struct RecurrentForecaster: Sendable, Codable, Equatable {
  /// The cell.
  public var cell: RecurrentCellKind = .lstm
  /// Hidden units per layer.
  public var hiddenSize = 32
  /// Stacked layers.
  public var layers = 1
  /// Steps of history the network reads; nil: two seasons, at least the horizon (see `resolvedInputSize`).
  public var inputSize: Int?
  /// Dropout between layers and before the head, 0..<1.
  public var dropout = 0.2
  /// Whether the encoder also reads each window backwards.
  public var isBidirectional = false
  /// Passes over the windows, at most; nil: 16, or more where that makes fewer than 160 updates.
  public var epochs: Int?
  /// Windows per update.
  public var batchSize = 32
  /// Learning rate.
  public var learningRate = 5e-3
  /// Update rule.
  public var optimizer: OptimizerName = .adam
  /// Weight decay.
  public var weightDecay = 0.0
  /// How the rate moves.
  public var schedule: ScheduleName = .cosine
  /// Limit of the gradient's global norm; 0 or less switches clipping off.
  public var gradientClip = 1.0
  /// What is minimised.
  public var loss: LossName = .quantile
  /// Interval levels in percent whose bounds are trained; others are interpolated between them.
  public var trainedLevels: [Double] = [80, 95]
  /// Transformation of the data.
  public var transform: TransformName = .automatic
  /// Scaling of windows.
  public var scaling: ScalingName = .season
  /// Forecast the difference from the window's seasonal naive forecast instead of the value, for series that pass M4's
  /// test of seasonality.
  public var seasonalResidual = true
  /// Season length; nil: the frequency's.
  public var seasonLength: Int?
  /// Read the calendar, such as the month, beside the values.
  public var usesCalendar = true
  /// Windows per epoch at most; a random selection, another each epoch, when a table has more.
  public var windowsPerEpoch = 4096
  /// Steps at the end of each series kept for validation; 0: none.
  public var validationSize = 0
  /// Epochs without a better validation loss before training stops; the best weights are restored.
  public var patience = 10
  /// Truncated back-propagation: gradients of the state reach back at most this far; nil: the whole window.
  public var truncation: Int?
  /// Precision of the recurrent layers' products.
  public var precision: PrecisionName = .float32
  /// The values that forecasts keep to; they don't change what is learned.
  public var bounds = ForecastBounds()

  /// A forecaster with the defaults for everything not named.
  public init(cell: RecurrentCellKind = .lstm, hiddenSize: Int = 32, layers: Int = 1, inputSize: Int? = nil) {
    self.cell = cell
    self.hiddenSize = hiddenSize
    self.layers = layers
    self.inputSize = inputSize
  }

  /// The name in column headings.
  public var name: String { cell.displayName }
}

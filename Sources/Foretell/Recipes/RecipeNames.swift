import ForetellData

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
///
/// These are whole recipes of location and scale with short names; ``Scaling`` takes both apart, and there the word
/// `last-value` names the location alone.
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

  /// The sampler's statistics of this name.
  var scaling: Scaling {
    switch self {
    case .season: Scaling(location: .seasonMean, scale: .seasonalDifference, scaleScope: .series)
    case .standard: Scaling(location: .mean, scale: .standardDeviation)
    case .robust: Scaling(location: .median, scale: .interquartileRange)
    case .lastValue: Scaling(location: .lastValue, scale: .seasonalDifference, scaleScope: .series)
    case .none: .none
    }
  }
}

import ForetellLayers

/// The activation functions that layers of a network can have.
public enum ActivationName: String, Sendable, Codable, CaseIterable {
  /// Hyperbolic tangent.
  case tanh
  /// The positive part.
  case relu
  /// The logistic function.
  case sigmoid

  /// The layer's name for it.
  var kind: Activation.Kind {
    switch self {
    case .tanh: .tanh
    case .relu: .relu
    case .sigmoid: .sigmoid
    }
  }
}

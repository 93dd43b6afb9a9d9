/// The rules by which the optimizer can update the weights.
public enum OptimizerName: String, Sendable, CaseIterable {
  /// Gradient descent (A. Cauchy 1847): w ← w − ηg, one update per pass with the gradient of all training windows.
  case gd
  /// Stochastic gradient descent without momentum (H. Robbins, S. Monro 1951): w ← w − ηg.
  case sgd
  /// Gradient descent with momentum, the heavy ball (B. T. Polyak 1964), 0.9 unless given: u ← μu + g; w ← w − ηu.
  case momentum
  /// Nesterov momentum (I. Sutskever and others, ICML 2013), 0.9 unless given: u ← μu + g; w ← w − η(g + μu).
  case nesterov
  /// AdaGrad (J. Duchi, E. Hazan, Y. Singer 2011), whose steps get smaller by themselves: try a larger learning rate.
  case adagrad
  /// RMSProp with decay 0.99, without momentum and not centred unless given.
  case rmsprop
  /// Adam (D. P. Kingma, J. Ba, ICLR 2015), with β₁ 0.9, β₂ 0.999 and ε 1e-8, as all rules named after it.
  case adam
  /// Adam with decoupled weight decay (I. Loshchilov, F. Hutter, ICLR 2019).
  case adamw
  /// Adam whose denominator never shrinks (S. J. Reddi, S. Kale, S. Kumar, ICLR 2018).
  case amsgrad
  /// Adam with Nesterov momentum (T. Dozat 2016).
  case nadam
  /// Adam that begins without its denominator, as long as that is uncertain (L. Liu and others, ICLR 2020).
  case radam
  /// The sign of a momentum (X. Chen and others 2023), with β₁ 0.9, β₂ 0.99 and decoupled weight decay: try a third to
  /// a tenth of Adam's learning rate.
  case lion

  /// The momentum when none is given; nil for a rule without one that can be chosen.
  public var usualMomentum: Double? {
    switch self {
    case .momentum, .nesterov: 0.9
    case .rmsprop: 0
    case .gd, .sgd, .adagrad, .adam, .adamw, .amsgrad, .nadam, .radam, .lion: nil
    }
  }

  /// Whether the rule has a momentum that can be chosen.
  public var hasMomentum: Bool { usualMomentum != nil }

  /// Whether the rule divides by a mean square whose decay can be chosen, and which can be centred.
  public var hasMeanSquare: Bool {
    switch self {
    case .rmsprop: true
    case .gd, .sgd, .momentum, .nesterov, .adagrad, .adam, .adamw, .amsgrad, .nadam, .radam, .lion: false
    }
  }

  /// Whether every update takes the gradient of all training windows.
  public var usesAllWindows: Bool {
    switch self {
    case .gd: true
    case .sgd, .momentum, .nesterov, .adagrad, .rmsprop, .adam, .adamw, .amsgrad, .nadam, .radam, .lion: false
    }
  }
}

extension OptimizerName: Codable {
  /// The name in files and checkpoints.
  ///
  /// The first releases had one rule of this family, Nesterov's, and wrote `sgd` for it. In files it keeps that name, so
  /// that a file means the same to every release that reads it, and the rule without momentum has another one there.
  private var fileName: String {
    switch self {
    case .nesterov: "sgd"
    case .sgd: "plain-sgd"
    case .gd, .momentum, .adagrad, .rmsprop, .adam, .adamw, .amsgrad, .nadam, .radam, .lion: rawValue
    }
  }

  /// Reads the name that files have for the rule.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let rule = Self.allCases.first(where: { $0.fileName == name }) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "there is no update rule `\(name)`")
    }
    self = rule
  }

  /// Writes the name that files have for the rule.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(fileName)
  }
}

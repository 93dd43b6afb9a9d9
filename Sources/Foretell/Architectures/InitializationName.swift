import ForetellCore

/// The distributions from which a network's weights can start.
///
/// A matrix of one gate has fanIn columns, its inputs, and fanOut rows, its units. Biases don't depend on it.
public enum InitializationName: String, Sendable, Codable, CaseIterable {
  /// All zero: units of a layer then learn the same, if they learn at all.
  case zeros
  /// One value everywhere, 0.1 unless given: all units of a layer stay equal.
  case constant
  /// Normal, with the standard deviation 0.1 unless given.
  case normal
  /// Uniform in ±1 / √fanIn, or in plus and minus the given bound.
  case uniform
  /// Uniform in ±√(6 / (fanIn + fanOut)) (X. Glorot, Y. Bengio, AISTATS 2010).
  case xavier
  /// Normal with variance 2 / fanIn, for ReLU (K. He and others, ICCV 2015).
  case he
  /// Normal with variance 1 / fanIn (Y. LeCun and others 1998).
  case lecun
  /// Random matrices with orthonormal rows or columns (A. M. Saxe, J. L. McClelland, S. Ganguli, ICLR 2014).
  case orthogonal
  /// Ones on the diagonal and zeros elsewhere (Q. V. Le, N. Jaitly, G. E. Hinton 2015).
  case identity

  /// Whether the distribution has a size that can be chosen: its value, standard deviation or bound.
  public var hasScale: Bool {
    switch self {
    case .constant, .normal, .uniform: true
    case .zeros, .xavier, .he, .lecun, .orthogonal, .identity: false
    }
  }

  /// The value of a constant and the standard deviation of a normal distribution when none is given.
  static let usualScale = 0.1
}

/// The distribution from which the weights of a network's layers start.
package struct WeightStart: Sendable, Equatable {
  /// Its name.
  package var name: InitializationName
  /// Its value, standard deviation or bound; nil for the usual one.
  package var scale: Double?

  /// Makes it from its parts.
  package init(_ name: InitializationName, scale: Double? = nil) {
    self.name = name
    self.scale = scale
  }

  /// The distribution for matrices that lie one under the other.
  ///
  /// - Parameters:
  ///   - blocks: the number of matrices.
  ///   - fanIn: the columns of each.
  ///   - fanOut: the rows of each.
  func initializer(blocks: Int, fanIn: Int, fanOut: Int) -> Initializer {
    switch name {
    case .zeros: .zeros
    case .constant: .constant(scale ?? InitializationName.usualScale)
    case .normal: .normal(deviation: scale ?? InitializationName.usualScale)
    case .uniform: scale.map { .uniform(bound: $0) } ?? .uniformFan(fanIn: fanIn)
    case .xavier: .xavier(fanIn: fanIn, fanOut: fanOut)
    case .he: .he(fanIn: fanIn)
    case .lecun: .lecun(fanIn: fanIn)
    case .orthogonal: .orthogonal(blocks: blocks, gain: 1)
    case .identity: .identity(blocks: blocks, gain: 1)
    }
  }
}

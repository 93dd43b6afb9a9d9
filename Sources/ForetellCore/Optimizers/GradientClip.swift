/// Clipping by the norm of the whole gradient (Pascanu, Mikolov, Bengio 2013, algorithm 1).
package struct GradientClip: Sendable {
  /// The gradient's norm before clipping.
  package let norm: Double
  /// The factor by which gradients are multiplied: min(1, maximum / (norm + 1e-6)), as in PyTorch.
  package let scale: Double

  /// Measures the norm of a whole gradient; nil as `maximum` means no limit.
  package init<Scalar: KernelScalar>(_ gradients: Block<Scalar>, maximum: Double?) {
    self.init(norm: Scalar.sumOfSquares(count: gradients.count, x: gradients).squareRoot(), maximum: maximum)
  }

  /// Computes the factor for a known norm; nil as `maximum` means no limit.
  package init(norm: Double, maximum: Double?) {
    self.norm = norm
    scale = maximum.map { min(1, $0 / (norm + 1e-6)) } ?? 1
  }
}

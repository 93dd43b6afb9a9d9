extension ForetellError {
  /// Loss and gradient norm of a diverged update as text, with NaN unsigned, because its sign depends on the
  /// processor.
  static func divergedFigures(loss: Double, norm: Double) -> String {
    func text(_ value: Double) -> String { value.isNaN ? "nan" : "\(value)" }
    return "loss \(text(loss)), gradient norm \(text(norm))"
  }
}

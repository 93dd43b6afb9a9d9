extension Chart {
  /// Training and validation loss by epoch, with the epoch whose weights were kept.
  ///
  /// - Parameters:
  ///   - training: the training losses of epochs 1, 2, 3, ….
  ///   - validation: the validation losses of the same epochs; may be empty.
  ///   - chosenEpoch: the epoch whose weights were kept, counted from 1.
  ///   - isLogarithmic: whether the loss axis is logarithmic; `nil` decides from its range.
  public static func learningCurve(
    training: [Double], validation: [Double] = [], chosenEpoch: Int? = nil, loss: String = "loss",
    model: String = "", isLogarithmic: Bool? = nil, source: String = ""
  ) -> Chart {
    let all = (training + validation).filter(\.isFinite)
    let low = all.min() ?? 0
    let high = all.max() ?? 0
    let usesLog = isLogarithmic ?? (low > 0 && high / low > 30)
    func layer(_ label: String, _ values: [Double], _ color: Ink, _ dash: Dash) -> ChartLayer {
      .line(
        LineLayer(
          label: label, color: color, x: values.indices.map { Double($0 + 1) }, y: values, dash: dash,
          width: 2))
    }
    var layers: [ChartLayer] = []
    if let chosenEpoch {
      layers.append(.rule(RuleLayer(.vertical, at: Double(chosenEpoch), label: "kept: epoch \(chosenEpoch)")))
    }
    layers.append(layer("training", training, .series(0), .solid))
    if !validation.isEmpty { layers.append(layer("validation", validation, .series(1), .dashed)) }
    if let chosenEpoch, validation.indices.contains(chosenEpoch - 1) {
      layers.append(
        .points(
          PointLayer(color: .series(1), x: [Double(chosenEpoch)], y: [validation[chosenEpoch - 1]], size: 8)))
    }
    let (limits, notes) = lossLimits([training, validation], isLogarithmic: usesLog)
    return Chart(
      title: model.isEmpty ? "Learning curve" : "Learning curve of \(model)",
      horizontal: Axis(title: "epoch", isWhole: true),
      vertical: Axis(
        title: loss, scale: usesLog ? .logarithmic : .linear, limits: limits, includesZero: !usesLog),
      layers: layers, source: footer(source, notes))
  }

  /// The limits of a linear loss axis, and sentences about losses outside them: with a few huge losses at the
  /// start included, the rest of the curves would be flat.
  static func lossLimits(
    _ curves: [[Double]], isLogarithmic: Bool
  ) -> (limits: ClosedRange<Double>?, notes: [String]) {
    let all = curves.flatMap { $0 }.filter(\.isFinite)
    let later = curves.flatMap { $0.dropFirst(max(1, $0.count / 10)) }.filter(\.isFinite)
    var limits: ClosedRange<Double>?
    var notes: [String] = []
    if !isLogarithmic, let top = later.max(), let high = all.max(), let low = all.min(), top > 0,
      high > 4 * top, low >= 0
    {
      limits = 0...(top * 1.15)
      notes.append(
        "\(count(all.filter { $0 > top * 1.15 }.count, "early value")) above the axis' end not shown.")
    }
    let notFinite = curves.reduce(0) { $0 + $1.count } - all.count
    if notFinite > 0 { notes.append("\(count(notFinite, "value")) not finite.") }
    return (limits, notes)
  }
}

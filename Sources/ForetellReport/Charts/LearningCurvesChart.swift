/// The learning curve of one of several runs.
public struct NamedCurve: Sendable, Hashable {
  /// The name in the legend.
  public var name: String
  /// The epochs, ascending, counted from 1.
  public var epochs: [Int]
  /// The loss at each epoch; NaN and infinities interrupt the line.
  public var values: [Double]
  /// The validation loss at each epoch; empty when there is none.
  public var validation: [Double]

  /// Creates a curve.
  ///
  /// - Precondition: `epochs` and `values` have equal counts, and `validation` too unless it is empty.
  public init(_ name: String, epochs: [Int], values: [Double], validation: [Double] = []) {
    precondition(epochs.count == values.count, "NamedCurve: \(epochs.count) epochs, \(values.count) values")
    precondition(
      validation.isEmpty || validation.count == epochs.count,
      "NamedCurve: \(epochs.count) epochs, \(validation.count) validation losses")
    self.validation = validation
    self.name = name
    self.epochs = epochs
    self.values = values
  }
}

extension Chart {
  /// The losses of several runs by epoch on common axes: training losses and, if there are any, validation
  /// losses, with one colour per run.
  ///
  /// - Parameters:
  ///   - curves: the runs; one without epochs isn't drawn but still takes a colour, so that a run has the
  ///     same colour in several pictures.
  ///   - loss: the title of the vertical axis.
  public static func learningCurves(
    _ curves: [NamedCurve], title: String = "Learning curves", subtitle: String = "", loss: String = "loss",
    source: String = ""
  ) -> Chart {
    let lists = curves.map(\.values) + curves.map(\.validation)
    let all = lists.flatMap { $0 }.filter(\.isFinite)
    let low = all.min() ?? 0
    let high = all.max() ?? 0
    let isLogarithmic = low > 0 && high / low > 30
    let hasValidation = curves.contains { !$0.validation.isEmpty }
    let (limits, notes) = lossLimits(lists, isLogarithmic: isLogarithmic)
    var layers: [ChartLayer] = []
    for (number, curve) in curves.enumerated() where !curve.epochs.isEmpty {
      let x = curve.epochs.map(Double.init)
      func add(_ label: String, _ values: [Double], _ dash: Dash) {
        layers.append(
          .line(
            LineLayer(label: label, color: .series(number), x: x, y: values, dash: dash, width: 2)))
        // Dashes distinguish training from validation, so a mark at the end distinguishes runs without
        // colour.
        if hasValidation, let end = x.last, let value = values.last {
          layers.append(
            .points(
              PointLayer(color: .series(number), x: [end], y: [value], shape: .cycle(number), size: 7)))
        }
      }
      add(
        curve.name + (hasValidation ? ", training" : ""), curve.values,
        hasValidation ? .solid : .cycle(number))
      if !curve.validation.isEmpty { add(curve.name + ", validation", curve.validation, .dashed) }
    }
    return Chart(
      title: title, subtitle: subtitle, horizontal: Axis(title: "epoch", isWhole: true),
      vertical: Axis(
        title: loss, scale: isLogarithmic ? .logarithmic : .linear, limits: limits,
        includesZero: !isLogarithmic), layers: layers, source: footer(source, notes))
  }
}

/// The learning curve of one of several runs.
public struct NamedCurve: Sendable, Hashable {
  /// The name in the legend.
  public var name: String
  /// The epochs, ascending.
  public var epochs: [Int]
  /// The loss at each of them; NaN and infinities break the line.
  public var values: [Double]

  /// Creates a curve.
  ///
  /// - Precondition: `epochs` and `values` have equal counts.
  public init(_ name: String, epochs: [Int], values: [Double]) {
    precondition(epochs.count == values.count, "NamedCurve: \(epochs.count) epochs, \(values.count) values")
    self.name = name
    self.epochs = epochs
    self.values = values
  }
}

extension Chart {
  /// The same loss of several runs by epoch in one picture.
  ///
  /// - Parameters:
  ///   - curves: the runs; one without epochs is not drawn but keeps its colour free, so that a run has the same colour in
  ///     several pictures.
  ///   - loss: what the vertical axis shows.
  public static func learningCurves(
    _ curves: [NamedCurve], title: String = "Learning curves", loss: String = "loss", source: String = ""
  ) -> Chart {
    let all = curves.flatMap(\.values).filter(\.isFinite)
    let low = all.min() ?? 0
    let high = all.max() ?? 0
    let isLogarithmic = low > 0 && high / low > 30
    let undrawn = curves.reduce(0) { $0 + $1.values.count } - all.count
    let note = undrawn > 0 ? "\(count(undrawn, "value")) not finite, not drawn." : ""
    return Chart(
      title: title, horizontal: Axis(title: "epoch", isWhole: true),
      vertical: Axis(
        title: loss, scale: isLogarithmic ? .logarithmic : .linear, includesZero: !isLogarithmic),
      layers: curves.enumerated().filter { !$0.element.epochs.isEmpty }.map { number, curve in
        .line(
          LineLayer(
            label: curve.name, color: .series(number), x: curve.epochs.map(Double.init), y: curve.values,
            dash: Dash.cycle(number), width: 2))
      }, source: [source, note].filter { !$0.isEmpty }.joined(separator: " "))
  }
}

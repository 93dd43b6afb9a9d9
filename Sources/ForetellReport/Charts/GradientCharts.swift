import Foundation

/// How the norm of one model's state gradient changes with the distance from the forecast origin.
public struct GradientProfile: Sendable {
  /// The model's name.
  public var name: String
  /// The mean norms at lags 0, 1, 2, ….
  public var norms: [Double]
  /// A lower quantile of the norms over the batch at the same lags; may be empty.
  public var lower: [Double]
  /// An upper quantile of the norms over the batch at the same lags; may be empty.
  public var upper: [Double]
  /// The smallest lag whose norm is below 1 % of that at the origin, or the window's length if none is; nil
  /// if unknown.
  public var effectiveMemory: Int?

  /// Creates a profile.
  public init(
    name: String, norms: [Double], lower: [Double] = [], upper: [Double] = [], effectiveMemory: Int? = nil
  ) {
    self.name = name
    self.norms = norms
    self.lower = lower
    self.upper = upper
    self.effectiveMemory = effectiveMemory
  }
}

/// What a lag counts in the picture of gradient norms.
public enum GradientStep: Sendable, Equatable {
  /// Values of the series before the forecast origin.
  case value
  /// Origins before the last one, each of which reads a window of this number of values.
  case origin(window: Int)
  /// Steps of each network's own sequence: values in some, origins in others or with windows of different lengths.
  case mixed

  /// The step of networks with windows of these lengths, in values, that read origin by origin; nil stands for a network
  /// whose step is one value.
  public init(originWindows: [Int?]) {
    guard let first = originWindows.first, originWindows.allSatisfy({ $0 == first }) else {
      self = originWindows.isEmpty ? .value : .mixed
      return
    }
    self = first.map { .origin(window: $0) } ?? .value
  }

  /// The title of the axis.
  var axisTitle: String {
    switch self {
    case .value: "lag (steps before the forecast origin)"
    case .origin(let window):
      "lag (origins before the last one, a step apart; each reads \(window) \(window == 1 ? "value" : "values"))"
    case .mixed: "lag (steps of each network's sequence: values or origins)"
    }
  }
}

/// The gradient norms of one model by lag and epoch.
public struct GradientHistory: Sendable {
  /// The model's name.
  public var name: String
  /// For each epoch the norms at lags 0, 1, 2, ….
  public var epochs: [[Double]]
  /// The number of the first epoch.
  public var firstEpoch: Int

  /// Creates a history.
  public init(name: String, epochs: [[Double]], firstEpoch: Int = 1) {
    self.name = name
    self.epochs = epochs
    self.firstEpoch = firstEpoch
  }
}

/// Counts of norms that a logarithmic axis can't show.
struct UndrawnNorms {
  /// Number of NaN and infinities.
  var notFinite = 0
  /// Number of values that are zero or below the smallest normal number of single precision, in which
  /// networks are trained.
  var denormal = 0

  /// The value if it can be drawn; otherwise NaN, and the value is counted.
  mutating func filter(_ value: Double) -> Double {
    if !value.isFinite {
      notFinite += 1
      return .nan
    }
    if value < Double(Float.leastNormalMagnitude) {
      denormal += 1
      return .nan
    }
    return value
  }

  /// A sentence about the model's values that can't be drawn; empty if all can.
  func sentence(_ name: String) -> String {
    var parts: [String] = []
    if notFinite > 0 { parts.append("\(notFinite) not finite") }
    if denormal > 0 { parts.append("\(denormal) zero or denormal") }
    return parts.isEmpty ? "" : "\(name): \(parts.joined(separator: ", ")), not drawn."
  }
}

extension Chart {
  /// The norm of the state's gradient by lag on a logarithmic axis, for several models.
  ///
  /// - Parameters:
  ///   - seasonLengths: lags to be marked as seasons.
  ///   - step: what a lag counts.
  ///   - isRelative: whether the norms of each model are divided by its norm at lag 0, so that 1 % marks its
  ///     effective memory.
  ///   - decades: the number of powers of ten shown below the largest norm; smaller norms lie outside the
  ///     picture.
  public static func gradientByLag(
    _ profiles: [GradientProfile], seasonLengths: [Int] = [], step: GradientStep = .value,
    isRelative: Bool = true, decades: Int = 10, title: String = "How far back the gradient reaches",
    source: String = ""
  ) -> Chart {
    var layers: [ChartLayer] = []
    var notes = source.isEmpty ? [] : [source]
    var extent = Extent()
    for season in seasonLengths {
      layers.append(.rule(RuleLayer(.vertical, at: Double(season), label: "season \(season)")))
    }
    if isRelative, !profiles.isEmpty {
      layers.append(.rule(RuleLayer(.horizontal, at: 0.01, label: "1 %: effective memory", dash: .dotted)))
    }
    for (index, profile) in profiles.enumerated() {
      var undrawn = UndrawnNorms()
      let kept = profile.norms.map { undrawn.filter($0) }
      let origin = isRelative ? (kept.first { $0.isFinite } ?? 1) : 1
      let values = kept.map { $0 / origin }
      extent.include(values)
      let x = values.indices.map(Double.init)
      if profile.lower.count == values.count, profile.upper.count == values.count, !values.isEmpty {
        var unused = UndrawnNorms()
        layers.append(
          .ribbon(
            RibbonLayer(
              color: .series(index), x: x, lower: profile.lower.map { unused.filter($0) / origin },
              upper: profile.upper.map { unused.filter($0) / origin })))
      }
      let memory = profile.effectiveMemory.map { " (effective memory \($0))" } ?? ""
      layers.append(
        .line(
          LineLayer(
            label: profile.name + memory, color: .series(index), x: x, y: values, dash: Dash.cycle(index),
            width: 2)))
      notes.append(undrawn.sentence(profile.name))
    }
    var limits: ClosedRange<Double>?
    let floor = extent.upper * pow(10, -Double(max(1, decades)))
    if !extent.isEmpty, extent.positiveLower < floor {
      limits = floor...(extent.upper * 3)
      notes.append("Norms below 1e-\(decades) of the largest run off the axis.")
    }
    return Chart(
      title: title,
      subtitle: "Norm of the loss's gradient with respect to the state, by distance from the forecast origin",
      horizontal: Axis(title: step.axisTitle, isWhole: true),
      vertical: Axis(
        title: isRelative ? "gradient norm, relative to lag 0" : "gradient norm", scale: .logarithmic,
        limits: limits),
      layers: layers, source: notes.filter { !$0.isEmpty }.joined(separator: " "))
  }

  /// The gradient norm of one model by epoch and lag as a heat map on a logarithmic colour scale.
  ///
  /// - Parameter range: the powers of ten at the ends of the colour scale; `nil` takes the middle 96 % of the
  ///   values.
  public static func gradientHeatMap(_ history: GradientHistory, range: ClosedRange<Double>? = nil) -> Chart {
    let lagCount = history.epochs.map(\.count).max() ?? 0
    let epochCount = history.epochs.count
    var undrawn = UndrawnNorms()
    var values = Array(repeating: Double.nan, count: lagCount * epochCount)
    for (epoch, norms) in history.epochs.enumerated() {
      for (lag, norm) in norms.enumerated() {
        values[lag * epochCount + epoch] = log10(undrawn.filter(norm))
      }
    }
    let cells = CellLayer(
      title: "gradient norm", columns: (0..<epochCount).map { Double(history.firstEpoch + $0) },
      rows: (0..<lagCount).map(Double.init), values: values, range: range ?? robustRange(values),
      isPowerOfTen: true)
    return Chart(
      title: history.name, horizontal: Axis(title: "epoch", isWhole: true),
      vertical: Axis(title: "lag", isWhole: true),
      layers: lagCount * epochCount > 0 ? [.cells(cells)] : [], source: undrawn.sentence(history.name))
  }

  /// The 2 % and 98 % quantiles of exponents, at least one power of ten apart and at most twelve.
  static func robustRange(_ exponents: [Double]) -> ClosedRange<Double> {
    guard let low = Summary.quantile(exponents, 0.02), let high = Summary.quantile(exponents, 0.98) else {
      return -1...0
    }
    let top = (high * 2).rounded(.up) / 2
    let bottom = (max(low, high - 12) * 2).rounded(.down) / 2
    return top - bottom >= 1 ? bottom...top : (top - 1)...top
  }
}

extension ChartGrid {
  /// Gradient heat maps of several models side by side with the same colours.
  public static func gradientHeatMaps(
    _ histories: [GradientHistory], title: String = "The gradient by lag while the network learns",
    source: String = ""
  ) -> ChartGrid {
    var undrawn = UndrawnNorms()
    let exponents = histories.flatMap { $0.epochs.joined().map { log10(undrawn.filter($0)) } }
    let range = Chart.robustRange(exponents)
    return ChartGrid(
      title: title,
      subtitle: "Bright: a strong gradient reaches this lag. Grey: zero, denormal or not finite.",
      rows: [histories.map { Chart.gradientHeatMap($0, range: range) }], source: source, panelHeight: 290)
  }
}

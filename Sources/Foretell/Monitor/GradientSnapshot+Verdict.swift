extension GradientSnapshot {
  /// How far back this model learns, as one sentence with numbers.
  public var verdict: String {
    let norms = stateNorms
    guard let origin = norms.first, origin > 0, norms.count > 1 else {
      return "\(model): no gradient reaches the \(stateName)"
    }
    guard origin.isFinite else { return "\(model): the gradient of the \(stateName) is not finite" }
    let ownLag = origins == nil ? seasonLength.flatMap { $0 > 1 && $0 < norms.count ? $0 : nil } : nil
    var lag = ownLag ?? norms.count - 1
    while lag > 1, !norms[lag].isFinite { lag -= 1 }
    let share = norms[lag] / origin
    let reach =
      "the gradient that reaches lag \(lag) is \(Self.figure(share)) \(share < 1 ? "" : "times that ")of lag 0"
    if let origins { return "\(model): \(reach)\(stateNote); \(sentence(of: origins))" }
    let memory = effectiveMemory
    let steps = memory == 1 ? "1 step" : "\(memory) steps"
    let length =
      memory < norms.count
      ? steps : memory == windowLength ? "the whole window of \(steps)" : "all \(steps) that the series have"
    var text = "\(model): \(reach)\(stateNote); effective memory \(length)"
    if let season = seasonLength, season > 1 {
      if season >= windowLength {
        text += "; the window is no longer than the season of \(season)"
      } else if season > memory {
        text += ": it can't learn the season of \(season)"
      } else {
        text += ": the season of \(season) is within reach"
      }
    }
    if let reverse = reverseStateNorms {
      let steps = Self.effectiveMemory(reverse)
      text += "; of the reverse direction \(steps) step\(steps == 1 ? "" : "s")"
    }
    return text
  }

  /// The state, if it isn't the hidden one, in brackets.
  private var stateNote: String { stateName == "cell state" ? " (of the cell state)" : "" }

  /// What a lag is, how far back the network learns in origins and in values, and what bypasses the states.
  private func sentence(of origins: OriginSteps) -> String {
    let (memory, window) = (effectiveMemory, origins.windowLength)
    let count = memory == 1 ? "1 origin" : "\(memory) origins"
    let length =
      memory < stateNorms.count
      ? count : memory == windowLength ? "all \(count) of the sequence" : "all \(count) that the series have"
    var text =
      "a lag is one origin, which reads a window of \(window) \(window == 1 ? "value" : "values"); effective memory \(length), "
      + "which \(memory == 1 ? "reads" : "read") the last \(valueMemory) \(valueMemory == 1 ? "value" : "values")"
    if let season = seasonLength, season > 1 {
      text +=
        season > reachedValues
        ? ": it can't learn the season of \(season)" : ": the season of \(season) is within reach"
    }
    if origins.hasDirectPath {
      text +=
        "; the linear map from the last window to the forecast comes beside the states and isn't measured"
    }
    return text
  }

  /// Warnings about unhealthy gradients, one sentence each; empty when there are none.
  public var warnings: [String] {
    var list: [String] = []
    if let season = seasonLength, season > 1, season > reachedValues {
      let memory =
        origins == nil
        ? "\(effectiveMemory)" : "\(effectiveMemory) origins, which read \(reachedValues) values"
      list.append(
        "\(model): the season of \(season) steps is longer than the effective memory of \(memory)")
    }
    if nonFinite > 0 {
      let values = layers.reduce(0) { $0 + $1.values }
      list.append("\(model): \(nonFinite) of \(values) gradients of states are not finite")
    }
    if let (lag, growth) = explosion {
      list.append(
        "\(model): gradients explode: at lag \(lag) the norm is \(Self.figure(growth)) times that of lag 0")
    }
    for layer in layers {
      if let dead = layer.deadUnits, dead * 4 > layer.units {
        let place = "layer \(layer.number)" + (layer.direction == .reverse ? ", reverse direction," : "")
        list.append("\(model): \(dead) of \(layer.units) ReLU units of \(place) never fire")
      }
    }
    return list
  }

  /// The lag with the largest norm and the ratio of that norm to the one at lag 0; nil when the ratio is at
  /// most 100.
  private var explosion: (lag: Int, growth: Double)? {
    let norms = stateNorms
    guard let origin = norms.first, origin > 0, origin.isFinite else { return nil }
    let largest = norms.enumerated().filter { $0.element.isFinite }.max { $0.element < $1.element }
    guard let largest, largest.element > 100 * origin else { return nil }
    return (largest.offset, largest.element / origin)
  }

  /// Warnings about a whole training: those of the last epoch, and exploding gradients in earlier ones.
  public static func warnings(of history: [GradientSnapshot]) -> [String] {
    guard let last = history.last else { return [] }
    let exploded = history.dropLast().filter { $0.explosion != nil }
    guard let worst = exploded.max(by: { ($0.explosion?.growth ?? 0) < ($1.explosion?.growth ?? 0) }),
      let (lag, growth) = worst.explosion
    else { return last.warnings }
    let epochs = exploded.count == 1 ? "in epoch" : "in \(exploded.count) epochs, most in epoch"
    return last.warnings + [
      "\(last.model): gradients exploded on the way \(epochs) \(worst.epoch): at lag \(lag) the norm was "
        + "\(figure(growth)) times that of lag 0"
    ]
  }

  /// A number with two significant digits: `0.04`, `3.1e-9`, `250`.
  static func figure(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "not a number" : "infinite" }
    guard value > 0 else { return "0" }
    var exponent = 0
    var digits = value
    while digits >= 10 {
      digits /= 10
      exponent += 1
    }
    while digits < 1 {
      digits *= 10
      exponent -= 1
    }
    var whole = Int((digits * 10).rounded())
    if whole == 100 {
      whole = 10
      exponent += 1
    }
    let text = whole % 10 == 0 ? "\(whole / 10)" : "\(whole / 10).\(whole % 10)"
    switch exponent {
    case 0: return text
    case 1...3:
      var scaled = whole
      for _ in 1..<exponent { scaled *= 10 }
      return "\(scaled)"
    case (-3)...(-1):
      let all = whole % 10 == 0 ? "\(whole / 10)" : "\(whole)"
      return "0." + String(repeating: "0", count: -exponent - 1) + all
    default: return "\(text)e\(exponent)"
    }
  }
}

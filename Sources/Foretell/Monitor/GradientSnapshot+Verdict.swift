extension GradientSnapshot {
  /// One sentence with numbers: how far back this model learns.
  public var verdict: String {
    let norms = stateNorms
    guard let origin = norms.first, origin > 0, norms.count > 1 else {
      return "\(model): no gradient reaches the \(stateName)"
    }
    var lag = seasonLength.flatMap { $0 > 1 && $0 < norms.count ? $0 : nil } ?? norms.count - 1
    while lag > 1, !norms[lag].isFinite { lag -= 1 }
    let share = norms[lag] / origin
    let reach =
      "the gradient that reaches lag \(lag) is \(Self.figure(share)) \(share < 1 ? "" : "times that ")of lag 0"
    let memory = effectiveMemory
    let length = memory == norms.count ? "the whole window of \(memory) steps" : "\(memory) steps"
    let kind = stateName == "cell state" ? " (of the cell state)" : ""
    var text = "\(model): \(reach)\(kind); effective memory \(length)"
    if let season = seasonLength, season > 1 {
      if season >= norms.count {
        text += "; the window is no longer than the season of \(season)"
      } else if season > memory {
        text += ": it can't learn the season of \(season)"
      } else {
        text += ": the season of \(season) is within reach"
      }
    }
    return text
  }

  /// What deserves attention, each in one sentence; empty when nothing does.
  public var warnings: [String] {
    var list: [String] = []
    let norms = stateNorms
    let memory = effectiveMemory
    if let season = seasonLength, season > 1, season > memory {
      list.append(
        "\(model): the season of \(season) steps is longer than the effective memory of \(memory)")
    }
    let nonFinite = layers.reduce(0) { $0 + $1.nonFinite }
    if nonFinite > 0 { list.append("\(model): \(nonFinite) gradients of states are not finite") }
    if let origin = norms.first, origin > 0 {
      let largest = norms.enumerated().filter { $0.element.isFinite }.max { $0.element < $1.element }
      if let largest, largest.element > 100 * origin {
        list.append(
          "\(model): gradients explode: at lag \(largest.offset) the norm is \(Self.figure(largest.element / origin)) "
            + "times that of lag 0")
      }
    }
    for (number, layer) in layers.enumerated() {
      if let dead = layer.deadUnits, dead * 4 > layer.units {
        list.append("\(model): \(dead) of \(layer.units) ReLU units of layer \(number) never fire")
      }
    }
    return list
  }

  /// A number with two digits: `0.04`, `3.1e-9`, `250`.
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

import Foundation

/// An axis whose range and ticks are determined, ready to be drawn.
struct ResolvedAxis: Sendable {
  /// The axis as requested.
  let axis: Axis
  /// The value at the start of the axis.
  let lower: Double
  /// The value at the end of the axis, above `lower`.
  let upper: Double
  /// The ticks, from the start to the end.
  var ticks: [Tick] = []
  /// Labels are in units of ten to this power; usually 0.
  var multiplier = 0
  /// The step to whose multiples the range was extended, if it was.
  private var roundingStep: NiceTicks.Step?

  var isLogarithmic: Bool { axis.isLogarithmic }

  /// The position of a value as a fraction of the axis: 0 at the start, 1 at the end, below 0 or above 1
  /// outside, NaN for values that can't be drawn (not finite, or not positive on a logarithmic axis).
  func fraction(_ value: Double) -> Double {
    guard value.isFinite else { return .nan }
    if isLogarithmic {
      guard value >= .leastNormalMagnitude else { return .nan }
      return (log10(value) - log10(lower)) / (log10(upper) - log10(lower))
    }
    return (value - lower) / (upper - lower)
  }

  /// Determines the range from the axis' limits or the data's extent.
  ///
  /// - Parameter extendsToTicks: the number of ticks for which the ends are rounded outward; `nil` keeps the
  ///   extent.
  init(_ axis: Axis, extent: Extent, extendsToTicks: Int?) {
    self.axis = axis
    if axis.isLogarithmic {
      (lower, upper) = Self.logarithmicRange(axis, extent)
    } else {
      (lower, upper, roundingStep) = Self.linearRange(axis, extent, extendsToTicks: extendsToTicks)
    }
  }

  private static func linearRange(_ axis: Axis, _ extent: Extent, extendsToTicks: Int?)
    -> (Double, Double, NiceTicks.Step?)
  {
    if let limits = axis.limits, limits.lowerBound < limits.upperBound {
      return (limits.lowerBound, limits.upperBound, nil)
    }
    guard !extent.isEmpty else { return (0, 1, nil) }
    let largest = 1e300
    var lower = max(-largest, min(extent.lower, largest))
    var upper = max(-largest, min(extent.upper, largest))
    if axis.includesZero {
      lower = min(lower, 0)
      upper = max(upper, 0)
    }
    let size = max(lower.magnitude, upper.magnitude)
    if upper - lower <= size * 1e-11 {
      let half = size == 0 ? 1 : (axis.isNumeric ? size * 0.1 : 1)
      if !(axis.includesZero && lower == 0) { lower -= half }
      upper += half
    }
    if let count = extendsToTicks, axis.isNumeric {
      let step = NiceTicks.step(lower: lower, upper: upper, maximumCount: count, isWhole: axis.isWhole)
      let below = step.multiple(Int((lower / step.value + 1e-9).rounded(.down)))
      let above = step.multiple(Int((upper / step.value - 1e-9).rounded(.up)))
      lower = min(lower, below)
      upper = max(upper, above)
      return (lower, upper, step)
    }
    return (lower, upper, nil)
  }

  private static func logarithmicRange(_ axis: Axis, _ extent: Extent) -> (Double, Double) {
    var lower = extent.positiveLower
    var upper = extent.upper
    if let limits = axis.limits, limits.lowerBound > 0, limits.lowerBound < limits.upperBound {
      return (limits.lowerBound, limits.upperBound)
    }
    guard lower.isFinite, upper >= lower else { return (0.1, 10) }
    let decades = log10(upper / lower)
    if !(decades >= 0.3) || !decades.isFinite {
      lower = max(lower / 2, .leastNormalMagnitude)
      upper = min(upper * 2, 1e307)
    } else {
      let padding = pow(10, decades * 0.03)
      lower = max(lower / padding, .leastNormalMagnitude)
      upper = min(upper * padding, 1e307)
    }
    return (lower, upper)
  }

  /// Chooses the ticks.
  ///
  /// - Parameters:
  ///   - maximumCount: the largest number of ticks with number labels.
  ///   - length: the axis' length in any unit.
  ///   - labelWidth: the width of a label in that unit, including the space around it; `nil` for a vertical
  ///     axis.
  mutating func chooseTicks(maximumCount: Int, length: Double, labelWidth: ((String) -> Double)?) {
    switch axis.scale {
    case .linear:
      chooseLinearTicks(maximumCount: maximumCount, length: length, labelWidth: labelWidth)
    case .logarithmic:
      chooseLogarithmicTicks(maximumCount: maximumCount)
    case .stamps(let stamps):
      let room = length / (upper - lower)
      ticks = StampTicks.choose(
        stamps, from: lower, to: upper, lengthPerUnit: room, maximumCount: maximumCount,
        labelWidth: labelWidth ?? { _ in 1 })
    case .categories(let names):
      ticks = categoryTicks(names, length: length, labelWidth: labelWidth)
    }
  }

  private mutating func chooseLinearTicks(
    maximumCount: Int, length: Double, labelWidth: ((String) -> Double)?
  ) {
    var count = max(2, maximumCount)
    // The ends of a rounded range get labels too, unless there would be far too many.
    let rounded = roundingStep.flatMap { step in
      NiceTicks.multiples(of: step, from: lower, to: upper).count <= count + 2 ? step : nil
    }
    while true {
      let step =
        rounded ?? NiceTicks.step(lower: lower, upper: upper, maximumCount: count, isWhole: axis.isWhole)
      let size = max(lower.magnitude, upper.magnitude)
      let digits = NumberText.decimalExponent(size) - NumberText.decimalExponent(step.value)
      let exponent = NumberText.decimalExponent(size)
      multiplier = 0
      if digits <= 6 && (exponent >= 6 || exponent <= -4) {
        multiplier = Int((Double(exponent) / 3).rounded(.down)) * 3
      }
      let decimals = step.decimals(multiplier: multiplier)
      ticks = NiceTicks.values(of: step, from: lower, to: upper).map { value in
        let shown = multiplier == 0 ? value : value / NumberText.tenTo(multiplier)
        return Tick(
          value: value, label: .plain(NumberText.grouped(NumberText.fixed(shown, decimals: decimals))))
      }
      guard let labelWidth, count > 2 else { return }
      let needed = ticks.map { labelWidth($0.text(allowsUnicode: true)) }.max() ?? 0
      if needed <= length * step.value / (upper - lower) { return }
      count -= 1
    }
  }

  private mutating func chooseLogarithmicTicks(maximumCount: Int) {
    let first = Int((log10(lower) - 1e-9).rounded(.up))
    let last = Int((log10(upper) + 1e-9).rounded(.down))
    let allowed = max(2, maximumCount)
    if last - first >= 1 {
      var stride = 1
      while (last - first) / stride + 1 > allowed { stride += 1 }
      let anchored = (first...last).filter { $0 % stride == 0 }
      let anchors = anchored.count >= 2 ? anchored : [first, last]
      ticks = anchors.map {
        Tick(value: NumberText.tenTo($0), label: .powerOfTen($0))
      }
      if ticks.count > 2 || last - first > 1 { return }
    }
    let mantissas: [Double] = allowed >= 6 ? [1, 2, 5] : [1, 3]
    let start = Int(log10(lower).rounded(.down))
    let end = Int(log10(upper).rounded(.up))
    let fine = (start...max(start, end)).flatMap { exponent in
      mantissas.map { mantissa in
        Tick(
          value: mantissa * NumberText.tenTo(exponent),
          label: .plain(NumberText.significant(mantissa * NumberText.tenTo(exponent), digits: 2)))
      }
    }.filter { $0.value >= lower && $0.value <= upper }
    if fine.count >= 2 {
      ticks = fine
      return
    }
    let step = NiceTicks.step(lower: lower, upper: upper, maximumCount: allowed)
    ticks = NiceTicks.values(of: step, from: lower, to: upper).filter { $0 > 0 }.map {
      Tick(value: $0, label: .plain(NumberText.significant($0, digits: 6)))
    }
  }

  private func categoryTicks(_ names: [String], length: Double, labelWidth: ((String) -> Double)?) -> [Tick] {
    let room = length / (upper - lower)
    let widest = names.map { labelWidth?($0) ?? 1 }.max() ?? 1
    let stride = max(1, Int((widest / max(room, 1e-9)).rounded(.up)))
    return names.indices.filter { $0 % stride == 0 }.compactMap { index in
      let value = Double(index)
      return value >= lower && value <= upper ? Tick(value: value, label: .plain(names[index])) : nil
    }
  }
}

/// A monotone function of single values that makes their variance more even, with its inverse.
public enum ValueTransform: Sendable, Hashable, Codable {
  /// The identity.
  case none
  /// The natural logarithm, for positive data.
  case log
  /// `(x^λ − 1)/λ`, for positive data; λ = 0 is the logarithm (Box and Cox 1964, equation 1).
  case boxCox(lambda: Double)

  /// Makes a transform from its name: `none`, `log`, or `box-cox` with λ chosen for the values by Guerrero's
  /// method.
  ///
  /// Throws a usage error for any other name, and a data error for values that aren't positive when the
  /// transform needs positive ones. NaN is a missing value.
  public init(name: String, for values: [[Double]], seasonLength: Int) throws {
    guard ["none", "log", "box-cox"].contains(name) else {
      throw ForetellError(
        .badOption, "\"\(name)\" is not a transform", hint: "use none, log or box-cox")
    }
    guard name != "none" else {
      self = .none
      return
    }
    if let value = values.lazy.joined().first(where: { $0 <= 0 }) {
      throw ForetellError(
        .badOption, "\(name) needs positive values and there is \(value)", hint: "use none")
    }
    self =
      name == "log"
      ? .log : .boxCox(lambda: ValueTransform.guerreroLambda(of: values, seasonLength: seasonLength))
  }

  /// The logarithm for positive values whose variation grows with their level, else none.
  ///
  /// The variation grows with the level when Guerrero's λ, rounded to a tenth, is nearer to 0 (the logarithm)
  /// than to 1; the minimum of its criterion is too flat to distinguish 0.46 from 0.5. NaN is a missing
  /// value. With fewer than three seasons of varying values there is no transform.
  package static func automatic(
    for values: [Double], seasonLength: Int, functions: ElementaryFunctions = .system
  ) -> ValueTransform {
    let lambda = guerrero(of: [values], seasonLength: seasonLength, range: -1...2, functions: functions)
    return lambda.map { ($0 * 10).rounded() < 5 } == true ? .log : .none
  }

  /// Box-Cox with Guerrero's λ; none when fewer than three seasons have varying values.
  package static func boxCox(
    for values: [Double], seasonLength: Int, functions: ElementaryFunctions = .system
  ) -> ValueTransform {
    let lambda = guerrero(of: [values], seasonLength: seasonLength, range: -1...2, functions: functions)
    return lambda.map { .boxCox(lambda: $0) } ?? .none
  }

  /// The name without parameters.
  public var name: String {
    switch self {
    case .none: "none"
    case .log: "log"
    case .boxCox: "box-cox"
    }
  }

  /// Whether there is an observed value and all observed values are positive, so that logarithms exist.
  public static func allowsLogarithm(_ values: [[Double]]) -> Bool {
    var isAnyObserved = false
    for series in values {
      for value in series where !value.isNaN {
        if value <= 0 { return false }
        isAnyObserved = true
      }
    }
    return isAnyObserved
  }

  /// The transformed value; NaN stays NaN.
  ///
  /// Logarithm and Box-Cox need a positive value.
  public func apply(_ value: Double) -> Double { apply(value, functions: .system) }

  /// The transformed value, computed with the given elementary functions.
  package func apply(_ value: Double, functions: ElementaryFunctions) -> Double {
    switch self {
    case .none: return value
    case .log: return functions.logarithm(value)
    case .boxCox(let lambda):
      let logarithm = functions.logarithm(value)
      return lambda == 0 ? logarithm : functions.exponentialMinusOne(lambda * logarithm) / lambda
    }
  }

  /// The value in the data's units; NaN stays NaN.
  ///
  /// The inverse is monotone, so it maps quantiles to quantiles. The result is always finite: where Box-Cox
  /// has no inverse (λy + 1 ≤ 0) the nearest value that has one is used, and logarithms are limited to ±700.
  public func invert(_ value: Double) -> Double { invert(value, functions: .system) }

  /// The inverse, computed with the given elementary functions.
  package func invert(_ value: Double, functions: ElementaryFunctions) -> Double {
    if value.isNaN { return value }
    let logarithm: Double
    switch self {
    case .none: return value
    case .log, .boxCox(lambda: 0): logarithm = value
    case .boxCox(let lambda):
      logarithm = functions.logarithmOfOnePlus(max(-1 + 1e-15, lambda * value)) / lambda
    }
    return functions.exponential(min(700, max(-700, logarithm)))
  }

  /// The Box-Cox λ for which the standard deviation of seasonal blocks depends least on their mean.
  ///
  /// Guerrero (1993), Journal of Forecasting 12, 37–48: the series is cut from its end into blocks of one
  /// season (at least two values); λ minimises the coefficient of variation of s_i / m_i^(1−λ) over the
  /// blocks. For several series the mean of their coefficients is minimised. Blocks with gaps or without
  /// variation are left out, and then series with fewer than three blocks. The result is 1 (no transform) if
  /// no series remains.
  ///
  /// - Parameters:
  ///   - values: positive values, NaN where missing.
  ///   - seasonLength: at least 1.
  ///   - range: the range in which λ is searched.
  public static func guerreroLambda(
    of values: [[Double]], seasonLength: Int, range: ClosedRange<Double> = -1...2
  ) -> Double {
    guerrero(of: values, seasonLength: seasonLength, range: range, functions: .system) ?? 1
  }

  private static func guerrero(
    of values: [[Double]], seasonLength: Int, range: ClosedRange<Double>, functions: ElementaryFunctions
  ) -> Double? {
    guard allowsLogarithm(values) else { return nil }
    let season = max(2, seasonLength)
    let blocks = values.map { series in
      // About ten thousand blocks are enough for λ; longer blocks of whole seasons limit the work for very
      // long series.
      Self.blocks(series, length: season * max(1, (series.count / season + 9999) / 10_000))
    }.filter { $0.count > 2 }
    guard !blocks.isEmpty else { return nil }
    func cost(_ lambda: Double) -> Double {
      var sum = 0.0
      for series in blocks {
        let ratios = series.map { block in
          functions.exponential(
            functions.logarithm(block.deviation) - (1 - lambda) * functions.logarithm(block.mean))
        }
        let mean = ratios.reduce(0, +) / Double(ratios.count)
        let squares = ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        if mean > 0 { sum += (squares / Double(ratios.count - 1)).squareRoot() / mean }
      }
      return sum
    }
    // A coarse grid finds the neighbourhood of the minimum, golden-section search the minimum itself.
    let count = 30
    let width = (range.upperBound - range.lowerBound) / Double(count)
    let points = (0...count).map { range.lowerBound + Double($0) * width }
    let best = points.min { cost($0) < cost($1) } ?? 1
    var low = max(range.lowerBound, best - width)
    var high = min(range.upperBound, best + width)
    let ratio = (5.0.squareRoot() - 1) / 2
    for _ in 0..<40 {
      let left = high - ratio * (high - low)
      let right = low + ratio * (high - low)
      if cost(left) < cost(right) { high = right } else { low = left }
    }
    return (low + high) / 2
  }

  private static func blocks(_ values: [Double], length: Int) -> [(mean: Double, deviation: Double)] {
    var result: [(mean: Double, deviation: Double)] = []
    var start = values.count % length
    while start + length <= values.count {
      let block = values[start..<(start + length)]
      start += length
      if block.contains(where: \.isNaN) { continue }
      let mean = block.reduce(0, +) / Double(length)
      let squares = block.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = (squares / Double(length - 1)).squareRoot()
      if mean > 0, deviation > 0 { result.append((mean, deviation)) }
    }
    return result
  }
}

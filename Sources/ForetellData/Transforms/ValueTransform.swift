#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A monotone function of single values that evens out variance, with its inverse.
public enum ValueTransform: Sendable, Hashable, Codable {
  /// Changes nothing.
  case none
  /// The natural logarithm, for positive data.
  case log
  /// `(x^λ − 1)/λ`, for positive data; λ = 0 is the logarithm (Box and Cox 1964, equation 1).
  case boxCox(lambda: Double)

  /// A transform by name (`none`, `log`, `box-cox` with λ by Guerrero's method) for the values it is for.
  ///
  /// Throws a usage error for another name, a data error if a logarithm of data that aren't positive is asked
  /// for. NaN is a missing value.
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

  /// The name without parameters.
  public var name: String {
    switch self {
    case .none: "none"
    case .log: "log"
    case .boxCox: "box-cox"
    }
  }

  /// Whether every observed value is positive (and there is one), so that logarithms exist.
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

  /// To the transformed axis; NaN stays NaN.
  ///
  /// Logarithmic transforms need a positive value.
  public func apply(_ value: Double) -> Double {
    switch self {
    case .none: return value
    case .log: return Self.logarithm(value)
    case .boxCox(let lambda):
      // expm1 keeps the digits that x^λ − 1 loses when λ is small.
      return lambda == 0 ? Self.logarithm(value) : expm1(lambda * Self.logarithm(value)) / lambda
    }
  }

  /// Back to the data's axis; NaN stays NaN.
  ///
  /// Being monotone it maps quantiles to quantiles. The result is finite: where Box-Cox has no inverse
  /// (λy + 1 ≤ 0) the nearest value is taken, and logarithms are limited to ±700.
  public func invert(_ value: Double) -> Double {
    if value.isNaN { return value }
    switch self {
    case .none: return value
    case .log: return exp(min(700, max(-700, value)))
    case .boxCox(let lambda):
      if lambda == 0 { return exp(min(700, max(-700, value))) }
      let base = max(-1 + 1e-15, lambda * value)
      return exp(min(700, max(-700, log1p(base) / lambda)))
    }
  }

  /// λ that makes the standard deviation of seasonal blocks least dependent on their mean.
  ///
  /// Guerrero (1993), Journal of Forecasting 12, 37–48: the series is cut from its end into blocks of one
  /// season (at least two values); λ minimises the coefficient of variation of s_i / m_i^(1−λ) over
  /// the blocks. Several series: the mean of their coefficients. Blocks with gaps are left out. Returns 1 (no
  /// transform) if there are fewer than two blocks.
  ///
  /// - Parameters:
  ///   - values: positive values, NaN where missing.
  ///   - seasonLength: at least 1.
  ///   - range: where λ is looked for.
  public static func guerreroLambda(
    of values: [[Double]], seasonLength: Int, range: ClosedRange<Double> = -1...2
  ) -> Double {
    let blocks = values.map { Self.blocks($0, length: max(2, seasonLength)) }.filter { $0.count > 1 }
    guard !blocks.isEmpty else { return 1 }
    func cost(_ lambda: Double) -> Double {
      var sum = 0.0
      for series in blocks {
        let ratios = series.map { exp(Self.logarithm($0.deviation) - (1 - lambda) * Self.logarithm($0.mean)) }
        let mean = ratios.reduce(0, +) / Double(ratios.count)
        let squares = ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        if mean > 0 { sum += (squares / Double(ratios.count - 1)).squareRoot() / mean }
      }
      return sum
    }
    // A coarse grid finds the valley, golden sections its bottom.
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
      if mean > 0 { result.append((mean, deviation)) }
    }
    return result
  }

  private static func logarithm(_ value: Double) -> Double {
    #if canImport(Glibc)
      Glibc.log(value)
    #elseif canImport(Musl)
      Musl.log(value)
    #else
      Darwin.log(value)
    #endif
  }
}

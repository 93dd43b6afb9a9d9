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

  /// The logarithm for positive values whose swings grow with their level, else none.
  ///
  /// "Grow with their level" means that Guerrero's λ, to the nearest tenth, is nearer to the logarithm's 0 than to 1:
  /// the valley of its cost is too flat to tell 0.46 from 0.5. NaN is a missing value; with fewer than three seasons
  /// that vary nothing can be told.
  package static func automatic(
    for values: [Double], seasonLength: Int, functions: ElementaryFunctions = .system
  ) -> ValueTransform {
    let lambda = guerrero(of: [values], seasonLength: seasonLength, range: -1...2, functions: functions)
    return lambda.map { ($0 * 10).rounded() < 5 } == true ? .log : .none
  }

  /// Box-Cox with Guerrero's λ, none where fewer than three seasons vary.
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
  public func apply(_ value: Double) -> Double { apply(value, functions: .system) }

  /// `apply` with given elementary functions.
  package func apply(_ value: Double, functions: ElementaryFunctions) -> Double {
    switch self {
    case .none: return value
    case .log: return functions.logarithm(value)
    case .boxCox(let lambda):
      let logarithm = functions.logarithm(value)
      return lambda == 0 ? logarithm : functions.exponentialMinusOne(lambda * logarithm) / lambda
    }
  }

  /// Back to the data's axis; NaN stays NaN.
  ///
  /// Being monotone it maps quantiles to quantiles. The result is finite: where Box-Cox has no inverse
  /// (λy + 1 ≤ 0) the nearest value is taken, and logarithms are limited to ±700.
  public func invert(_ value: Double) -> Double { invert(value, functions: .system) }

  /// `invert` with given elementary functions.
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

  /// λ that makes the standard deviation of seasonal blocks least dependent on their mean.
  ///
  /// Guerrero (1993), Journal of Forecasting 12, 37–48: the series is cut from its end into blocks of one
  /// season (at least two values); λ minimises the coefficient of variation of s_i / m_i^(1−λ) over
  /// the blocks. Several series: the mean of their coefficients. Blocks with gaps or without variation are left
  /// out, then series with fewer than three blocks. Returns 1 (no transform) if no series is left.
  ///
  /// - Parameters:
  ///   - values: positive values, NaN where missing.
  ///   - seasonLength: at least 1.
  ///   - range: where λ is looked for.
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
      // Ten thousand blocks tell λ well enough; longer ones of whole seasons bound the work of very long series.
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
      if mean > 0, deviation > 0 { result.append((mean, deviation)) }
    }
    return result
  }
}

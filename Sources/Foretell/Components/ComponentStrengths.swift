/// How strong the parts of a series are, from 0 (none) to 1, and features of their shape.
///
/// T is the trend, S a season and R the remainder; in multiplicative mode their logarithms. Sums run over the observed
/// values. Sources: X. Wang, K. Smith and R. J. Hyndman, Characteristic-based clustering for time series data, Data Mining
/// and Knowledge Discovery 13 (2006) 335–364; R. J. Hyndman and G. Athanasopoulos, Forecasting: Principles and Practice,
/// 3rd edition, section 4.3.
public struct ComponentStrengths: Sendable, Equatable {
  /// The strength of one season.
  public struct Season: Sendable, Equatable {
    /// The season's length in steps.
    public let length: Int
    /// F_S = max(0, 1 − Var(R)/Var(S + R)).
    public let strength: Double
    /// The step of the season, counted from the first value, at which its mean over all cycles is highest.
    public let peak: Int
    /// The step at which it is lowest.
    public let trough: Int
  }

  /// F_T = max(0, 1 − Var(R)/Var(T + R)).
  public let trend: Double
  /// The seasons, the shortest first.
  public let seasons: [Season]
  /// The coefficient of the first of two orthonormal polynomials in time in a regression of the trend: its size is that of
  /// the trend's straight part, positive when it rises.
  public let linearity: Double
  /// The coefficient of the second polynomial, positive when the trend is bent upwards.
  public let curvature: Double
  /// The variance of the variances of the remainder without each one of its values: large when few values lie far off.
  ///
  /// Source: R. J. Hyndman, E. Wang and N. Laptev, Large-scale unusual time series detection, IEEE International Conference
  /// on Data Mining Workshops (2015) 1616–1619. 0 for fewer than four values.
  public let spikiness: Double
  /// The first autocorrelation of the remainder, Σ (R_t − R̄)(R_{t−1} − R̄)/Σ (R_t − R̄)² over pairs of which both are
  /// observed; 0 when the remainder is constant.
  public let remainderAutocorrelation: Double

  /// Measures the parts of a span.
  ///
  /// - Parameters:
  ///   - trend: the trend at every step.
  ///   - seasons: the part of each season at every step.
  ///   - remainder: the remainder, NaN where missing.
  init(trend: [Double], seasons: [(length: Int, values: [Double])], remainder: [Double]) {
    let places = remainder.indices.filter { !remainder[$0].isNaN }
    let rest = places.map { remainder[$0] }
    let noise = Self.variance(rest)
    self.trend = Self.strength(noise, places.map { trend[$0] + remainder[$0] })
    self.seasons = seasons.map { length, values in
      let means = (0..<length).map { step in
        let steps = stride(from: step, to: values.count, by: length)
        return steps.reduce(0) { $0 + values[$1] } / Double((values.count - step + length - 1) / length)
      }
      return Season(
        length: length, strength: Self.strength(noise, places.map { values[$0] + remainder[$0] }),
        peak: means.indices.max { means[$0] < means[$1] } ?? 0,
        trough: means.indices.min { means[$0] < means[$1] } ?? 0)
    }
    (linearity, curvature) = Self.shape(trend)
    spikiness = Self.spikiness(rest)
    remainderAutocorrelation = Self.autocorrelation(remainder, rest)
  }

  private static func strength(_ noise: Double, _ sum: [Double]) -> Double {
    let whole = variance(sum)
    return whole > 0 ? max(0, 1 - noise / whole) : 0
  }

  /// The mean, computed from distances so that large values keep their digits.
  private static func mean(_ values: [Double]) -> Double {
    guard let first = values.first else { return 0 }
    return first + values.reduce(0) { $0 + ($1 - first) } / Double(values.count)
  }

  /// The variance over n − 1.
  private static func variance(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let mean = mean(values)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
  }

  /// The coefficients of the trend on the orthonormal polynomials of degree 1 and 2 in time.
  private static func shape(_ trend: [Double]) -> (Double, Double) {
    let count = Double(trend.count)
    let level = mean(trend)
    // t² minus its mean is orthogonal to t, because places lie evenly around the middle.
    let places = trend.indices.map { Double($0) - (count - 1) / 2 }
    let square = places.reduce(0) { $0 + $1 * $1 } / count
    let bent = places.map { $0 * $0 - square }
    func coefficient(_ polynomial: [Double]) -> Double {
      let size = polynomial.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let product = zip(polynomial, trend).reduce(0) { $0 + $1.0 * ($1.1 - level) }
      return size > 0 ? product / size : 0
    }
    return (coefficient(places), coefficient(bent))
  }

  private static func spikiness(_ rest: [Double]) -> Double {
    guard rest.count > 3 else { return 0 }
    let count = Double(rest.count)
    let (mean, variance) = (mean(rest), variance(rest))
    // Leaving a value out takes n/(n − 1) times its squared distance from the sum of squares.
    let share = count / (count - 1)
    let without = rest.map { (variance * (count - 1) - share * ($0 - mean) * ($0 - mean)) / (count - 2) }
    return Self.variance(without)
  }

  private static func autocorrelation(_ remainder: [Double], _ rest: [Double]) -> Double {
    let mean = mean(rest)
    let total = rest.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard total > 0 else { return 0 }
    let products = zip(remainder.dropFirst(), remainder).reduce(0.0) { sum, pair in
      pair.0.isNaN || pair.1.isNaN ? sum : sum + (pair.0 - mean) * (pair.1 - mean)
    }
    return products / total
  }
}

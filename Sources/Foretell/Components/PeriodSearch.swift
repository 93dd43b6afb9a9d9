import ForetellCore
import ForetellSynthetic

/// The clearest period of a series whose calendar names no season, such as the eleven years of sunspots.
///
/// Two ways, because a period can show as a smooth wave whose length varies, or as a pattern that repeats step by step:
///
/// - The highest peak of the periodogram of the deviations from a straight line, over that of a first-order
///   autoregression with the same first autocorrelation ("red noise"). Relative powers of such noise have a standard
///   exponential distribution, so a peak counts if exp(−peak) times the number of frequencies is at most 1 %; and it must be
///   as high above the median of the powers from half to twice its frequency, because real series are seldom
///   autoregressions. Source: C. Torrence and G. P. Compo, A practical guide to wavelet analysis, Bulletin of the American
///   Meteorological Society 79 (1998) 61–78, section 4.
/// - The lag k at which changes from step to step resemble each other most, with an autocorrelation of at least four times
///   Bartlett's standard error √((1 + 2 Σ_{j<k} r_j²)/n), beyond the lags up to which they resemble their neighbours.
///
/// Positive values are searched in logarithms, in which growth is a straight line. At least three periods are asked for.
enum PeriodSearch {
  /// The fewest values that are searched.
  static let fewest = 24
  /// The number of last values that are searched.
  static let most = 2048
  private static let level = 0.01
  private static let deviate = 4.0

  /// The period in steps of a series without missing values; nil if there is none.
  static func period(_ series: [Double]) -> Int? {
    guard series.count >= fewest else { return nil }
    let last = Array(series.suffix(most))
    let values = last.allSatisfy { $0 > 0 } ? last.map(Elementary.logarithm) : last
    let deviations = withoutLine(values)
    let size = values.reduce(0) { max($0, abs($1)) }
    guard deviations.contains(where: { abs($0) > size * 1e-12 }) else { return nil }
    let correlations = autocorrelations(deviations, upTo: deviations.count / 3)
    let pattern = repeatingChanges(values)
    guard let wave = peak(deviations, correlations[1]) else { return pattern }
    let length = Double(deviations.count) / Double(wave)
    if let pattern {
      // The highest peak may be a multiple of the pattern's frequency.
      let ratio = Double(pattern) / length
      if ratio > 1.5, abs(ratio - ratio.rounded()) < 0.05 * ratio.rounded() { return pattern }
    }
    return wholePeriod(wave, correlations, count: deviations.count)
  }

  /// The lag in whole steps near the peak, or near a multiple of its length at which values resemble each other more.
  private static func wholePeriod(_ peak: Int, _ correlations: [Double], count: Int) -> Int? {
    var best: (lag: Int, value: Double)?
    for multiple in 1...4 {
      let length = Double(multiple * count)
      let first = max(2, Int((length / (Double(peak) + 0.5)).rounded()))
      let last = min(Int((length / (Double(peak) - 0.5)).rounded()), correlations.count - 1)
      guard first <= last,
        let lag = (first...last).max(by: { correlations[$0] < correlations[$1] })
      else { break }
      if correlations[lag] > (best.map { $0.value + 0.1 } ?? -1) { best = (lag, correlations[lag]) }
    }
    return best?.lag
  }

  /// The number of periods in the series at the peak of its periodogram; nil if no peak is clear.
  private static func peak(_ deviations: [Double], _ correlation: Double) -> Int? {
    let count = deviations.count
    let powers = powers(deviations)
    // The sample autocorrelation is too low by about (1 + 4r)/n (F. H. C. Marriott and J. A. Pope, Biometrika 41, 1954).
    let memory = min(max(correlation + (1 + 4 * correlation) / Double(count), -0.999), 0.999)
    var relative = powers.indices.map { frequency in
      let cosine = Angle(turns: Double(frequency) / Double(count)).cosine
      return powers[frequency] * (1 + memory * memory - 2 * memory * cosine)
    }
    let mean = relative.dropFirst().reduce(0, +) / Double(max(relative.count - 1, 1))
    guard mean > 0 else { return nil }
    for frequency in relative.indices { relative[frequency] /= mean }
    let frequencies = 3..<max(3, count / 2)
    guard let peak = frequencies.max(by: { relative[$0] < relative[$1] }) else { return nil }
    let limit = Elementary.logarithm(Double(frequencies.count) / level)
    guard relative[peak] > limit else { return nil }
    let near = (max(1, peak / 2)...min(2 * peak, powers.count - 1)).filter { $0 != peak }.map { powers[$0] }
      .sorted()
    // The median of an exponential distribution is ln 2 times its mean.
    return powers[peak] * Elementary.logarithm(2) > limit * near[near.count / 2] ? peak : nil
  }

  /// The squared size of the discrete Fourier transform at 0, 1, …, n/2 periods in the series.
  private static func powers(_ deviations: [Double]) -> [Double] {
    let count = deviations.count
    let circle = (0..<count).map { Angle(turns: Double($0) / Double(count)) }
    return (0...count / 2).map { frequency in
      var (real, imaginary, place) = (0.0, 0.0, 0)
      for value in deviations {
        real += value * circle[place].cosine
        imaginary += value * circle[place].sine
        place += frequency
        if place >= count { place -= count }
      }
      return real * real + imaginary * imaginary
    }
  }

  /// The lag at which the changes from step to step resemble each other most; nil if they don't plainly.
  private static func repeatingChanges(_ values: [Double]) -> Int? {
    var changes = zip(values.dropFirst(), values).map { $0 - $1 }
    let middle = changes.map(abs).sorted()[changes.count / 2]
    if middle > 0 { changes = changes.map { min(max($0, -6 * middle), 6 * middle) } }
    let mean = changes.reduce(0, +) / Double(changes.count)
    let longest = changes.count / 3
    let correlations = autocorrelations(changes.map { $0 - mean }, upTo: longest)
    guard let crossing = (1...longest).first(where: { correlations[$0] <= 0 }) else { return nil }
    var squares = 0.0
    var best: (lag: Int, deviate: Double)?
    var deviates = [Double](repeating: 0, count: longest + 1)
    for lag in 1...longest {
      deviates[lag] = correlations[lag] / ((1 + 2 * squares) / Double(changes.count)).squareRoot()
      squares += correlations[lag] * correlations[lag]
      guard lag >= max(3, crossing + 1) else { continue }
      if deviates[lag] > best?.deviate ?? deviate { best = (lag, deviates[lag]) }
    }
    guard let best else { return nil }
    // Multiples of the period resemble each other nearly as much: the shortest one is meant.
    let first = max(3, crossing + 1)
    return (first...best.lag).first { lag in
      deviates[lag] > deviate && correlations[lag] >= 0.9 * correlations[best.lag]
        && correlations[lag] >= correlations[lag - 1]
        && (lag == longest || correlations[lag] >= correlations[lag + 1])
    } ?? best.lag
  }

  /// The autocorrelations at lags 0 to `longest` of values whose mean is 0.
  private static func autocorrelations(_ values: [Double], upTo longest: Int) -> [Double] {
    let total = values.reduce(0) { $0 + $1 * $1 }
    guard total > 0 else { return [Double](repeating: 0, count: longest + 1) }
    return (0...longest).map { lag in
      var sum = 0.0
      for index in lag..<values.count { sum += values[index] * values[index - lag] }
      return sum / total
    }
  }

  /// The deviations from the straight line of least squares.
  private static func withoutLine(_ values: [Double]) -> [Double] {
    let middle = Double(values.count - 1) / 2
    let mean = values[0] + values.reduce(0) { $0 + ($1 - values[0]) } / Double(values.count)
    var (products, squares) = (0.0, 0.0)
    for (index, value) in values.enumerated() {
      let distance = Double(index) - middle
      products += distance * (value - mean)
      squares += distance * distance
    }
    let slope = squares > 0 ? products / squares : 0
    return values.enumerated().map { $1 - mean - slope * (Double($0) - middle) }
  }
}

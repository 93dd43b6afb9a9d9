import Glibc

/// Measures of forecast error; each name stands for exactly one published formula.
///
/// Legend: y actual, f forecast, e = y − f, n the number of scored steps. `actual` and `forecast` run over
/// the same steps; the functions trap when their lengths differ. A step whose actual is NaN is not scored
/// (see ``scoredSteps(_:)``). A measure is nil, never replaced by another value, when it is undefined: there
/// is no step to score, a scored step has no finite forecast, or for a reason given in its description.
public enum Metrics {
  /// The number of steps that are scored: those with an actual value.
  public static func scoredSteps(_ actual: [Double]) -> Int { actual.count { !$0.isNaN } }

  /// Mean absolute error, Σ|e|/n.
  public static func mae(actual: [Double], forecast: [Double]) -> Double? {
    mean(actual, forecast) { abs($0 - $1) }
  }

  /// Mean squared error, Σe²/n.
  public static func mse(actual: [Double], forecast: [Double]) -> Double? {
    mean(actual, forecast) { ($0 - $1) * ($0 - $1) }
  }

  /// Root mean squared error, √(Σe²/n).
  public static func rmse(actual: [Double], forecast: [Double]) -> Double? {
    mse(actual: actual, forecast: forecast).map { sqrt($0) }
  }

  /// Mean of f − y: positive when the forecast is too high.
  public static func bias(actual: [Double], forecast: [Double]) -> Double? {
    mean(actual, forecast) { $1 - $0 }
  }

  /// Mean absolute percentage error, (100/n)·Σ|e/y|; undefined when a scored actual is 0.
  public static func mape(actual: [Double], forecast: [Double]) -> Double? {
    if actual.contains(0) { return nil }
    return mean(actual, forecast) { 100 * abs(($0 - $1) / $0) }
  }

  /// Symmetric mean absolute percentage error of the M4 competition, (200/n)·Σ|e|/(|y|+|f|), in 0...200.
  ///
  /// A step at which actual and forecast are both 0 is a perfect forecast and adds 0.
  public static func smape(actual: [Double], forecast: [Double]) -> Double? {
    mean(actual, forecast) { actual, forecast in
      actual == forecast ? 0 : 200 * abs(actual - forecast) / (abs(actual) + abs(forecast))
    }
  }

  /// Mean absolute scaled error, MAE divided by ``seasonalError(history:seasonLength:)`` of the same series.
  ///
  /// Source: R. J. Hyndman, A. B. Koehler, International Journal of Forecasting 22 (2006) 679–688. Undefined
  /// when the history is shorter than a season and one value, or when all its seasonal differences are 0.
  public static func mase(
    actual: [Double], forecast: [Double], history: [Double], seasonLength: Int
  ) -> Double? {
    guard let scale = seasonalError(history: history, seasonLength: seasonLength) else { return nil }
    return mae(actual: actual, forecast: forecast).map { $0 / scale }
  }

  /// Root mean squared scaled error, √(MSE / mean squared in-sample error of the seasonal naive forecast).
  ///
  /// Source: Hyndman and Koehler (2006), as used in the M5 competition, but with the lag `seasonLength`
  /// instead of 1 and with the whole history. Undefined when the history is shorter than a season and one
  /// value, or when all its seasonal differences are 0.
  public static func rmsse(
    actual: [Double], forecast: [Double], history: [Double], seasonLength: Int
  ) -> Double? {
    guard let scale = seasonalSquaredError(history: history, seasonLength: seasonLength) else { return nil }
    return mse(actual: actual, forecast: forecast).map { sqrt($0 / scale) }
  }

  /// Normalised deviation, Σ|e|/Σ|y|; undefined when every scored actual is 0.
  public static func nd(actual: [Double], forecast: [Double]) -> Double? {
    guard let sums = PooledSums(actual: actual, forecast: forecast) else { return nil }
    return sums.nd
  }

  /// Normalised root mean squared error, RMSE divided by the mean of |y|; undefined when every actual is 0.
  public static func nrmse(actual: [Double], forecast: [Double]) -> Double? {
    guard let sums = PooledSums(actual: actual, forecast: forecast) else { return nil }
    return sums.nrmse
  }

  /// Overall weighted average of the M4 competition, ½·(sMAPE/sMAPE_reference + MASE/MASE_reference).
  ///
  /// All arguments are averages over all series; in M4 the reference is ``Naive2``. M4 divides averages, it
  /// does not average ratios. Undefined when a reference is 0.
  public static func owa(
    smape: Double, mase: Double, referenceSMAPE: Double, referenceMASE: Double
  ) -> Double? {
    guard referenceSMAPE > 0, referenceMASE > 0 else { return nil }
    return (smape / referenceSMAPE + mase / referenceMASE) / 2
  }

  /// Mean absolute in-sample error of the seasonal naive forecast: the mean of |y_t − y_{t−m}|.
  ///
  /// Only pairs with both values are used.
  ///
  /// - Parameters:
  ///   - history: the values before the forecast's origin, NaN for missing.
  ///   - seasonLength: m; traps unless positive.
  /// - Returns: nil when there is no such pair, or when the two values of every pair are equal.
  public static func seasonalError(history: [Double], seasonLength: Int) -> Double? {
    seasonalMean(history, seasonLength) { abs($0) }
  }

  /// Mean squared in-sample error of the seasonal naive forecast; see ``seasonalError(history:seasonLength:)``.
  public static func seasonalSquaredError(history: [Double], seasonLength: Int) -> Double? {
    seasonalMean(history, seasonLength) { $0 * $0 }
  }

  private static func seasonalMean(
    _ history: [Double], _ seasonLength: Int, _ measure: (Double) -> Double
  ) -> Double? {
    precondition(seasonLength > 0, "season length must be positive")
    var sum = 0.0
    var count = 0
    for index in history.indices.dropFirst(seasonLength) {
      let difference = history[index] - history[index - seasonLength]
      if difference.isNaN { continue }
      sum += measure(difference)
      count += 1
    }
    let mean = sum / Double(count)
    return mean > 0 && mean.isFinite ? mean : nil
  }

  /// The mean of a measure over the scored steps, or nil when it is undefined.
  static func mean(
    _ actual: [Double], _ forecast: [Double], _ measure: (Double, Double) -> Double
  ) -> Double? {
    precondition(actual.count == forecast.count, "\(actual.count) actuals, \(forecast.count) forecasts")
    var sum = 0.0
    var count = 0
    for (actual, forecast) in zip(actual, forecast) where !actual.isNaN {
      guard actual.isFinite, forecast.isFinite else { return nil }
      sum += measure(actual, forecast)
      count += 1
    }
    return count > 0 ? sum / Double(count) : nil
  }
}

/// Sums over the steps of one or many series, from which ratios of totals are formed.
struct PooledSums: Sendable, Hashable {
  var steps = 0
  var absoluteActual = 0.0
  var absoluteError = 0.0
  var squaredError = 0.0

  init() {}

  /// Nil when no step is scored or a scored step has no finite forecast.
  init?(actual: [Double], forecast: [Double]) {
    guard let absolute = Metrics.mae(actual: actual, forecast: forecast),
      let squared = Metrics.mse(actual: actual, forecast: forecast),
      let size = Metrics.mean(actual, actual, { abs($1) })
    else { return nil }
    steps = Metrics.scoredSteps(actual)
    absoluteActual = size * Double(steps)
    absoluteError = absolute * Double(steps)
    squaredError = squared * Double(steps)
  }

  mutating func add(_ other: PooledSums) {
    steps += other.steps
    absoluteActual += other.absoluteActual
    absoluteError += other.absoluteError
    squaredError += other.squaredError
  }

  var nd: Double? { absoluteActual > 0 ? absoluteError / absoluteActual : nil }

  var nrmse: Double? {
    absoluteActual > 0 ? sqrt(squaredError * Double(steps)) / absoluteActual : nil
  }
}

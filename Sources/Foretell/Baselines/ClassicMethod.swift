import ForetellClassics
import ForetellData

/// A reference method of which each series has its own fit, repeated whenever it is forecast.
///
/// A fit takes between a hundredth of a millisecond and some milliseconds, so a model file keeps the history and no
/// parameters, and new rows need nothing but to be joined.
public protocol ClassicMethod: Baseline {}

extension ClassicMethod {
  /// True: series are fitted on several threads.
  public var isFittedPerSeries: Bool { true }
}

/// A classical method with a season.
public protocol SeasonalMethod: ClassicMethod {
  /// Makes a forecaster.
  ///
  /// - Parameters:
  ///   - seasonLength: season length in steps; nil takes the frequency's.
  ///   - bounds: the range of the forecasts.
  init(seasonLength: Int?, bounds: ForecastBounds)
  /// Season length in steps; nil takes the frequency's.
  var seasonLength: Int? { get set }
}

extension SeasonalMethod {
  /// The season length.
  public func methodOptions(season: Int) -> [ModelOption: OptionValue] {
    var values: [ModelOption: OptionValue] = [:]
    values.add(.season, "\(season)", OptionValue.given(seasonLength != nil, else: "the frequency's"))
    return values
  }
}

extension ReferenceForecast {
  /// The forecast of a method of `ForetellClassics`.
  ///
  /// Constant values go on. A single value, and a series that the method can't fit, are forecast by ``naive(values:horizon:)``.
  ///
  /// - Parameters:
  ///   - values: the history, NaN for missing.
  ///   - horizon: the number of steps.
  ///   - method: the forecast of a number of steps after the last observed value, from the history up to it; nil where
  ///     the method doesn't apply.
  static func classic(
    _ values: [Double], horizon: Int, method: (ObservedSpan, Int) -> ClassicForecast?
  ) -> ReferenceForecast? {
    guard let span = ObservedSpan(values) else { return nil }
    guard span.values.count > 1 else { return naive(values: values, horizon: horizon) }
    if span.isConstant {
      return ReferenceForecast(
        point: [Double](repeating: span.values[0], count: horizon),
        standardDeviations: [Double](repeating: 0, count: horizon), substitutedSteps: 0)
    }
    // Dividing by a power of two changes no digit, and keeps squares of all sizes in range.
    let largest = span.values.reduce(0) { max($0, abs($1)) }
    let scale = Double(sign: .plus, exponent: largest.exponent, significand: 1)
    guard let scaled = ObservedSpan(values.map { $0 / scale }),
      let forecast = method(scaled, horizon + span.missingAtEnd)
    else { return naive(values: values, horizon: horizon) }
    let point = forecast.point.suffix(horizon).map { $0 * scale }
    let deviations = forecast.deviations.suffix(horizon).map { $0 * scale }
    // Bounds at any level have to be numbers too.
    guard point.allSatisfy({ abs($0) < 1e300 }), deviations.allSatisfy({ $0 < 1e300 }) else {
      return naive(values: values, horizon: horizon)
    }
    return ReferenceForecast(point: point, standardDeviations: deviations, substitutedSteps: 0)
  }

  /// The forecast of a method for series without a season: the series is adjusted by indices of classical decomposition
  /// when ``SeasonalIndices/isSeasonal(_:season:)``, and the forecast gets its season again.
  static func adjusted(
    _ values: [Double], season: Int, horizon: Int, method: ([Double], Int) -> ClassicForecast?
  ) -> ReferenceForecast? {
    classic(values, horizon: horizon) { span, steps in
      guard let indices = SeasonalIndices.adjusting(span.values, season: season) else {
        return method(span.values, steps)
      }
      return method(indices.adjusted(span.values), steps).map {
        indices.restored($0, from: span.values.count)
      }
    }
  }

  /// The forecast of exponential smoothing, or of its simple form where the wanted ones have too many parameters.
  static func smoothed(
    _ values: [Double], horizon: Int, model: ([Double]) -> ETSModel?
  ) -> ReferenceForecast? {
    classic(values, horizon: horizon) { span, steps in
      let fit = model(span.observed) ?? ETSModel.best(span.observed, season: 1, forms: [.simple])
      return fit?.forecast(horizon: steps)
    }
  }

  /// The forecast of a method for intermittent demand, from the observed values alone.
  static func ofDemand(
    _ values: [Double], horizon: Int, method: ([Double]) -> IntermittentDemand
  ) -> ReferenceForecast? {
    classic(values.filter { !$0.isNaN }, horizon: horizon) { span, steps in
      method(span.values).forecast(horizon: steps)
    }
  }
}

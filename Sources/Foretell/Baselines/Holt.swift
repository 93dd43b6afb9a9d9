import ForetellClassics
import ForetellData

/// Holt's method: level and slope, both smoothed, ETS(A,A,N).
///
/// ŷ_(t+h) = ℓ_t + h·b_t, ℓ_t = ℓ_(t−1) + b_(t−1) + α·e_t, b_t = b_(t−1) + β·e_t; all parameters are those of maximum
/// likelihood.
///
/// Missing values are skipped. A series too short for the form is forecast by simple exponential smoothing, and one
/// with fewer than five values by the naive method.
///
/// Use it for series whose trend goes on. Source: C. C. Holt, Forecasting seasonals and trends by exponentially
/// weighted moving averages, Carnegie Institute of Technology 1957; chapter 2 of R. J. Hyndman, A. B. Koehler, J. K.
/// Ord and R. D. Snyder, Forecasting with Exponential Smoothing: The State Space Approach, Springer 2008.
public struct Holt: ClassicMethod {
  /// `holt`.
  public static var family: String { "holt" }
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `Holt`.
  public var name: String { "Holt" }

  /// Makes a forecaster.
  public init(bounds: ForecastBounds = ForecastBounds()) { self.bounds = bounds }

  /// The forecast with normal intervals whose variances are those of the form.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    .smoothed(values, horizon: horizon) { ETSModel.best($0, season: 1, forms: [.holt]) }
  }
}

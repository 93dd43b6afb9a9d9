import ForetellClassics
import ForetellData

/// Holt's method with a trend that becomes flatter by the factor φ at each step, ETS(A,Ad,N).
///
/// ŷ_(t+h) = ℓ_t + (φ + … + φ^h)·b_t with 0.8 ≤ φ ≤ 0.98; all parameters are those of maximum likelihood.
///
/// Missing values are skipped. A series too short for the form is forecast by simple exponential smoothing, and one
/// with fewer than five values by the naive method.
///
/// Use it where a trend won't go on for ever; for long horizons it is safer than ``Holt``. Source: E. S. Gardner and
/// E. McKenzie, Forecasting trends in time series, Management Science 31 (1985) 1237–1246; chapter 2 of R. J.
/// Hyndman, A. B. Koehler, J. K. Ord and R. D. Snyder, Forecasting with Exponential Smoothing: The State Space
/// Approach, Springer 2008.
public struct DampedHolt: ClassicMethod {
  /// `holt-damped`.
  public static var family: String { "holt-damped" }
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `DampedHolt`.
  public var name: String { "DampedHolt" }

  /// Makes a forecaster.
  public init(bounds: ForecastBounds = ForecastBounds()) { self.bounds = bounds }

  /// The forecast with normal intervals whose variances are those of the form.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    .smoothed(values, horizon: horizon) { ETSModel.best($0, season: 1, forms: [.damped]) }
  }
}

import ForetellClassics
import ForetellData

/// Simple exponential smoothing: each value moves the level by the share α of its error, ETS(A,N,N).
///
/// With n values the forecast is Σ α·(1 − α)^j·y_(n−j) plus what is left of the initial level; α and the initial
/// level are those of maximum likelihood. The standard deviation of step h is σ·√(1 + (h − 1)·α²).
///
/// Missing values are skipped. A series with fewer than five values is forecast by the naive method.
///
/// Use it for series without trend and season. Source: R. G. Brown, Statistical Forecasting for Inventory Control,
/// McGraw-Hill 1959; chapter 2 of R. J. Hyndman, A. B. Koehler, J. K. Ord and R. D. Snyder, Forecasting with
/// Exponential Smoothing: The State Space Approach, Springer 2008.
public struct SES: ClassicMethod {
  /// `ses`.
  public static var family: String { "ses" }
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `SES`.
  public var name: String { "SES" }

  /// Makes a forecaster.
  public init(bounds: ForecastBounds = ForecastBounds()) { self.bounds = bounds }

  /// The forecast with normal intervals whose variances are those of the form.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    .smoothed(values, horizon: horizon) { ETSModel.best($0, season: 1, forms: [.simple]) }
  }
}

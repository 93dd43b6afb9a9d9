import ForetellClassics
import ForetellData

/// A seasonal ARIMA model whose order is chosen for each series.
///
/// With the backward shift B and season length m,
///
///     φ(B)·Φ(B^m)·((1 − B)^d·(1 − B^m)^D·y_t − μ) = θ(B)·Θ(B^m)·ε_t
///
/// D is 1 where the season is strong in the decomposition by local regression, d follows from tests of a constant level
/// (Kwiatkowski and others), and the numbers of coefficients from a stepwise search over AICc with p, q ≤ 5, P, Q ≤ 2 and
/// p + q + P + Q ≤ 5. Coefficients have the greatest exact likelihood, in the search too. μ is a mean without differences
/// and a drift with one.
///
/// Missing values are skipped; for the choice of the order, and in series whose filter would take too long, gaps are
/// filled along straight lines. Of more than 4000 values the last 4000 are used. Seasons of more than 24 steps have no
/// coefficients: where they are strong, they are taken out by local regression and repeated, as `stl` does. Fewer than
/// four values are forecast by the naive method.
///
/// Use it for series with short memory beside level and season, and in combinations with exponential smoothing, whose
/// errors differ. Source: R. J. Hyndman and Y. Khandakar, Automatic time series forecasting: the forecast package for R,
/// Journal of Statistical Software 27 (2008) 3.
public struct AutoARIMA: SeasonalMethod {
  /// `arima`.
  public static var family: String { "arima" }
  /// Season length in steps; nil takes the frequency's.
  public var seasonLength: Int?
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `ARIMA`.
  public var name: String { "ARIMA" }

  /// Makes a forecaster.
  public init(seasonLength: Int? = nil, bounds: ForecastBounds = ForecastBounds()) {
    self.seasonLength = seasonLength
    self.bounds = bounds
  }

  /// The forecast with normal intervals whose variances are those of the model.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    .classic(values, horizon: horizon) { span, steps in
      guard season > ArimaModel.longestSeason, let parts = LongSeason(span, season: season) else {
        return ArimaModel.automatic(span.observed, season: season)?.forecast(horizon: steps)
      }
      return ArimaModel.automatic(parts.adjusted, season: 1).map {
        parts.restored($0.forecast(horizon: steps))
      }
    }
  }
}

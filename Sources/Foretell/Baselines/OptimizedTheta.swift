import ForetellClassics
import ForetellData

/// The optimised Theta method: ``Theta`` whose θ, at least 1, is estimated with the other parameters.
///
/// θ = 1 is simple exponential smoothing, and a large θ adds the whole slope of the straight line through all values.
/// A season is taken out before when the test of the M4 competition finds one: multiplicative indices of classical
/// decomposition, or additive ones when a value isn't positive. Gaps are filled along straight lines; fewer than six
/// values are forecast by the naive method.
///
/// Use it where the strength of the trend isn't known. Source: Fiorucci and others (see ``DynamicOptimizedTheta``).
public struct OptimizedTheta: SeasonalMethod {
  /// `otm`.
  public static var family: String { "otm" }
  /// Season length in steps; nil takes the frequency's.
  public var seasonLength: Int?
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `OTM`.
  public var name: String { "OTM" }

  /// Makes a forecaster.
  public init(seasonLength: Int? = nil, bounds: ForecastBounds = ForecastBounds()) {
    self.seasonLength = seasonLength
    self.bounds = bounds
  }

  /// The forecast with normal intervals of the method's own state-space form.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    .adjusted(values, season: season, horizon: horizon) {
      ThetaModel($0, form: .optimised)?.forecast(horizon: $1)
    }
  }
}

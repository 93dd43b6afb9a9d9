import ForetellClassics
import ForetellData

/// Complex exponential smoothing in the form that fits each series best: none, simple, partial or full.
///
/// A level and the information in the errors are the two parts of a complex number that is smoothed with a complex
/// parameter, without a choice between level and trend. The form with the smallest AICc is taken; those with a season
/// need two seasons of values. Gaps are filled along straight lines; fewer than six values are forecast by the naive
/// method.
///
/// Use it where it isn't known whether there is a trend. Source: I. Svetunkov, N. Kourentzes and J. K. Ord, Complex
/// exponential smoothing, Naval Research Logistics 69 (2022) 1108–1123.
public struct CES: SeasonalMethod {
  /// `ces`.
  public static var family: String { "ces" }
  /// Season length in steps; nil takes the frequency's.
  public var seasonLength: Int?
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `CES`.
  public var name: String { "CES" }

  /// Makes a forecaster.
  public init(seasonLength: Int? = nil, bounds: ForecastBounds = ForecastBounds()) {
    self.seasonLength = seasonLength
    self.bounds = bounds
  }

  /// The forecast with normal intervals from the responses of the method to an error.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    .classic(values, horizon: horizon) { span, steps in
      CESModel.best(span.values, season: season)?.forecast(horizon: steps)
    }
  }
}

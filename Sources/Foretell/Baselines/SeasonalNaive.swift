import ForetellData

/// Repeats the last observed season (Hyndman and Athanasopoulos, 5.2).
///
/// The width of its normal intervals grows with the square root of the number of seasons ahead.
public struct SeasonalNaive: Baseline {
  /// `seasonal-naive`.
  public static var family: String { "seasonal-naive" }
  /// Season length in steps; nil takes the frequency's.
  public var seasonLength: Int?
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `SeasonalNaive`.
  public var name: String { "SeasonalNaive" }

  /// Makes a seasonal naive forecaster.
  public init(seasonLength: Int? = nil, bounds: ForecastBounds = ForecastBounds()) {
    self.seasonLength = seasonLength
    self.bounds = bounds
  }

  /// The season length.
  public func methodOptions(season: Int) -> [ModelOption: OptionValue] {
    var values: [ModelOption: OptionValue] = [:]
    values.add(
      .season, "\(season)", OptionValue.given(seasonLength != nil, else: "the frequency's"))
    return values
  }

  /// See ``ReferenceForecast/seasonalNaive(values:seasonLength:horizon:)``.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    .seasonalNaive(values: values, seasonLength: season, horizon: horizon)
  }
}

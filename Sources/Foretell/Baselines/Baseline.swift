import ForetellData

/// A reference method: a rule without trained numbers, computed anew from the history of every series.
///
/// Whoever conforms says the rule; fitting, forecasting and files are the same for all.
public protocol Baseline: Forecaster, Codable, Equatable where Fitted == FittedBaseline<Self> {
  /// The name of this kind of configuration in model files; it never changes.
  static var family: String { get }
  /// The range of the forecasts.
  var bounds: ForecastBounds { get set }
  /// Season length in steps; nil: the frequency's.
  var seasonLength: Int? { get }
  /// The forecast of one series.
  ///
  /// - Parameters:
  ///   - values: the history in time order, NaN for missing, with at least one observed value.
  ///   - season: season length in steps, positive.
  ///   - horizon: the number of steps, positive.
  /// - Returns: nil, or a forecast without deviations, where the history is too short for the rule: the last values are
  ///   repeated then.
  func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast?
}

extension Baseline {
  /// A rule has no random numbers.
  public var usesRandomNumbers: Bool { false }
  /// The frequency's.
  public var seasonLength: Int? { nil }

  /// Remembers the table; seed and options change nothing.
  public func fit(
    _ table: SeriesTable, horizon: Int, seed: UInt64 = 1, options: FitOptions = FitOptions()
  ) -> FittedBaseline<Self> {
    FittedBaseline(configuration: self, table: table, forecastHorizon: horizon, seed: seed)
  }
}

/// A reference method with the table that it continues.
public struct FittedBaseline<Configuration: Baseline>: Sendable {
  /// The method.
  public internal(set) var configuration: Configuration
  /// Steps that a forecast has when nobody says how many.
  public let forecastHorizon: Int
  /// The fit's seed, which changes nothing.
  public let seed: UInt64
  /// The horizon in steps that aren't closed, when the fit's horizon was chosen from it; nil when all steps
  /// count.
  public var openHorizon: Int?
  /// The table.
  let table: SeriesTable

  init(configuration: Configuration, table: SeriesTable, forecastHorizon: Int, seed: UInt64) {
    self.configuration = configuration
    self.table = table
    self.forecastHorizon = forecastHorizon
    self.seed = seed
  }

  /// The name in column headings.
  public var name: String { configuration.name }

  /// Forecasts every series with the rule's intervals.
  ///
  /// - Parameters:
  ///   - table: history of any series; nil: that of the fit.
  ///   - horizon: steps; nil: those of the fit.
  ///   - levels: interval levels in percent, each in 0..<100.
  /// - Throws: `ForetellError`: values outside the bounds, no series that can be forecast, a horizon or level out of range.
  public func predict(
    _ table: SeriesTable? = nil, horizon: Int? = nil, levels: [Double] = [80, 95]
  ) throws -> Forecast {
    let data = table ?? self.table
    let steps = horizon ?? forecastHorizon
    let season = configuration.seasonLength ?? data.frequency.defaultSeasonLength
    return try ReferenceRun.forecast(
      name, data, horizon: steps, levels: levels, bounds: configuration.bounds
    ) { configuration.forecast(values: $0, season: season, horizon: steps) }
  }
}

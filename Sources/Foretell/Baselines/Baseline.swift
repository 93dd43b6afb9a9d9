import ForetellData
import Foundation

/// A reference method: a rule without trained parameters, computed anew from the history of every series.
///
/// A conforming type only defines the rule; fitting, forecasting and model files are shared.
public protocol Baseline: Forecaster, Codable, Equatable where Fitted == FittedBaseline<Self> {
  /// The name of this kind of configuration in model files; it never changes.
  static var family: String { get }
  /// The range of the forecasts.
  var bounds: ForecastBounds { get set }
  /// Season length in steps; nil takes the frequency's.
  var seasonLength: Int? { get }
  /// Whether the rule takes long enough for the series to be forecast on several threads.
  var isFittedPerSeries: Bool { get }
  /// The values of the options that concern the method.
  ///
  /// - Parameter season: the season length of the fit in steps.
  func methodOptions(season: Int) -> [ModelOption: OptionValue]
  /// The forecast of one series.
  ///
  /// - Parameters:
  ///   - values: the history in time order, NaN for missing, with at least one observed value.
  ///   - season: season length in steps, positive.
  ///   - horizon: the number of steps, positive.
  /// - Returns: nil, or a forecast without standard deviations, when the history is too short for the rule;
  ///   then the last value is repeated.
  func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast?
  /// The forecast of one series that may have several seasons.
  ///
  /// - Parameters:
  ///   - values: the history in time order, NaN for missing, with at least one observed value.
  ///   - seasons: season lengths in steps, positive, the usual one first; at least one.
  ///   - horizon: the number of steps, positive.
  /// - Returns: as ``forecast(values:season:horizon:)``.
  func forecast(values: [Double], seasons: [Int], horizon: Int) -> ReferenceForecast?
}

extension Baseline {
  /// False: a rule has no random numbers.
  public var usesRandomNumbers: Bool { false }
  /// Nil: the frequency's season length is used.
  public var seasonLength: Int? { nil }
  /// False: a rule takes less time than a thread needs to start.
  public var isFittedPerSeries: Bool { false }

  /// Empty: the method has no options.
  public func methodOptions(season: Int) -> [ModelOption: OptionValue] { [:] }

  /// The forecast with the first season.
  public func forecast(values: [Double], seasons: [Int], horizon: Int) -> ReferenceForecast? {
    forecast(values: values, season: seasons.first ?? 1, horizon: horizon)
  }

  /// Stores the table and the number of threads; seed and other options have no effect.
  public func fit(
    _ table: SeriesTable, horizon: Int, seed: UInt64 = 1, options: FitOptions = FitOptions()
  ) -> FittedBaseline<Self> {
    var model = FittedBaseline(configuration: self, table: table, forecastHorizon: horizon, seed: seed)
    model.threads = options.threads
    return model
  }
}

/// A reference method with the table whose series it continues.
public struct FittedBaseline<Configuration: Baseline>: Sendable {
  /// The method.
  public internal(set) var configuration: Configuration
  /// The horizon given to the fit in steps; the default length of a forecast.
  public let forecastHorizon: Int
  /// The fit's seed, which has no effect.
  public let seed: UInt64
  /// The horizon in steps that aren't closed, when the fit's horizon was chosen from it; nil when all steps
  /// count.
  public var openHorizon: Int?
  /// The largest number of threads of a forecast; nil uses all cores.
  var threads: Int?
  /// The table of the fit.
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
  ///   - table: the history of any series; nil takes the table of the fit.
  ///   - horizon: the number of steps; nil takes the fit's.
  ///   - levels: interval levels in percent, each in 0..<100.
  /// - Throws: `ForetellError` when a value lies outside the bounds, no series can be forecast, or the
  ///   horizon or a level is out of range.
  public func predict(
    _ table: SeriesTable? = nil, horizon: Int? = nil, levels: [Double] = [80, 95]
  ) throws -> Forecast {
    let data = table ?? self.table
    let steps = horizon ?? forecastHorizon
    let usual = data.frequency.defaultSeasonLength
    let seasons =
      configuration.seasonLength.map { [$0] } ?? [usual] + data.frequency.seasonLengths.filter { $0 != usual }
    return try ReferenceRun.forecast(
      name, data, horizon: steps, levels: levels, bounds: configuration.bounds,
      threads: configuration.isFittedPerSeries ? threads ?? ProcessInfo.processInfo.activeProcessorCount : nil
    ) { configuration.forecast(values: $0, seasons: seasons, horizon: steps) }
  }
}

import ForetellClassics
import ForetellCore
import ForetellData
import Foundation

/// Linear regression of the next values on the last ones, solved in closed form.
///
/// A penalty keeps the coefficients small: ridge regression (A. E. Hoerl and R. W. Kennard, Technometrics 12, 1970). Every
/// step of the horizon has coefficients of its own.
///
/// Values are transformed, and the level of the window is subtracted: its last value or, for seasons of 24 steps and more,
/// the mean of its last season. The regression predicts differences to the seasonal naive forecast where most series have a
/// season, otherwise to the level. Every series is divided by the root mean square of its windows. What isn't given is
/// chosen by the mean absolute error on the held-out ends of the series: the input size, the penalty, and whether each
/// series has coefficients of its own, which are pulled towards the common ones.
public struct RidgeForecaster: Forecaster, Codable, Equatable {
  /// The name of this kind of model on the command line and in model files.
  public static let family = "ridge"
  /// Steps of history that the regression reads; nil chooses them.
  public var inputSize: Int?
  /// How values are transformed; `automatic` is the logarithm when all values of the table are positive, else none.
  public var transform: TransformName
  /// Season length in steps; nil takes the frequency's.
  public var seasonLength: Int?
  /// How much the series have in common.
  public var scope: RidgeScope
  /// Strength of the penalty in multiples of the inputs' mean square, above 0; nil chooses it.
  ///
  /// With scope `pooled` or `series`, and for a table of one series, it pulls the coefficients to zero, otherwise those of
  /// a series towards the common ones.
  public var strength: Double?
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `Ridge`.
  public var name: String { "Ridge" }
  /// False: a regression has no random numbers.
  public var usesRandomNumbers: Bool { false }

  /// Makes a forecaster; a fit checks the options.
  public init(
    inputSize: Int? = nil, transform: TransformName = .automatic, seasonLength: Int? = nil,
    scope: RidgeScope = .automatic, strength: Double? = nil, bounds: ForecastBounds = ForecastBounds()
  ) {
    self.inputSize = inputSize
    self.transform = transform
    self.seasonLength = seasonLength
    self.scope = scope
    self.strength = strength
    self.bounds = bounds
  }

  /// Throws `ForetellError` of kind `usage` unless the horizon and every option lie in their ranges.
  public func check(horizon: Int) throws {
    try OptionRange.require((1...1_000_000).contains(horizon), "the horizon", "from 1 to 1000000")
    try OptionRange.require(
      inputSize.map { (1...Self.mostInputs).contains($0) } ?? true, "the input size",
      "from 1 to \(Self.mostInputs)")
    try OptionRange.require(
      seasonLength.map { (1...10_000_000).contains($0) } ?? true, "the season length", "from 1 to 10000000")
    try OptionRange.require(
      strength.map { $0 > 0 && $0 <= 1e6 } ?? true, "the strength of the penalty", "above 0 and at most 1e6")
    try bounds.check()
  }

  /// The largest input size: the matrix of its products has 64 MB.
  static let mostInputs = 2800
  /// The most steps that are predicted at once; a longer horizon is reached by feeding forecasts back.
  static let mostOutputs = 1000

  /// Fits all series; the seed has no effect.
  ///
  /// - Throws: `ForetellError` for an option out of range, values outside the bounds, a transform that the values don't
  ///   allow, and interruption.
  public func fit(
    _ table: SeriesTable, horizon: Int, seed: UInt64 = 1, options: FitOptions = FitOptions()
  ) throws -> FittedRidge {
    try check(horizon: horizon)
    try bounds.check(table)
    let pool = WorkerPool(threads: options.threads ?? ProcessInfo.processInfo.activeProcessorCount)
    let season = seasonLength ?? table.frequency.defaultSeasonLength
    let panel = try RidgePanel(table, season: season, horizon: horizon, transform: transform)
    let choice = try RidgeChoice(panel, self, horizon: horizon, pool: pool, options)
    var fitted = FittedRidge(
      configuration: self, table: table, forecastHorizon: horizon, seed: seed, season: season, choice: choice,
      transforms: panel.transforms, isLogarithmic: panel.isLogarithmic)
    guard choice.hasRows else { return fitted }
    let regression = LagRegression(
      panel.members, windows: choice.windows, heldFor: choice.heldFor, pool: pool)
    let solutions = regression.fit(choice.strengths)
    try options.checkCancellation("the fit")
    fitted.take(solutions, places: panel.places)
    return fitted
  }
}

import ForetellData

/// The configuration of one network that is trained on all series of a table; a fit returns a
/// ``FittedForecaster``.
///
/// A conforming type only says what the network is made of (``design``); fitting, forecasting, model files
/// and sizes are shared.
public protocol NetworkForecaster: TrainableForecaster where Fitted == FittedForecaster {
  /// The name of this kind of configuration in model files; it never changes.
  static var family: String { get }
  /// The name of the loss that training minimises.
  var lossName: String { get }
  /// Number of sample paths per series, for a network that draws them.
  var pathCount: Int { get set }
  /// Throws `ForetellError` of kind `usage` when the values of a table can't be forecast with this configuration.
  func check(_ table: SeriesTable) throws
  /// Architecture, head and recipe that this configuration stands for.
  var design: NetworkDesign { get }
  /// The values of the options that concern architecture and head rather than windows and training.
  var networkOptions: [ModelOption: OptionValue] { get }
  /// The options that concern it, where others of networks don't; nil where all may.
  var ownOptions: Set<ModelOption>? { get }
  /// Interval levels in percent whose bounds the loss trains; nil when it trains none.
  var levelsOfLoss: [Double]? { get }
  /// The networks of a fit, whose forecasts are averaged; at least one.
  var members: [Self] { get }
  /// Where the weights start.
  var start: NetworkStart { get }
  /// The same configuration with every option that was left open chosen from the data; a fit asks for it first.
  func resolved(for table: SeriesTable, horizon: Int) -> Self
}

extension NetworkForecaster {
  /// The name in column headings.
  public var name: String { design.name }
  /// By default all values can.
  public func check(_ table: SeriesTable) throws {}
  /// 1: most networks draw no paths, and setting another number changes nothing.
  public var pathCount: Int {
    get { 1 }
    set {}
  }

  /// Nil: all options may concern it.
  public var ownOptions: Set<ModelOption>? { nil }

  /// Random weights.
  public var start: NetworkStart { .random }

  /// The configuration itself: no option is left open.
  public func resolved(for table: SeriesTable, horizon: Int) -> Self { self }

  /// Fits one network to all series of `table` for forecasts of `horizon` steps.
  ///
  /// - Parameters:
  ///   - table: at least one series with four observed values.
  ///   - horizon: the number of steps to forecast, positive.
  ///   - seed: decides initial weights, order of windows and dropout; same seed, same bits.
  ///   - options: threads, progress, checkpoints; they don't change the result.
  /// - Throws: `ForetellError` for options out of range, no usable series, values that the transform doesn't
  ///   allow, a diverging loss, interruption, and a checkpoint that can't be written or belongs to another
  ///   fit.
  public func fit(
    _ table: SeriesTable, horizon: Int, seed: UInt64 = 1, options: FitOptions = FitOptions()
  ) throws -> FittedForecaster {
    try check(horizon: horizon)
    let chosen = resolved(for: table, horizon: horizon)
    var (fitted, windows) = try chosen.trainedMembers(table, horizon: horizon, seed: seed, options: options)
    fitted.closedTimes = table.closedTimes
    fitted.choices = choices(for: table, horizon: horizon)
    let calibration = try chosen.calibration(
      of: fitted, windows: windows, on: table, seed: seed, options: options)
    // Widening the intervals of every network by the same factors widens their mean by these.
    fitted.calibration = calibration
    for number in fitted.companions.indices { fitted.companions[number].calibration = calibration }
    return fitted
  }

  /// When no series has more than three values, a model that repeats the last value of each, with forecasts
  /// that carry a warning; nil for other tables.
  ///
  /// - Throws: `ForetellError` when no series can be forecast from its end, so that a training would be
  ///   useless.
  public func substitute(for table: SeriesTable, horizon: Int) throws -> (any FittedModel)? {
    let histories = table.series.map { ForecastHistory($0.values[...]) }
    let refusals = zip(table.series.indices, histories).compactMap { number, history in
      HistoryRemarks(table, series: number).refusal(history)
    }
    guard refusals.count < table.series.count else {
      throw HistoryRemarks.Refusal.error(refusals, file: table.name)
    }
    guard histories.allSatisfy({ $0?.facts.isShort ?? true }) else { return nil }
    try check(horizon: horizon)
    try bounds.check(table)
    return ShortHistoryModel(name: name, table: table, horizon: horizon, bounds: bounds)
  }

  /// Throws `ForetellError` of kind `usage` unless the horizon and every option lie in their ranges.
  public func check(horizon: Int) throws { try design.check(horizon: horizon) }
}

import ForetellData

/// A forecaster that trains one network over all series of a table: configuration only, a fit returns another type.
///
/// Whoever conforms says what the network is made of (``design``); fitting, forecasting, files and sizes are the same for
/// all.
public protocol NetworkForecaster: Forecaster, Codable, Equatable {
  /// What model files call this kind of configuration; never changes.
  static var family: String { get }
  /// Hidden units per layer.
  var hiddenSize: Int { get set }
  /// Passes over the windows, at most; nil: as many as the data ask for.
  var epochs: Int? { get set }
  /// The values that forecasts keep to; they don't change what is learned.
  var bounds: ForecastBounds { get set }
  /// What training minimises.
  var loss: LossName { get }
  /// Architecture, head and recipe that this configuration stands for.
  var design: NetworkDesign { get }
}

extension NetworkForecaster {
  /// The name in column headings.
  public var name: String { design.name }

  /// Fits one network to all series of `table` for forecasts of `horizon` steps.
  ///
  /// - Parameters:
  ///   - table: at least one series with four observed values.
  ///   - horizon: steps to forecast at once, positive.
  ///   - seed: decides initial weights, order of windows and dropout; same seed, same bits.
  ///   - options: threads, progress, checkpoints; they don't change the result.
  /// - Throws: `ForetellError`: options out of range, no usable series, values a transform can't take, a diverging
  ///   loss, interruption, a checkpoint that can't be written or belongs to another fit.
  public func fit(
    _ table: SeriesTable, horizon: Int, seed: UInt64 = 1, options: FitOptions = FitOptions()
  ) throws -> FittedForecaster {
    let (plain, windows) = try trained(table, horizon: horizon, seed: seed, options: options)
    var fitted = plain
    fitted.closedTimes = table.closedTimes
    fitted.calibration = try calibration(of: plain, windows: windows, on: table, seed: seed, options: options)
    return fitted
  }

  /// The same as `fit`, as a `Forecaster`.
  ///
  /// Where no series has more than three values, the result repeats the last ones, and its forecasts say so. Throws also
  /// where no series can be forecast from its end.
  public func fitted(
    to table: SeriesTable, horizon: Int, seed: UInt64, options: FitOptions
  ) throws -> any FittedModel {
    let histories = table.series.map { ForecastHistory($0.values[...]) }
    let refusals = zip(table.series.indices, histories).compactMap { number, history in
      HistoryRemarks(table, series: number).refusal(history)
    }
    // Before the training, whose result couldn't forecast anything.
    guard refusals.count < table.series.count else {
      throw HistoryRemarks.Refusal.error(refusals, file: table.name)
    }
    if histories.allSatisfy({ $0?.facts.isShort ?? true }) {
      try design.check(horizon: horizon)
      try bounds.check(table)
      return ShortHistoryModel(name: name, table: table, horizon: horizon, bounds: bounds)
    }
    return try fit(table, horizon: horizon, seed: seed, options: options)
  }

  /// Throws unless every option lies in its range.
  func check(horizon: Int) throws { try design.check(horizon: horizon) }
}

/// The kinds of network configuration that a model file can hold, by ``NetworkForecaster/family``.
enum NetworkFamilies {
  /// All of them; a new network forecaster is added here.
  static let all: [any NetworkForecaster.Type] = [RecurrentForecaster.self]

  /// The kind of that name; nil for one that a later release knows.
  static func type(_ family: String) -> (any NetworkForecaster.Type)? { all.first { $0.family == family } }
}

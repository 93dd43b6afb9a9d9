import ForetellData

/// The configuration of one network that is trained on all series of a table; a fit returns a
/// ``FittedForecaster``.
///
/// A conforming type only says what the network is made of (``design``); fitting, forecasting, model files
/// and sizes are shared.
public protocol NetworkForecaster: Forecaster, Codable, Equatable {
  /// The name of this kind of configuration in model files; it never changes.
  static var family: String { get }
  /// Hidden units per layer.
  var hiddenSize: Int { get set }
  /// The largest number of passes over the windows; nil chooses it from the amount of data.
  var epochs: Int? { get set }
  /// The range of the forecasts; it doesn't change what is learned.
  var bounds: ForecastBounds { get set }
  /// The loss that training minimises.
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
  ///   - horizon: the number of steps to forecast, positive.
  ///   - seed: decides initial weights, order of windows and dropout; same seed, same bits.
  ///   - options: threads, progress, checkpoints; they don't change the result.
  /// - Throws: `ForetellError` for options out of range, no usable series, values that the transform doesn't
  ///   allow, a diverging loss, interruption, and a checkpoint that can't be written or belongs to another
  ///   fit.
  public func fit(
    _ table: SeriesTable, horizon: Int, seed: UInt64 = 1, options: FitOptions = FitOptions()
  ) throws -> FittedForecaster {
    let (plain, windows) = try trained(table, horizon: horizon, seed: seed, options: options)
    var fitted = plain
    fitted.closedTimes = table.closedTimes
    fitted.calibration = try calibration(of: plain, windows: windows, on: table, seed: seed, options: options)
    return fitted
  }

  /// Fits like `fit`, as ``Forecaster`` requires.
  ///
  /// When no series has more than three values, the model repeats the last value of each, and its forecasts
  /// carry a warning. Throws also when no series can be forecast from its end.
  public func fitted(
    to table: SeriesTable, horizon: Int, seed: UInt64, options: FitOptions
  ) throws -> any FittedModel {
    let histories = table.series.map { ForecastHistory($0.values[...]) }
    let refusals = zip(table.series.indices, histories).compactMap { number, history in
      HistoryRemarks(table, series: number).refusal(history)
    }
    // Checked before the training, whose result would be useless.
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

  /// The configuration type with this family name; nil for one of a later release.
  static func type(_ family: String) -> (any NetworkForecaster.Type)? { all.first { $0.family == family } }
}

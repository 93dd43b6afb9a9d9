/// The list of all models.
///
/// The command, its help and completions, comparisons, the reader of model files and the documentation take
/// names and options from this list. A new model is one entry.
public enum Catalogue {
  /// The models in the order in which they are listed: the combination, networks, regressions, then reference methods.
  public static let models: [CatalogueModel] =
    combinations + recurrent + feedForward + autoregressive + pretrained + regressions + baselines + classics
    + intermittent

  private static let combinations = [
    CatalogueModel(
      CombinedForecaster.family, "the mean of networks and classical methods that suit the data",
      options: [.season, .combine, .intervals, .budget],
      reader: { try FittedCombination($0, name: $1, member: { try Catalogue.model(decoding: $0, name: $1) }) }
    ) {
      CombinedForecaster(
        rule: $0.combination ?? .mean, intervals: $0.intervals ?? .calibrated, seasonLength: $0.seasonLength,
        bounds: $0.bounds, plannedSeconds: $0.plannedSeconds, trainedLevels: $0.trainedLevels)
    }
  ]

  private static let recurrent = cells.map { cell in
    CatalogueModel(
      cell.rawValue, cell.summary,
      options: ModelOption.ofNetworks.union([
        .bidirectional, .truncation, .precision, .reading, .segment, .deseasonalize, .linearPath,
        .ensemble, .start,
      ]),
      cell: cell
    ) { RecurrentForecaster(cell: cell, $0) }
  }

  /// The cells, the most common ones first.
  private static let cells: [RecurrentCellKind] = {
    let usual: [RecurrentCellKind] = [.lstm, .gru, .rnn, .rnnRelu]
    return usual + RecurrentCellKind.allCases.filter { !usual.contains($0) }
  }()

  private static let feedForward = [
    CatalogueModel(
      "mlp", "feed-forward network over the whole window",
      options: ModelOption.ofNetworks.union([.activation])
    ) { MLPForecaster($0) }
  ]

  private static let autoregressive = [
    CatalogueModel(
      "deepar", "autoregressive network with sample paths", options: ModelOption.ofLikelihoods
    ) { DeepARForecaster($0) }
  ]

  private static let pretrained = [
    CatalogueModel(
      "zero", "network that was trained on generated series and is applied as it is",
      options: PretrainedForecaster.options
    ) { PretrainedForecaster(start: $0.start ?? .shipped, seasonLength: $0.seasonLength, bounds: $0.bounds) }
  ]

  private static let regressions = [
    CatalogueModel(
      RidgeForecaster.family, "linear regression on the last values, in closed form",
      options: [.inputSize, .transform, .season, .ridgeScope, .ridgeStrength],
      reader: { try FittedRidge($0, name: $1) }
    ) {
      RidgeForecaster(
        inputSize: $0.inputSize, transform: $0.transform ?? .automatic, seasonLength: $0.seasonLength,
        scope: $0.ridgeScope ?? .automatic, strength: $0.ridgeStrength, bounds: $0.bounds)
    }
  ]

  private static let baselines = [
    CatalogueModel("the last season again", options: [.season]) {
      SeasonalNaive(seasonLength: $0.seasonLength, bounds: $0.bounds)
    },
    CatalogueModel("the last value again") { Naive(bounds: $0.bounds) },
    CatalogueModel("the line from the first value to the last") { Drift(bounds: $0.bounds) },
    CatalogueModel("the mean of all values") { Mean(bounds: $0.bounds) },
    CatalogueModel("the mean of the last values", options: [.season, .windowSize]) {
      WindowAverage(windowSize: $0.windowSize, seasonLength: $0.seasonLength, bounds: $0.bounds)
    },
  ]

  private static let classics = [
    seasonal("the last value again, without its season", Naive2Forecaster.self),
    seasonal("the Theta method of the M3 competition", Theta.self),
    seasonal("Theta with an estimated weight of the trend", OptimizedTheta.self),
    seasonal("Theta with an estimated weight of a trend that may change", DynamicOptimizedTheta.self),
    seasonal("exponential smoothing in the form that fits best", ETS.self),
    CatalogueModel("simple exponential smoothing") { SES(bounds: $0.bounds) },
    CatalogueModel("exponential smoothing with a trend") { Holt(bounds: $0.bounds) },
    CatalogueModel("exponential smoothing with a damped trend") { DampedHolt(bounds: $0.bounds) },
    seasonal("exponential smoothing with trend and season", HoltWinters.self),
    seasonal("complex exponential smoothing", CES.self),
    seasonal("seasonal ARIMA with the order that fits best", AutoARIMA.self),
    seasonal("decomposition by local regression, then exponential smoothing", STLForecaster.self),
    seasonal("the same with several seasons, such as day and week", MSTLForecaster.self),
  ]

  private static let intermittent = [
    CatalogueModel("intermittent demand: size over time between demands") { Croston(bounds: $0.bounds) },
    CatalogueModel("intermittent demand: croston without its bias") { SBA(bounds: $0.bounds) },
    CatalogueModel("intermittent demand: size times probability") { TSB(bounds: $0.bounds) },
    CatalogueModel("intermittent demand: smoothed sums of blocks") { ADIDA(bounds: $0.bounds) },
    CatalogueModel("intermittent demand: adida with blocks of several lengths") { IMAPA(bounds: $0.bounds) },
  ]

  /// The entry of a classical method with a season.
  private static func seasonal<Method: SeasonalMethod>(_ summary: String, _ type: Method.Type)
    -> CatalogueModel
  {
    CatalogueModel(summary, options: [.season]) { Method(seasonLength: $0.seasonLength, bounds: $0.bounds) }
  }

  /// The model with this name; nil when there is none.
  public static func model(named name: String) -> CatalogueModel? { models.first { $0.name == name } }

  /// The models that train weights.
  public static var networks: [CatalogueModel] { models.filter(\.isNetwork) }

  /// The models whose fit finds numbers that a model file keeps.
  public static var fitted: [CatalogueModel] { models.filter(\.isFitted) }
}

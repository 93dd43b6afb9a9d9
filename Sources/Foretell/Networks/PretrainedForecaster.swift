import ForetellData

/// A network that was trained on generated series and is applied to a table as it is: nothing is trained.
///
/// A fit only measures the series (season, level, roughness), so it takes milliseconds, and one value per series is
/// enough of a history for a forecast that repeats it, four for one by the network. Quantiles come from the
/// training. Only values are read: covariates and everything else that a table knows beside them is left aside.
public struct PretrainedForecaster: NetworkForecaster, Sendable {
  /// The networks, of which the one for the table's frequency is taken.
  public var start: NetworkStart = .shipped
  /// Season length in steps; nil takes the frequency's.
  public var seasonLength: Int?
  /// The range of the forecasts.
  public var bounds = ForecastBounds()
  /// The network's sizes; those for monthly data before a fit has chosen the network.
  private var shape = PretrainedNetwork.Shape(.monthly)

  /// Makes a forecaster; nil for the season length takes the frequency's.
  public init(
    start: NetworkStart = .shipped, seasonLength: Int? = nil, bounds: ForecastBounds = ForecastBounds()
  ) {
    self.start = start
    self.seasonLength = seasonLength
    self.bounds = bounds
  }

  /// `pretrained`.
  public static var family: String { "pretrained" }
  /// The name in column headings.
  public var name: String { "Zero" }
  /// The name of the loss of the network's own training.
  public var lossName: String { LossName.median.rawValue }
  /// False: nothing is drawn.
  public var usesRandomNumbers: Bool { false }
  /// Nil: a fit trains nothing.
  public var trainable: (any TrainableForecaster)? { nil }
  /// How the network reads series.
  public var reading: ReadingName? { .origins }
  /// Hidden units per layer, which are the network's own: setting them changes nothing.
  public var hiddenSize: Int {
    get { shape.hiddenSize }
    set {}
  }
  /// No passes over the data: setting a number changes nothing.
  public var epochs: Int? {
    get { nil }
    set {}
  }

  /// The network, with a recipe that trains nothing.
  public var design: NetworkDesign {
    var design = shape.design
    design.name = name
    design.recipe.seasonLength = seasonLength
    design.recipe.bounds = bounds
    design.recipe.updates = 0
    return design
  }

  /// Throws `ForetellError` of kind `usage` unless the horizon lies in its range and there are networks to apply.
  public func check(horizon: Int) throws {
    guard start != .random else {
      throw ForetellError(
        .badOption, "\(name) is a network that was trained before, and random weights know nothing",
        hint: "leave out \(option: .start), or name a file of pre-trained networks")
    }
    try design.check(horizon: horizon)
  }

  /// The same forecaster with the sizes of the network for the table's frequency.
  public func resolved(for table: SeriesTable, horizon: Int) -> PretrainedForecaster {
    var forecaster = self
    let season = seasonLength ?? table.frequency.defaultSeasonLength
    if let network = start.network(for: table.frequency, season: season) { forecaster.shape = network.shape }
    return forecaster
  }
}

extension PretrainedForecaster {
  private enum CodingKeys: String, CodingKey { case start, seasonLength, bounds, shape }

  /// Reads a configuration; options that are missing have their defaults.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    start = try values.decode(NetworkStart.self, forKey: .start)
    seasonLength = try values.decodeIfPresent(Int.self, forKey: .seasonLength)
    try values.read(&bounds, .bounds)
    shape = try values.decode(PretrainedNetwork.Shape.self, forKey: .shape)
  }

  /// Writes the configuration.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(start, forKey: .start)
    try values.encodeIfPresent(seasonLength, forKey: .seasonLength)
    try values.encode(bounds, forKey: .bounds)
    try values.encode(shape, forKey: .shape)
  }
}

extension PretrainedForecaster {
  /// Interval levels in percent that the network was trained for.
  public var levelsOfLoss: [Double]? { shape.levels }

  /// The options that affect it.
  public static let options: Set<ModelOption> = [.season, .start]

  /// Those of ``options``: all others are the network's own.
  public var ownOptions: Set<ModelOption>? { Self.options }

  /// The value of its own option.
  public var networkOptions: [ModelOption: OptionValue] {
    var values: [ModelOption: OptionValue] = [:]
    values.add(.start, start.name)
    return values
  }
}

import ForetellData
import Foundation

extension FittedForecaster {
  /// The description of a model that a model file holds in its metadata, as one JSON text.
  struct Description: Encodable, DecodableWithConfiguration {
    var configuration: any NetworkForecaster
    var horizon: Int
    /// Nil in models of earlier releases, which always learnt the whole horizon at once.
    var forecastHorizon: Int?
    /// Nil in models of earlier releases, which always read the values themselves.
    var readsSeasonalDifferences: Bool?
    var closedTimes: [String: ClosedTimes]?
    var openHorizon: Int?
    var seed: UInt64
    var inputSize: Int
    /// Nil when the network reads value by value.
    var originCount: Int?
    var seasonLength: Int
    var bestEpoch: Int
    var frequency: Frequency
    var stampStyle: StampStyle
    var columns: ColumnNames
    var statistics: WindowStatistics
    var covariates: [AffineScale]
    var history: [TrainingProgress]
    var ids: [String]
    /// Absent in models of earlier releases, which never treated values as missing.
    var warnings: [ForecastWarning]?
    var maskedEnds: [String: Int]?
    /// Absent when no rules chose options, and in models of earlier releases.
    var choices: [RecipeChoice]?
  }
}

extension FittedForecaster.Description {
  private enum CodingKeys: String, CodingKey {
    case family, configuration, horizon, forecastHorizon, readsSeasonalDifferences, closedTimes, openHorizon,
      seed
    case inputSize, originCount, seasonLength, bestEpoch, frequency, stampStyle, columns, statistics,
      covariates, history,
      ids
    case warnings, maskedEnds, choices
  }

  /// Thrown for a configuration of a family that this release doesn't know.
  struct UnknownFamily: Error {
    let family: String
  }

  /// Decodes a description whose configuration is of one of the types `families`; throws ``UnknownFamily``
  /// for a model of a later release.
  init(from decoder: any Decoder, configuration families: [any NetworkForecaster.Type]) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    // Model files of the first release don't name a family: they are recurrent.
    let family = try values.decodeIfPresent(String.self, forKey: .family) ?? RecurrentForecaster.family
    guard let type = families.first(where: { $0.family == family }) else {
      throw UnknownFamily(family: family)
    }
    func configuration<Kind: NetworkForecaster>(_ type: Kind.Type) throws -> any NetworkForecaster {
      try values.decode(Kind.self, forKey: .configuration)
    }
    self.configuration = try configuration(type)
    horizon = try values.decode(Int.self, forKey: .horizon)
    forecastHorizon = try values.decodeIfPresent(Int.self, forKey: .forecastHorizon)
    readsSeasonalDifferences = try values.decodeIfPresent(Bool.self, forKey: .readsSeasonalDifferences)
    closedTimes = try values.decodeIfPresent([String: ClosedTimes].self, forKey: .closedTimes)
    openHorizon = try values.decodeIfPresent(Int.self, forKey: .openHorizon)
    seed = try values.decode(UInt64.self, forKey: .seed)
    inputSize = try values.decode(Int.self, forKey: .inputSize)
    originCount = try values.decodeIfPresent(Int.self, forKey: .originCount)
    seasonLength = try values.decode(Int.self, forKey: .seasonLength)
    bestEpoch = try values.decode(Int.self, forKey: .bestEpoch)
    frequency = try values.decode(Frequency.self, forKey: .frequency)
    stampStyle = try values.decode(StampStyle.self, forKey: .stampStyle)
    columns = try values.decode(ColumnNames.self, forKey: .columns)
    statistics = try values.decode(WindowStatistics.self, forKey: .statistics)
    covariates = try values.decode([AffineScale].self, forKey: .covariates)
    history = try values.decode([TrainingProgress].self, forKey: .history)
    ids = try values.decode([String].self, forKey: .ids)
    warnings = try values.decodeIfPresent([ForecastWarning].self, forKey: .warnings)
    maskedEnds = try values.decodeIfPresent([String: Int].self, forKey: .maskedEnds)
    choices = try values.decodeIfPresent([RecipeChoice].self, forKey: .choices)
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    let family = type(of: configuration).family
    if family != RecurrentForecaster.family { try values.encode(family, forKey: .family) }
    func encode(_ configuration: some NetworkForecaster) throws {
      try values.encode(configuration, forKey: .configuration)
    }
    try encode(configuration)
    try values.encode(horizon, forKey: .horizon)
    try values.encodeIfPresent(forecastHorizon, forKey: .forecastHorizon)
    try values.encodeIfPresent(readsSeasonalDifferences, forKey: .readsSeasonalDifferences)
    try values.encodeIfPresent(closedTimes, forKey: .closedTimes)
    try values.encodeIfPresent(openHorizon, forKey: .openHorizon)
    try values.encode(seed, forKey: .seed)
    try values.encode(inputSize, forKey: .inputSize)
    try values.encodeIfPresent(originCount, forKey: .originCount)
    try values.encode(seasonLength, forKey: .seasonLength)
    try values.encode(bestEpoch, forKey: .bestEpoch)
    try values.encode(frequency, forKey: .frequency)
    try values.encode(stampStyle, forKey: .stampStyle)
    try values.encode(columns, forKey: .columns)
    try values.encode(statistics, forKey: .statistics)
    try values.encode(covariates, forKey: .covariates)
    try values.encode(history, forKey: .history)
    try values.encode(ids, forKey: .ids)
    try values.encodeIfPresent(warnings, forKey: .warnings)
    try values.encodeIfPresent(maskedEnds, forKey: .maskedEnds)
    try values.encodeIfPresent(choices, forKey: .choices)
  }
}

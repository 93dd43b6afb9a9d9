import ForetellData

/// What the rules of a recipe know about the data: sizes and signs, never what a series is about.
struct RecipeFacts: Sendable, Equatable {
  /// Season length in steps; 1 for none.
  var season: Int
  /// Steps to forecast.
  var horizon: Int
  /// Number of series with an observed value.
  var seriesCount: Int
  /// Median number of values of these series.
  var medianLength: Int
  /// Number of values of all series.
  var valueCount: Int
  /// Number of series whose values are all positive and far enough from zero for logarithms.
  var positiveCount: Int
  /// Number of series in which a season of at most 48 steps shows.
  var seasonalCount: Int

  /// The least number of values, in all series together, from which a network learns more by reading origins.
  static let enough = 500

  /// Whether there are enough values to read origins.
  var areEnough: Bool { valueCount >= Self.enough }

  /// Measures a table; O(values).
  init(_ table: SeriesTable, season: Int, horizon: Int) {
    self.season = season
    self.horizon = horizon
    (valueCount, positiveCount, seasonalCount) = (0, 0, 0)
    var lengths: [Int] = []
    for series in table.series {
      let observed = series.values.filter { !$0.isNaN }
      guard !observed.isEmpty else { continue }
      lengths.append(series.values.count)
      valueCount += observed.count
      let isPositive = SeriesPreparation.areFarFromZero(observed)
      if isPositive { positiveCount += 1 }
      guard (2...48).contains(season) else { continue }
      let transformed = isPositive ? series.values.map(Elementary.logarithm) : series.values
      if SeasonTest.isSeasonal(series.values, transformed: transformed, season: season) { seasonalCount += 1 }
    }
    lengths.sort()
    seriesCount = lengths.count
    medianLength = lengths.isEmpty ? 0 : lengths[lengths.count / 2]
  }

  /// Whether a season shows in a quarter of the series or more, so that much of a forecast is a linear function of the
  /// window.
  var areSeasonal: Bool { seasonalCount > 0 && 4 * seasonalCount >= seriesCount }

  /// Whether nearly all series can be read as logarithms.
  ///
  /// With more exceptions than one series in twenty, all are read as they are: one network sees them all, and their
  /// windows should look alike.
  var areLogarithms: Bool { 20 * (seriesCount - positiveCount) <= seriesCount && positiveCount > 0 }
}

/// The rules that choose the options of a network that reads by origins.
///
/// They were chosen on the validation parts of published panels (Benchmarks/ABLATIONS.md, `foretell benchmark SUITE --part
/// validation`), except ``RecipeFacts/enough``, which no panel decides: it was chosen on backtests of the data sets in this
/// repository. The same rules hold for all data.
struct RecipeRules {
  let facts: RecipeFacts
  /// Options that were set and stay as they are.
  let given: Set<ModelOption>
  /// The forecaster with the values chosen so far.
  private(set) var forecaster: RecurrentForecaster
  /// All options with their reasons.
  private(set) var choices: [RecipeChoice] = []

  /// Applies all rules to the forecaster.
  init(_ forecaster: RecurrentForecaster, facts: RecipeFacts, given: Set<ModelOption>) {
    self.forecaster = forecaster
    self.facts = facts
    self.given = given
    self.forecaster.isAutomatic = false
    guard facts.areEnough || readsOrigins else {
      keepValues()
      return
    }
    chooseReading()
    chooseWindow()
    chooseTraining()
  }

  private mutating func choose<Value>(
    _ option: ModelOption, _ path: WritableKeyPath<RecurrentForecaster, Value>, _ value: Value,
    _ text: (Value) -> String, _ reason: String
  ) {
    let isGiven = given.contains(option)
    if !isGiven { forecaster[keyPath: path] = value }
    choices.append(
      RecipeChoice(
        option: option.rawValue, value: text(forecaster[keyPath: path]), reason: isGiven ? "given" : reason))
  }

  /// Whether an option was set that only the reading of origins has.
  private var readsOrigins: Bool {
    forecaster.origins != nil || !given.isDisjoint(with: [.segment, .deseasonalize, .linearPath])
  }

  /// Reads value by value, with the defaults of that reading.
  private mutating func keepValues() {
    forecaster.givenOptions = []
    choices.append(
      RecipeChoice(
        option: ModelOption.reading.rawValue, value: ReadingName.values.rawValue,
        reason: "\(facts.valueCount) values are few; from \(RecipeFacts.enough) on, origins are read"))
  }

  /// What a step of the sequence is, and in which units values are read.
  private mutating func chooseReading() {
    let season = facts.season
    var origins = forecaster.origins ?? OriginsReading()
    if origins.count == nil { origins.count = min(max(facts.horizon * 3 / 2, 12), 24) }
    let removes = origins.removes(season: season)
    origins.removesSeason = removes
    if !given.contains(.linearPath) { origins.linearPath = facts.areSeasonal ? .ridge : .zero }
    forecaster.origins = origins
    choices.append(
      RecipeChoice(
        option: ModelOption.reading.rawValue, value: ReadingName.origins.rawValue,
        reason: "every step of the history trains a forecast"))
    choices.append(
      RecipeChoice(
        option: ModelOption.segment.rawValue, value: "\(origins.count ?? 1)",
        reason: given.contains(.segment) ? "given" : "one and a half horizons, from 12 to 24"))
    choices.append(
      RecipeChoice(
        option: ModelOption.deseasonalize.rawValue, value: removes ? "yes" : "no",
        reason: given.contains(.deseasonalize)
          ? "given"
          : season <= 1
            ? "there is no season"
            : removes
              ? "a season of at most 12 steps, where the test finds one" : "windows show a long season"))
    choices.append(
      RecipeChoice(
        option: ModelOption.linearPath.rawValue, value: origins.linearPath.rawValue,
        reason: given.contains(.linearPath)
          ? "given"
          : season > 48
            ? "the season is long"
            : season > 1
              ? "a season shows in \(facts.seasonalCount) of \(facts.seriesCount) series"
              : "there is no season"))
    choose(
      .transform, \.transform, facts.areLogarithms ? .positiveLog : .none, \.rawValue,
      facts.areLogarithms
        ? "\(facts.positiveCount) of \(facts.seriesCount) series are positive throughout"
        : "\(facts.seriesCount - facts.positiveCount) of \(facts.seriesCount) series have values near or below zero"
    )
    choose(.scaling, \.scaling, .level, \.rawValue, "changes are measured from the last level")
    // A forecast starts from the last season where windows hold several of them.
    forecaster.seasonalResidual = forecaster.seasonalResidual && (13...48).contains(season)
  }

  /// Steps of history in a window.
  private mutating func chooseWindow() {
    let (size, reason) = Self.inputSize(facts)
    choose(.inputSize, \.inputSize, size, { $0.map { "\($0)" } ?? "" }, reason)
    choose(
      .ensemble, \.networkCount, 3, { "\($0)" },
      "the mean of three varies less between seeds; five add little")
    guard forecaster.networkCount > 1, !given.contains(.inputSize) else { return }
    let affordable = max((facts.medianLength - facts.horizon) * 3 / 4, 2)
    forecaster.contexts = Self.contextFactors.map { max(min(Int(Double(size) * $0), affordable, 512), 2) }
  }

  /// The lengths of the windows of an ensemble's networks, relative to the chosen one.
  static let contextFactors = [1, 1.5, 0.75, 1.25, 2]

  /// The number of values in a window.
  static func inputSize(_ facts: RecipeFacts) -> (size: Int, reason: String) {
    let (season, horizon) = (facts.season, facts.horizon)
    let affordable = max((facts.medianLength - horizon) * 3 / 4, 2)
    let wanted: Int
    let reason: String
    switch season {
    case ...1: (wanted, reason) = (max(3 * horizon / 2, 6), "one and a half horizons")
    case ...12: (wanted, reason) = (max(3 * season / 2, horizon), "one and a half seasons or the horizon")
    case ...48: (wanted, reason) = (max(7 * season, horizon), "seven seasons")
    default: (wanted, reason) = (max(2 * season, horizon), "two seasons")
    }
    let most = 512
    let size = max(min(wanted, affordable, most), 2)
    return (size, size < wanted ? "\(reason), limited by the series' length" : reason)
  }

  /// The network's width and how it is trained.
  private mutating func chooseTraining() {
    choose(.hiddenSize, \.hiddenSize, 40, { "\($0)" }, "half of it and twice of it validated about the same")
    choose(.loss, \.loss, .median, \.rawValue, "quantiles, of which the median counts most")
    choose(.dropout, \.dropout, 0, { "\($0)" }, "each window is seen only a few times")
    choose(.calendar, \.usesCalendar, false, { $0 ? "yes" : "no" }, "windows show the season")
    choose(.optimizer, \.optimizer, .adamw, \.rawValue, "the usual rule for recurrent networks")
    choose(.learningRate, \.learningRate, 3e-3, { "\($0)" }, "usual for some hundreds of updates")
    let usesAll = forecaster.optimizer.usesAllWindows
    if !usesAll { chooseBatches() }
    guard !given.contains(.epochs) else { return }
    let updates = Self.updates(facts, inputSize: forecaster.inputSize ?? 1)
    choose(
      .epochs, \.updates, updates, { "as many as make \($0 ?? updates) updates" },
      "by the number of values and the length of windows")
    guard !usesAll else { return }
    choose(
      .windowsPerEpoch, \.windowsPerEpoch,
      max(forecaster.batchSize * (forecaster.updates ?? updates) / 20, 1),
      { "\($0)" }, "a twentieth of the updates")
  }

  /// Which windows an update learns from, and how many.
  private mutating func chooseBatches() {
    choose(
      .sampling, \.sampling, facts.season > 1 ? .windows : .series, \.rawValue,
      facts.season > 1
        ? "with a season this validated best for quarterly series" : "no series counts more than another")
    let batch = Self.batchSize(facts)
    choose(.batchSize, \.batchSize, batch, { "\($0)" }, "by the number of series")
  }

  /// Sequences per update: more where there are more series.
  static func batchSize(_ facts: RecipeFacts) -> Int {
    switch facts.seriesCount {
    case ..<8: 16
    case ..<40: 32
    case ..<200: 64
    case ..<4000: 128
    default: 512
    }
  }

  /// Number of updates: more where there are more values, and where windows and forecasts are long, so that the linear map
  /// between them has many weights.
  static func updates(_ facts: RecipeFacts, inputSize: Int) -> Int {
    let base: Double
    switch facts.valueCount {
    case ..<25_000: base = 200
    case ..<100_000: base = 250
    case ..<250_000: base = 400
    default: base = 500
    }
    let weights = Double(inputSize) * Double(facts.horizon)
    return Int(base * min(1 + weights / 4000, 2.4))
  }
}

extension RecurrentForecaster {
  /// The least number of values, in all series together, from which the reading `automatic` reads origins.
  public static let enoughValues = RecipeFacts.enough

  /// The same forecaster with every option that was left open chosen from the data by rules.
  ///
  /// With ``init(cell:hiddenSize:layers:inputSize:reading:)`` and the reading `automatic`, options are open until they are
  /// set. A forecaster with another reading has no open options and is returned as it is.
  public func resolved(for table: SeriesTable, horizon: Int) -> RecurrentForecaster {
    startingNetwork(for: table).map { started(from: $0, on: table) }
      ?? rules(for: table, horizon: horizon)?.forecaster ?? self.settled
  }

  /// The options that ``resolved(for:horizon:)`` chooses, each with its reason; empty for a forecaster without open options.
  public func choices(for table: SeriesTable, horizon: Int) -> [RecipeChoice] {
    startingNetwork(for: table).map { startChoices($0, on: table) }
      ?? rules(for: table, horizon: horizon)?.choices ?? []
  }

  private func rules(for table: SeriesTable, horizon: Int) -> RecipeRules? {
    guard isAutomatic, !isBidirectional, truncation == nil else { return nil }
    let season = seasonLength ?? table.frequency.defaultSeasonLength
    return RecipeRules(
      self, facts: RecipeFacts(table, season: season, horizon: horizon), given: givenOptions)
  }

  /// The same forecaster without open options, with the defaults of reading value by value.
  private var settled: RecurrentForecaster {
    var forecaster = self
    forecaster.isAutomatic = false
    forecaster.givenOptions = []
    return forecaster
  }
}

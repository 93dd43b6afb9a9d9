import ForetellData

extension RecurrentForecaster {
  /// Where the weights start when a fit to `table` has chosen: the networks of this release, if the start was left open and
  /// the table has little to learn from, otherwise ``start``.
  ///
  /// Little are fewer than ``fewSeries`` series of fewer than ``fewValues`` values in the median.
  public func start(for table: SeriesTable) -> NetworkStart {
    guard isAutomatic, !givenOptions.contains(.start), givenOptions.isDisjoint(with: Self.replacedOptions),
      cell == .lstm, layers == 1, !isBidirectional, truncation == nil, normalization == .none,
      precision == .float32, origins == nil, table.columns.known.isEmpty
    else { return start }
    let counts = table.series.map { $0.values.count { !$0.isNaN } }.sorted()
    guard counts.count < Self.fewSeries, let most = counts.last, most > ShortHistory.most,
      counts[counts.count / 2] < Self.fewValues,
      NetworkStart.shipped.network(for: table.frequency, season: season(of: table)) != nil
    else { return start }
    return .shipped
  }

  /// The number of series from which a network learns more from them alone.
  public static let fewSeries = 100
  /// The number of values of a series from which a network learns more from it alone.
  public static let fewValues = 250

  /// The options that a pre-trained network has of its own, so that setting one asks for another network.
  public static let replacedOptions: Set<ModelOption> = [
    .inputSize, .hiddenSize, .layers, .dropout, .norm, .bidirectional, .truncation, .precision, .reading,
    .loss,
    .transform, .scaling, .calendar, .segment, .deseasonalize, .linearPath, .ensemble,
    .initialization, .initializationScale,
  ]

  /// Throws `ForetellError` of kind `usage` when the networks to start from have another kind of cell.
  func checkStart() throws {
    let kinds = Set(start.networks.map(\.shape.cell))
    guard let kind = kinds.first, !kinds.contains(cell) else { return }
    throw ForetellError(
      .badOption,
      "the pre-trained networks have \(kind.rawValue) cells, and \(cell.rawValue) ones can't start from them",
      hint: "use an \(kind.rawValue), or train from random weights: \(option: .start, "none")")
  }

  private func season(of table: SeriesTable) -> Int { seasonLength ?? table.frequency.defaultSeasonLength }

  /// The pre-trained network that a fit to `table` starts from; nil when it starts from random weights.
  func startingNetwork(for table: SeriesTable) -> PretrainedNetwork? {
    start(for: table).network(for: table.frequency, season: season(of: table))
  }

  /// The choices of a fit that starts from a pre-trained network.
  func startChoices(_ network: PretrainedNetwork, on table: SeriesTable) -> [RecipeChoice] {
    let chosen = started(from: network, on: table)
    let isOpen = start == .random
    let series = table.series.count
    return [
      RecipeChoice(
        option: ModelOption.start.rawValue, value: chosen.start.name,
        reason: isOpen
          ? "\(series == 1 ? "one series" : "\(series) series") of less than \(Self.fewValues) values: a network that knows other series, for \(network.family.rawValue) data, learns on"
          : "given"),
      RecipeChoice(
        option: ModelOption.epochs.rawValue, value: chosen.epochs.map { "\($0)" } ?? "",
        reason: givenOptions.contains(.epochs) ? "given" : "few, so that it doesn't forget what it knows"),
      RecipeChoice(
        option: ModelOption.learningRate.rawValue, value: "\(chosen.learningRate)",
        reason: givenOptions.contains(.learningRate)
          ? "given" : "small, so that it doesn't forget what it knows"),
    ]
  }

  /// The same forecaster with the sizes and the reading of a pre-trained network, and with a training that is short enough
  /// not to forget what it knows.
  ///
  /// Options of the training that were set stay.
  func started(from network: PretrainedNetwork, on table: SeriesTable) -> RecurrentForecaster {
    let (shape, usual) = (network.shape, Recipe.standard)
    var recipe = self.recipe
    let own = shape.recipe
    recipe.inputSize = own.inputSize
    recipe.transform = own.transform
    recipe.scaling = own.scaling
    recipe.seasonalResidual = own.seasonalResidual
    recipe.usesCalendar = own.usesCalendar
    recipe.origins = own.origins
    func isGiven<Value: Equatable>(_ option: ModelOption, _ path: KeyPath<Recipe, Value>) -> Bool {
      givenOptions.contains(option) || recipe[keyPath: path] != usual[keyPath: path]
    }
    if !isGiven(.optimizer, \.optimizer) { recipe.optimizer = .adamw }
    if !isGiven(.learningRate, \.learningRate) { recipe.learningRate = FineTuning.learningRate }
    if !isGiven(.batchSize, \.batchSize) { recipe.batchSize = FineTuning.batchSize(table.series.count) }
    if recipe.epochs == nil, recipe.updates == nil { recipe.epochs = FineTuning.passes }
    if !isGiven(.windowsPerEpoch, \.windowsPerEpoch) {
      recipe.windowsPerEpoch = recipe.batchSize * FineTuning.mostUpdates / FineTuning.passes
    }
    var forecaster = RecurrentForecaster(cell: shape.cell, hiddenSize: shape.hiddenSize, layers: shape.layers)
    forecaster.recipe = recipe
    forecaster.dropout = 0
    forecaster.loss = .median
    forecaster.trainedLevels = shape.levels
    forecaster.start = start(for: table)
    return forecaster
  }
}

/// How a pre-trained network is trained further.
enum FineTuning {
  /// The learning rate at its highest: a sixth of that of a network that starts from random weights.
  static let learningRate = 5e-4
  /// Passes over the windows.
  static let passes = 10
  /// The largest number of updates of all passes, so that a panel doesn't make it forget more than a single series does.
  static let mostUpdates = 60
  /// The share of the trained weights in the final ones; the rest is that of the weights at the start.
  ///
  /// A mean of both keeps what the network knew of other series (M. Wortsman and others, "Robust fine-tuning of zero-shot
  /// models", CVPR 2022).
  static let share: Float = 0.5

  /// Sequences per update.
  static func batchSize(_ series: Int) -> Int {
    switch series {
    case ..<8: 16
    case ..<200: 64
    default: 128
    }
  }
}

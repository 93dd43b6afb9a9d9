import ForetellCore

extension RecurrentForecaster {
  private enum CodingKeys: String, CodingKey {
    case cell, hiddenSize, layers, inputSize, dropout, isBidirectional, epochs, batchSize, learningRate,
      optimizer, weightDecay, schedule, gradientClip, loss, trainedLevels, transform, scaling,
      seasonalResidual, seasonLength, usesCalendar, windowsPerEpoch, validationSize, patience, truncation,
      precision, normalization, momentum, squareDecay, isCentered, bounds, origins, updates, networkCount,
      contexts, sampling, isAutomatic, givenOptions, start, scheduleFactor, schedulePeriod, initialization,
      initializationScale
  }

  /// Reads a configuration.
  ///
  /// Options that the first release didn't have may be absent and then take their defaults; options added
  /// later must be read this way.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    cell = try values.decode(RecurrentCellKind.self, forKey: .cell)
    hiddenSize = try values.decode(Int.self, forKey: .hiddenSize)
    layers = try values.decode(Int.self, forKey: .layers)
    inputSize = try values.decodeIfPresent(Int.self, forKey: .inputSize)
    dropout = try values.decode(Double.self, forKey: .dropout)
    isBidirectional = try values.decode(Bool.self, forKey: .isBidirectional)
    epochs = try values.decodeIfPresent(Int.self, forKey: .epochs)
    updates = try values.decodeIfPresent(Int.self, forKey: .updates)
    batchSize = try values.decode(Int.self, forKey: .batchSize)
    learningRate = try values.decode(Double.self, forKey: .learningRate)
    optimizer = try values.decode(OptimizerName.self, forKey: .optimizer)
    weightDecay = try values.decode(Double.self, forKey: .weightDecay)
    schedule = try values.decode(ScheduleName.self, forKey: .schedule)
    gradientClip = try values.decode(Double.self, forKey: .gradientClip)
    loss = try values.decode(LossName.self, forKey: .loss)
    trainedLevels = try values.decode([Double].self, forKey: .trainedLevels)
    transform = try values.decode(TransformName.self, forKey: .transform)
    scaling = try values.decode(ScalingName.self, forKey: .scaling)
    seasonalResidual = try values.decode(Bool.self, forKey: .seasonalResidual)
    seasonLength = try values.decodeIfPresent(Int.self, forKey: .seasonLength)
    usesCalendar = try values.decode(Bool.self, forKey: .usesCalendar)
    windowsPerEpoch = try values.decode(Int.self, forKey: .windowsPerEpoch)
    validationSize = try values.decode(Int.self, forKey: .validationSize)
    patience = try values.decode(Int.self, forKey: .patience)
    truncation = try values.decodeIfPresent(Int.self, forKey: .truncation)
    try values.read(&precision, .precision)
    try values.read(&normalization, .normalization)
    momentum = try values.decodeIfPresent(Double.self, forKey: .momentum)
    squareDecay = try values.decodeIfPresent(Double.self, forKey: .squareDecay)
    try values.read(&isCentered, .isCentered)
    scheduleFactor = try values.decodeIfPresent(Double.self, forKey: .scheduleFactor)
    schedulePeriod = try values.decodeIfPresent(Int.self, forKey: .schedulePeriod)
    initialization = try values.decodeIfPresent(InitializationName.self, forKey: .initialization)
    initializationScale = try values.decodeIfPresent(Double.self, forKey: .initializationScale)
    try values.read(&bounds, .bounds)
    origins = try values.decodeIfPresent(OriginsReading.self, forKey: .origins)
    try values.read(&networkCount, .networkCount)
    contexts = try values.decodeIfPresent([Int].self, forKey: .contexts)
    try values.read(&sampling, .sampling)
    try values.read(&start, .start)
    try values.read(&isAutomatic, .isAutomatic)
    // After all others, because setting an option counts it as given.
    givenOptions = []
    try values.read(&givenOptions, .givenOptions)
  }

  /// Writes the configuration.
  ///
  /// Options that the first model files didn't have are written only where they differ from their defaults,
  /// so that the file of a fit without them has the same bytes in every release.
  public func encode(to encoder: any Encoder) throws {
    let usual = RecurrentForecaster()
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(cell, forKey: .cell)
    try values.encode(hiddenSize, forKey: .hiddenSize)
    try values.encode(layers, forKey: .layers)
    try values.encodeIfPresent(inputSize, forKey: .inputSize)
    try values.encode(dropout, forKey: .dropout)
    try values.encode(isBidirectional, forKey: .isBidirectional)
    try values.encodeIfPresent(epochs, forKey: .epochs)
    try values.encode(batchSize, forKey: .batchSize)
    try values.encode(learningRate, forKey: .learningRate)
    try values.encode(optimizer, forKey: .optimizer)
    try values.encode(weightDecay, forKey: .weightDecay)
    try values.encode(schedule, forKey: .schedule)
    try values.encodeIfPresent(scheduleFactor, forKey: .scheduleFactor)
    try values.encodeIfPresent(schedulePeriod, forKey: .schedulePeriod)
    try values.encodeIfPresent(initialization, forKey: .initialization)
    try values.encodeIfPresent(initializationScale, forKey: .initializationScale)
    try values.encode(gradientClip, forKey: .gradientClip)
    try values.encode(loss, forKey: .loss)
    try values.encode(trainedLevels, forKey: .trainedLevels)
    try values.encode(transform, forKey: .transform)
    try values.encode(scaling, forKey: .scaling)
    try values.encode(seasonalResidual, forKey: .seasonalResidual)
    try values.encodeIfPresent(seasonLength, forKey: .seasonLength)
    try values.encode(usesCalendar, forKey: .usesCalendar)
    try values.encode(windowsPerEpoch, forKey: .windowsPerEpoch)
    try values.encode(validationSize, forKey: .validationSize)
    try values.encode(patience, forKey: .patience)
    try values.encodeIfPresent(truncation, forKey: .truncation)
    try values.encode(precision, forKey: .precision)
    try values.encode(bounds, forKey: .bounds)
    if normalization != usual.normalization { try values.encode(normalization, forKey: .normalization) }
    try values.encodeIfPresent(momentum, forKey: .momentum)
    try values.encodeIfPresent(squareDecay, forKey: .squareDecay)
    if isCentered != usual.isCentered { try values.encode(isCentered, forKey: .isCentered) }
    try values.encodeIfPresent(origins, forKey: .origins)
    try values.encodeIfPresent(updates, forKey: .updates)
    if networkCount != usual.networkCount { try values.encode(networkCount, forKey: .networkCount) }
    try values.encodeIfPresent(contexts, forKey: .contexts)
    if sampling != usual.sampling { try values.encode(sampling, forKey: .sampling) }
    if start != usual.start { try values.encode(start, forKey: .start) }
    guard isAutomatic else { return }
    try values.encode(isAutomatic, forKey: .isAutomatic)
    try values.encode(givenOptions.sorted { $0.rawValue < $1.rawValue }, forKey: .givenOptions)
  }
}

extension FittedForecaster {
  /// Every option of the fit with its value: what the fit chose where an option was left open, and the reason where the
  /// model knows it.
  public var optionValues: [OptionValue] {
    var values = design.recipe.optionValues(of: self)
    values.merge(configuration.networkOptions) { _, own in own }
    if let own = configuration.ownOptions { values = values.filter { own.contains($0.key) } }
    for option in ModelOption.allCases {
      guard let value = values[option], let choice = choices.first(where: { $0.option == option.rawValue })
      else { continue }
      // The rule for passes chooses updates.
      let reason =
        option == .epochs
        ? "\(choice.value): \(choice.reason)"
        : value.value.contains(",")
          ? "\(choice.reason), and other lengths for the other networks" : choice.reason
      values.add(option, value.value, reason)
    }
    var list = values.ordered
    if let levels = configuration.levelsOfLoss {
      list.append(OptionValue("level", OptionValue.text(levels), "bounds that are trained"))
    }
    list.append(OptionValue("seed", "\(seed)"))
    return optionValues(around: list)
  }
}

extension Recipe {
  /// The options of windows and training of a fitted model.
  fileprivate func optionValues(of fitted: FittedForecaster) -> [ModelOption: OptionValue] {
    var values: [ModelOption: OptionValue] = [:]
    let sizes = fitted.networks.map(\.inputSize)
    values.add(
      .inputSize, Set(sizes).count == 1 ? "\(sizes[0])" : sizes.map { "\($0)" }.joined(separator: ","),
      Set(sizes).count == 1
        ? OptionValue.given(inputSize != nil, else: "from season, horizon and the series' lengths")
        : "windows of another length for each network")
    let passes = fitted.history.last?.epochs ?? epochs ?? Self.defaultEpochs
    values.add(
      .epochs, "\(passes)",
      OptionValue.given(epochs != nil, else: "from the number of windows and their batches"))
    let usesAll = "every update uses all windows"
    values.add(
      .batchSize, optimizer.usesAllWindows ? "all" : "\(batchSize)", optimizer.usesAllWindows ? usesAll : nil)
    values.add(.learningRate, OptionValue.text(learningRate))
    addRule(to: &values)
    values.add(.weightDecay, OptionValue.text(weightDecay))
    addSchedule(to: &values)
    values.add(.clip, gradientClip > 0 ? OptionValue.text(gradientClip) : "0")
    if steps == nil {
      values.add(
        .transform, transform.rawValue, transform == .automatic ? "chosen for each series" : nil)
      values.add(.scaling, scaling.rawValue)
    }
    values.add(
      .season, "\(fitted.seasonLength)", OptionValue.given(seasonLength != nil, else: "the frequency's"))
    values.add(.calendar, OptionValue.text(usesCalendar))
    values.add(.validationSize, "\(validationSize)")
    let stops = validationSize > 0 || schedule == .plateau
    values.add(
      .patience, stops ? "\(patience)" : "none", stops ? nil : "no values are held out for validation")
    values.add(
      .windowsPerEpoch, optimizer.usesAllWindows ? "all" : "\(windowsPerEpoch)",
      optimizer.usesAllWindows ? usesAll : nil)
    values.add(
      .sampling, optimizer.usesAllWindows ? "none" : sampling.rawValue,
      optimizer.usesAllWindows ? usesAll : nil)
    values.add(
      .initialization, initialization?.rawValue ?? "auto",
      initialization == nil ? "Xavier or He for inputs, orthogonal for states" : nil)
    guard let initialization, initialization.hasScale else {
      values.add(.initializationScale, "none", "the distribution has no size to choose")
      return values
    }
    let usual = initialization == .uniform ? "auto" : OptionValue.text(InitializationName.usualScale)
    values.add(
      .initializationScale, initializationScale.map(OptionValue.text) ?? usual,
      initialization == .uniform && initializationScale == nil ? "1 / √fanIn" : nil)
    return values
  }

  /// The update rule and its constants.
  private func addRule(to values: inout [ModelOption: OptionValue]) {
    values.add(.optimizer, optimizer.rawValue)
    let idle = "not used by \(optimizer.rawValue)"
    if let usual = optimizer.usualMomentum {
      values.add(.momentum, OptionValue.text(momentum ?? usual))
    } else {
      values.add(.momentum, "none", idle)
    }
    if optimizer.hasMeanSquare {
      values.add(.centered, OptionValue.text(isCentered))
      values.add(.rmsDecay, OptionValue.text(squareDecay ?? 0.99))
    } else {
      values.add(.centered, "none", idle)
      values.add(.rmsDecay, "none", idle)
    }
  }

  /// The schedule and its constants.
  private func addSchedule(to values: inout [ModelOption: OptionValue]) {
    values.add(.schedule, schedule.rawValue)
    let idle = "not used by \(schedule.rawValue)"
    let factor: (value: String, reason: String?) =
      switch schedule {
      case .step: ("0.1", nil)
      case .plateau: ("0.5", nil)
      case .exponential: ("auto", "leaves a hundredth of the rate at the end")
      case .constant, .cosine, .oneCycle, .cosineRestarts: ("none", idle)
      }
    let given = schedule.hasFactor ? scheduleFactor.map(OptionValue.text) : nil
    values.add(.scheduleFactor, given ?? factor.value, given == nil ? factor.reason : nil)
    let period: (value: String, reason: String?) =
      switch schedule {
      case .step: ("auto", "a third of the updates")
      case .cosineRestarts: ("auto", "a seventh of the updates, so that three waves fit")
      case .constant, .cosine, .plateau, .exponential, .oneCycle: ("none", idle)
      }
    let length = schedule.hasPeriod ? schedulePeriod.map { "\($0)" } : nil
    values.add(.schedulePeriod, length ?? period.value, length == nil ? period.reason : nil)
  }
}

extension LossName {
  /// Whether bounds of intervals are trained with this loss.
  fileprivate var trainsBounds: Bool {
    switch self {
    case .quantile, .median: true
    case .squared, .absolute, .huber, .gaussian: false
    }
  }
}

extension RecurrentForecaster {
  /// Interval levels in percent whose bounds the loss trains; nil when it trains none.
  public var levelsOfLoss: [Double]? { loss.trainsBounds ? trainedLevels : nil }

  /// The values of the options of this kind of network.
  public var networkOptions: [ModelOption: OptionValue] {
    var values: [ModelOption: OptionValue] = [:]
    values.add(.hiddenSize, "\(hiddenSize)")
    values.add(.layers, "\(layers)")
    values.add(.dropout, OptionValue.text(dropout))
    values.add(.norm, normalization.rawValue)
    values.add(.bidirectional, OptionValue.text(isBidirectional))
    values.add(.loss, loss.rawValue)
    values.add(.truncation, truncation.map { "\($0)" } ?? "none")
    values.add(.precision, precision.rawValue)
    values.add(.ensemble, "\(networkCount)")
    values.add(.start, start.name)
    guard let origins else {
      values.add(.reading, ReadingName.values.rawValue)
      for option in [ModelOption.segment, .deseasonalize, .linearPath] {
        values.add(option, "none", "not used by the reading of values")
      }
      return values
    }
    values.add(.reading, ReadingName.origins.rawValue)
    values.add(
      .segment, origins.count.map { "\($0)" } ?? "auto", origins.count == nil ? "from the horizon" : nil)
    values.add(
      .deseasonalize, origins.removesSeason.map(OptionValue.text) ?? "auto",
      origins.removesSeason == nil ? "seasons of up to 12 steps" : nil)
    values.add(.linearPath, origins.linearPath.rawValue)
    return values
  }
}

extension MLPForecaster {
  /// Interval levels in percent whose bounds the loss trains; nil when it trains none.
  public var levelsOfLoss: [Double]? { loss.trainsBounds ? trainedLevels : nil }

  /// The values of the options of this kind of network.
  public var networkOptions: [ModelOption: OptionValue] {
    var values: [ModelOption: OptionValue] = [:]
    values.add(.hiddenSize, "\(hiddenSize)")
    values.add(.layers, "\(layers)")
    values.add(.dropout, OptionValue.text(dropout))
    values.add(.norm, normalization.rawValue)
    values.add(.loss, loss.rawValue)
    values.add(.activation, activation.rawValue)
    return values
  }
}

extension DeepARForecaster {
  /// Nil: intervals come from sample paths.
  public var levelsOfLoss: [Double]? { nil }

  /// The values of the options of this kind of network.
  public var networkOptions: [ModelOption: OptionValue] {
    var values: [ModelOption: OptionValue] = [:]
    values.add(.hiddenSize, "\(hiddenSize)")
    values.add(.layers, "\(layers)")
    values.add(.dropout, OptionValue.text(dropout))
    values.add(.norm, normalization.rawValue)
    values.add(.truncation, truncation.map { "\($0)" } ?? "none")
    values.add(.precision, precision.rawValue)
    values.add(.cell, cell.rawValue)
    values.add(.likelihood, likelihood.rawValue)
    values.add(.samples, "\(pathCount)")
    return values
  }
}

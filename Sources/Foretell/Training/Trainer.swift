import ForetellCore
import ForetellData

/// Windows that are made anew for every epoch, so that none is seen twice.
protocol WindowStream: Sendable {
  /// The sampler of an epoch; its validation windows are those to learn from.
  func sampler(epoch: Int, pool: WorkerPool) -> WindowSampler
}

/// Trains a recorded network on the windows of a table, or of a stream.
///
/// A batch is cut into shards whose number depends on its shape alone; gradients are added in the shards' order, so
/// the bits don't depend on the number of threads.
final class Trainer: @unchecked Sendable {
  let design: NetworkDesign
  private(set) var sampler: WindowSampler
  let network: NetworkPlan<Float>
  private(set) var filling: WindowFilling
  let store: ParameterStore<Float>
  let pool: WorkerPool
  let seed: UInt64
  let statistics: WindowStatistics
  let epochs: Int
  let updatesPerEpoch: Int
  private let step: ShardedStep<Float>
  var recipe: Recipe { design.recipe }
  var training: WindowIndex { stream == nil ? sampler.training : sampler.validation }
  private var validation: WindowIndex { stream == nil ? sampler.validation : WindowIndex() }
  /// Where the windows of each epoch come from; nil for those of one table.
  private let stream: (any WindowStream)?
  var shards: [Memory<Float>] { step.shards }
  private var moments: OptimizerState<Float> { step.moments }
  private(set) var state = TrainingState()
  private var batchWindows: ArraySlice<Int> = []
  private var batchUnit: Float = 1
  /// The numbers of each series' windows.
  private lazy var ranges = training.ranges
  /// Whether only the last origin of each of the batch's sequences has a weight in the loss.
  private var countsOnlyLast = false
  private var observer: GradientObserver?
  /// Made once, because closures that capture values allocate memory.
  private lazy var fillTraining: @Sendable (Memory<Float>, Int) -> Void = { [unowned self] memory, shard in
    fill(memory, shard: shard, index: training)
  }

  init(
    _ design: NetworkDesign, sampler: WindowSampler, known: KnownColumns, seed: UInt64, threads: Int,
    statistics: WindowStatistics? = nil, start: [Float]? = nil, stream: (any WindowStream)? = nil
  ) {
    self.design = design
    self.seed = seed
    self.stream = stream
    let recipe = design.recipe
    pool = WorkerPool(threads: threads)
    self.sampler = sampler
    self.statistics = statistics ?? WindowStatistics(sampler)
    let windows = stream == nil ? sampler.training.count : sampler.validation.count
    updatesPerEpoch = recipe.updatesPerEpoch(windows: windows)
    epochs = recipe.resolvedEpochs(windows: windows)
    let rows = ShardPlan.rows(batch: recipe.batchSize)
    let sizes = sampler.configuration
    network = NetworkPlan(
      design,
      shape: recipe.shape(
        rows: rows, inputSize: sizes.inputSize, originCount: sizes.origins ?? 1,
        features: sampler.featureCount, known: known, horizon: sizes.horizon, forecastsFromAll: true))
    filling = WindowFilling(sampler: sampler, statistics: self.statistics, network: network)
    store = ParameterStore(for: network.plan)
    if let start {
      store.parameters.copy(from: start)
    } else {
      store.initialize(network.plan.parameters, seed: seed)
    }
    step = ShardedStep(
      plan: network.plan, loss: network.loss, store: store,
      shards: (recipe.batchSize + rows - 1) / rows, optimizer: recipe.updateRule, pool: pool)
  }

  /// Runs the remaining epochs; afterwards the store holds the best weights.
  func run(_ options: FitOptions, checkpoint: Checkpoint?) throws {
    if let checkpoint, options.resume { try restore(checkpoint) }
    if state.epoch == 0, recipe.origins?.linearPath == .ridge { startFromRidge() }
    observer = options.monitor.map {
      GradientObserver(network.observed, shards: shards.count, interval: $0.interval)
    }
    while state.epoch < epochs && !state.isFinished {
      if options.isCancelled?() == true { throw interruption(checkpoint) }
      let progress = try epoch(options, checkpoint)
      state.history.append(progress)
      state.epoch += 1
      if validation.count > 0 { remember(progress.validationLoss ?? .infinity) }
      if let checkpoint { try checkpoint.save(state, parameters: store.parameters, moments: moments) }
      options.progress?(progress)
    }
    if let best = state.bestParameters { store.parameters.copy(from: best) }
    network.plan.prepare(store)
  }

  private func epoch(_ options: FitOptions, _ checkpoint: Checkpoint?) throws -> TrainingProgress {
    if let stream {
      sampler = stream.sampler(epoch: state.epoch, pool: pool)
      filling = WindowFilling(sampler: sampler, statistics: statistics, network: network)
    }
    var random = RandomStream(seed: seed, purpose: .shuffle, step: UInt64(state.epoch))
    let selected = recipe.windowsUsed(of: training.count)
    let order = windows(selected, &random)
    var lossSum = 0.0
    var largestNorm = 0.0
    var clipped = 0
    var rate = 0.0
    for update in 0..<updatesPerEpoch {
      if update > 0 && options.isCancelled?() == true { throw interruption(checkpoint) }
      // Batches of nearly equal size: a last batch of one window would otherwise weigh as much as a full one.
      let from = selected * update / updatesPerEpoch
      let end = selected * (update + 1) / updatesPerEpoch
      batchWindows = order[from..<end]
      let observer = self.observer.flatMap { $0.measures(update) ? $0 : nil }
      let loss = gradients(observer)
      let clip = GradientClip(
        norm: step.gradientNorm, maximum: recipe.gradientClip > 0 ? recipe.gradientClip : nil)
      guard loss.isFinite, clip.norm.isFinite else {
        reportBroken(
          isMeasured: observer != nil, clippedShare: Double(clipped) / Double(max(update, 1)), options)
        throw divergence(loss, clip.norm, checkpoint)
      }
      observer?.beginUpdate(gradients: step.gradients, store)
      let number = state.epoch * updatesPerEpoch + update
      rate = recipe.learningRate * schedule.factor(step: number) * state.plateau.factor
      step.update(recipe.updateRule, rate: rate, gradientScale: clip.scale)
      observer?.finishUpdate(store)
      lossSum += loss
      largestNorm = max(largestNorm, clip.norm)
      if clip.scale < 1 { clipped += 1 }
    }
    if let observer {
      options.monitor?.receive(
        observer.finishEpoch(
          model: design.name, epoch: state.epoch + 1,
          clippedShare: Double(clipped) / Double(updatesPerEpoch), season: sampler.configuration.seasonLength)
      )
    }
    network.plan.prepare(store)
    let validationLoss = validation.count > 0 ? self.validationLoss() : nil
    state.plateau.update(validationLoss ?? lossSum / Double(updatesPerEpoch), schedule)
    return TrainingProgress(
      epoch: state.epoch + 1, epochs: epochs, trainingLoss: lossSum / Double(updatesPerEpoch),
      validationLoss: validationLoss, learningRate: rate, gradientNorm: largestNorm,
      clippedShare: Double(clipped) / Double(updatesPerEpoch))
  }

  /// The windows that an epoch learns from, in the order of its batches.
  private func windows(_ count: Int, _ random: inout RandomStream) -> [Int] {
    guard !recipe.optimizer.usesAllWindows else { return Array(0..<count) }
    switch recipe.sampling {
    case .windows:
      return training.count <= recipe.windowsPerEpoch
        ? random.permutation(training.count) : (0..<count).map { _ in random.integer(below: training.count) }
    case .series:
      return (0..<count).map { _ in
        let range = ranges[random.integer(below: ranges.count)]
        return range.lowerBound + random.integer(below: range.count)
      }
    }
  }

  /// Hands the monitor the unfinished epoch that ends with the current batch, whose loss or gradient isn't
  /// finite.
  private func reportBroken(isMeasured: Bool, clippedShare: Double, _ options: FitOptions) {
    guard let observer else { return }
    // When this update wasn't to be measured, the batch is run again with the monitor; weights and dropout
    // masks are the same.
    if !isMeasured { _ = gradients(observer) }
    options.monitor?.receive(
      observer.brokenEpoch(
        model: design.name, epoch: state.epoch + 1, clippedShare: clippedShare,
        season: sampler.configuration.seasonLength, gradients: step.gradients, store))
  }

  private var schedule: LearningRateSchedule {
    recipe.rateSchedule(updates: epochs * updatesPerEpoch, perEpoch: updatesPerEpoch)
  }

  /// The mean loss of the current batch and, in `step`, its gradient.
  private func gradients(_ observer: GradientObserver?) -> Double {
    let context = RunContext(isTraining: true, seed: seed, step: moments.steps)
    setUnit()
    let batch = batchWindows
    defer { batchWindows = batch }
    let parts = recipe.batchesPerUpdate(windows: batch.count)
    var loss = 0.0
    for part in 0..<parts {
      let (from, end) = (batch.count * part / parts, batch.count * (part + 1) / parts)
      batchWindows = batch[(batch.startIndex + from)..<(batch.startIndex + end)]
      guard let observer else {
        loss += step.computeGradients(context, part: part, fill: fillTraining)
        continue
      }
      loss += step.computeGradients(
        context, part: part, run: { memory, shard in observer.lossAndGradients(memory, shard: shard) },
        fill: fillTraining)
      observer.gatherStates()
    }
    return loss
  }

  /// Sets the loss weight of one observed target: 1 divided by their number in the batch and by the loss
  /// terms per target.
  private func setUnit() {
    var observed = 0
    for window in batchWindows {
      observed += filling.observedTargets(of: training[window], onlyLast: countsOnlyLast)
    }
    batchUnit = 1 / Float(max(observed, 1) * network.head.lossTerms)
  }

  /// The windows of the batch that a shard gets: the number of the first, and how many.
  ///
  /// Shards are filled one after the other, but evenly where the network has statistics over the windows of a shard, so
  /// that the last shard's aren't those of a few.
  private func share(ofShard shard: Int) -> (first: Int, count: Int) {
    let (windows, rows) = (batchWindows.count, network.shape.rows)
    guard network.plan.hasBuffers else {
      let first = shard * rows
      return (first, min(max(windows - first, 0), rows))
    }
    let shards = (windows + rows - 1) / rows
    guard shard < shards else { return (windows, 0) }
    let first = windows * shard / shards
    return (first, windows * (shard + 1) / shards - first)
  }

  private func fill(_ memory: Memory<Float>, shard: Int, index: WindowIndex) {
    let shape = network.shape
    let weights = memory.value(network.weight)
    let starts = memory.value(network.starts)
    weights.fill(0)
    let (first, count) = share(ofShard: shard)
    for row in 0..<shape.rows {
      let number = first + row
      guard row < count else {
        starts[row] = Float(shape.steps)
        continue
      }
      let place = index[batchWindows[batchWindows.startIndex + number]]
      filling.fillInputs(of: place, row: row, memory)
      filling.fillTargets(of: place, row: row, weight: batchUnit, onlyLast: countsOnlyLast, memory)
    }
  }

  /// The gradients at the present weights, without dropout, over at most `batches` batches of training
  /// windows that are evenly spread; nothing is updated.
  func measureGradients(batches: Int) -> GradientSnapshot {
    let observer = GradientObserver(network.observed, shards: shards.count, interval: 1)
    network.plan.prepare(store)
    // With a loss at every origin, the gradients would not show how far back a single forecast's gradient
    // reaches.
    countsOnlyLast = true
    defer { countsOnlyLast = false }
    let size = min(recipe.batchSize, training.count)
    let count = max(min(batches, training.count / size), 1)
    for batch in 0..<count {
      let first = count == 1 ? 0 : (training.count - size) * batch / (count - 1)
      batchWindows = ArraySlice(first..<(first + size))
      setUnit()
      pool.forEach(shards.count) { [self] number in
        let memory = shards[number]
        fill(memory, shard: number, index: training)
        memory.context = RunContext()
        observer.lossAndGradients(memory, shard: number)
      }
      observer.gatherStates()
    }
    return observer.finishEpoch(
      model: design.name, epoch: state.epoch, clippedShare: 0,
      season: sampler.configuration.seasonLength)
  }

  private func validationLoss() -> Double {
    var sum = 0.0
    var observed = 0.0
    let size = recipe.batchSize
    let quantiles = Double(network.head.lossTerms)
    // The targets of earlier origins of a sequence belong to the training data.
    countsOnlyLast = true
    defer { countsOnlyLast = false }
    for from in stride(from: 0, to: validation.count, by: size) {
      evaluate(Array(from..<min(from + size, validation.count)), validation)
      for memory in shards {
        sum += Double(memory.value(network.loss)[0]) / quantiles
        for weight in memory.value(network.weight).array { observed += Double(weight) }
      }
    }
    return observed > 0 ? sum / observed : .infinity
  }

  /// Runs a forward pass over windows without dropout; every observed target has weight 1.
  private func evaluate(_ windows: [Int], _ index: WindowIndex) {
    batchWindows = windows[...]
    batchUnit = 1
    pool.forEach(shards.count) { [self] number in
      let memory = shards[number]
      fill(memory, shard: number, index: index)
      memory.context = RunContext()
      network.plan.forward(memory)
    }
  }

  private func remember(_ loss: Double) {
    if loss < state.bestLoss {
      state.bestLoss = loss
      state.bestEpoch = state.epoch
      state.bestParameters = store.parameters.array
    }
    state.isFinished = state.epoch - state.bestEpoch >= recipe.patience
  }

  private func restore(_ checkpoint: Checkpoint) throws {
    guard
      let saved = try checkpoint.load(
        parameters: store.parameters, of: network.plan.parameters, moments: moments, epochs: epochs,
        updates: updatesPerEpoch)
    else { return }
    state = saved
  }

  private func interruption(_ checkpoint: Checkpoint?) -> ForetellError {
    ForetellError(
      .interrupted, OptionText("interrupted after \(state.epoch) of \(epochs) epochs"),
      hint: checkpoint.flatMap {
        state.epoch > 0 ? "the state is kept in \($0.path); go on with \(option: .resume)" : nil
      })
  }

  private func divergence(_ loss: Double, _ norm: Double, _ checkpoint: Checkpoint?) -> ForetellError {
    ForetellError(
      .diverged,
      "training diverged in epoch \(state.epoch + 1) of \(epochs): "
        + ForetellError.divergedFigures(loss: loss, norm: norm),
      hint: "try a smaller \(option: .learningRate) or \(option: .clip)"
        + OptionText(
          checkpoint.map { state.epoch > 0 ? "; the last good state is in \($0.path)" : "" } ?? ""))
  }
}

extension Trainer {
  /// Mixes the trained weights with those that the training started from.
  ///
  /// - Parameters:
  ///   - share: the weight of the trained ones, in 0...1.
  ///   - start: the others.
  func keep(_ share: Float, beside start: [Float]) {
    let weights = store.parameters
    for place in start.indices { weights[place] = start[place] + share * (weights[place] - start[place]) }
    network.plan.prepare(store)
  }

  /// Root mean square of each step's residuals over the training windows, in scaled target units; used with
  /// point losses.
  func residualDeviations() -> [Float] {
    guard network.head.needsResiduals else { return [] }
    var squares = [Double](repeating: 0, count: network.shape.horizon)
    var counts = [Double](repeating: 0, count: network.shape.horizon)
    forEachResidual { step, residual in
      squares[step] += residual * residual
      counts[step] += 1
    }
    return zip(squares, counts).map { $1 > 0 ? Float(($0 / $1).squareRoot()) : 1 }
  }
}

extension Trainer {
  /// Calls `body` with the step and the scaled residual of the point forecast for every observed training
  /// target, in order.
  private func forEachResidual(_ body: (Int, Double) -> Void) {
    let size = recipe.batchSize
    for from in stride(from: 0, to: min(training.count, recipe.windowsPerEpoch), by: size) {
      evaluate(Array(from..<min(from + size, min(training.count, recipe.windowsPerEpoch))), training)
      for memory in shards {
        let output = memory.value(network.output)
        let target = memory.value(network.target)
        let weight = memory.value(network.weight)
        for place in 0..<weight.count where weight[place] > 0 {
          body(place % network.shape.horizon, Double(target[place] - output[place * network.head.width]))
        }
      }
    }
  }
}

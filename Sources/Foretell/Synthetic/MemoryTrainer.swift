import ForetellCore
import ForetellData
import Foundation

/// Runs one memory experiment; the result has the same bits at any number of threads.
final class MemoryTrainer: @unchecked Sendable {
  private let experiment: MemoryExperiment
  private let network: MemoryNetwork
  private let store: ParameterStore<Float>
  private let step: ShardedStep<Float>
  private let rows: Int
  private let pool: WorkerPool
  private let seed: UInt64

  init(_ experiment: MemoryExperiment, seed: UInt64, threads: Int?) {
    self.experiment = experiment
    self.seed = seed
    rows = ShardPlan.rows(batch: experiment.batchSize)
    network = MemoryNetwork(experiment, rows: rows)
    store = ParameterStore(for: network.plan)
    store.initialize(network.plan.parameters, seed: seed)
    pool = WorkerPool(threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
    step = ShardedStep(
      plan: network.plan, loss: network.loss, store: store,
      shards: (experiment.batchSize + rows - 1) / rows, optimizer: Optimizer(.adam), pool: pool)
  }

  func run(_ options: FitOptions) throws -> MemoryExperiment.Result {
    let epochs = min(experiment.epochs, experiment.updates)
    let monitor = GradientMonitor(interval: options.monitor?.interval ?? 16) { [given = options.monitor] in
      given?.receive($0)
    }
    let observer = GradientObserver(network.observed, shards: step.shards.count, interval: monitor.interval)
    var losses: [Double] = []
    for epoch in 0..<epochs {
      let range =
        (experiment.updates * epoch / epochs)..<(experiment.updates * (epoch + 1) / epochs)
      let progress = try train(range, epoch: epoch, of: epochs, observer, monitor, options)
      losses.append(progress.trainingLoss)
      monitor.receive(
        observer.finishEpoch(
          model: experiment.name, epoch: epoch + 1, clippedShare: progress.clippedShare, season: nil))
      options.progress?(progress)
    }
    network.plan.prepare(store)
    let (testError, trained) = test()
    let radii = RecurrentTheory.spectralRadii(network, experiment, store)
    return MemoryExperiment.Result(
      model: experiment.name, relativeError: testError / experiment.task.naiveError, testError: testError,
      naiveError: experiment.task.naiveError, losses: losses, history: monitor.snapshots, trained: trained,
      spectralRadius: RecurrentTheory.candidateRadius(radii), spectralRadii: radii,
      jacobianNorms: RecurrentTheory.jacobianNorms(experiment, store, seed: seed, pool: pool),
      parameterCount: network.plan.parameters.scalarCount)
  }

  private func train(
    _ range: Range<Int>, epoch: Int, of epochs: Int, _ observer: GradientObserver,
    _ monitor: GradientMonitor, _ options: FitOptions
  ) throws -> TrainingProgress {
    let schedule = LearningRateSchedule.cosine(
      warmUp: min(100, max(experiment.updates / 20, 1)), total: experiment.updates, floor: 0.01)
    var (lossSum, largest, clipped, rate) = (0.0, 0.0, 0, 0.0)
    for update in range {
      if options.isCancelled?() == true {
        throw ForetellError(.interrupted, "interrupted after \(epoch) of \(epochs) epochs")
      }
      let watching = observer.measures(update - range.lowerBound) ? observer : nil
      let examples = experiment.task.examples(experiment.batchSize, seed: seed, batch: update)
      let loss = gradients(examples, watching)
      let clip = GradientClip(
        norm: step.gradientNorm, maximum: experiment.gradientClip > 0 ? experiment.gradientClip : nil)
      guard loss.isFinite, clip.norm.isFinite else {
        // When this update wasn't to be measured, the batch is run again with the monitor; the weights
        // haven't changed since.
        if watching == nil { _ = gradients(examples, observer) }
        monitor.receive(
          observer.brokenEpoch(
            model: experiment.name, epoch: epoch + 1,
            clippedShare: Double(clipped) / Double(max(update - range.lowerBound, 1)), season: nil,
            gradients: step.gradients, store))
        throw ForetellError(
          .diverged,
          "training of \(experiment.name) diverged in update \(update + 1) of \(experiment.updates): "
            + ForetellError.divergedFigures(loss: loss, norm: clip.norm),
          hint: "try a smaller \(option: .learningRate) or \(option: .clip)")
      }
      watching?.beginUpdate(gradients: step.gradients, store)
      rate = experiment.learningRate * schedule.factor(step: update)
      step.update(Optimizer(.adam), rate: rate, gradientScale: clip.scale)
      watching?.finishUpdate(store)
      lossSum += loss
      largest = max(largest, clip.norm)
      if clip.scale < 1 { clipped += 1 }
    }
    let count = Double(range.count)
    return TrainingProgress(
      epoch: epoch + 1, epochs: epochs, trainingLoss: lossSum / count, validationLoss: nil,
      learningRate: rate, gradientNorm: largest, clippedShare: Double(clipped) / count)
  }

  /// Mean loss of a batch; afterwards `step` holds its gradient.
  private func gradients(_ examples: [MemoryTask.Example], _ observer: GradientObserver?) -> Double {
    let unit = 1 / Float(examples.count)
    var run: (@Sendable (Memory<Float>, Int) -> Void)?
    if let observer { run = { memory, shard in observer.lossAndGradients(memory, shard: shard) } }
    let loss = step.computeGradients(RunContext(), run: run) { [self] memory, shard in
      let from = min(shard * rows, examples.count)
      network.fill(memory, examples[from..<min(from + rows, examples.count)], unit: unit)
    }
    observer?.gatherStates()
    return loss
  }

  /// Mean squared error over the test examples, and the gradient of the trained network over them.
  private func test() -> (error: Double, snapshot: GradientSnapshot) {
    let observer = GradientObserver(network.observed, shards: step.shards.count, interval: 1)
    let batches = (experiment.testExamples + experiment.batchSize - 1) / experiment.batchSize
    var sum = 0.0
    for batch in 0..<batches {
      let examples = experiment.task.examples(
        experiment.batchSize, seed: seed, batch: batch, isTest: true)
      sum += gradients(examples, observer)
    }
    let snapshot = observer.finishEpoch(
      model: experiment.name, epoch: experiment.epochs, clippedShare: 0, season: nil)
    return (sum / Double(batches), snapshot)
  }
}

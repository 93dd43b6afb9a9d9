import ForetellCore
import ForetellData
import Foundation

/// Runs one memory experiment.
///
/// A batch is cut into shards whose number depends on its size alone, and gradients are added in the shards' order: the
/// bits don't depend on the number of threads.
final class MemoryTrainer: @unchecked Sendable {
  private let experiment: MemoryExperiment
  private let network: MemoryNetwork
  private let store: ParameterStore<Float>
  private let shards: [Memory<Float>]
  private let rows: Int
  private let total: Arena<Float>
  private let moments: OptimizerState<Float>
  private let pool: WorkerPool
  private let seed: UInt64

  init(_ experiment: MemoryExperiment, seed: UInt64, threads: Int?) {
    self.experiment = experiment
    self.seed = seed
    rows = ShardPlan.rows(batch: experiment.batchSize, hidden: experiment.hiddenSize)
    network = MemoryNetwork(experiment, rows: rows)
    store = ParameterStore(for: network.plan)
    store.initialize(network.plan.parameters, seed: seed)
    let (plan, parameters) = (network.plan, store)
    shards = (0..<((experiment.batchSize + rows - 1) / rows)).map { _ in
      Memory(for: plan, store: parameters)
    }
    total = Arena(count: plan.parameters.count)
    moments = OptimizerState(count: plan.parameters.count)
    pool = WorkerPool(threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
  }

  func run(_ options: FitOptions) throws -> MemoryExperiment.Result {
    let epochs = min(experiment.epochs, experiment.updates)
    let monitor = GradientMonitor(interval: options.monitor?.interval ?? 16) { [given = options.monitor] in
      given?.receive($0)
    }
    let observer = GradientObserver(network.observed, shards: shards.count, interval: monitor.interval)
    var losses: [Double] = []
    for epoch in 0..<epochs {
      let range =
        (experiment.updates * epoch / epochs)..<(experiment.updates * (epoch + 1) / epochs)
      let progress = try train(range, epoch: epoch, of: epochs, observer, options)
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
    _ range: Range<Int>, epoch: Int, of epochs: Int, _ observer: GradientObserver, _ options: FitOptions
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
      watching?.gatherStates()
      let clip = GradientClip(
        total.block, maximum: experiment.gradientClip > 0 ? experiment.gradientClip : nil)
      guard loss.isFinite, clip.norm.isFinite else {
        throw ForetellError(
          .diverged,
          "training of \(experiment.name) diverged in update \(update + 1) of \(experiment.updates): "
            + "loss \(loss), gradient norm \(clip.norm)",
          hint: "try a smaller --learning-rate or --clip")
      }
      watching?.beginUpdate(gradients: total.block, store)
      rate = experiment.learningRate * schedule.factor(step: update)
      moments.step(
        Optimizer(.adam), parameters: store.parameters, gradients: total.block, rate: rate,
        gradientScale: clip.scale)
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

  /// Mean loss of a batch; its gradient is in `total` afterwards.
  private func gradients(_ examples: [MemoryTask.Example], _ observer: GradientObserver?) -> Double {
    network.plan.prepare(store)
    let unit = 1 / Float(examples.count)
    pool.forEach(shards.count) { [self] number in
      let memory = shards[number]
      let from = min(number * rows, examples.count)
      let part = examples[from..<min(from + rows, examples.count)]
      network.fill(memory, part, unit: unit)
      if let observer {
        observer.lossAndGradients(memory, shard: number)
      } else {
        _ = network.plan.lossAndGradients(network.loss, memory)
      }
    }
    total.block.copy(from: shards[0].parameterGradients)
    for memory in shards.dropFirst() {
      Float.add(count: total.count, x: memory.parameterGradients, into: total.block)
    }
    return shards.reduce(0) { $0 + Double($1.value(network.loss)[0]) }
  }

  /// Mean squared error over the test examples, and the gradient of the trained network over them.
  private func test() -> (error: Double, snapshot: GradientSnapshot) {
    let observer = GradientObserver(network.observed, shards: shards.count, interval: 1)
    let batches = (experiment.testExamples + experiment.batchSize - 1) / experiment.batchSize
    var sum = 0.0
    for batch in 0..<batches {
      let examples = experiment.task.examples(
        experiment.batchSize, seed: seed, batch: batch, isTest: true)
      sum += gradients(examples, observer)
      observer.gatherStates()
    }
    let snapshot = observer.finishEpoch(
      model: experiment.name, epoch: experiment.epochs, clippedShare: 0, season: nil)
    return (sum / Double(batches), snapshot)
  }
}

import ForetellCore

/// A training step as `fit` runs it: shards forward and backward, clipping by global norm 1, Adam with rate 0.001.
///
/// Inputs, targets and initial weights follow the formula of Benchmarks/peers/portable.py, so that losses can
/// be compared with those of another program.
public final class TrainingStep {
  /// The network's cell and sizes.
  public let shape: BenchmarkShape
  private let step: ShardedStep<Float>
  private var run = RunContext(isTraining: true, seed: 1)

  /// Makes a network with its data.
  ///
  /// - Parameters:
  ///   - shape: the network's cell and sizes.
  ///   - threads: the largest number of threads.
  ///   - shardRows: rows of a shard; nil takes the number that training uses.
  ///   - spread: a factor on the recurrent weights; a small one makes gradients vanish.
  ///   - lossScale: a factor on the loss and thereby on all gradients.
  ///   - isBFloat16: whether the factors of the recurrent layer's products are rounded to bfloat16.
  ///   - flushesDenormals: false only to measure what denormal numbers cost.
  public init(
    _ shape: BenchmarkShape, threads: Int, shardRows: Int? = nil, spread: Double = 1,
    lossScale: Double = 1, isBFloat16: Bool = false, flushesDenormals: Bool = true
  ) {
    self.shape = shape
    let rows = shardRows ?? shape.shardRows
    let network = RecurrentNetwork(shape, rows: rows, isBFloat16: isBFloat16)
    let store = ParameterStore(for: network.plan)
    network.initialize(store, hidden: shape.hidden, spread: spread)
    step = ShardedStep(
      plan: network.plan, loss: network.loss, store: store, shards: (shape.batch + rows - 1) / rows,
      optimizer: Optimizer(.adam),
      pool: WorkerPool(threads: threads, flushesDenormals: flushesDenormals))
    let outputs = BenchmarkShape.outputs
    let unit = Float(lossScale) / Float(shape.batch * outputs)
    for (shard, memory) in step.shards.enumerated() {
      let first = shard * rows
      let input = memory.value(network.input)
      let target = memory.value(network.target)
      let weight = memory.value(network.weight)
      for row in 0..<min(rows, shape.batch - first) {
        for time in 0..<shape.steps {
          for feature in 0..<shape.inputs {
            input[(time * rows + row) * shape.inputs + feature] = Sines.value(
              (time * shape.batch + first + row) * shape.inputs + feature, phase: 0.1)
          }
        }
        for place in 0..<outputs {
          target[row * outputs + place] = Sines.value((first + row) * outputs + place, phase: 0.2)
          weight[row * outputs + place] = unit
        }
      }
    }
  }

  /// Runs one training step and returns the loss before the update.
  public func callAsFunction() -> Double {
    let loss = computeGradients()
    update()
    return loss
  }

  /// Runs the first part of a step: forward and backward passes, and the sum of the shards' gradients;
  /// returns the loss.
  public func computeGradients() -> Double {
    run.step = step.moments.steps
    return step.computeGradients(run) { _, _ in }
  }

  /// Runs the second part of a step: clipping and Adam.
  public func update() {
    let clip = GradientClip(norm: step.gradientNorm, maximum: 1)
    step.update(Optimizer(.adam), rate: 1e-3, gradientScale: clip.scale)
  }

  /// The gradient's norm before clipping.
  public var gradientNorm: Double { step.gradientNorm }

  /// The number of bytes of all shards' activations and gradients.
  public var bytes: Int { step.plan.bytesPerShard * step.shards.count }
}

/// A training step over a batch cut into shards: their gradients are computed in parallel and added in the
/// shards' order, then the parameters are updated.
///
/// The results' bits depend on how the batch is cut, but not on which thread computes a shard. After the
/// first step no memory is allocated.
package final class ShardedStep<Scalar: KernelScalar>: @unchecked Sendable {
  /// The recorded network of one shard of the batch.
  package let plan: Plan<Scalar>
  /// The slot of a shard's loss [1]; the batch's loss is the sum over the shards.
  package let loss: Slot
  /// The parameters.
  package let store: ParameterStore<Scalar>
  /// The shards' memories.
  package let shards: [Memory<Scalar>]
  /// The optimizer's moments.
  package let moments: OptimizerState<Scalar>
  private let pool: WorkerPool
  private let total: Arena<Scalar>
  /// The values of buffers after the step, where they lie among the parameters.
  private let nextBuffers: Arena<Scalar>
  /// The sum of squares of each block of the gradient.
  private let squares: Arena<Double>
  private let now = CurrentStep<Scalar>()
  // Made once, because a closure that captures values allocates memory.
  private let shardJob: @Sendable (Int) -> Void
  private let sumJob: @Sendable (Int) -> Void
  private let updateJob: @Sendable (Int) -> Void

  /// Allocates memory for `shards` shards of a plan and for the moments of `optimizer`.
  package init(
    plan: Plan<Scalar>, loss: Slot, store: ParameterStore<Scalar>, shards count: Int, optimizer: Optimizer,
    pool: WorkerPool
  ) {
    precondition(count > 0, "a batch needs a shard")
    self.plan = plan
    self.loss = loss
    self.store = store
    self.pool = pool
    let shards = (0..<count).map { _ in Memory(for: plan, store: store) }
    let moments = OptimizerState<Scalar>(count: plan.parameters.count, optimizer: optimizer)
    let now = self.now
    self.shards = shards
    self.moments = moments
    total = Arena(count: plan.parameters.count)
    nextBuffers = Arena(count: plan.buffers.isEmpty ? 0 : plan.parameters.count)
    squares = Arena(count: Self.blocks(plan.parameters.count))
    shardJob = { number in
      let memory = shards[number]
      memory.context = now.context
      memory.context.shard = UInt32(now.part * shards.count + number)
      now.fill(memory, number)
      if let run = now.run {
        run(memory, number)
      } else {
        _ = plan.lossAndGradients(loss, memory)
      }
    }
    let (sum, squares) = (total.block, squares.block)
    sumJob = { block in
      let (from, length) = Self.place(block, sum.count)
      let part = sum.slice(from, length)
      if now.part == 0 { part.copy(from: shards[0].parameterGradients.slice(from, length)) }
      for shard in (now.part == 0 ? 1 : 0)..<shards.count {
        Scalar.add(count: length, x: shards[shard].parameterGradients.slice(from, length), into: part)
      }
      squares[block] = Scalar.sumOfSquares(count: length, x: part)
    }
    updateJob = { block in
      let (from, length) = Self.place(block, sum.count)
      moments.apply(
        now.optimizer, parameters: store.parameters, gradients: sum, rate: now.rate,
        gradientScale: now.gradientScale, from: from, count: length)
    }
  }

  /// The gradient of the whole batch after `computeGradients`.
  package var gradients: Block<Scalar> { total.block }

  /// The norm of `gradients`; squares are summed block by block in a fixed order.
  package var gradientNorm: Double {
    var sum = 0.0
    for block in 0..<squares.count { sum += squares.block[block] }
    return sum.squareRoot()
  }

  /// Runs all shards forward and backward and returns the batch's loss.
  ///
  /// `fill` writes a shard's inputs, targets and weights, on the thread that then computes the shard. `run`,
  /// if given, replaces the plan's own forward and backward passes, so that it can read values between them. A batch
  /// can come in several parts, whose gradients are added: part 0 begins, and the loss is that of the part. Buffers
  /// follow the last part.
  package func computeGradients(
    _ context: RunContext, part: Int = 0, run: (@Sendable (Memory<Scalar>, Int) -> Void)? = nil,
    fill: @escaping @Sendable (Memory<Scalar>, Int) -> Void
  ) -> Double {
    now.context = context
    now.part = part
    now.fill = fill
    now.run = run
    plan.prepare(store)
    pool.forEach(shards.count, shardJob)
    pool.forEach(squares.count, sumJob)
    for rule in plan.buffers {
      rule.next(store, shards, into: nextBuffers.block.slice(rule.buffer.offset, rule.buffer.count))
    }
    var sum = 0.0
    for memory in shards { sum += Double(memory.value(loss)[0]) }
    return sum
  }

  /// Updates the parameters once, with the gradients times `gradientScale`.
  package func update(_ optimizer: Optimizer, rate: Double, gradientScale: Double) {
    now.optimizer = optimizer
    now.rate = rate
    now.gradientScale = gradientScale
    moments.beginStep(optimizer)
    pool.forEach(squares.count, updateJob)
    // The rule may have moved buffers too, by weight decay.
    for rule in plan.buffers {
      store.value(rule.buffer).copy(from: nextBuffers.block.slice(rule.buffer.offset, rule.buffer.count))
    }
  }

  private static var blockSize: Int { 1 << 13 }

  private static func blocks(_ count: Int) -> Int { (count + blockSize - 1) / blockSize }

  private static func place(_ block: Int, _ count: Int) -> (from: Int, length: Int) {
    (block * blockSize, min(blockSize, count - block * blockSize))
  }
}

/// The inputs of the running step's jobs; written only while no job runs.
private final class CurrentStep<Scalar: KernelScalar>: @unchecked Sendable {
  var context = RunContext()
  var part = 0
  var fill: @Sendable (Memory<Scalar>, Int) -> Void = { _, _ in }
  var run: (@Sendable (Memory<Scalar>, Int) -> Void)?
  var optimizer = Optimizer(.adam)
  var rate = 0.0
  var gradientScale = 1.0
}

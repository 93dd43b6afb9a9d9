import ForetellCore
import ForetellLayers

/// A recorded network in one of the two precisions.
protocol NetworkEngine {
  var outputShape: [Int] { get }
  var parameters: [NetworkArray] { get }
  var parameterGradients: [NetworkArray] { get }
  var gradientNorm: Double { get }
  func setParameter(_ name: String, to values: [Double])
  func evaluate(_ inputs: [Double], targets: [Double]?, count: Int) -> (outputs: [Double], loss: Double)
  func computeGradients(_ inputs: [Double], targets: [Double], count: Int) -> Double
  func gradient(ofLayer layer: Int, count: Int) -> NetworkArray
  func update(_ optimizer: Optimizer, rate: Double, scale: Double)
}

/// The plan of one shard, and the shards of a batch.
final class RecordedEngine<Scalar: KernelScalar>: NetworkEngine {
  private let step: ShardedStep<Scalar>
  private let rows: Int
  private let pool: WorkerPool
  private let seed: UInt64
  private let input: Slot
  private let target: Slot
  private let weight: Slot
  private let layers: [Slot]
  private let output: Slot

  init(
    inputShape: [Int], layers: [NetworkLayer], loss: NetworkLoss, batchSize: Int, seed: UInt64, threads: Int
  ) {
    // The size of a shard depends on the batch size alone, because it decides the order of sums and so the
    // last bits.
    let rows = min(batchSize, 16)
    var builder = PlanBuilder<Scalar>()
    let shape = inputShape.count == 1 ? [rows, inputShape[0]] : [inputShape[0], rows, inputShape[1]]
    let input = builder.activation(shape)
    var slots: [Slot] = []
    for (number, layer) in layers.enumerated() {
      slots.append(builder.scope("\(number)") { layer.record(slots.last ?? input, into: &$0) })
    }
    let output = slots.last ?? input
    let target = builder.activation(output.shape, gradient: false)
    let weight = builder.activation(output.shape, gradient: false)
    let sum = loss.record(prediction: output, target: target, weight: weight, into: &builder)
    let plan = builder.finish()
    let store = ParameterStore(for: plan)
    store.initialize(plan.parameters, seed: seed)
    pool = WorkerPool(threads: threads)
    step = ShardedStep(
      plan: plan, loss: sum, store: store, shards: (batchSize + rows - 1) / rows, optimizer: Optimizer(.adam),
      pool: pool)
    (self.rows, self.seed, self.input, self.target, self.weight) = (rows, seed, input, target, weight)
    (self.layers, self.output) = (slots, output)
  }

  var outputShape: [Int] { Self.exampleShape(output) }

  var parameters: [NetworkArray] {
    step.plan.parameters.entries.map { entry in
      NetworkArray(
        name: entry.name, shape: entry.slot.shape, values: step.store.value(entry.slot).array.map(Double.init)
      )
    }
  }

  var parameterGradients: [NetworkArray] {
    step.plan.parameters.entries.filter(\.isTrained).map { entry in
      let part = step.gradients.slice(entry.slot.gradientOffset, entry.slot.count)
      return NetworkArray(name: entry.name, shape: entry.slot.shape, values: part.array.map(Double.init))
    }
  }

  var gradientNorm: Double { step.gradientNorm }

  func setParameter(_ name: String, to values: [Double]) {
    guard let entry = step.plan.parameters.entry(named: name) else {
      preconditionFailure("the network has no parameter \(name)")
    }
    precondition(
      values.count == entry.slot.count, "\(name) has \(entry.slot.count) values, got \(values.count)")
    precondition(
      !entry.isSquare || values.allSatisfy { $0 >= 0 }, "\(name) is a variance, which isn't negative")
    step.store.value(entry.slot).copy(from: values.map { Scalar($0) })
  }

  func evaluate(_ inputs: [Double], targets: [Double]?, count: Int) -> (outputs: [Double], loss: Double) {
    let plan = step.plan
    let shards = step.shards
    plan.prepare(step.store)
    var outputs: [Double] = []
    var sum = 0.0
    for first in stride(from: 0, to: count, by: rows * shards.count) {
      let used = min(shards.count, (count - first + rows - 1) / rows)
      let fill = filling(inputs, targets: targets ?? [], count: count, first: first)
      pool.forEach(used) { number in
        shards[number].context = RunContext()
        fill(shards[number], number)
        plan.forward(shards[number])
      }
      for number in 0..<used {
        let shardRows = min(rows, count - first - number * rows)
        outputs += read(shards[number].value(output), output, rows: shardRows)
        sum += Double(shards[number].value(step.loss)[0])
      }
    }
    return (outputs, sum)
  }

  func computeGradients(_ inputs: [Double], targets: [Double], count: Int) -> Double {
    step.computeGradients(
      RunContext(isTraining: true, seed: seed, step: step.moments.steps),
      fill: filling(inputs, targets: targets, count: count, first: 0))
  }

  func gradient(ofLayer layer: Int, count: Int) -> NetworkArray {
    var values: [Double] = []
    for (number, memory) in step.shards.enumerated() where number * rows < count {
      values += read(memory.gradient(layers[layer]), layers[layer], rows: min(rows, count - number * rows))
    }
    return NetworkArray(name: "\(layer)", shape: [count] + Self.exampleShape(layers[layer]), values: values)
  }

  func update(_ optimizer: Optimizer, rate: Double, scale: Double) {
    step.update(optimizer, rate: rate, gradientScale: scale)
  }

  private static func exampleShape(_ slot: Slot) -> [Int] {
    slot.shape.count == 2 ? [slot.shape[1]] : [slot.shape[0], slot.shape[2]]
  }

  /// Writes the examples from index `first` on into a shard; rows without an example are zero and have weight
  /// 0.
  private func filling(_ inputs: [Double], targets: [Double], count: Int, first: Int)
    -> @Sendable (
      Memory<Scalar>, Int
    ) -> Void
  {
    let (rows, input, target, weight) = (rows, input, target, weight)
    let unit = Scalar(1 / Double(count * (target.count / rows)))
    return { memory, number in
      let start = first + number * rows
      let used = max(0, min(rows, count - start))
      memory.context.rows = used
      Self.write(inputs, from: start, rows: used, into: memory.value(input), input)
      memory.value(weight).fill(0)
      guard !targets.isEmpty else { return }
      Self.write(targets, from: start, rows: used, into: memory.value(target), target)
      let weights = memory.value(weight)
      Self.forEachPlace(target, rows: used) { place, _ in weights[place] = unit }
    }
  }

  private static func write(
    _ values: [Double], from start: Int, rows: Int, into block: Block<Scalar>, _ slot: Slot
  ) {
    block.fill(0)
    let first = start * (slot.count / (slot.shape.count == 2 ? slot.shape[0] : slot.shape[1]))
    forEachPlace(slot, rows: rows) { place, index in block[place] = Scalar(values[first + index]) }
  }

  private func read(_ block: Block<Scalar>, _ slot: Slot, rows: Int) -> [Double] {
    var values = [Double](repeating: 0, count: rows * (slot.count / self.rows))
    Self.forEachPlace(slot, rows: rows) { place, index in values[index] = Double(block[place]) }
    return values
  }

  /// Calls `body` for every element of a slot, [rows, width] or [steps, rows, width], with its index in the
  /// slot and in an array of examples.
  private static func forEachPlace(_ slot: Slot, rows: Int, _ body: (_ place: Int, _ index: Int) -> Void) {
    let steps = slot.shape.count == 2 ? 1 : slot.shape[0]
    let (slotRows, width) = (slot.shape[slot.shape.count - 2], slot.shape[slot.shape.count - 1])
    for row in 0..<rows {
      for time in 0..<steps {
        for column in 0..<width {
          body((time * slotRows + row) * width + column, (row * steps + time) * width + column)
        }
      }
    }
  }
}

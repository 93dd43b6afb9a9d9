import ForetellCore

/// One forecast from one window: a forward pass with batch size 1 and weights that are packed once.
public final class InferenceStep {
  private let network: RecurrentNetwork
  private let memory: Memory<Float>

  /// Makes a network with its weights and input, which follow the formula of Benchmarks/peers/portable.py.
  public init(_ shape: BenchmarkShape) {
    network = RecurrentNetwork(shape, rows: shape.batch)
    let store = ParameterStore(for: network.plan)
    network.initialize(store, hidden: shape.hidden)
    network.plan.prepare(store)
    memory = Memory(for: network.plan, store: store, gradients: false)
    let input = memory.value(network.input)
    input.copy(from: Sines.values(count: shape.steps * shape.batch * shape.inputs, phase: 0.1))
  }

  /// Runs the network on the calling thread.
  public func callAsFunction() {
    withDenormalsFlushed { network.plan.forward(memory) }
  }

  /// The outputs of the last call.
  public var outputs: [Float] { memory.value(network.output).array }
}

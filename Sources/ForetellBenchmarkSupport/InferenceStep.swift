import ForetellCore

/// One forecast from one window: a forward pass of batch 1 with parameters that stay packed.
public final class InferenceStep {
  private let network: RecurrentNetwork
  private let memory: Memory<Float>

  /// A network with parameters and input in place (Benchmarks/peers/portable.py).
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

  /// The head's outputs of the last call.
  public var outputs: [Float] { memory.value(network.output).array }
}

import ForetellCore
import ForetellLayers
import ForetellTestSupport
import Testing

/// One contract for all cells.
@Suite struct CellContractTests {
  /// Runs a sequence [T,B,I] through a layer and returns all states and, given a projection of the last state, the
  /// gradients of parameters and input.
  struct Run {
    var outputs: [Double]
    /// The states after the hidden state, one after the other.
    var finalCells: [Double]
    var parameterGradients: [Double]
    var inputGradients: [Double]
    var weights: (input: [Double], hidden: [Double], bias: [Double])
  }

  static let (batch, inputs, hidden) = (3, 4, 5)

  static func values(_ count: Int, _ seed: UInt64) -> [Double] {
    var random = RandomStream(seed: seed, purpose: .synthetic)
    return (0..<count).map { _ in random.normal() * 0.5 }
  }

  static func run<Cell: RecurrentCell>(
    _ cell: Cell, steps: Int, x: [Double], states: [Double]? = nil,
    starts: [Double]? = nil,
    truncation: Int? = nil
  ) -> Run {
    var plan = PlanBuilder<Double>()
    let input = plan.activation([steps, batch, inputs])
    let startSlot = starts.map { _ in plan.activation([batch], gradient: false) }
    let recorded = Recurrent(cell, hiddenSize: hidden, truncation: truncation).recordAll(
      input, starts: startSlot, into: &plan
    ).forward
    let frozen = plan.finish()
    let store = ParameterStore<Double>(for: frozen)
    store.parameters.copy(from: values(store.parameters.count, 7))
    let memory = Memory<Double>(for: frozen, store: store)
    memory.value(input).copy(from: x)
    if let startSlot, let starts { memory.value(startSlot).copy(from: starts) }
    if let states {
      let size = batch * hidden
      for (number, slot) in recorded.initialStates.enumerated() {
        memory.value(slot).copy(from: Array(states[(number * size)..<((number + 1) * size)]))
      }
    }
    frozen.prepare(store)
    frozen.forward(memory)
    let outputs = memory.value(recorded.output).array
    let finalCells = recorded.finalStates.dropFirst().flatMap { memory.value($0).array }
    memory.zeroGradients()
    memory.gradient(recorded.finalState).copy(from: values(batch * hidden, 13))
    frozen.backward(memory)
    let entries = frozen.parameters.entries.map { store.value($0.slot).array }
    return Run(
      outputs: outputs, finalCells: finalCells, parameterGradients: memory.parameterGradients.array,
      inputGradients: memory.gradient(input).array, weights: (entries[0], entries[1], entries[2]))
  }

  /// All states after the last step.
  static func lastStates(_ run: Run) -> [Double] {
    Array(run.outputs.suffix(batch * hidden)) + run.finalCells
  }

  func contract<Cell: RecurrentCell>(_ cell: Cell) {
    let steps = 6
    let size = Self.batch * Self.hidden
    let x = Self.values(steps * Self.batch * Self.inputs, 3)
    let whole = Self.run(cell, steps: steps, x: x)

    // Without given states the sequence begins with those of the layout.
    let first = cell.layout.states.flatMap { [Double](repeating: $0.initial, count: size) }
    #expect(Self.run(cell, steps: steps, x: x, states: first).outputs == whole.outputs)

    // A sequence split at any step gives the same as the whole.
    for cut in 1..<steps {
      let width = Self.batch * Self.inputs
      let head = Self.run(cell, steps: cut, x: Array(x.prefix(cut * width)))
      let tail = Self.run(
        cell, steps: steps - cut, x: Array(x.dropFirst(cut * width)), states: Self.lastStates(head))
      #expect(head.outputs + tail.outputs == whole.outputs)
    }

    // Truncation after T or more steps is full back-propagation; after k steps, the earliest inputs get no
    // gradient.
    for limit in [steps, steps + 3] {
      #expect(
        Self.run(cell, steps: steps, x: x, truncation: limit).parameterGradients == whole.parameterGradients)
    }
    let short = Self.run(cell, steps: steps, x: x, truncation: 2)
    let rowWidth = Self.batch * Self.inputs
    #expect(short.inputGradients.prefix((steps - 2) * rowWidth).allSatisfy { $0 == 0 })
    #expect(short.inputGradients.suffix(2 * rowWidth) == whole.inputGradients.suffix(2 * rowWidth))
    #expect(whole.inputGradients.prefix(rowWidth).contains { $0 != 0 })

    // Left padding never changes real results, whatever values it contains.
    var padded = [Double](repeating: 99, count: 2 * rowWidth) + x
    let starts = [Double](repeating: 2, count: Self.batch)
    let shifted = Self.run(cell, steps: steps + 2, x: padded, starts: starts)
    #expect(Array(shifted.outputs.dropFirst(2 * size)) == whole.outputs)
    #expect(shifted.inputGradients.prefix(2 * rowWidth).allSatisfy { $0 == 0 })
    for index in 0..<(2 * rowWidth) { padded[index] = -5 }
    let other = Self.run(cell, steps: steps + 2, x: padded, starts: starts)
    #expect(other.parameterGradients == shifted.parameterGradients)

    // Padding in some rows, in no row and in all of a row: what it holds changes nothing, and nothing is infinite or NaN.
    let mixed = [0, 3, Double(steps)]
    var garbled = x
    for time in 0..<steps {
      for row in 0..<Self.batch where Double(time) < mixed[row] {
        for index in 0..<Self.inputs { garbled[(time * Self.batch + row) * Self.inputs + index] = -40 }
      }
    }
    let ragged = Self.run(cell, steps: steps, x: x, starts: mixed)
    let same = Self.run(cell, steps: steps, x: garbled, starts: mixed)
    #expect(ragged.outputs == same.outputs && ragged.parameterGradients == same.parameterGradients)
    #expect(ragged.inputGradients == same.inputGradients)
    let all = ragged.outputs + ragged.parameterGradients + ragged.inputGradients
    #expect(all.allSatisfy { $0.isFinite })

    reversePadding(cell, x, steps)

    // Stepping gives the same as the sequence.
    step(cell, whole, x, steps)
  }

  /// Padding changes neither the final state of a row's reverse direction nor any gradient.
  func reversePadding<Cell: RecurrentCell>(_ cell: Cell, _ x: [Double], _ steps: Int) {
    func run(_ padding: Int) -> (state: [Double], parameters: [Double], input: [Double]) {
      var plan = PlanBuilder<Double>()
      let input = plan.activation([steps + padding, Self.batch, Self.inputs])
      let starts = plan.activation([Self.batch], gradient: false)
      let recorded = Recurrent(cell, hiddenSize: Self.hidden, isBidirectional: true)
        .recordAll(input, starts: starts, into: &plan)
      let frozen = plan.finish()
      let store = ParameterStore<Double>(for: frozen)
      store.parameters.copy(from: Self.values(store.parameters.count, 7))
      let memory = Memory<Double>(for: frozen, store: store)
      memory.value(input).copy(from: [Double](repeating: 9, count: padding * Self.batch * Self.inputs) + x)
      memory.value(starts).fill(Double(padding))
      frozen.prepare(store)
      frozen.forward(memory)
      memory.zeroGradients()
      guard let last = recorded.backward?.finalState else { return ([], [], []) }
      memory.gradient(last).copy(from: Self.values(Self.batch * Self.hidden, 13))
      frozen.backward(memory)
      return (
        memory.value(last).array, memory.parameterGradients.array,
        Array(memory.gradient(input).array.suffix(x.count))
      )
    }
    let (whole, padded) = (run(0), run(2))
    #expect(whole.state.contains { $0 != 0 } && whole.parameters.contains { $0 != 0 })
    #expect(padded.state == whole.state)
    #expect(zip(padded.parameters, whole.parameters).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(padded.input == whole.input)
  }

  func step<Cell: RecurrentCell>(_ cell: Cell, _ whole: Run, _ x: [Double], _ steps: Int) {
    func arena(_ values: [Double]) -> Arena<Double> {
      let arena = Arena<Double>(count: values.count)
      arena.block.copy(from: values)
      return arena
    }
    let size = Self.batch * Self.hidden
    let weightInput = arena(whole.weights.input)
    let weightHidden = arena(whole.weights.hidden)
    let bias = arena(whole.weights.bias)
    let stepper = RecurrentStepper<Cell, Double>(
      cell, batch: Self.batch, inputs: Self.inputs, hidden: Self.hidden, weightInput: weightInput.block,
      weightHidden: weightHidden.block, bias: bias.block)
    let states = Arena<Double>(count: size * cell.layout.states.count)
    stepper.begin(states.block)
    let rowWidth = Self.batch * Self.inputs
    for time in 0..<steps {
      let input = arena(Array(x[(time * rowWidth)..<((time + 1) * rowWidth)]))
      stepper.step(input.block, states: states.block)
      #expect(states.block.slice(0, size).array == Array(whole.outputs[(time * size)..<((time + 1) * size)]))
    }
    #expect(states.block.array == Self.lastStates(whole))
  }

  /// With bfloat16 factors: stepping has the same bits as the sequence, and gradients are close to those of
  /// full precision.
  func rounded<Cell: RecurrentCell>(_ cell: Cell, inputs: Int) {
    let (steps, batch, hidden) = (9, 3, 37)
    func numbers(_ count: Int, _ seed: UInt64, _ scale: Double) -> [Float] {
      Self.values(count, seed).map { Float($0 * scale) }
    }
    let x = numbers(steps * batch * inputs, 3, 1)
    func run(_ precision: ProductPrecision) -> (states: [Float], gradients: [Float], store: [[Float]]) {
      var plan = PlanBuilder<Float>()
      let input = plan.activation([steps, batch, inputs])
      let recorded = Recurrent(cell, hiddenSize: hidden, precision: precision).recordAll(
        input, starts: nil, into: &plan
      ).forward
      let frozen = plan.finish()
      let store = ParameterStore<Float>(for: frozen)
      store.parameters.copy(from: numbers(store.parameters.count, 7, 0.3))
      let memory = Memory<Float>(for: frozen, store: store)
      memory.value(input).copy(from: x)
      frozen.prepare(store)
      frozen.forward(memory)
      memory.zeroGradients()
      memory.gradient(recorded.finalState).copy(from: numbers(batch * hidden, 13, 1))
      let states = memory.value(recorded.output).array
      frozen.backward(memory)
      return (
        states, memory.parameterGradients.array + memory.gradient(input).array,
        frozen.parameters.entries.map { store.value($0.slot).array }
      )
    }
    let (full, low) = (run(.full), run(.bfloat16))
    func distance(_ a: [Float], _ b: [Float]) -> Float {
      let difference = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      return (difference / b.reduce(0) { $0 + $1 * $1 }).squareRoot()
    }
    #expect(distance(low.states, full.states) > 0 && distance(low.states, full.states) < 0.01)
    #expect(distance(low.gradients, full.gradients) > 0 && distance(low.gradients, full.gradients) < 0.02)

    func arena(_ values: [Float]) -> Arena<Float> {
      let arena = Arena<Float>(count: values.count)
      arena.block.copy(from: values)
      return arena
    }
    let weightInput = arena(low.store[0])
    let weightHidden = arena(low.store[1])
    let bias = arena(low.store[2])
    let stepper = RecurrentStepper<Cell, Float>(
      cell, batch: batch, inputs: inputs, hidden: hidden, precision: .bfloat16,
      weightInput: weightInput.block, weightHidden: weightHidden.block, bias: bias.block)
    let states = Arena<Float>(count: batch * hidden * cell.layout.states.count)
    stepper.begin(states.block)
    let (size, width) = (batch * hidden, batch * inputs)
    for time in 0..<steps {
      let input = arena(Array(x[(time * width)..<((time + 1) * width)]))
      stepper.step(input.block, states: states.block)
      #expect(states.block.slice(0, size).array == Array(low.states[(time * size)..<((time + 1) * size)]))
    }
  }

  @Test(arguments: [5, 40]) func roundedFactors(inputs: Int) {
    rounded(RNNCell(activation: .tanh), inputs: inputs)
    rounded(LSTMCell(), inputs: inputs)
    rounded(GRUCell(), inputs: inputs)
    rounded(MGUCell(), inputs: inputs)
    rounded(SLSTMCell(), inputs: inputs)
    rounded(SLSTMCell(mostHeads: 37), inputs: inputs)
  }

  @Test func rnnTanh() { contract(RNNCell(activation: .tanh)) }
  @Test func rnnRelu() { contract(RNNCell(activation: .relu)) }
  @Test func rnnSigmoid() { contract(RNNCell(activation: .sigmoid)) }
  @Test func lstm() { contract(LSTMCell()) }
  @Test func gru() { contract(GRUCell()) }
  @Test func mgu() { contract(MGUCell()) }
  @Test(arguments: [SLSTMCell.ForgetGate.sigmoid, .exponential], [1, 5])
  func slstm(_ gate: SLSTMCell.ForgetGate, _ heads: Int) {
    contract(SLSTMCell(forgetGate: gate, mostHeads: heads))
  }
}

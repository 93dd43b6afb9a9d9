import Foretell
import ForetellCore
import ForetellLayers
import ForetellTestSupport
import Testing

@Suite struct LayerParityTests {
  static let cases: [String] = RecurrentCellKind.allCases.flatMap(names)

  /// The fixtures of a cell, `<cell>-<layers>-…`.
  static func names(_ cell: RecurrentCellKind) -> [String] {
    (1...2).flatMap { (try? ParityFixture.names(prefix: "\(cell.rawValue)-\($0)-")) ?? [] }
  }

  @Test("every cell has fixtures", arguments: RecurrentCellKind.allCases)
  func thereAreCases(_ cell: RecurrentCellKind) { #expect(Self.names(cell).count >= 4) }

  @Test("forward and every gradient as PyTorch", arguments: cases)
  func layer(_ name: String) throws {
    let fixture = try ParityFixture.load(name)
    if fixture.precision == "float64" {
      try check(fixture, Double.self, 1e-10)
    } else {
      try check(fixture, Float.self, 1e-5)
    }
  }

  func check<Scalar: KernelScalar>(_ fixture: ParityFixture, _ scalar: Scalar.Type, _ tolerance: Double)
    throws
  {
    let x = try fixture.tensor("input")
    let output = try fixture.tensor("output")
    let (steps, batch, inputs) = (x.shape[0], x.shape[1], x.shape[2])
    let isBidirectional = fixture.parameters["encoder.0.reverse.bias"] != nil
    let hidden = output.shape[2] / (isBidirectional ? 2 : 1)
    let layers = fixture.parameters["encoder.1.bias"] != nil ? 2 : 1
    let stack = try RecordedStack<Scalar>(
      cell: try #require(fixture.cell), steps: steps, batch: batch, inputs: inputs, hidden: hidden,
      layers: layers,
      isBidirectional: isBidirectional, parameters: fixture.parameters)
    #expect(Set(stack.plan.parameters.entries.map(\.name)) == Set(fixture.parameters.keys))
    let memory = stack.memory
    memory.value(stack.input).copy(from: x.scalars())
    stack.setInitial(
      hidden: try fixture.tensor("initialHidden").values, cell: fixture.tensors["initialCell"]?.values)
    stack.plan.forward(memory)
    #expect(worst(memory.value(stack.output).array, output.values) < tolerance)
    #expect(worst(stack.finalHidden, try fixture.tensor("finalHidden").values) < tolerance)
    if let cell = fixture.tensors["finalCell"] { #expect(worst(stack.finalCell, cell.values) < tolerance) }

    memory.zeroGradients()
    add(try fixture.tensor("outputProjection").values, to: memory.gradient(stack.output))
    var place = 0
    let projection = try fixture.tensor("finalHiddenProjection").values
    let cellProjection = fixture.tensors["finalCellProjection"]?.values
    for direction in stack.layers.flatMap({ $0 }) {
      let size = direction.final.count
      add(Array(projection[place..<(place + size)]), to: memory.gradient(direction.final))
      if let cellProjection, let slot = direction.finalCell {
        add(Array(cellProjection[place..<(place + size)]), to: memory.gradient(slot))
      }
      place += size
    }
    stack.plan.backward(memory)
    for entry in stack.plan.parameters.entries {
      let expected = try #require(fixture.gradients[entry.name]).values
      #expect(worst(memory.gradient(entry.slot).array, expected) < tolerance, "\(entry.name)")
    }
    #expect(worst(memory.gradient(stack.input).array, try fixture.tensor("inputGradient").values) < tolerance)
    let initial = stack.layers.flatMap { $0.flatMap { memory.gradient($0.initial).array } }
    #expect(worst(initial, try fixture.tensor("initialHiddenGradient").values) < tolerance)
    if let expected = fixture.tensors["initialCellGradient"]?.values {
      let cells = stack.layers.flatMap {
        $0.flatMap { $0.initialCell.map { memory.gradient($0).array } ?? [] }
      }
      #expect(worst(cells, expected) < tolerance)
    }
  }

  func add<Scalar: KernelScalar>(_ values: [Double], to block: Block<Scalar>) {
    for (index, value) in values.enumerated() { block[index] += Scalar(value) }
  }

  @Test("gradient of every state as PyTorch", arguments: ["rnn", "rnn-relu", "lstm", "gru"])
  func lagNorms(_ cell: String) throws {
    let fixture = try ParityFixture.load("lag-norms-\(cell)")
    let x = try fixture.tensor("input")
    let norms = try fixture.tensor("hiddenNorms")
    let (steps, batch) = (x.shape[0], x.shape[1])
    let hidden = try #require(fixture.parameters["encoder.0.weightHidden"]).shape[1]
    let stack = try RecordedStack<Double>(
      cell: cell, steps: steps, batch: batch, inputs: x.shape[2], hidden: hidden, layers: 2,
      isBidirectional: false, parameters: fixture.parameters)
    let memory = stack.memory
    memory.value(stack.input).copy(from: x.values)
    stack.setInitial(
      hidden: fixture.tensors["initialHidden"]?.values, cell: fixture.tensors["initialCell"]?.values)
    stack.plan.forward(memory)
    memory.zeroGradients()
    add(try fixture.tensor("lastOutputProjection").values, to: memory.gradient(stack.layers[1][0].final))
    stack.plan.backward(memory)
    #expect(worst(rowNorms(stack, memory, steps, batch, hidden) { $0.states[0] }, norms.values) < 1e-10)
    if let cells = fixture.tensors["cellNorms"] {
      let found = try rowNorms(stack, memory, steps, batch, hidden) { try #require($0.cellStates) }
      #expect(worst(found, cells.values) < 1e-10)
    }
  }

  func rowNorms(
    _ stack: RecordedStack<Double>, _ memory: Memory<Double>, _ steps: Int, _ batch: Int, _ hidden: Int,
    _ slot: (RecordedStack<Double>.Direction) throws -> Slot
  ) rethrows -> [Double] {
    try stack.layers.flatMap { layer in
      let gradient = memory.gradient(try slot(layer[0]))
      return (0..<(steps * batch)).map { row in
        // Block 0 is the initial state.
        gradient.slice((batch + row) * hidden, hidden).array.reduce(0) { $0 + $1 * $1 }.squareRoot()
      }
    }
  }
}

import ForetellCore
import ForetellLayers
import ForetellTestSupport
import Testing

@Suite struct OnnxParityTests {
  static let cases = (try? ParityFixture.names(prefix: "onnx")) ?? []

  @Test func mostCasesRun() throws {
    let skipped = try Self.cases.map { try ParityFixture.load($0) }.filter { !$0.unsupported.isEmpty }
    #expect(Self.cases.count == 38)
    #expect(skipped.count == 2)
    for fixture in skipped {
      print("skipped \(fixture.name): \(fixture.unsupported.joined(separator: "; "))")
    }
  }

  /// Rows may end early, so each is run by itself over its own length.
  @Test("ONNX's recurrent cases", arguments: cases)
  func onnx(_ name: String) throws {
    let fixture = try ParityFixture.load(name)
    guard fixture.unsupported.isEmpty else { return }
    let x = try fixture.tensor("input")
    let (steps, batch, inputs) = (x.shape[0], x.shape[1], x.shape[2])
    let isReverse = fixture.numbers["reverse"] == 1
    let isBidirectional = !isReverse && fixture.parameters["encoder.0.reverse.bias"] != nil
    let hidden = try #require(fixture.parameters.first { $0.key.hasSuffix("weightHidden") }).value.shape[1]
    let directions = isBidirectional ? 2 : 1
    let lengths =
      fixture.sequences["sequenceLengths"]?.map { Int($0) } ?? [Int](repeating: steps, count: batch)
    for row in 0..<batch {
      let length = lengths[row]
      let stack = try RecordedStack<Float>(
        cell: try #require(fixture.cell), steps: length, batch: 1, inputs: inputs, hidden: hidden, layers: 1,
        isBidirectional: isBidirectional || isReverse, parameters: fixture.parameters)
      let memory = stack.memory
      for time in 0..<length {
        for feature in 0..<inputs {
          memory.value(stack.input)[time * inputs + feature] = Float(
            x.values[(time * batch + row) * inputs + feature])
        }
      }
      let used = isReverse ? [stack.layers[0][1]] : stack.layers[0]
      for (number, direction) in used.enumerated() {
        let from = (number * batch + row) * hidden
        if let state = fixture.tensors["initialHidden"] {
          memory.value(direction.initial).copy(from: state.values[from..<(from + hidden)].map { Float($0) })
        }
        if let state = fixture.tensors["initialCell"], let slot = direction.initialCell {
          memory.value(slot).copy(from: state.values[from..<(from + hidden)].map { Float($0) })
        }
      }
      stack.plan.forward(memory)
      let finalHidden = try fixture.tensor("finalHidden").values
      for (number, direction) in used.enumerated() {
        let from = (number * batch + row) * hidden
        #expect(worst(memory.value(direction.final).array, Array(finalHidden[from..<(from + hidden)])) < 1e-5)
        if let cells = fixture.tensors["finalCell"], let slot = direction.finalCell {
          #expect(worst(memory.value(slot).array, Array(cells.values[from..<(from + hidden)])) < 1e-5)
        }
        guard let output = fixture.tensors["output"] else { continue }
        let found = memory.value(direction.output)
        for time in 0..<length {
          let start = (time * batch + row) * hidden * directions + number * hidden
          #expect(
            worst(found.slice(time * hidden, hidden).array, Array(output.values[start..<(start + hidden)]))
              < 1e-5)
        }
      }
    }
  }
}

import ForetellCore
import ForetellLayers
import Foundation
import Testing

/// The numbers that the notebook "From perceptron to BPTT" computes by hand are those of the library.
@Suite struct LessonTests {
  static let page = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "notebooks-md/03-from-perceptron-to-bptt.md")

  /// What the page prints under a command: the words of each line.
  static func printed(_ command: String) throws -> [[String]] {
    let lines = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n")
    let from = try #require(lines.firstIndex(of: "$ ./lesson \(command)"))
    return lines[(from + 1)...].prefix { $0 != "```" && !$0.hasPrefix("$ ") }.map {
      $0.split(separator: " ").map(String.init)
    }
  }

  /// A network of `cell` with one input and the lesson's weights, run over the lesson's sequence.
  struct Run {
    var states: [Double]
    var cells: [Double]
    var dStates: [Double]
    var dCells: [Double]
    var gradients: [String: [Double]] = [:]

    init(_ cell: some RecurrentCell, hidden: Int, weights: [String: [Double]], out: [Double]) throws {
      var plan = PlanBuilder<Double>()
      let x = plan.activation([3, 1, 1])
      let recorded = Recurrent(cell, hiddenSize: hidden).recordAll(x, starts: nil, into: &plan).forward
      let frozen = plan.finish()
      let store = ParameterStore<Double>(for: frozen)
      let memory = Memory<Double>(for: frozen, store: store)
      for entry in frozen.parameters.entries {
        store.value(entry.slot).copy(from: try #require(weights[entry.name]))
      }
      memory.value(x).copy(from: [1, 0.5, -1])
      frozen.prepare(store)
      frozen.forward(memory)
      states = memory.value(recorded.states[0]).array
      cells = recorded.states.dropFirst().flatMap { memory.value($0).array }
      // y = v · h_3 and L = (y − 0.5)² / 2, so ∂L/∂h_3 = (y − 0.5) v.
      let y = zip(out, states.suffix(hidden)).reduce(0) { $0 + $1.0 * $1.1 }
      memory.zeroGradients()
      memory.gradient(recorded.finalState).copy(from: out.map { (y - 0.5) * $0 })
      frozen.backward(memory)
      dStates = memory.gradient(recorded.states[0]).array
      dCells = recorded.states.dropFirst().flatMap { memory.gradient($0).array }
      for entry in frozen.parameters.entries {
        gradients[entry.name] = memory.gradient(entry.slot).array
      }
    }
  }

  func compare(_ found: [Double], _ words: ArraySlice<String>, _ tolerance: Double) throws {
    try #require(found.count == words.count)
    for (value, word) in zip(found, words) {
      #expect(abs(value - (try #require(Double(word)))) <= tolerance)
    }
  }

  @Test(
    "the RNN by hand",
    arguments: [
      ("rnn", ["weightInput": [0.5], "weightHidden": [0.8], "bias": [0.1]], [1.0]),
      (
        "rnn 2",
        ["weightInput": [0.5, -0.3], "weightHidden": [0.8, 0.2, -0.4, 0.6], "bias": [0.1, -0.2]], [1, 0.7]
      ),
    ])
  func rnn(_ command: String, _ weights: [String: [Double]], _ out: [Double]) throws {
    let hidden = out.count
    let run = try Run(RNNCell(), hidden: hidden, weights: weights, out: out)
    let lines = try Self.printed(command)
    // t x unit h dL/dh, for steps 0…3.
    for place in 0..<(4 * hidden) {
      try compare([run.states[place], run.dStates[place]], lines[1 + place][3...], 5.01e-7)
    }
    let printed = lines.filter { $0[0].hasPrefix("dL/d") }
    let all = ["weightInput", "weightHidden", "bias"].flatMap { run.gradients[$0] ?? [] }
    #expect(printed.count == all.count)
    for (value, line) in zip(all, printed) { try compare([value], line[1...1], 5.01e-9) }
  }

  @Test func lstm() throws {
    let weights = [
      "weightInput": [0.5, 0.3, 0.9, 0.6], "weightHidden": [0.4, -0.2, 0.5, 0.1], "bias": [0, 1, 0.1, 0.2],
    ]
    let run = try Run(LSTMCell(), hidden: 1, weights: weights, out: [1])
    let lines = try Self.printed("lstm")
    for step in 0...3 {
      try compare(
        [run.cells[step], run.states[step], run.dStates[step], run.dCells[step]], lines[1 + step][6...],
        5.01e-7)
    }
    let printed = lines.filter { $0[0].hasPrefix("dL/d") }
    let all = ["weightInput", "weightHidden", "bias"].flatMap { run.gradients[$0] ?? [] }
    #expect(printed.count == 12 && all.count == 12)
    for (value, line) in zip(all, printed) { try compare([value], line[1...1], 5.01e-9) }
  }
}

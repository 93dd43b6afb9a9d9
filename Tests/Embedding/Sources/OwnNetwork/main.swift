import ForetellNetworks

// The target is the first number of a sequence, seven steps before its end, so the network needs a memory.
let steps = 8
struct Numbers {
  var state: UInt32 = 1

  /// From −1 to 1.
  mutating func next() -> Double {
    state = state &* 1_664_525 &+ 1_013_904_223
    return Double(state >> 8) / Double(1 << 23) - 1
  }
}
var numbers = Numbers()
let sequences = (0..<256).map { _ in (0..<steps).map { _ in numbers.next() } }
let inputs = sequences.flatMap { $0 }
let targets = sequences.map { $0[0] }

for (name, cell) in [("rnn", NetworkLayer.rnn(16)), ("lstm", .lstm(16)), ("gru", .gru(16))] {
  let network = Network(
    inputShape: [steps, 1], layers: [cell, .lastStep, .dense(1)], batchSize: 64, seed: 1)
  network.train(inputs: inputs, targets: targets, epochs: 100, rate: 0.01, maximumNorm: 1)

  // How far back the loss reaches: the gradient's norm at the first step relative to that at the last.
  _ = network.computeGradients(inputs: Array(inputs.prefix(64 * steps)), targets: Array(targets.prefix(64)))
  let norms = network.gradientNorms(ofLayer: 0)
  print(name, "loss", network.loss(inputs: inputs, targets: targets), "reach", norms[0] / norms[steps - 1])
}

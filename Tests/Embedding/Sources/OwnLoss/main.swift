import ForetellNetworks
import Foundation

// log cosh: like e²/2 for small errors and like |e| for large ones, with no point at which the two are joined.
let logCosh = NetworkLoss.custom { prediction, target in
  let error = prediction - target
  let size = abs(error)
  return (size + log1p(exp(-2 * size)) - log(2), tanh(error))
}

func network(_ precision: Network.Precision) -> Network {
  Network(
    inputShape: [1], layers: [.dense(16, activation: .tanh), .dense(1)], loss: logCosh, batchSize: 64,
    seed: 1,
    precision: precision)
}
let inputs = (0..<64).map { Double($0) / 32 - 1 }
let targets = inputs.map { $0 * $0 }

// The derivative against a difference of the loss, in double precision.
let exact = network(.double)
_ = exact.computeGradients(inputs: inputs, targets: targets)
let gradient = exact.parameterGradients[0].values[0]
var weights = exact.parameters[0].values
let (name, weight, step) = (exact.parameters[0].name, weights[0], 1e-5)
func loss(at value: Double) -> Double {
  weights[0] = value
  exact.setParameter(name, to: weights)
  return exact.loss(inputs: inputs, targets: targets)
}
let difference = (loss(at: weight + step) - loss(at: weight - step)) / (2 * step)
print("derivatives agree:", abs(gradient - difference) < 1e-9)

// Training, and the same network from its file.
let trained = network(.single)
let losses = trained.train(inputs: inputs, targets: targets, epochs: 400, rate: 0.02)
print("loss", String(format: "%.4f", losses[0]), "to", String(format: "%.5f", losses[399]))
let path = CommandLine.arguments[1]
try trained.save(to: path)
let kept = try Network(contentsOf: path)
print("same outputs from the file:", kept.predict(inputs) == trained.predict(inputs))

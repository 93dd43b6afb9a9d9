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
let (name, weights) = (exact.parameters[0].name, exact.parameters[0].values)
let step = 1e-5
let losses = [weights[0] + step, weights[0] - step].map { value in
  exact.setParameter(name, to: [value] + weights.dropFirst())
  return exact.loss(inputs: inputs, targets: targets)
}
let difference = (losses[0] - losses[1]) / (2 * step)
print("derivatives agree:", abs(gradient - difference) < 1e-9)

// Training, and the same network from its file.
let trained = network(.single)
let history = trained.train(inputs: inputs, targets: targets, epochs: 400, rate: 0.02)
print("loss", String(format: "%.4f", history[0]), "to", String(format: "%.5f", history[399]))
let path = CommandLine.arguments[1]
try trained.save(to: path)
let kept = try Network(contentsOf: path)
print("same outputs from the file:", kept.predict(inputs) == trained.predict(inputs))

import ForetellNetworks
import Foundation

// The network of two units that the notebook computes by hand: h_t = tanh(wx x_t + wh h_{t−1} + b), y = v · h_T.
let halfSquare = NetworkLoss.custom { prediction, target in
  let error = prediction - target
  return (error * error / 2, error)
}
let network = Network(
  inputShape: [3, 1], layers: [.rnn(2), .lastStep, .dense(1)], loss: halfSquare, batchSize: 1,
  precision: .double)
network.setParameter("0.weightInput", to: [0.5, -0.3])
network.setParameter("0.weightHidden", to: [0.8, 0.2, -0.4, 0.6])
network.setParameter("0.bias", to: [0.1, -0.2])
network.setParameter("2.weight", to: [1, 0.7])
network.setParameter("2.bias", to: [0])

let loss = network.computeGradients(inputs: [1, 0.5, -1], targets: [0.5])
print("L =", String(format: "%.6f", loss))
let states = network.gradient(ofLayer: 0).values
for step in 0..<3 {
  print("t", step + 1, "dL/dh_t", states[(2 * step)..<(2 * step + 2)].map { String(format: "%.6f", $0) })
}
for gradient in network.parameterGradients {
  print(gradient.name, gradient.values.map { String(format: "%.8f", $0) })
}

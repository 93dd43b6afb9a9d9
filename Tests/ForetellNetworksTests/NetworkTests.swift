import ForetellNetworks
import Testing

/// The documented behaviour of networks, tested through public symbols only.
@Suite struct NetworkTests {
  /// Numbers between −1 and 1 without a pattern, the same every time.
  private static func numbers(_ count: Int, _ factor: Double = 0.7548776662466927) -> [Double] {
    (0..<count).map { 2 * (Double($0 + 1) * factor).truncatingRemainder(dividingBy: 1) - 1 }
  }

  private static let stacks: [(layers: [NetworkLayer], outputs: Int)] = [
    ([.dense(3, activation: .tanh), .dense(2, activation: .sigmoid)], 8),
    ([.rnn(3, activation: .sigmoid), .lastStep, .dense(2)], 2),
    ([.lstm(3), .gru(2)], 8),
    ([.gru(3), .lstm(2), .lastStep, .dense(1, activation: .relu)], 1),
  ]

  private static let losses: [NetworkLoss] = [
    .squared, .absolute, .huber(delta: 0.3),
    .custom { prediction, target in
      let error = prediction - target
      return (error * error * error * error, 4 * error * error * error)
    },
  ]

  @Test(arguments: 0..<4, 0..<4)
  func gradientsAreTheSlopesOfTheLoss(_ stack: Int, _ loss: Int) throws {
    let (layers, outputs) = Self.stacks[stack]
    let network = Network(
      inputShape: [4, 2], layers: layers, loss: Self.losses[loss], batchSize: 20, seed: 3, precision: .double)
    let inputs = Self.numbers(20 * 8)
    let targets = Self.numbers(20 * outputs, 0.5698402909980532)
    let mean = network.computeGradients(inputs: inputs, targets: targets)
    #expect(abs(mean - network.loss(inputs: inputs, targets: targets)) < 1e-14)
    let gradients = network.parameterGradients
    for (parameter, gradient) in zip(network.parameters, gradients) {
      for place in parameter.values.indices {
        func loss(_ shift: Double) -> Double {
          var values = parameter.values
          values[place] += shift
          network.setParameter(parameter.name, to: values)
          return network.loss(inputs: inputs, targets: targets)
        }
        let slope = (loss(1e-5) - loss(-1e-5)) / 2e-5
        network.setParameter(parameter.name, to: parameter.values)
        #expect(abs(slope - gradient.values[place]) < 2e-8, "\(parameter.name)[\(place)]")
      }
    }
    #expect(gradients.contains { $0.values.contains { $0 != 0 } })
  }

  @Test func aLayersGradientIsTheSlopeByItsOutput() {
    // y = w·h + b on every example's last state: ∂L/∂h is the error times w, whatever is before.
    let network = Network(
      inputShape: [5, 1], layers: [.lstm(3), .lastStep, .dense(1)], batchSize: 18, seed: 1, precision: .double
    )
    let (inputs, targets) = (Self.numbers(18 * 5), Self.numbers(18))
    _ = network.computeGradients(inputs: inputs, targets: targets)
    let outputs = network.predict(inputs)
    let weights = network.parameters.first { $0.name == "2.weight" }?.values ?? []
    let gradient = network.gradient(ofLayer: 1)
    #expect(gradient.shape == [18, 3])
    for example in 0..<18 {
      for unit in 0..<3 {
        let slope = 2 * (outputs[example] - targets[example]) / 18 * weights[unit]
        #expect(abs(gradient.values[example * 3 + unit] - slope) < 1e-14)
      }
    }
    let states = network.gradient(ofLayer: 0)
    #expect(states.shape == [18, 5, 3])
    let norms = network.gradientNorms(ofLayer: 0)
    #expect(norms.count == 5 && norms.allSatisfy { $0 > 0 })
    let last = (0..<18).flatMap { states.values[($0 * 15 + 12)..<($0 * 15 + 15)] }
    #expect(last == gradient.values)
    #expect(abs(norms[4] - last.reduce(0) { $0 + $1 * $1 }.squareRoot()) < 1e-15)
  }

  @Test(arguments: [Network.Precision.single, .double])
  func threadsDoNotChangeABit(_ precision: Network.Precision) {
    func trained(_ threads: Int) -> ([Double], [NetworkArray], [Double]) {
      let network = Network(
        inputShape: [6, 2], layers: [.gru(5), .batchNorm, .dropout(0.2), .layerNorm, .lastStep, .dense(3)],
        batchSize: 50,
        seed: 9,
        threads: threads, precision: precision)
      let inputs = Self.numbers(70 * 12)
      let losses = network.train(inputs: inputs, targets: Self.numbers(210), epochs: 3, maximumNorm: 0.5)
      return (losses, network.parameters, network.predict(inputs))
    }
    let (alone, many) = (trained(1), trained(3))
    #expect(alone.0 == many.0)
    #expect(alone.1 == many.1)
    #expect(alone.2 == many.2)
  }

  @Test(arguments: [
    UpdateRule.sgd(momentum: 0.9), .adam, .adamW(weightDecay: 0.001), .rmsProp(momentum: 0.9),
    .rmsProp(decay: 0.95, isCentered: true), .adaGrad, .nesterov(), .amsGrad, .nAdam, .rAdam,
    .lion(weightDecay: 0.001),
  ])
  func exclusiveOrIsLearnt(_ rule: UpdateRule) {
    let network = Network(
      inputShape: [2], layers: [.dense(8, activation: .tanh), .dense(1)], batchSize: 4, seed: 2)
    let inputs: [Double] = [0, 0, 0, 1, 1, 0, 1, 1]
    let targets: [Double] = [0, 1, 1, 0]
    // Lion moves every weight by the whole rate, however near it is.
    let rate = rule == .lion(weightDecay: 0.001) ? 0.003 : 0.03
    let losses = network.train(inputs: inputs, targets: targets, epochs: 1000, rule: rule, rate: rate)
    #expect(losses.count == 1000)
    #expect((losses.last ?? 1) < 0.02)
    #expect(network.predict(inputs).map { $0.rounded().magnitude } == targets)
  }

  @Test func trainingIsItsStepsByHand() {
    func make() -> Network { Network(inputShape: [3, 1], layers: [.rnn(4), .lastStep, .dense(1)], seed: 5) }
    let (inputs, targets) = (Self.numbers(3), [0.5])
    let (whole, byHand) = (make(), make())
    let losses = whole.train(inputs: inputs, targets: targets, epochs: 4, rate: 0.01)
    var own: [Double] = []
    for _ in 0..<4 {
      own.append(byHand.computeGradients(inputs: inputs, targets: targets))
      byHand.update(rate: 0.01)
    }
    #expect(losses == own)
    #expect(whole.parameters == byHand.parameters)
  }

  @Test func examplesDoNotDependOnTheirNeighbours() {
    let network = Network(inputShape: [3, 2], layers: [.lstm(4), .dense(2)], batchSize: 20, seed: 5)
    let inputs = Self.numbers(45 * 6)
    let together = network.predict(inputs)
    #expect(network.outputShape == [3, 2])
    for example in [0, 15, 16, 44] {
      let alone = network.predict(Array(inputs[(example * 6)..<(example * 6 + 6)]))
      #expect(alone == Array(together[(example * 6)..<(example * 6 + 6)]))
    }
    #expect(network.predict([]).isEmpty)
    #expect(network.loss(inputs: [], targets: []).isNaN)
  }
}

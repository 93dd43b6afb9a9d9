import ForetellCore
import ForetellLayers
import ForetellTestSupport
import Testing

/// The finite-difference table: every primitive, with pairwise distinct sizes, random biases and initial states.
struct GradientCase: Sendable, CustomTestStringConvertible {
  let name: String
  let context: RunContext
  let make: @Sendable (_ isLarge: Bool) -> RecordedNetwork

  init(
    _ name: String, context: RunContext = RunContext(), _ make: @escaping @Sendable (Bool) -> RecordedNetwork
  ) {
    self.name = name
    self.context = context
    self.make = make
  }

  var testDescription: String { name }

  static let all: [GradientCase] =
    recurrent("rnn-tanh", RNNCell(activation: .tanh))
    + recurrent("rnn-sigmoid", RNNCell(activation: .sigmoid))
    + recurrent("rnn-relu", RNNCell(activation: .relu)) + recurrent("lstm", LSTMCell())
    + recurrent("gru", GRUCell())
    + recurrent("mgu", MGUCell())
    + recurrent("slstm", SLSTMCell()) + recurrent("slstm, one head", SLSTMCell(mostHeads: 1))
    + recurrent("slstm, exponential forget gate", SLSTMCell(forgetGate: .exponential, mostHeads: 5))
    + feedForward + embeddings + losses

  static func recurrent<Cell: RecurrentCell>(_ name: String, _ cell: Cell) -> [GradientCase] {
    [
      GradientCase(name) { large in single(cell, large ? [24, 9, 3, 32] : [4, 2, 3, 5]) },
      GradientCase("\(name) bidirectional") { large in
        let size = large ? [12, 5, 3, 20] : [3, 2, 4, 5]
        var plan = PlanBuilder<Double>()
        let x = plan.activation([size[0], size[1], size[2]])
        let layer = Recurrent(cell, hiddenSize: size[3], isBidirectional: true)
        let recorded = layer.recordAll(x, starts: nil, into: &plan)
        return RecordedNetwork(plan: plan.finish(), outputs: [recorded.output], inputs: [("x", x)])
      },
      GradientCase("\(name) two layers, last state") { large in
        let size = large ? [24, 7, 3, 32] : [4, 2, 3, 5]
        var plan = PlanBuilder<Double>()
        let x = plan.activation([size[0], size[1], size[2]])
        let first = plan.scope("0") { Recurrent(cell, hiddenSize: size[3]).record(x, into: &$0) }
        let second = plan.scope("1") {
          Recurrent(cell, hiddenSize: size[3] + 1).recordAll(first, starts: nil, into: &$0).forward.finalState
        }
        return RecordedNetwork(plan: plan.finish(), outputs: [second], inputs: [("x", x)])
      },
      GradientCase("\(name) padded") { _ in
        var plan = PlanBuilder<Double>()
        let x = plan.activation([4, 3, 2])
        let starts = plan.activation([3], gradient: false)
        let recorded = Recurrent(cell, hiddenSize: 5, isBidirectional: true).recordAll(
          x, starts: starts, into: &plan)
        let ends = [recorded.forward.finalState, recorded.backward?.finalState].compactMap { $0 }
        return RecordedNetwork(
          plan: plan.finish(), outputs: [recorded.output] + ends, inputs: [("x", x)],
          constants: [(starts, [0, 2, 3])])
      },
    ]
  }

  static func single<Cell: RecurrentCell>(_ cell: Cell, _ size: [Int]) -> RecordedNetwork {
    var plan = PlanBuilder<Double>()
    let x = plan.activation([size[0], size[1], size[2]])
    let recorded = Recurrent(cell, hiddenSize: size[3]).recordAll(x, starts: nil, into: &plan)
    // The value of a state without gradient is fixed; states that depend on it are no outputs.
    let states = Array(zip(cell.layout.states, recorded.forward.initialStates))
    let isWhole = states.allSatisfy { $0.0.hasGradient }
    return RecordedNetwork(
      plan: plan.finish(),
      outputs: [recorded.output] + (isWhole ? recorded.forward.finalStates.dropFirst() : []),
      inputs: [("x", x)] + states.filter { $0.0.hasGradient }.map { ("first \($0.0.name)", $0.1) },
      constants: states.filter { !$0.0.hasGradient }.map { state in
        (state.1, (0..<state.1.count).map { -2 - Double($0 % 3) })
      })
  }

  static let feedForward: [GradientCase] = [
    GradientCase("dense") { large in
      layer(Dense(outputs: large ? 30 : 3), large ? [17, 40] : [2, 3, 4])
    },
    GradientCase("dense tanh") { _ in layer(Dense(outputs: 3, activation: .tanh), [5, 4]) },
    GradientCase("dense relu") { _ in layer(Dense(outputs: 3, activation: .relu), [5, 4]) },
    GradientCase("dense sigmoid") { _ in layer(Dense(outputs: 3, activation: .sigmoid), [5, 4]) },
    GradientCase("dropout, inference") { _ in layer(Dropout(rate: 0.4), [5, 4]) },
    GradientCase("dropout, training", context: RunContext(isTraining: true, seed: 3, step: 9, shard: 1)) {
      _ in
      layer(Dropout(rate: 0.4), [7, 5])
    },
    GradientCase("quantile head") { _ in layer(QuantileHead(quantiles: 5, median: 2), [3, 4, 5]) },
    GradientCase("quantile head, one") { _ in layer(QuantileHead(quantiles: 1, median: 0), [3, 1]) },
    GradientCase("linear path beside a dense layer") { large in
      let (rows, width, inputs, outputs) = large ? (48, 40, 31, 21) : (4, 5, 3, 2)
      var plan = PlanBuilder<Double>()
      let x = plan.activation([rows, width])
      let features = plan.activation([rows, 6])
      let y = plan.scope("head") { Dense(outputs: outputs).record(features, into: &$0) }
      plan.scope("path") { LinearPath().record(x, inputs: inputs, addingTo: y, into: &$0) }
      return RecordedNetwork(plan: plan.finish(), outputs: [y], inputs: [("x", x), ("features", features)])
    },
    GradientCase("Gaussian head") { _ in layer(GaussianHead(floor: 0.01), [3, 4, 2]) },
    GradientCase("Student head") { _ in layer(StudentHead(floor: 0.01), [3, 4, 3]) },
    GradientCase("positive head") { _ in layer(PositiveHead(floor: 0.01), [3, 5]) },
    GradientCase("layer norm") { large in layer(LayerNorm(), large ? [17, 40] : [2, 3, 5]) },
    GradientCase("layer norm of data") { _ in
      var plan = PlanBuilder<Double>()
      let x = plan.activation([3, 4], gradient: false)
      let y = LayerNorm(epsilon: 0.1).record(x, into: &plan)
      let values = (0..<12).map { Double(($0 * 5) % 7) * 0.4 - 1 }
      return RecordedNetwork(plan: plan.finish(), outputs: [y], inputs: [], constants: [(x, values)])
    },
    GradientCase("batch norm, training", context: RunContext(isTraining: true)) { large in
      layer(BatchNorm(), large ? [3, 17, 20] : [2, 4, 3])
    },
    GradientCase("batch norm, inference") { _ in layer(BatchNorm(), [4, 3]) },
    GradientCase("batch norm, padded", context: RunContext(isTraining: true)) { large in
      var plan = PlanBuilder<Double>()
      let shape = large ? [4, 9, 20] : [2, 4, 3]
      let x = plan.activation(shape)
      let starts = plan.activation([shape[1]], gradient: false)
      // The gradient of padding is zero, though its values go through: only real rows are compared.
      let y = BatchNorm().record(x, starts: starts, firstStep: 1, into: &plan)
      let real = y.part(at: shape[1] * shape[2], shape: [shape[1] - 1, shape[2]])
      let values = (0..<shape[1]).map { $0 == shape[1] - 1 ? 99 : Double($0 % 3) }
      return RecordedNetwork(
        plan: plan.finish(), outputs: [real], inputs: [("x", x)], constants: [(starts, values)])
    },
    GradientCase("concatenate") { _ in
      var plan = PlanBuilder<Double>()
      let a = plan.activation([3, 2])
      let b = plan.activation([3, 5])
      let y = Concatenate().record([a, b], into: &plan)
      return RecordedNetwork(plan: plan.finish(), outputs: [y], inputs: [("a", a), ("b", b)])
    },
    GradientCase("add, one input twice") { _ in
      var plan = PlanBuilder<Double>()
      let a = plan.activation([3, 2])
      let y = Add().record(a, a, into: &plan)
      let z = Add().record(y, a, into: &plan)
      return RecordedNetwork(plan: plan.finish(), outputs: [z], inputs: [("a", a)])
    },
  ]

  static let embeddings: [GradientCase] = [
    GradientCase("embedding, a code more than once") { _ in
      var plan = PlanBuilder<Double>()
      let codes = plan.activation([2, 4], gradient: false)
      let y = Embedding(rows: 5, width: 3).record(codes, into: &plan)
      return RecordedNetwork(
        plan: plan.finish(), outputs: [y], inputs: [], constants: [(codes, [0, 4, 2, 4, 1, 2, 4, 0])])
    },
    GradientCase("embedding, two columns of codes") { _ in
      var plan = PlanBuilder<Double>()
      let codes = plan.activation([3, 2], gradient: false)
      let x = plan.activation([3, 4])
      let a = plan.scope("a") { Embedding(rows: 4, width: 2).record(codes, column: 0, into: &$0) }
      let b = plan.scope("b") { Embedding(rows: 7, width: 5).record(codes, column: 1, into: &$0) }
      let joined = Concatenate().record([a, x, b], into: &plan)
      let y = Dense(outputs: 3, activation: .tanh).record(joined, into: &plan)
      return RecordedNetwork(
        plan: plan.finish(), outputs: [y], inputs: [("x", x)], constants: [(codes, [3, 0, 1, 6, 3, 2])])
    },
  ]

  static func layer(_ layer: some Layer, _ shape: [Int]) -> RecordedNetwork {
    var plan = PlanBuilder<Double>()
    let x = plan.activation(shape)
    let y = layer.record(x, into: &plan)
    return RecordedNetwork(plan: plan.finish(), outputs: [y], inputs: [("x", x)])
  }

  static let losses: [GradientCase] = [
    masked("squared loss, masked", [4, 3]) {
      PointLoss(.squared).record(prediction: $0, target: $1, weight: $2, into: &$3)
    },
    masked("absolute loss, masked", [4, 3]) {
      PointLoss(.absolute).record(prediction: $0, target: $1, weight: $2, into: &$3)
    },
    masked("Huber loss, masked", [4, 3]) {
      PointLoss(.huber(delta: 0.7)).record(prediction: $0, target: $1, weight: $2, into: &$3)
    },
    masked("Gaussian loss, masked", [4, 3, 2]) {
      // Its predictions must have a positive deviation.
      GaussianLoss().record(
        prediction: GaussianHead(floor: 0.3).record($0, into: &$3), target: $1, weight: $2, into: &$3)
    },
    masked("Student loss, masked", [4, 3, 3]) {
      StudentLoss().record(
        prediction: StudentHead(floor: 0.3).record($0, into: &$3), target: $1, weight: $2, into: &$3)
    },
    counts("Poisson loss, masked", .poisson), counts("negative binomial loss, masked", .negativeBinomial),
    masked("quantile loss, masked", [4, 3, 5]) {
      QuantileLoss(levels: [0.025, 0.1, 0.5, 0.9, 0.975]).record(
        prediction: $0, target: $1, weight: $2, into: &$3)
    },
    masked("quantile loss with shares, masked", [4, 3, 3]) {
      QuantileLoss(levels: [0.1, 0.5, 0.9], shares: [0.25, 2.5, 0.5]).record(
        prediction: $0, target: $1, weight: $2, into: &$3)
    },
  ]

  /// A loss of counts against twelve targets with units, some of which are NaN and have weight 0.
  static func counts(_ name: String, _ kind: CountLoss.Kind) -> GradientCase {
    GradientCase(name) { _ in
      var plan = PlanBuilder<Double>()
      let loss = CountLoss(kind)
      let p = plan.activation([4, 3, loss.width])
      let (target, unit, weight) = (
        plan.activation([4, 3], gradient: false), plan.activation([4, 3], gradient: false),
        plan.activation([4, 3], gradient: false)
      )
      let y = loss.record(
        prediction: PositiveHead(floor: 0.1).record(p, into: &plan), target: target, unit: unit,
        weight: weight, into: &plan)
      let isHidden = (0..<12).map { $0 % 5 == 2 }
      return RecordedNetwork(
        plan: plan.finish(), outputs: [y], inputs: [("p", p)],
        constants: [
          (target, (0..<12).map { isHidden[$0] ? .nan : Double(($0 * 7) % 11) }),
          (unit, (0..<12).map { isHidden[$0] ? 0 : 0.4 + 0.3 * Double($0) }),
          (weight, (0..<12).map { isHidden[$0] ? 0 : 0.1 * Double($0 + 1) }),
        ])
    }
  }

  /// A loss of predictions of `shape` against twelve targets, some of which are NaN and have weight 0.
  static func masked(
    _ name: String, _ shape: [Int],
    _ record: @escaping @Sendable (Slot, Slot, Slot, inout PlanBuilder<Double>) -> Slot
  ) -> GradientCase {
    GradientCase(name) { _ in
      var plan = PlanBuilder<Double>()
      let p = plan.activation(shape)
      let target = plan.activation([4, 3], gradient: false)
      let weight = plan.activation([4, 3], gradient: false)
      let y = record(p, target, weight, &plan)
      var weights: [Double] = []
      var targets: [Double] = []
      for index in 0..<12 {
        let hidden = index % 5 == 2
        weights.append(hidden ? 0 : 0.1 * Double(index + 1))
        targets.append(hidden ? .nan : Double((index * 7) % 11) * 0.2 - 1.05)
      }
      return RecordedNetwork(
        plan: plan.finish(), outputs: [y], inputs: [("p", p)],
        constants: [(target, targets), (weight, weights)])
    }
  }
}

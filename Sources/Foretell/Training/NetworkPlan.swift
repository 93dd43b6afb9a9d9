import ForetellCore
import ForetellLayers

/// The sizes a network is recorded for.
struct NetworkShape: Equatable {
  /// Rows of a shard B.
  var rows: Int
  /// Steps read T.
  var steps: Int
  /// Features per step F.
  var features: Int
  /// Steps forecast.
  var horizon: Int
  /// Quantile levels, ascending with the median among them; empty for a point loss.
  var quantiles: [Double]
}

/// A recorded network: input [T,B,F] → encoder → last state → dense head → quantiles [B, horizon, Q].
struct NetworkPlan<Scalar: KernelScalar>: Sendable {
  let shape: NetworkShape
  let plan: Plan<Scalar>
  let input: Slot
  /// First real step of each row [B].
  let starts: Slot
  /// [B, horizon, Q], Q = 1 for a point loss.
  let output: Slot
  let target: Slot
  let weight: Slot
  let loss: Slot
  /// The recurrent layers, first to last, of a bidirectional one both directions: where their states lie.
  let layers: [RecordedLayer]

  init(_ forecaster: RecurrentForecaster, shape: NetworkShape) {
    self.shape = shape
    var builder = PlanBuilder<Scalar>()
    let input = builder.activation([shape.steps, shape.rows, shape.features], gradient: false)
    let starts = builder.activation([shape.rows], gradient: false)
    var signal = input
    var recorded: [RecordedLayer] = []
    for number in 0..<forecaster.layers {
      if number > 0 { signal = Dropout(rate: forecaster.dropout).record(signal, into: &builder) }
      let (output, directions) = builder.scope("encoder.\(number)") { plan in
        Self.record(forecaster, number: number, signal, starts, into: &plan)
      }
      recorded += directions
      signal = output
    }
    let last = recorded.filter { $0.number == forecaster.layers - 1 }.map(\.finalState)
    var state = last.count > 1 ? Concatenate().record(last, into: &builder) : last[0]
    state = Dropout(rate: forecaster.dropout).record(state, into: &builder)
    let width = max(shape.quantiles.count, 1)
    let raw = builder.scope("head") { plan in
      Dense(outputs: shape.horizon * width).record(state, into: &plan)
    }.reshaped([shape.rows, shape.horizon, width])
    let target = builder.activation([shape.rows, shape.horizon], gradient: false)
    let weight = builder.activation([shape.rows, shape.horizon], gradient: false)
    if shape.quantiles.isEmpty {
      output = raw
      loss = PointLoss(forecaster.loss.pointLoss).record(
        prediction: raw, target: target, weight: weight, into: &builder)
    } else {
      output = QuantileHead(quantiles: width, median: width / 2).record(raw, into: &builder)
      loss = QuantileLoss(levels: shape.quantiles).record(
        prediction: output, target: target, weight: weight, into: &builder)
    }
    self.input = input
    self.starts = starts
    self.target = target
    self.weight = weight
    layers = recorded
    plan = builder.finish()
  }

  private static func record(
    _ forecaster: RecurrentForecaster, number: Int, _ input: Slot, _ starts: Slot,
    into plan: inout PlanBuilder<Scalar>
  ) -> (output: Slot, directions: [RecordedLayer]) {
    switch forecaster.cell {
    case .rnn: record(RNNCell(activation: .tanh), forecaster, number, input, starts, into: &plan)
    case .rnnRelu: record(RNNCell(activation: .relu), forecaster, number, input, starts, into: &plan)
    case .lstm: record(LSTMCell(), forecaster, number, input, starts, into: &plan)
    case .gru: record(GRUCell(), forecaster, number, input, starts, into: &plan)
    }
  }

  private static func record<Cell: RecurrentCell>(
    _ cell: Cell, _ forecaster: RecurrentForecaster, _ number: Int, _ input: Slot, _ starts: Slot,
    into plan: inout PlanBuilder<Scalar>
  ) -> (output: Slot, directions: [RecordedLayer]) {
    let layer = Recurrent(
      cell, hiddenSize: forecaster.hiddenSize, isBidirectional: forecaster.isBidirectional,
      truncation: forecaster.truncation, precision: forecaster.precision.products)
    let (output, forward, backward) = layer.recordAll(input, starts: starts, into: &plan)
    var directions = [RecordedLayer(forward, number: number, isReversed: false)]
    if let backward { directions.append(RecordedLayer(backward, number: number, isReversed: true)) }
    return (output, directions)
  }
}

/// Where the values of one direction of a recurrent layer lie.
struct RecordedLayer: Sendable {
  /// The layer's number, from 0.
  let number: Int
  /// Whether this direction reads the window from its end to its beginning.
  let isReversed: Bool
  /// T+1 blocks [B,H]; the initial state is block 0, or block T when reversed.
  let states: Slot
  let cellStates: Slot?
  let saved: Slot
  let finalState: Slot
}

extension RecordedLayer {
  init<Cell: RecurrentCell>(_ recorded: Recurrent<Cell>.Recorded, number: Int, isReversed: Bool) {
    self.init(
      number: number, isReversed: isReversed, states: recorded.states, cellStates: recorded.cellStates,
      saved: recorded.saved, finalState: recorded.finalState)
  }
}

extension NetworkPlan where Scalar == Float {
  /// What a gradient monitor looks at.
  func observed(_ forecaster: RecurrentForecaster) -> ObservedNetwork {
    ObservedNetwork(
      plan: plan, loss: loss, starts: starts, layers: layers, gates: forecaster.cell.gateLayout)
  }
}

extension PrecisionName {
  /// What the kernels call it.
  var products: ProductPrecision {
    switch self {
    case .float32: .full
    case .bfloat16: .bfloat16
    }
  }

  /// Whether this processor has instructions for it; without, the same bits take longer than single precision.
  public var isFast: Bool { self == .float32 || hasBFloat16Unit }
}

extension LossName {
  /// The pointwise loss; squared for `quantile`, which never asks.
  var pointLoss: PointLoss.Kind {
    switch self {
    case .quantile, .squared: .squared
    case .absolute: .absolute
    case .huber: .huber(delta: 1)
    }
  }
}

extension RecurrentForecaster {
  /// The quantile levels of the head: both bounds of every trained level and the median, ascending.
  var quantileLevels: [Double] {
    guard loss == .quantile else { return [] }
    let tails = trainedLevels.sorted().map { (100 - $0) / 200 }
    return tails.reversed() + [0.5] + tails.map { 1 - $0 }
  }
}

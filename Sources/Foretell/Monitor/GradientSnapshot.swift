import ForetellCore

/// What a gradient monitor saw in one epoch: how far back the gradient reaches, and how healthy it is.
///
/// All gradients are those of the loss of one update's batch, before clipping. Lag l is the l-th step before the last one
/// that a direction reads, which has lag 0: for the forward direction that is the forecast origin, for the reverse
/// direction of a bidirectional layer the first real step of the window.
public struct GradientSnapshot: Sendable, Codable, Equatable {
  /// The norms of one kind of state, by lag.
  public struct LagNorms: Sendable, Codable, Equatable {
    /// Mean of ‖∂L/∂s_t‖₂ over the batch's rows and the measured updates, infinities and NaN left out.
    ///
    /// One entry a lag. Fewer than the window's steps when every series is shorter than the window: a lag that no row
    /// reached is absent. Infinity where no norm was finite (`null` in JSON).
    public var mean: [Double]
    /// For each of the snapshot's `quantiles` that quantile over the batch's rows, averaged over the measured updates;
    /// as long as `mean`.
    public var quantiles: [[Double]]

    /// Norms by lag.
    init(mean: [Double], quantiles: [[Double]]) {
      self.mean = mean
      self.quantiles = quantiles
    }

    private enum CodingKeys: String, CodingKey { case mean, quantiles }

    /// Reads what `encode` writes.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      mean = try container.decode([Double?].self, forKey: .mean).map { $0 ?? .infinity }
      quantiles = try container.decode([[Double?]].self, forKey: .quantiles).map {
        $0.map { $0 ?? .infinity }
      }
    }

    /// Writes infinity, which JSON doesn't have, as null.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(mean.map { $0.isFinite ? $0 : nil }, forKey: .mean)
      try container.encode(quantiles.map { $0.map { $0.isFinite ? $0 : nil } }, forKey: .quantiles)
    }
  }

  /// Which way a recurrent layer reads the window.
  public enum Direction: String, Sendable, Codable {
    /// From its beginning to the forecast origin.
    case forward
    /// From the forecast origin to its beginning.
    case reverse
  }

  /// How often a gate, or the state of a plain cell, stood near an end of its range.
  public struct Saturation: Sendable, Codable, Equatable {
    /// `input`, `forget`, `output` (LSTM); `reset`, `update` (GRU); `state` (plain cells).
    public var name: String
    /// The share of values below 0.05; for tanh, whose range begins at −1, below −0.95.
    public var low: Double
    /// The share of values above 0.95.
    public var high: Double
  }

  /// One direction of one recurrent layer.
  public struct Layer: Sendable, Codable, Equatable {
    /// The layer's number, from 0.
    public var number: Int
    /// The direction; `reverse` exists in bidirectional networks only.
    public var direction: Direction
    /// ‖∂L/∂h_t‖ by lag.
    public var hidden: LagNorms
    /// ‖∂L/∂c_t‖ by lag, for an LSTM.
    public var cell: LagNorms?
    /// Each gate's saturation.
    public var saturations: [Saturation]
    /// Units that were zero at every step of every measured row; nil unless the cell is a ReLU's.
    public var deadUnits: Int?
    /// Units of the layer.
    public var units: Int
    /// Values of the states' gradients that were counted.
    public var values: Int
    /// Exact zeros among them: with denormals flushed to zero, what a vanished gradient ends as.
    public var zeros: Int
    /// Denormal numbers among them.
    public var denormals: Int
    /// Infinities and NaN among them.
    public var nonFinite: Int

    /// The norms of the state that carries memory: the cell state of an LSTM, the hidden state of other cells.
    public var state: LagNorms { cell ?? hidden }
  }

  /// One named block of parameters.
  public struct ParameterBlock: Sendable, Codable, Equatable {
    /// Its name, such as `encoder.0.weightHidden`.
    public var name: String
    /// Mean norm of its gradient before clipping; nil when one of the measured norms wasn't finite.
    public var gradientNorm: Double?
    /// Mean of ‖Δw‖ / ‖w‖ of an update; healthy values lie near 1e-3.
    public var updateRatio: Double
  }

  /// The model's name.
  public var model: String
  /// The epoch, from 1.
  public var epoch: Int
  /// Updates measured.
  public var measuredUpdates: Int
  /// Share of the epoch's updates whose gradient was clipped, 0…1.
  public var clippedShare: Double
  /// The quantiles that are kept beside the means, ascending.
  public var quantiles: [Double]
  /// The data's season in steps, if it has one.
  public var seasonLength: Int?
  /// Steps of the window T.
  public var windowLength: Int
  /// The recurrent layers, first to last; of a bidirectional one the forward direction, then the reverse one.
  public var layers: [Layer]
  /// The parameters' blocks, in the model's order.
  public var blocks: [ParameterBlock]

  /// Infinities and NaN among the gradients of all states.
  public var nonFinite: Int { layers.reduce(0) { $0 + $1.nonFinite } }

  /// The norms that say how far back the input matters: those of the first layer's state.
  ///
  /// Everything that the network learns about a step must pass through it. Of an LSTM it is the cell state, of a
  /// bidirectional network that of the forward direction. One entry for every lag that some row reached.
  public var stateNorms: [Double] { layers.first?.state.mean ?? [] }

  /// The same of a bidirectional network's reverse direction, whose lag 0 is the window's first step; nil for others.
  public var reverseStateNorms: [Double]? { layers.first { $0.direction == .reverse }?.state.mean }

  /// `cell state` for an LSTM, `hidden state` for other cells.
  public var stateName: String { layers.first?.cell == nil ? "hidden state" : "cell state" }

  /// The first lag where the norm of the state's gradient falls under 1 % of that at the forecast origin.
  ///
  /// The number of observed lags, usually the window's length, if it never does; zero when there is no gradient at all,
  /// or none that is finite.
  public var effectiveMemory: Int { Self.effectiveMemory(stateNorms) }

  /// The factor by which the norm changes with each step back: e to the slope of a least-squares line through the
  /// norms' logarithms; nil with fewer than two positive norms.
  public var decayRate: Double? { Self.decayRate(stateNorms) }

  /// The effective memory of norms by lag.
  public static func effectiveMemory(_ norms: [Double]) -> Int {
    guard let origin = norms.first, origin > 0, origin.isFinite else { return 0 }
    return norms.firstIndex { $0 < 0.01 * origin } ?? norms.count
  }

  /// The decay rate of norms by lag.
  ///
  /// Norms below the smallest normal number of single precision are left out.
  public static func decayRate(_ norms: [Double]) -> Double? {
    let points = norms.enumerated().filter {
      $0.element.isFinite && $0.element >= Double(Float.leastNormalMagnitude)
    }.map { (lag: Double($0.offset), height: Elementary.logarithm($0.element)) }
    guard points.count > 1 else { return nil }
    let count = Double(points.count)
    let middle = points.reduce(0) { $0 + $1.lag } / count
    let height = points.reduce(0) { $0 + $1.height } / count
    let slope =
      points.reduce(0) { $0 + ($1.lag - middle) * ($1.height - height) }
      / points.reduce(0) { $0 + ($1.lag - middle) * ($1.lag - middle) }
    return Elementary.exponential(slope)
  }
}

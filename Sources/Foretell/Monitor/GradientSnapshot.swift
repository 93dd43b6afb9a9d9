import ForetellCore

/// What a gradient monitor saw in one epoch: how far back the gradient reaches, and how healthy it is.
///
/// All gradients are those of the loss of one update's batch, before clipping. Lag l is the l-th step before the last one
/// that the network reads (the forecast origin), which has lag 0.
public struct GradientSnapshot: Sendable, Codable, Equatable {
  /// The norms of one kind of state, by lag.
  public struct LagNorms: Sendable, Codable, Equatable {
    /// Mean of ‖∂L/∂s_t‖₂ over the batch's rows and the measured updates; one entry a lag, NaN where no row had begun.
    public var mean: [Double]
    /// For each of the snapshot's `quantiles` that quantile over the batch's rows, averaged over the measured updates.
    public var quantiles: [[Double]]
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

  /// One recurrent layer; of a bidirectional one the forward direction.
  public struct Layer: Sendable, Codable, Equatable {
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
    /// Mean norm of its gradient before clipping.
    public var gradientNorm: Double
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
  /// The recurrent layers, first to last.
  public var layers: [Layer]
  /// The parameters' blocks, in the model's order.
  public var blocks: [ParameterBlock]

  /// Steps of the window T, and so the number of lags.
  public var windowLength: Int { layers.first?.hidden.mean.count ?? 0 }

  /// The norms that say how far back the input matters: those of the first layer's state, through which everything
  /// that the network learns about a step must pass; of an LSTM the cell state.
  public var stateNorms: [Double] { layers.first?.state.mean ?? [] }

  /// `cell state` for an LSTM, `hidden state` for other cells.
  public var stateName: String { layers.first?.cell == nil ? "hidden state" : "cell state" }

  /// The first lag where the norm of the state's gradient falls under 1 % of that at the forecast origin.
  ///
  /// The window's length if it never does, zero when there is no gradient at all.
  public var effectiveMemory: Int { Self.effectiveMemory(stateNorms) }

  /// The factor by which the norm changes with each step back: e to the slope of a least-squares line through the
  /// norms' logarithms; nil with fewer than two positive norms.
  public var decayRate: Double? { Self.decayRate(stateNorms) }

  /// The effective memory of norms by lag.
  public static func effectiveMemory(_ norms: [Double]) -> Int {
    guard let origin = norms.first, origin > 0 else { return 0 }
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

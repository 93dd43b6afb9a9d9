import ForetellCore

/// The measurements of a gradient monitor in one epoch: how far back the gradient reaches, and whether it is
/// healthy.
///
/// All gradients are of the mean loss of one batch, before clipping. Lag 0 is the step that a direction of a
/// layer reads last, and lag l lies l steps before it in reading order. The forward direction reads the
/// forecast origin last, the reverse direction of a bidirectional layer the first real step of the window.
///
/// A step is one value of the window or, in a network that reads origin by origin, a whole window
/// (``origins``). Then lag l is the origin l steps of the series before the last one, the loss is that of the last origin's
/// forecast alone, and what the state at lag l reads lies l to l + I − 1 steps of the series before the last value, for
/// windows of I values.
public struct GradientSnapshot: Sendable, Codable, Equatable {
  /// The norms of one kind of state, by lag.
  public struct LagNorms: Sendable, Codable, Equatable {
    /// Mean of ‖∂L/∂s_t‖₂ over the batch's rows and the measured updates, without infinities and NaN, by lag
    /// from 0.
    ///
    /// There are fewer entries than steps in the window when every series is shorter than the window: a lag
    /// that no row reaches is absent. An entry is infinity when no norm was finite (`null` in JSON).
    public var mean: [Double]
    /// For each of the snapshot's `quantiles`, that quantile over the batch's rows, averaged over the
    /// measured updates; each array is as long as `mean`.
    public var quantiles: [[Double]]

    /// Makes norms from their parts.
    init(mean: [Double], quantiles: [[Double]]) {
      self.mean = mean
      self.quantiles = quantiles
    }

    private enum CodingKeys: String, CodingKey { case mean, quantiles }

    /// Decodes the norms; `null` means infinity.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      mean = try container.decode([Double?].self, forKey: .mean).map { $0 ?? .infinity }
      quantiles = try container.decode([[Double?]].self, forKey: .quantiles).map {
        $0.map { $0 ?? .infinity }
      }
    }

    /// Encodes the norms; infinity, which JSON doesn't have, becomes `null`.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(mean.map { $0.isFinite ? $0 : nil }, forKey: .mean)
      try container.encode(quantiles.map { $0.map { $0.isFinite ? $0 : nil } }, forKey: .quantiles)
    }
  }

  /// The order in which a recurrent layer reads the window.
  public enum Direction: String, Sendable, Codable {
    /// From its beginning to the forecast origin.
    case forward
    /// From the forecast origin to its beginning.
    case reverse
  }

  /// How often a gate, or the state of a plain cell, is near an end of its range.
  public struct Saturation: Sendable, Codable, Equatable {
    /// The gate, such as `forget` or `update`, as the cell names it; `state` for plain cells.
    public var name: String
    /// The share of values below 0.05, in 0...1; for tanh, whose range begins at −1, below −0.95.
    public var low: Double
    /// The share of values above 0.95, in 0...1.
    public var high: Double
  }

  /// The measurements of one direction of one recurrent layer.
  public struct Layer: Sendable, Codable, Equatable {
    /// The layer's number, counted from 0.
    public var number: Int
    /// The direction; `reverse` exists in bidirectional networks only.
    public var direction: Direction
    /// ‖∂L/∂h_t‖₂ by lag, for the hidden state h.
    public var hidden: LagNorms
    /// ‖∂L/∂c_t‖₂ by lag, for the cell state c of cells that have one, such as an LSTM, else nil.
    ///
    /// That of an sLSTM is the stabilised one, with its stabilizer held.
    public var cell: LagNorms?
    /// The saturation of each gate, or of the state of a plain cell.
    public var saturations: [Saturation]
    /// Number of units that were zero at every step of every measured row; nil unless the activation is ReLU.
    public var deadUnits: Int?
    /// Number of units of the layer.
    public var units: Int
    /// Number of values in the measured gradients of the states.
    public var values: Int
    /// How many of ``values`` are exactly zero; with denormal numbers flushed to zero, this is how a
    /// vanishing gradient ends.
    public var zeros: Int
    /// How many of ``values`` are denormal numbers.
    public var denormals: Int
    /// How many of ``values`` are infinite or NaN.
    public var nonFinite: Int

    /// The norms of the state that carries memory: the cell state of cells that have one, such as an LSTM, else the
    /// hidden state.
    public var state: LagNorms { cell ?? hidden }
  }

  /// The measurements of one named block of parameters.
  public struct ParameterBlock: Sendable, Codable, Equatable {
    /// The block's name, such as `encoder.0.weightHidden`.
    public var name: String
    /// Mean norm of the block's gradient before clipping; nil when one of the measured norms isn't finite.
    public var gradientNorm: Double?
    /// Mean of ‖Δw‖ / ‖w‖ over the measured updates; healthy values are near 1e-3.
    public var updateRatio: Double
  }

  /// What a step is in a network that reads origin by origin.
  public struct OriginSteps: Sendable, Codable, Equatable {
    /// Number of values in the window of each origin, I.
    public var windowLength: Int
    /// Whether a linear map leads from the last origin's window directly to its forecast, past all states.
    ///
    /// What the last window tells the forecast on this way isn't in the norms.
    public var hasDirectPath: Bool

    /// Makes a description from its parts.
    public init(windowLength: Int, hasDirectPath: Bool) {
      self.windowLength = windowLength
      self.hasDirectPath = hasDirectPath
    }
  }

  /// The model's name.
  public var model: String
  /// The epoch, counted from 1.
  public var epoch: Int
  /// Number of measured updates.
  public var measuredUpdates: Int
  /// Share of the epoch's updates whose gradient was clipped, 0…1.
  public var clippedShare: Double
  /// The quantiles that are stored beside the means, ascending, each in 0...1.
  public var quantiles: [Double]
  /// The data's season length in steps; nil without a season.
  public var seasonLength: Int?
  /// Number of steps in the sequence, T: values of the window, or origins (see ``origins``).
  public var windowLength: Int
  /// The recurrent layers, first to last; a bidirectional layer has two entries, forward and then reverse.
  public var layers: [Layer]
  /// The parameter blocks in the model's order.
  public var blocks: [ParameterBlock]
  /// What a step is in a network that reads origin by origin; nil where a step is one value.
  public var origins: OriginSteps?

  /// Number of infinities and NaN among the gradients of all states.
  public var nonFinite: Int { layers.reduce(0) { $0 + $1.nonFinite } }

  /// The norms that show how far back the input matters: those of the first layer's state, by lag.
  ///
  /// Everything that the network learns about a step passes through this state. It is the cell state for an
  /// LSTM, and the forward direction for a bidirectional network.
  public var stateNorms: [Double] { layers.first?.state.mean ?? [] }

  /// The norms of the first layer's reverse direction, whose lag 0 is the window's first step; nil unless the
  /// network is bidirectional.
  public var reverseStateNorms: [Double]? { layers.first { $0.direction == .reverse }?.state.mean }

  /// `cell state` for cells that have one, such as an LSTM, else `hidden state`.
  public var stateName: String { layers.first?.cell == nil ? "hidden state" : "cell state" }

  /// The smallest lag, in steps of the sequence, at which the norm of the state's gradient is below 1 % of that at the
  /// forecast origin.
  ///
  /// When there is none, the number of observed lags, usually the window's length; zero when there is no
  /// gradient or no finite one.
  public var effectiveMemory: Int { Self.effectiveMemory(stateNorms) }

  /// Number of values of the series, counted back from the last one, that the states within the effective memory read.
  ///
  /// It equals ``effectiveMemory`` where a step is one value. Where it is an origin with a window of I values, m origins
  /// read m + I − 1 values.
  public var valueMemory: Int {
    let memory = effectiveMemory
    return memory > 0 ? memory + (origins?.windowLength ?? 1) - 1 : 0
  }

  /// How many steps of the series before the last value the oldest value lies that the state at a lag reads.
  ///
  /// - Parameter lag: the lag in steps of the sequence, 0 or more.
  public func oldestValue(atLag lag: Int) -> Int { lag + (origins?.windowLength ?? 1) - 1 }

  /// Number of values of the series from which the network can learn: those of ``valueMemory`` and, where there is a direct
  /// path, those of the last window.
  var reachedValues: Int {
    max(valueMemory, origins.map { $0.hasDirectPath ? $0.windowLength : 0 } ?? 0)
  }

  /// The factor by which the norm changes with each step back: the exponential of the slope of a
  /// least-squares line through the logarithms of the norms; nil with fewer than two positive norms.
  public var decayRate: Double? { Self.decayRate(stateNorms) }

  /// The effective memory that follows from `norms` by lag; see ``effectiveMemory``.
  public static func effectiveMemory(_ norms: [Double]) -> Int {
    guard let origin = norms.first, origin > 0, origin.isFinite else { return 0 }
    return norms.firstIndex { $0 < 0.01 * origin } ?? norms.count
  }

  /// The decay rate that follows from `norms` by lag; see ``decayRate``.
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

/// All records of a run.
public struct RunDetails: Sendable {
  /// One option or setting.
  public struct Parameter: Sendable, Hashable {
    /// The name, such as `hidden_size`.
    public var name: String
    /// The value as text.
    public var value: String
  }

  /// The values of one metric by epoch.
  public struct Metric: Sendable, Hashable {
    /// The name, such as `training_loss`.
    public var name: String
    /// The window of a backtest, counted from 0.
    public var window: Int
    /// The epochs, ascending, counted from 1.
    public var epochs: [Int]
    /// The values; NaN and infinities are kept.
    public var values: [Double]
    /// The time of each record, in seconds since 1970.
    public var times: [Double]
  }

  /// The norms of the gradient by lag in one epoch.
  public struct GradientCurve: Sendable, Hashable {
    /// The window of a backtest, counted from 0.
    public var window: Int
    /// The epoch, counted from 1; 0 for the trained network.
    public var epoch: Int
    /// The layer, counted from 0.
    public var layer: Int
    /// The state: `hidden` or `cell`, and for the direction that reads backwards `reverse-hidden` or
    /// `reverse-cell`.
    public var state: String
    /// Mean norms at lags 0, 1, 2, …, as far as any row reaches; infinity where no norm was finite.
    public var mean: [Double]
    /// The probabilities of the recorded quantiles, ascending.
    public var levels: [Double]
    /// For each of `levels`, that quantile at lags 0, 1, 2, ….
    public var quantiles: [[Double]]
    /// The time of recording, in seconds since 1970.
    public var time: Double
  }

  /// A file that the run wrote.
  public struct Artefact: Sendable, Hashable {
    /// The absolute path.
    public var path: String
    /// The kind of file: `model`, `forecast`, `report`, `picture`.
    public var kind: String
    /// The size in bytes.
    public var size: Int
    /// SHA-256 of its content.
    public var digest: String
  }

  /// The summary of the run.
  public var run: Run
  /// The configuration, in the order of recording.
  public var parameters: [Parameter]
  /// The metrics, ordered by name and window.
  public var metrics: [Metric]
  /// The gradient norms by lag, ordered by window, epoch, layer and state.
  public var gradients: [GradientCurve]
  /// The recorded distributions.
  public var histograms: [Histogram]
  /// The files that the run wrote.
  public var artefacts: [Artefact]
  /// The run's parts, earliest first.
  public var children: [Run]

  /// The metric with this name in this window; nil when there is none.
  public func metric(_ name: String, window: Int = 0) -> Metric? {
    metrics.first { $0.name == name && $0.window == window }
  }

  /// The gradient curves of the first layer's memory, the cell state if there is one and the hidden state
  /// otherwise, for each epoch of a window; the trained network's curve, if recorded, is the last.
  public func memoryCurves(window: Int = 0) -> [GradientCurve] {
    let first = gradients.filter { $0.layer == 0 && $0.window == window }
    let state = first.contains { $0.state == "cell" } ? "cell" : "hidden"
    let curves = first.filter { $0.state == state }
    return curves.filter { $0.epoch > 0 } + curves.filter { $0.epoch == 0 }
  }
}

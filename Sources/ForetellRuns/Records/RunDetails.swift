/// Everything that the registry knows of a run.
public struct RunDetails: Sendable {
  /// One option or setting.
  public struct Parameter: Sendable, Hashable {
    /// Its name, such as `hidden_size`.
    public var name: String
    /// Its value as text.
    public var value: String
  }

  /// One quantity by epoch.
  public struct Metric: Sendable, Hashable {
    /// Its name, such as `training_loss`.
    public var name: String
    /// The window of a backtest, from 0.
    public var window: Int
    /// The epochs, from 1, ascending.
    public var epochs: [Int]
    /// The values; NaN and infinities are kept.
    public var values: [Double]
    /// When each was recorded, in seconds since 1970.
    public var times: [Double]
  }

  /// The norms of the gradient by lag in one epoch.
  public struct GradientCurve: Sendable, Hashable {
    /// The window of a backtest, from 0.
    public var window: Int
    /// The epoch, from 1; 0 for the trained network.
    public var epoch: Int
    /// The layer, from 0.
    public var layer: Int
    /// `hidden` or `cell`, or the same of the direction that reads backwards, `reverse-hidden` or `reverse-cell`.
    public var state: String
    /// Mean norm at lag 0, 1, 2 and so on, as far as any row reached; infinity where none was finite.
    public var mean: [Double]
    /// Which quantiles there are, ascending.
    public var levels: [Double]
    /// For each of the levels the quantile at lag 0, 1, 2 and so on.
    public var quantiles: [[Double]]
    /// When it was recorded, in seconds since 1970.
    public var time: Double
  }

  /// A file that the run wrote.
  public struct Artefact: Sendable, Hashable {
    /// Its absolute path.
    public var path: String
    /// What it is: `model`, `forecast`, `report`, `picture`.
    public var kind: String
    /// Its size in bytes.
    public var size: Int
    /// SHA-256 of its content.
    public var digest: String
  }

  /// The run itself.
  public var run: Run
  /// The configuration in the order it was recorded.
  public var parameters: [Parameter]
  /// Quantities by epoch, by name and window.
  public var metrics: [Metric]
  /// Norms by lag, by window, epoch, layer and state.
  public var gradients: [GradientCurve]
  /// Distributions.
  public var histograms: [Histogram]
  /// Files.
  public var artefacts: [Artefact]
  /// The run's parts, earliest first.
  public var children: [Run]

  /// One quantity of one window.
  public func metric(_ name: String, window: Int = 0) -> Metric? {
    metrics.first { $0.name == name && $0.window == window }
  }

  /// The state that carries the first layer's memory, the cell state if there is one, for each epoch of a window; the
  /// trained network's curve is the last if there is one.
  public func memoryCurves(window: Int = 0) -> [GradientCurve] {
    let first = gradients.filter { $0.layer == 0 && $0.window == window }
    let state = first.contains { $0.state == "cell" } ? "cell" : "hidden"
    let curves = first.filter { $0.state == state }
    return curves.filter { $0.epoch > 0 } + curves.filter { $0.epoch == 0 }
  }
}

import ForetellData

/// The configuration of a model that can be fitted to a table, such as a recurrent network or a reference
/// method.
///
/// A fit returns another type, ``Fitted``.
public protocol Forecaster: Sendable {
  /// The type of the fitted model.
  associatedtype Fitted: FittedModel
  /// The name in column headings.
  var name: String { get }
  /// Whether a fit depends on its seed; if not, one fit is enough for all seeds.
  var usesRandomNumbers: Bool { get }
  /// Fits all series of `table` for forecasts of `horizon` steps.
  ///
  /// - Throws: `ForetellError` for unusable data, a diverging loss, interruption, and a checkpoint that can't be
  ///   written.
  func fit(_ table: SeriesTable, horizon: Int, seed: UInt64, options: FitOptions) throws -> Fitted
  /// A model to be used instead of a fit when nothing can be learned from the table; nil for other tables.
  ///
  /// ``Backtest`` and ``Comparison`` ask for it before they fit. By default there is none.
  ///
  /// - Throws: `ForetellError` when no series of the table can be forecast from its end.
  func substitute(for table: SeriesTable, horizon: Int) throws -> (any FittedModel)?
  /// The forecaster itself if it trains weights, otherwise nil.
  var trainable: (any TrainableForecaster)? { get }
}

extension Forecaster {
  /// Nil: every table is fitted.
  public func substitute(for table: SeriesTable, horizon: Int) throws -> (any FittedModel)? { nil }
  /// Nil: nothing is trained.
  public var trainable: (any TrainableForecaster)? { nil }

  /// Fits all series of `table` with seed 1 and the usual options.
  public func fit(_ table: SeriesTable, horizon: Int) throws -> Fitted {
    try fit(table, horizon: horizon, seed: 1, options: FitOptions())
  }
}

/// A fitted model, which makes forecasts; forecasting doesn't change it.
public protocol FittedModel: Sendable {
  /// The name in column headings.
  var name: String { get }
  /// Forecasts every series of `table` for `horizon` steps.
  ///
  /// `nil` stands for the table and the horizon of the fit. Levels of intervals are in percent, each in
  /// 0..<100.
  func predict(_ table: SeriesTable?, horizon: Int?, levels: [Double]) throws -> Forecast
  /// Forecasts every series of `table` from several earlier origins: one forecast for each of `counts`, the numbers of
  /// points to leave out at every series' end.
  ///
  /// By default the table is cut and forecast once for each.
  func predict(_ table: SeriesTable, droppingLast counts: [Int], horizon: Int?, levels: [Double]) throws
    -> [Forecast]
  /// The model itself if it has trained weights, otherwise nil.
  var trained: (any TrainedModel)? { get }
  /// The model itself if its forecasts are made from sample paths, otherwise nil.
  var sampling: (any PathModel)? { get }
}

extension FittedModel {
  /// Forecasts once for each of `counts` from the table without that many points at every series' end.
  public func predict(
    _ table: SeriesTable, droppingLast counts: [Int], horizon: Int?, levels: [Double]
  ) throws -> [Forecast] {
    try counts.map { try predict(table.droppingLast($0), horizon: horizon, levels: levels) }
  }

  /// Nil: nothing was trained.
  public var trained: (any TrainedModel)? { nil }
  /// Nil: there are no sample paths.
  public var sampling: (any PathModel)? { nil }
}

/// How a fit runs: threads, progress, checkpoints, interruption.
///
/// No option changes the result.
public struct FitOptions: Sendable {
  /// The largest number of threads; nil uses all cores.
  public var threads: Int?
  /// Called after every epoch, on the fitting thread.
  public var progress: (@Sendable (TrainingProgress) -> Void)?
  /// Path of a file to which the whole training state is written after every epoch; nil writes none.
  public var checkpoint: String?
  /// Whether to continue from `checkpoint` if it exists; the result has the same bits as an uninterrupted
  /// fit.
  public var resume: Bool
  /// Called between updates; returning true ends the fit with an error of kind `interrupted`, after a
  /// checkpoint is written.
  public var isCancelled: (@Sendable () -> Bool)?
  /// Receives one snapshot of the gradients per epoch; nil measures none.
  public var monitor: GradientMonitor?

  /// Makes options; by default all cores, no reports and no checkpoints.
  public init(
    threads: Int? = nil, progress: (@Sendable (TrainingProgress) -> Void)? = nil, checkpoint: String? = nil,
    resume: Bool = false, isCancelled: (@Sendable () -> Bool)? = nil, monitor: GradientMonitor? = nil
  ) {
    self.threads = threads
    self.progress = progress
    self.checkpoint = checkpoint
    self.resume = resume
    self.isCancelled = isCancelled
    self.monitor = monitor
  }
}

/// The state of a training at the end of an epoch.
public struct TrainingProgress: Sendable, Codable, Equatable {
  /// Number of finished epochs, from 1.
  public var epoch: Int
  /// The largest number of epochs.
  public var epochs: Int
  /// Mean training loss of the epoch, for scaled values.
  public var trainingLoss: Double
  /// Validation loss after the epoch; nil when no data were held out for validation.
  public var validationLoss: Double?
  /// The learning rate at the epoch's end.
  public var learningRate: Double
  /// Largest gradient norm before clipping in the epoch.
  public var gradientNorm: Double
  /// Share of the epoch's updates whose gradient was clipped, 0…1.
  public var clippedShare: Double

  /// Makes a report from its parts.
  public init(
    epoch: Int, epochs: Int, trainingLoss: Double, validationLoss: Double?, learningRate: Double,
    gradientNorm: Double, clippedShare: Double
  ) {
    self.epoch = epoch
    self.epochs = epochs
    self.trainingLoss = trainingLoss
    self.validationLoss = validationLoss
    self.learningRate = learningRate
    self.gradientNorm = gradientNorm
    self.clippedShare = clippedShare
  }
}

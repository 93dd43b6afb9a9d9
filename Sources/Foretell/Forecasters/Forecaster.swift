import ForetellData

/// A model that can be fitted to a table: recurrent networks and reference methods alike.
public protocol Forecaster: Sendable {
  /// The name in column headings.
  var name: String { get }
  /// Fits all series of `table` for forecasts of `horizon` steps.
  ///
  /// Throws `ForetellError`: unusable data, divergence, interruption, a checkpoint that can't be written.
  func fitted(to table: SeriesTable, horizon: Int, seed: UInt64, options: FitOptions) throws
    -> any FittedModel
}

/// A fitted model.
public protocol FittedModel: Sendable {
  /// The name in column headings.
  var name: String { get }
  /// Forecasts every series of `table` (nil: the table of the fit) for `horizon` steps (nil: the fit's).
  func predict(_ table: SeriesTable?, horizon: Int?, levels: [Double]) throws -> Forecast
}

/// How a fit runs: threads, progress, checkpoints, interruption.
///
/// None of it changes the result.
public struct FitOptions: Sendable {
  /// Most threads at once; nil takes all cores.
  public var threads: Int?
  /// Called after every epoch, on the fitting thread.
  public var progress: (@Sendable (TrainingProgress) -> Void)?
  /// A file that receives the whole training state after every epoch.
  public var checkpoint: String?
  /// Continue from `checkpoint` if it exists; the result has the same bits as an uninterrupted fit.
  public var resume: Bool
  /// Asked between updates; true ends the fit with an error of kind `interrupted` after a checkpoint.
  public var isCancelled: (@Sendable () -> Bool)?
  /// Receives one snapshot of the gradients an epoch.
  public var monitor: GradientMonitor?

  /// Options; all cores, silent, without checkpoints by default.
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

/// What training reports at the end of an epoch.
public struct TrainingProgress: Sendable, Codable, Equatable {
  /// Epochs done, from 1.
  public var epoch: Int
  /// Epochs at most.
  public var epochs: Int
  /// Mean training loss of the epoch, in scaled units.
  public var trainingLoss: Double
  /// Validation loss after the epoch; nil without a validation part.
  public var validationLoss: Double?
  /// The learning rate at the epoch's end.
  public var learningRate: Double
  /// Largest gradient norm before clipping in the epoch.
  public var gradientNorm: Double
  /// Share of the epoch's updates whose gradient was clipped, 0…1.
  public var clippedShare: Double

  /// Collects the parts.
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

import Foretell

/// Runs a suite: fits models, forecasts, and scores them as the suite's literature does.
public struct SuiteRun: Sendable {
  /// The suite.
  public var suite: Suite
  /// The folder with the data.
  public var folder: String
  /// The part that is forecast.
  public var part: SuitePart
  /// Seeds of each model that uses random numbers: ``seed`` and the next ones.
  public var seeds: Int
  /// The first seed.
  public var seed: UInt64
  /// The horizons of a long-horizon suite that are run; nil for all.
  public var horizons: [Int]?
  /// Steps from one origin of a long-horizon suite to the next; the literature's is 1.
  public var stride: Int

  /// Makes a run; by default of the test part, all horizons and all origins, with seed 1.
  public init(
    _ suite: Suite, folder: String, part: SuitePart = .test, seeds: Int = 1, seed: UInt64 = 1,
    horizons: [Int]? = nil, stride: Int = 1
  ) {
    self.suite = suite
    self.folder = folder
    self.part = part
    self.seeds = seeds
    self.seed = seed
    self.horizons = horizons
    self.stride = stride
  }

  /// One report on the progress of a run.
  public struct Progress: Sendable {
    /// The task.
    public let task: String
    /// The model's label; empty while data is read.
    public let model: String
    /// The seed of the running fit.
    public let seed: UInt64
    /// What goes on.
    public let event: Event

    /// What goes on.
    public enum Event: Sendable {
      /// The task's data is read; the text says how much there is.
      case read(String)
      /// A fit begins.
      case began
      /// An epoch ended.
      case trained(TrainingProgress)
      /// A share of the forecasts is made, in 0...1.
      case forecast(Double)
      /// All seeds of the model are scored.
      case scored(SuiteRow, SuiteTable)
    }
  }

  /// Runs all models.
  ///
  /// - Parameters:
  ///   - models: the forecasters, each with a label that names it in the results.
  ///   - options: threads and interruption; checkpoints and monitors are not used.
  ///   - progress: called on the fitting thread.
  /// - Throws: `ForetellError` for absent or damaged files, when a fit or forecast throws, and of kind `interrupted` when
  ///   `options.isCancelled` returns true.
  public func run(
    _ models: [(label: String, forecaster: any Forecaster)], options: FitOptions = FitOptions(),
    progress: (@Sendable (Progress) -> Void)? = nil
  ) throws -> SuiteResult {
    guard seeds > 0, stride > 0 else {
      throw ForetellError(.badOption, "seeds and stride must be positive")
    }
    let data = try DataFolder(folder)
    var options = options
    options.checkpoint = nil
    options.resume = false
    options.monitor = nil
    let work = SuiteWork(seed: seed, seeds: seeds, part: part, options: options, progress: progress)
    var result = SuiteResult(suite: suite.name, part: part, seeds: seeds)
    switch suite.protocols {
    case .competition(let tasks):
      for task in tasks {
        let run = try CompetitionRun(task, part: part, folder: data)
        work.tell(task.name, "", seed, .read(run.summary))
        result.remarks += run.remarks
        result.tables.append(try run.run(models, work))
      }
      if tasks.count > 1 {
        result.total =
          CompetitionTotal(
            result.tables, name: suite.name, published: part == .test ? PublishedRow.m3All : []
          ).table
      }
    case .longHorizon(let task):
      let run = try LongHorizonRun(task, part: part, horizons: horizons, stride: stride, folder: data)
      work.tell(task.name, "", seed, .read(run.summary))
      result.remarks += run.remarks
      result.tables = try run.run(models, work)
      result.total = run.total(result.tables)
    }
    return result
  }
}

/// What all protocols share: seeds, options of fits, and reports.
struct SuiteWork {
  let seed: UInt64
  let seeds: Int
  let part: SuitePart
  let options: FitOptions
  let progress: (@Sendable (SuiteRun.Progress) -> Void)?

  /// The seeds of a forecaster; one when it uses no random numbers.
  func seeds(of forecaster: any Forecaster) -> [UInt64] {
    (0..<(forecaster.usesRandomNumbers ? seeds : 1)).map { seed &+ UInt64($0) }
  }

  /// Fits a model and reports about it.
  func fitted(
    _ model: (label: String, forecaster: any Forecaster), _ table: SeriesTable, horizon: Int, task: String,
    seed: UInt64, _ meter: inout UsageMeter
  ) throws -> any FittedModel {
    try options.checkStop()
    tell(task, model.label, seed, .began)
    var fit = options
    let progress = progress
    fit.progress = { news in
      progress?(.init(task: task, model: model.label, seed: seed, event: .trained(news)))
    }
    return try meter.fit {
      try model.forecaster.substitute(for: table, horizon: horizon)
        ?? model.forecaster.fit(table, horizon: horizon, seed: seed, options: fit)
    }
  }

  /// Reports an event.
  func tell(_ task: String, _ model: String, _ seed: UInt64, _ event: SuiteRun.Progress.Event) {
    progress?(.init(task: task, model: model, seed: seed, event: event))
  }
}

extension FitOptions {
  /// Throws an error of kind `interrupted` when a stop was requested.
  func checkStop() throws(ForetellError) {
    if isCancelled?() == true { throw ForetellError(.interrupted, "the benchmark was interrupted") }
  }
}

import Foretell

/// How a command trains: seed, threads, and what it shows during training.
struct Training {
  /// The console for messages on standard error.
  let console: Console
  /// The progress line on the terminal.
  let progress: ProgressLine
  /// The seed.
  let seed: UInt64
  /// The largest number of threads; nil for all cores.
  let threads: Int?

  init(console: Console, seed: UInt64, threads: Int?) {
    self.console = console
    self.seed = seed
    self.threads = threads
    progress = ProgressLine(console)
  }

  /// Options for a fit whose progress is shown under `label` and which Ctrl-C interrupts.
  func options(_ label: String, checkpoint: String? = nil, resume: Bool = false) -> FitOptions {
    progress.restart()
    let (progress, console) = (progress, console)
    return FitOptions(
      threads: threads,
      progress: { news in
        progress.show(label, news)
        console.detail(Self.line(label, news))
      }, checkpoint: checkpoint, resume: resume,
      isCancelled: { Interruption.isRequested })
  }

  /// Shows the progress of a backtest.
  func show(_ news: Backtest.Progress, _ label: String) {
    guard let training = news.training else { return progress.restart() }
    progress.show(label, training)
    console.detail(Self.line(label, training))
  }

  /// Shows the progress of a comparison: the running fit on the progress line, and each epoch with
  /// `--verbose`.
  func show(_ news: Comparison.Progress) {
    let label =
      "fit \(news.done + 1)/\(news.total): \(news.model), window \(news.window + 1), seed \(news.seed)"
    let part = news.training.map { Double($0.epoch) / Double($0.epochs) } ?? 0
    progress.show(label, share: (Double(news.done) + part) / Double(news.total))
    if let training = news.training { console.detail(Self.line(label, training)) }
  }

  /// A single series with fewer values than this teaches a network little.
  private static let fewValues = 1000

  /// Prints how much work one fit is, and whether its windows were shortened to limit it.
  ///
  /// It is always printed with `--verbose`, otherwise when the fit takes more than some seconds or the window
  /// was shortened.
  func announce(_ forecaster: any Forecaster, _ table: SeriesTable, horizon: Int) {
    guard let network = forecaster.trainable else { return }
    let choices = network.choices(for: table, horizon: horizon)
    for choice in choices {
      console.detail("recipe: \(choice.option) \(choice.value) (\(choice.reason))")
    }
    let lengths = table.series.map(\.values.count)
    if let start = choices.first(where: { $0.option == ModelOption.start.rawValue }), start.reason != "given"
    {
      let subject =
        lengths.count == 1
        ? "one series of \(lengths[0]) values teaches"
        : "\(lengths.count) series, most of them shorter than \(RecurrentForecaster.fewValues) values, teach"
      console.say(
        "\(subject) a network little: it starts from one that was trained on generated series (--from none starts "
          + "from random weights)")
    } else if lengths.count == 1, lengths[0] < Self.fewValues {
      console.say(
        "one series of \(lengths[0]) values teaches a network little: foretell backtest with "
          + "--models \(ModelName.usual),ridge,drift shows what it is worth here")
    }
    let sizes = network.effort(for: table, horizon: horizon)
    let work = sizes.multiplyAdds
    let billions = work < 1e9 ? "less than one" : "about " + Figures.fixed(work / 1e9, 0)
    let line = "one fit takes \(billions) billion multiply-adds (input size \(sizes.inputSize))"
    if work > sizes.usualLimit {
      console.say(line + ": this may take a while")
    } else {
      console.detail(line)
    }
    if sizes.inputSize < sizes.wantedInputSize {
      console.say(
        "input size \(sizes.inputSize) instead of \(sizes.wantedInputSize), to keep training short"
          + (sizes.readsSeasonalDifferences ? "; the season is looked up one season back" : "")
          + " (--input-size \(sizes.wantedInputSize) reads them all)")
    }
  }

  /// The progress of one epoch as a line, for `--verbose`.
  static func line(_ label: String, _ news: TrainingProgress) -> String {
    let validation = news.validationLoss.map { ", validation \(Figures.short($0))" } ?? ""
    return
      "\(label) epoch \(news.epoch)/\(news.epochs): loss \(Figures.short(news.trainingLoss))\(validation), "
      + "learning rate \(Figures.short(news.learningRate)), gradient norm \(Figures.short(news.gradientNorm)), "
      + "clipped \(Figures.fixed(news.clippedShare * 100, 0)) %"
  }

  /// Runs `body`, which Ctrl-C can interrupt, and removes the progress line at its end.
  func interruptible<Result>(_ body: () throws -> Result) throws -> Result {
    Interruption.hear(silently: !console.showsNews)
    defer {
      Interruption.stopHearing()
      progress.clear()
    }
    return try body()
  }

  /// Scores the model, and seasonal naive, on the last `horizon` points after a fit without them.
  ///
  /// Nil, with a message, when the series are too short for that.
  func holdout(
    _ model: any Forecaster, called label: String, _ table: SeriesTable, horizon: Int, season: Int?
  ) throws -> Holdout? {
    var backtest = Backtest(horizon: horizon, seasonLength: season)
    backtest.scoresSteps = false
    progress.restart()
    do {
      let result = try interruptible {
        try backtest.run(
          // Values that are treated as missing aren't scored either.
          [(label, model), ("seasonal-naive", SeasonalNaive(seasonLength: season))],
          on: table.withoutIsolatedValues, seed: seed,
          options: options(""), progress: { show($0, "holdout \(model.name)") })
      }
      guard result.scores.count == 2 else { return nil }
      return Holdout(
        model: result.scores[0], reference: result.scores[1], horizon: horizon, skipped: result.skippedSeries,
        result: result)
    } catch let error as ForetellError
      where [ErrorCode.seriesTooShort, .noObservations].contains(where: { $0.rawValue == error.code })
    {
      console.say("holdout skipped: \(error.onCommandLine.message)")
      return nil
    }
  }
}

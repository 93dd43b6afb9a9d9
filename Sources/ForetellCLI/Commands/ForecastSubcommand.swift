import ArgumentParser
import Foretell
import ForetellRuns

/// `foretell forecast`: trains on a CSV and forecasts it.
struct ForecastSubcommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Train on a CSV and forecast it, in one go.",
    discussion: """
      EXAMPLES:
        foretell forecast sales.csv --horizon 12
        foretell forecast sales.csv --horizon 12 --level 50,90 --plot forecast.svg
        foretell forecast sales.csv --horizon 12 --models lstm,theta,ets --combine median
        foretell forecast sales.csv --horizon 12 --model gru --output forecast.csv
        foretell forecast sales.csv --horizon 12 --report forecast.html
        cat sales.csv | foretell forecast - --horizon 12 --target sales --json

      Prints unique_id,ds,Auto,Auto-lo-80,Auto-hi-80,… as CSV. The usual model, \
      auto, is the mean of the models that suit the data; who took part, and how \
      good each was on held-out ends of the series, is said on standard error. \
      The model is also scored on the last points of the data, beside seasonal \
      naive, unless that takes auto long; --holdout and --no-holdout decide it.
      """)

  /// The arguments of the command.
  struct Request: ParsableArguments {
    @OptionGroup var horizon: HorizonOption

    @Option(
      help: .init(
        "\(ModelName.list()). Default: \(ModelName.combined), or \(ModelName.usual) with an option of networks.",
        valueName: "name"),
      completion: ModelName.completion())
    var model: String?

    @OptionGroup var mixture: MixtureOption

    @OptionGroup var level: LevelOption
    @OptionGroup var bound: BoundOptions
    @OptionGroup var path: PathOptions
    @OptionGroup var stamps: StampOptions
    @OptionGroup var output: OutputOptions

    @Flag(inversion: .prefixedNo, help: "Score the model on the last points first. Default: yes.")
    var holdout: Bool?

    @OptionGroup var seed: SeedOption
  }

  @OptionGroup var input: TableInput
  @OptionGroup(title: "Forecast") var request: Request
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Model") var network: ModelOptions
  @OptionGroup(title: "Record") var tracking: TrackingOptions
  @OptionGroup(title: "Run") var common: CommonOptions

  func run() throws {
    let console = try common.console()
    let asked = try request.horizon.required()
    let levels = try request.level.levels()
    try request.output.check(
      keeping: input.kept(common), isJSON: common.json, beside: request.path.output)
    let model = try model()
    if !model.drawsPaths { try PathOptions.refuse(for: model.name) }
    let mixture = try request.mixture.members(beside: request.model, shared: network)
    try network.refuseIdle(for: [model] + mixture.map(\.model))
    if model.name == Backtest.reference, request.holdout == true {
      try Invocation.refuse(
        ["holdout"],
        because: "the holdout compares the model with seasonal naive, which is the model asked for")
    }
    let bounds = try request.bound.bounds()
    let settings = try network.settings(levels: levels, bounds: bounds)
    let forecaster =
      mixture.isEmpty
      ? model.forecaster(settings) : try MixtureOption.forecaster(mixture, settings, levels: levels)
    let tracker = try tracking.tracker(console, beside: request.output.artefacts)
    let table = try TrainingInput(input: input, data: data, network: network, common: common)
      .read(for: Self.self, console, bounds: bounds) { try $0.requireFuture(steps: asked) }
    if request.model == nil, mixture.isEmpty { ModelName.tellUsual(console) }
    let training = Training(console: console, seed: request.seed.value, threads: common.threads)
    let closed = request.stamps.allStamps ? [:] : table.closedTimes
    let horizon = table.steps(untilOpen: asked, leavingOut: closed)
    try request.path.check(horizon: horizon, beside: request.output)
    training.announce(forecaster, table, horizon: horizon)
    let recorder = try tracker?.begin(
      "forecast", models: [model.name], table: table, seed: request.seed.value,
      parameters: RunParameters(forecaster, data, ["horizon": "\(asked)"]))
    try RunRecorder.watching(recorder) {
      try self.forecast(
        forecaster, model, table, horizon: horizon, open: (asked, closed), levels, training, recorder)
    }
    recorder?.tell(console)
  }

  private func model() throws -> CatalogueModel {
    let text =
      request.model
      ?? (request.mixture.models.isEmpty ? ModelName.usualForecaster : ModelName.combined)
    guard FileKind(of: text) == .model else { return try ModelName.model(text, option: "model") }
    throw ForetellError(
      .badOption, "--model takes a kind of model, but `\(text)` is the file of a trained one",
      hint: "foretell predict \(ShellWord.quoted(text)) \(input.shellWord)")
  }

  /// The estimated time in seconds from which a combination, which is compared on held-out ends anyway, isn't scored a
  /// second time unless that is asked for.
  private static let longHoldout = 5.0

  /// Whether scoring on the last points takes little time; otherwise says that it is left out.
  private func isHoldoutQuick(
    _ forecaster: any Forecaster, _ table: SeriesTable, horizon: Int, _ console: Console
  ) -> Bool {
    guard let combination = forecaster as? CombinedForecaster,
      combination.estimatedSeconds(for: table, horizon: horizon) > Self.longHoldout
    else { return true }
    console.say(
      "holdout left out, as it would take as long again: the line of auto has held-out scores (--holdout)")
    return false
  }

  /// Scores the model on the last points, trains it on all, forecasts and prints the results.
  private func forecast(
    _ forecaster: any Forecaster, _ model: CatalogueModel, _ table: SeriesTable, horizon: Int,
    open: (steps: Int, closed: [String: ClosedTimes]), _ levels: [Double],
    _ training: Training, _ recorder: RunRecorder?
  ) throws {
    let console = training.console
    var score: Holdout?
    if request.holdout ?? isHoldoutQuick(forecaster, table, horizon: horizon, console),
      model.name != Backtest.reference
    {
      score = try training.holdout(
        forecaster, called: model.name, table, horizon: horizon, season: network.season)
    }
    let (forecast, fitted) = try training.interruptible {
      let options = training.options(forecaster.name).recorded(by: recorder)
      let fitted =
        try forecaster.substitute(for: table, horizon: horizon)
        ?? forecaster.fit(table, horizon: horizon, seed: request.seed.value, options: options)
      return (
        try request.path.forecast(fitted, table, horizon: nil, levels: levels, closed: open.closed), fitted
      )
    }
    try request.path.write(
      fitted, table, horizon: nil, closed: open.closed, keeping: open.steps, stamp: table.text(for:), console)
    if let ridge = fitted as? FittedRidge { console.detail(ridge.telling) }
    let combination = CombinationText(fitted)
    combination?.tell(console)
    let season = network.season ?? table.frequency.defaultSeasonLength
    var writer = ForecastOutput(
      options: request.output, isJSON: common.json, console: console, total: request.path.total)
    if let combination = fitted as? FittedCombination, writer.drawsPictures {
      writer.parts = combination.memberForecasts(table, horizon: horizon).map {
        ($0.label, $0.forecast.leavingOut(open.closed, keeping: open.steps))
      }
    }
    try writer.write(
      forecast.leavingOut(open.closed, keeping: open.steps), table, of: fitted, holdout: score,
      [
        ("file", .string(table.name)), ("horizon", .count(open.steps)),
        ("frequency", .string(table.frequency.alias)),
        ("season_length", .count(season)), ("seed", .seed(request.seed.value)),
        ("holdout", score?.json ?? .null),
        ("findings", table.findings.json),
      ] + (combination.map { [("combination", $0.json)] } ?? [])
        + (recorder.map { [("run", .string($0.id))] } ?? []))
    score?.tell(console)
    if model.isFitted {
      console.say("next: \(fitCommand(of: model))")
    }
    let network = fitted.trained
    if let network { recorder?.record(network.resolvedParameters) }
    recorder?.finish(
      results: (network?.recordedResults ?? []) + (score?.recordedResults ?? []),
      artefacts: request.output.artefacts, histograms: network?.weightHistograms ?? [])
  }

  /// The command that trains the same model and saves it.
  private func fitCommand(of model: CatalogueModel) -> String {
    let names = DataOptions.names.union(ModelOptions.names.subtracting(network.idleNames))
      .union(OptionCatalogue.names(in: BoundOptions.self))
      .union(["horizon", "model", "models", "all-stamps"] + (model.isNetwork ? ["level", "seed"] : []))
    var words = Invocation.words(of: names).map(ShellWord.quoted)
    if request.model == nil, model.name != ModelName.usual, request.mixture.models.isEmpty {
      words += ["--model", model.name]
    }
    return (["foretell fit", input.shellWord] + words + ["--save", input.modelWord]).joined(separator: " ")
  }
}

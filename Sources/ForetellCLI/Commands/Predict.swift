import ArgumentParser
import Foretell
import Foundation

/// `foretell predict`: forecasts with a saved model.
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Forecast with a saved model, without training.",
    discussion: """
      EXAMPLES:
        foretell predict sales.model sales.csv
        foretell predict sales.model newer.csv --horizon 24 --plot forecast.svg
        cat newer.csv | foretell predict sales.model - --json
        foretell predict sales.model

      The CSV contains the history to forecast from; it may contain series on \
      which the model wasn't trained. Columns and frequency are those of the \
      training unless options say otherwise. Without FILE, forecasts start at \
      the end of the model's data, which foretell update moves on.
      """)

  @Argument(help: .init("Model file that `foretell fit` saved.", valueName: "MODEL"), completion: .file())
  var model: String

  /// The arguments of the command.
  struct Request: ParsableArguments {
    @OptionGroup var horizon: HorizonOption
    @OptionGroup var level: LevelOption
    @OptionGroup var bound: BoundOptions
    @OptionGroup var sample: SampleOption
    @OptionGroup var path: PathOptions
    @OptionGroup var stamps: StampOptions
    @OptionGroup var output: OutputOptions
  }

  @OptionGroup var input: TableInput
  @OptionGroup(title: "Forecast") var request: Request
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Run") var common: CommonOptions

  func run() throws {
    let console = try common.console()
    let levels = try request.level.levels()
    try refuseSwappedFiles()
    try request.output.check(
      keeping: input.kept(common) + [(model, "model in")], isJSON: common.json, beside: request.path.output)
    if input.file == nil {
      try Invocation.refuse(
        DataOptions.names, because: "without FILE no CSV is read", hint: "name the CSV behind the model")
    }
    var options = try data.csvOptions(threads: common.threads)
    let loaded = try Catalogue.load(from: model)
    let bounds = try request.bound.bounds(instead: loaded.bounds)
    var fitted: any KeptModel = loaded.with(bounds: bounds)
    if let sampling = fitted.sampling {
      if let samples = request.sample.samples { fitted = sampling.with(pathCount: samples) }
    } else {
      try PathOptions.refuse(for: fitted.name, PathOptions.names.union(["samples"]))
    }
    try fitted.adopt(into: &options)
    let table: SeriesTable
    if input.file == nil {
      table = fitted.lastTable
      console.say("no FILE was given: the forecast goes on from the end of the model's data")
    } else {
      table = try input.read(options, for: Self.self, console)
      console.tell(table.findings)
    }
    BoundOptions.tell(bounds, table, console)
    console.say(
      "model \(fitted.name): horizon \(fitted.trained?.horizon ?? fitted.forecastHorizon), "
        + (fitted.trained.map { "input size \($0.inputSize), " } ?? "")
        + "season length \(fitted.seasonLength)")
    // The pattern of closed times in the data takes precedence over the one saved in the model, which knows more than
    // the ends of its own series show.
    let isGiven = input.file != nil
    let closed =
      request.stamps.allStamps ? [:] : fitted.closedTimes.merging(table.closedTimes) { isGiven ? $1 : $0 }
    let open =
      request.horizon.horizon
      ?? (closed.isEmpty ? fitted.forecastHorizon : fitted.openHorizon ?? fitted.forecastHorizon)
    let steps = table.steps(untilOpen: open, leavingOut: closed)
    try request.path.check(horizon: steps, beside: request.output)
    if let learnt = fitted.trained?.horizon, steps > learnt, fitted.sampling == nil {
      console.say("the model learnt \(learnt) steps; later ones are forecast from its own forecasts")
    }
    // Without a file the model's own series are passed as nil, because it knows which of their values the fit
    // treated as missing.
    let given = input.file == nil ? nil : table
    let forecast = try request.path.forecast(fitted, given, horizon: steps, levels: levels, closed: closed)
    try request.path.write(
      fitted, given, horizon: steps, closed: closed, keeping: open, stamp: table.text(for:), console)
    CombinationText(fitted)?.tell(console)
    var writer = ForecastOutput(
      options: request.output, isJSON: common.json, console: console, total: request.path.total)
    if let combination = fitted as? FittedCombination, writer.drawsPictures {
      writer.parts = combination.memberForecasts(given, horizon: steps).map {
        ($0.label, $0.forecast.leavingOut(closed, keeping: open))
      }
    }
    try writer.write(
      forecast.leavingOut(closed, keeping: open), table, of: fitted,
      [
        ("file", input.file == nil ? .null : .string(table.name)), ("model_file", .string(model)),
        ("horizon", .count(open)),
        ("frequency", .string(table.frequency.alias)), ("season_length", .count(fitted.seasonLength)),
        ("seed", .seed(fitted.seed)), ("findings", input.file == nil ? .null : table.findings.json),
      ])
  }
}

extension Predict {
  /// Refuses a CSV in the place of the model.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` with the command that was probably meant.
  func refuseSwappedFiles() throws(ForetellError) {
    guard FileKind(of: model) == .table else { return try input.refuseModel() }
    let name = ShellWord.quoted(model)
    let message = "`\(model)` is a CSV, but the first file must be a model; the CSV comes second"
    if let file = input.file, file != "-", FileKind(of: file) == .model {
      throw ForetellError(
        .badOption, message, location: .init(file: model),
        hint: "swap them: foretell predict \(input.shellWord) \(name)")
    }
    let stem = URL(filePath: model).deletingPathExtension().lastPathComponent
    let kept = ShellWord.quoted(stem + ".model")
    throw ForetellError(
      .badOption, message, location: .init(file: model),
      hint:
        "keep a model first: foretell fit \(name) --horizon \(request.horizon.horizon ?? 12) --save \(kept); "
        + "then: foretell predict \(kept) \(name)")
  }
}

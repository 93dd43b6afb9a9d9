import ArgumentParser
import Foretell

/// The option for the number of sample paths.
struct SampleOption: ParsableArguments {
  @Option(
    help: .init(
      "Sample paths per series from which deepar forecasts. Default: \(ModelSettings.usual.pathCount ?? 1).",
      valueName: "count"))
  var samples: Int?
}

/// Options for what only a model with sample paths can tell.
struct PathOptions: ParsableArguments {
  @Option(help: .init("Write the sample paths of deepar into a CSV.", valueName: "file"), completion: .file())
  var paths: String?

  @Option(
    help: .init(
      "Forecast the sums over every so many steps, with intervals from the sample paths of deepar.",
      valueName: "steps"))
  var total: Int?

  /// The options' long names.
  static var names: Set<String> { OptionCatalogue.names(in: Self.self) }

  /// The file that is written, for the checks of paths.
  var output: OutputPath? { OutputPath("paths", paths, .csv) }

  /// Refuses the options for a model that draws no paths.
  static func refuse(for name: String, _ names: Set<String> = names) throws(ForetellError) {
    let models = Catalogue.models.filter(\.drawsPaths).map(\.name)
    try Invocation.refuse(
      names, because: "\(name) draws no sample paths",
      hint: "leave it out, or use --model \(Wording.alternatives(models))")
  }

  /// Refuses sums beside what shows a forecast beside its history, and unless they fill the horizon.
  func check(horizon: Int?, beside output: OutputOptions) throws(ForetellError) {
    guard let total else { return }
    let reason = "a sum over \(total) steps can't be drawn beside single steps"
    try Invocation.refuse(["plot", "report", "picture"], because: reason)
    guard let horizon, horizon % total != 0 else { return }
    throw ForetellError(
      .badOption, "--total \(total) doesn't divide the horizon of \(horizon) steps",
      hint: "give a horizon that is a multiple of \(total)")
  }

  /// The forecast, or the sums.
  ///
  /// - Parameters:
  ///   - table: the table to forecast; nil for the end of the training data.
  ///   - closed: times that the forecast leaves out.
  func forecast(
    _ model: any FittedModel, _ table: SeriesTable?, horizon: Int?, levels: [Double],
    closed: [String: ClosedTimes]
  ) throws -> Forecast {
    guard let total else { return try model.predict(table, horizon: horizon, levels: levels) }
    guard let sampling = model.sampling else { throw Self.tooShort }
    guard closed.isEmpty else {
      throw ForetellError(
        .conflictingOptions, "--total counts steps of the grid, and some series have times without any value",
        hint: "add --all-stamps")
    }
    return try sampling.totals(table, horizon: horizon, every: total, levels: levels)
  }

  /// Writes the sample paths, at the stamps of the forecast, as `unique_id,path,ds,DeepAR`, paths counted from 1.
  ///
  /// - Parameters:
  ///   - table: the table to forecast; nil for the end of the training data.
  ///   - stamp: writes a time stamp.
  func write(
    _ model: any FittedModel, _ table: SeriesTable?, horizon: Int?, closed: [String: ClosedTimes],
    keeping open: Int, stamp: (Timestamp) -> String, _ console: Console
  ) throws {
    guard let path = paths else { return }
    guard let sampling = model.sampling else { throw Self.tooShort }
    var text = "unique_id,path,ds," + CSVCell.quoted(model.name) + "\n"
    for series in try sampling.paths(table, horizon: horizon) {
      let id = CSVCell.quoted(series.id)
      let kept = series.stamps.indices.filter { closed[series.id]?.contains(series.stamps[$0]) != true }
        .prefix(open)
      let stamps = kept.map { CSVCell.quoted(stamp(series.stamps[$0])) }
      for (number, values) in series.values.enumerated() {
        for (place, step) in kept.enumerated() {
          text += "\(id),\(number + 1),\(stamps[place]),\(Figures.exact(values[step]))\n"
        }
      }
    }
    try AtomicFile.write(path, Array(text.utf8))
    console.say("written: \(path)")
  }

  private static var tooShort: ForetellError {
    ForetellError(
      .seriesTooShort, "no series has values enough for a network, so there are no sample paths")
  }
}

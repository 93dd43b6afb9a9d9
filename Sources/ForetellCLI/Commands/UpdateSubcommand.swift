import ArgumentParser
import Foretell
import Foundation

/// `foretell update`: moves a saved model on with new rows.
struct UpdateSubcommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Move a saved model on with new rows, without training.",
    discussion: """
      EXAMPLES:
        foretell update sales.model newer.csv
        foretell update sales.model sales.csv --output march.model
        (head -n 1 load.csv; tail -n 24 load.csv) | foretell update load.model -
        foretell update sales.model newer.csv && foretell predict sales.model

      A model keeps the end of its data, from which foretell predict goes on \
      when it is given no FILE. Afterwards it forecasts as if it were given the \
      old rows and the new ones: to the last bit, except where a value far from \
      all others is judged, or a series is new. The time this takes depends on \
      the rows of FILE and on what the model reads, not on the length of the \
      history; naive, drift, ridge and the like keep and write the whole of it.

      What was learned stays: weights, scales, seasons and the widths of \
      intervals are those of the fit. To learn from the new rows, run foretell \
      fit on the whole history.

      FILE may hold rows that the model has: equal ones are left out, a \
      different one is an error and nothing is written. Missing steps behind \
      the model's end stay missing (--gaps). Series that the model doesn't know \
      are added; others may be absent. Without --output, MODEL itself is \
      replaced, at once and as a whole.
      """)

  @Argument(help: .init("Model file that `foretell fit` saved.", valueName: "MODEL"), completion: .file())
  var model: String

  /// The arguments of the command.
  struct Request: ParsableArguments {
    @Option(
      help: .init("File for the new model. Default: MODEL is replaced.", valueName: "NEWMODEL"),
      completion: .file())
    var output: String?
  }

  @OptionGroup var input: TableInput
  @OptionGroup(title: "Update") var request: Request
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Run") var common: CommonOptions

  func run() throws {
    let console = try common.console()
    try refuseSwappedFiles()
    let path = request.output ?? model
    try OutputPath.check(
      [OutputPath("output", request.output, .model)], keeping: input.kept(common), printsResult: common.json)
    try AtomicFile.check(path)
    var options = try data.csvOptions(threads: common.threads)
    // Two updates of one model at the same time would each lose the other's rows.
    let lock = try FileLock.take(for: path)
    defer { withExtendedLifetime(lock) {} }
    var fitted = try Catalogue.load(from: model)
    try fitted.adopt(into: &options)
    options.locatesValues = true
    // A few rows seldom show whether 03/04/2024 is in March or in April; the data of the fit did.
    let layout = fitted.lastTable.stampStyle.layout
    if options.dateOrder == nil, layout == .dayMonthYear || layout == .monthDayYear {
      options.dateOrder = layout == .dayMonthYear ? .dayFirst : .monthFirst
    }
    let table = try input.read(options, for: Self.self, console)
    console.tell(table.findings)
    let news = try fitted.update(with: table, gaps: options.gaps)
    let isWritten = news.changesModel || request.output != nil
    if isWritten {
      try fitted.save(to: path)
      AtomicFile.removeAbandoned(of: path)
    }
    if common.json {
      try StandardOutput.write(try json(news, fitted, table, isWritten ? path : nil).document())
    }
    tell(news, fitted, console)
    if isWritten { console.say("written: \(path)") }
    if news.changesModel { console.say("next: foretell predict \(ShellWord.quoted(path))") }
  }

  // MARK: Telling

  private func tell(_ news: ModelUpdate, _ fitted: any KeptModel, _ console: Console) {
    console.tell(news.warnings)
    if !news.newSeries.isEmpty {
      console.warn(
        "\(Self.series(news.newSeries)) new to the model: nothing was learned from "
          + (news.newSeries.count == 1 ? "it" : "them"))
    }
    if news.earlierValues > 0 {
      console.say(
        "\(Figures.count(news.earlierValues, "value", "values")) from before what the model keeps: not compared"
      )
    }
    if news.knownValues > 0 {
      console.say(
        "\(Figures.count(news.knownValues, "value", "values")) that the model has already: left out")
    }
    guard news.changesModel else {
      console.say("nothing is new: the model has all of it")
      return
    }
    if !news.restingSeries.isEmpty { console.say("\(Self.series(news.restingSeries)) without a new value") }
    let missing =
      news.missingSteps > 0 ? ", \(Figures.count(news.missingSteps, "missing step", "missing steps"))" : ""
    let future = news.changesFuture ? ", more of the future" : ""
    let count = news.movedSeries.count + news.newSeries.count
    let owner = count > 0 ? " of \(Figures.count(count, "series", "series"))" : ""
    console.say(
      "\(fitted.name): \(Figures.count(news.addedValues, "new value", "new values"))\(owner)\(missing)\(future); "
        + "the data end with \(Self.end(of: fitted.lastTable))")
    let kept = fitted.lastTable
    let changed = Set(news.movedSeries + news.newSeries)
    for (number, one) in kept.series.enumerated() where changed.contains(one.id) {
      let end = kept.text(for: kept.timestamp(ofSeries: number, at: one.values.count - 1))
      console.detail(
        "series `\(one.id)`: the model keeps \(Figures.count(one.values.count, "step", "steps")) up to \(end)"
      )
    }
    console.say("what was learned stays; foretell fit learns from the new rows too")
  }

  /// The first few ids and the number of others, with a verb.
  private static func series(_ ids: [String]) -> String {
    let shown = ids.prefix(4).map { "`\($0)`" }.joined(separator: ", ")
    let rest = ids.count > 4 ? " and \(ids.count - 4) more" : ""
    return "series \(shown)\(rest) \(ids.count == 1 ? "is" : "are")"
  }

  /// The latest time stamp of a table.
  private static func end(of table: SeriesTable) -> String {
    let ends = table.series.indices.map {
      table.timestamp(ofSeries: $0, at: table.series[$0].values.count - 1)
    }
    return ends.max { $0.value < $1.value }.map(table.text(for:)) ?? "nothing"
  }

  private func json(
    _ news: ModelUpdate, _ fitted: any KeptModel, _ table: SeriesTable, _ path: String?
  ) -> JSONValue {
    .members([
      "model_file": .string(model), "written": path.map(JSONValue.string) ?? .null,
      "model": .string(fitted.name), "file": .string(table.name),
      "end": .string(Self.end(of: fitted.lastTable)), "added_values": .count(news.addedValues),
      "missing_steps": .count(news.missingSteps), "known_values": .count(news.knownValues),
      "earlier_values": .count(news.earlierValues), "changes_future": .bool(news.changesFuture),
      "moved_series": .texts(news.movedSeries), "new_series": .texts(news.newSeries),
      "resting_series": .texts(news.restingSeries), "frequency": .string(fitted.frequency.alias),
      "findings": table.findings.json, "warnings": .array(news.warnings.map(\.json)),
    ])
  }

  /// Refuses a CSV in the place of the model.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` with the command that was probably meant.
  private func refuseSwappedFiles() throws(ForetellError) {
    guard FileKind(of: model) == .table else { return try input.refuseModel() }
    let isSwapped = input.file.map { $0 != "-" && FileKind(of: $0) == .model } ?? false
    throw ForetellError(
      .badOption, "`\(model)` is a CSV, but the first file must be a model; the CSV comes second",
      location: .init(file: model),
      hint: isSwapped
        ? "swap them: foretell update \(input.shellWord) \(ShellWord.quoted(model))"
        : "write foretell update MODEL \(ShellWord.quoted(model))")
  }
}

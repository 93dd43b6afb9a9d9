import ArgumentParser
import Foretell
import ForetellRuns

/// `foretell runs export`: writes recorded runs for other programs.
struct RunsExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Export runs as JSON, CSV or for TensorBoard.",
    usage: "foretell runs export [<RUN> ...] [<options>]",
    discussion: """
      EXAMPLES:
        foretell runs export latest > run.json
        foretell runs export --format csv --output runs.csv
        foretell runs export 0fz3k latest --format tensorboard --output logs

      Without a RUN, all runs selected by --status, --model and --data are \
      exported, with the parts of backtests and comparisons. JSON and CSV go to \
      standard output or a file; TensorBoard's event files go to a folder, to be \
      opened with: tensorboard --logdir logs. Numbers that are not finite are \
      written as the strings NaN and Infinity in JSON, as nan and inf in CSV.
      """)

  /// The export formats.
  enum Format: String, CaseIterable {
    case json, csv, tensorboard
  }

  /// The arguments of the command.
  struct Request: ParsableArguments {
    @OptionGroup var selection: RunSelection

    @Option(
      help: .init("json, csv or tensorboard. Default: json.", valueName: "name"),
      completion: .list(Format.allCases.map(\.rawValue)))
    var format: String?

    @Option(
      name: .shortAndLong, help: .init("File, or for tensorboard a folder, to write.", valueName: "path"),
      completion: .file())
    var output: String?
  }

  @Argument(help: .init("Runs: ids, beginnings of ids, or the word latest.", valueName: "RUN"))
  var references: [String] = []

  @OptionGroup(title: "Export") var request: Request
  @OptionGroup(title: "Run") var common: RunsOptions

  func run() throws {
    let console = common.console
    let format: Format = try Validation.choice("format", request.format?.lowercased()) ?? .json
    let filter = try request.selection.filter()
    if !references.isEmpty, let words = request.selection.words {
      throw ForetellError(
        .conflictingOptions, "runs are named and selected (\(words)) at the same time",
        hint: "leave out one of the two")
    }
    if format != .tensorboard {
      try OutputPath.check(
        [OutputPath("output", request.output, format == .json ? .json : .csv)], printsResult: false)
    }
    let registry = try common.required()
    let runs =
      references.isEmpty
      ? Array(try registry.runs(matching: filter).reversed())
      : try references.map { try registry.run($0) }
    switch format {
    case .json: try write(try json(runs, registry), console)
    case .csv: try write(try csv(runs, registry), console)
    case .tensorboard: try tensorBoard(runs, registry, console)
    }
    if request.output != nil { console.say("exported: \(Figures.count(runs.count, "run", "runs"))") }
  }

  private func parts(_ details: RunDetails, _ registry: RunRegistry) throws -> [RunDetails] {
    try details.children.map { try registry.details(of: $0) }
  }

  private func json(_ runs: [Run], _ registry: RunRegistry) throws -> String {
    let all = try runs.map { run in
      let details = try registry.details(of: run)
      return details.json(parts: try parts(details, registry))
    }
    return try JSONValue.members(["format": "foretell runs 1", "runs": .array(all)]).document()
  }

  private func csv(_ runs: [Run], _ registry: RunRegistry) throws -> String {
    var text = RunCSV.heading
    for run in runs {
      let details = try registry.details(of: run)
      text += RunCSV.rows(details)
      for part in try parts(details, registry) { text += RunCSV.rows(part) }
    }
    return text
  }

  private func tensorBoard(_ runs: [Run], _ registry: RunRegistry, _ console: Console) throws {
    guard let folder = request.output, !folder.isEmpty else {
      throw ForetellError(
        .badOption, "--output is missing", hint: "say in which folder, for example --output logs")
    }
    var export = TensorBoardExport(folder: folder)
    for run in runs {
      let details = try registry.details(of: run)
      try export.write(details, parts: try parts(details, registry))
    }
    let summary = export.summary
    if common.json {
      try StandardOutput.write(
        try JSONValue.members([
          "folder": .string(folder), "files": .texts(summary.files), "left_out": .count(summary.leftOut),
        ]).document())
    }
    if summary.leftOut > 0 {
      console.warn(
        "\(Figures.count(summary.leftOut, "value", "values")) not finite left out of histograms; "
          + "the JSON and CSV exports keep them")
    }
    console.say("next: tensorboard --logdir \(ShellWord.quoted(folder))")
  }

  private func write(_ text: String, _ console: Console) throws {
    guard let path = request.output else { return try StandardOutput.write(text) }
    try AtomicFile.write(path, Array(text.utf8))
    console.say("written: \(path)")
  }
}

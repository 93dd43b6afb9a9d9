import ArgumentParser
import Foretell
import ForetellReport
import ForetellRuns

/// `foretell runs list`: lists recorded runs, the latest first.
struct RunsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List recorded runs, the latest first.",
    usage: "foretell runs list [<options>]",
    discussion: """
      EXAMPLES:
        foretell runs list
        foretell runs list --model lstm --status finished --sort smape
        foretell runs list --parts --csv > runs.csv

      Prints a table on a terminal and CSV elsewhere. Backtests and comparisons \
      are one line each; --parts lists their models too. --sort takes started, \
      duration, model, status, command, or any recorded result such as smape, \
      the smallest first (for fit and forecast the result on the holdout).
      """)

  /// The arguments of the command.
  struct Request: ParsableArguments {
    @OptionGroup var selection: RunSelection

    @Flag(help: "List each model of backtests and comparisons too.")
    var parts = false

    @Option(help: .init("Order: started, duration, model, status, command or a result.", valueName: "name"))
    var sort: String?

    @Flag(help: "Reverse the order.")
    var reverse = false

    @Option(help: .init("Most runs to list; 0 for all. Default: 20 on a terminal.", valueName: "count"))
    var limit: Int?

    @Flag(help: "Print CSV, also on a terminal.")
    var csv = false
  }

  @OptionGroup(title: "List") var request: Request
  @OptionGroup(title: "Run") var common: RunsOptions

  func run() throws {
    let console = common.console
    if request.csv, common.json {
      throw ForetellError(.conflictingOptions, "--csv and --json contradict each other")
    }
    var filter = try request.selection.filter()
    filter.includesParts = request.parts
    filter.order = order
    filter.isReversed = request.reverse
    let registry = try common.registry()
    let all = try registry?.runs(matching: filter) ?? []
    let showsTable = StandardOutput.isTerminal && !request.csv && !common.json
    let limit = request.limit ?? (showsTable ? 20 : 0)
    let list = RunList(runs: limit > 0 ? Array(all.prefix(limit)) : all)
    if case .result(let name) = filter.order, !all.isEmpty,
      all.allSatisfy({ $0.result(name) == nil && $0.result("holdout_\(name)") == nil })
    {
      let names = Set(all.flatMap { $0.results.map(\.name) }).sorted()
      throw Validation.unknown(
        "sort", name, ["started", "duration", "model", "status", "command"] + names)
    }
    if common.json {
      try StandardOutput.write(
        try JSONValue.members([
          "registry": .string(try common.place.path()), "runs": .array(list.runs.map(\.json)),
        ]).document())
    } else if showsTable {
      let style = TerminalStyle.detect(.standardOutput, colorDisabled: common.noColor)
      try StandardOutput.write(list.runs.isEmpty ? "" : list.table(style: style).text(style: style))
    } else {
      try StandardOutput.write(list.csv)
    }
    console.say(summary(all.count, list.runs.count, hasRegistry: registry != nil))
  }

  private var order: RunFilter.Order {
    switch request.sort {
    case nil, "started": .started
    case "duration": .duration
    case "model": .model
    case "status": .status
    case "command": .command
    case .some(let name): .result(name)
    }
  }

  private func summary(_ found: Int, _ shown: Int, hasRegistry: Bool) -> String {
    let words = request.selection.words.map { " (\($0))" } ?? ""
    guard found > 0 else {
      return hasRegistry ? "no runs\(words)" : "no runs yet: add --track to a fit to record it"
    }
    let part = shown == 1 ? "the first is" : "the first \(shown) are"
    let rest = shown < found ? ", of which \(part) shown; --limit 0 shows all" : ""
    return Figures.count(found, "run", "runs") + words + rest
  }
}

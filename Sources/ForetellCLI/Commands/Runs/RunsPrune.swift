import ArgumentParser
import Foretell
import ForetellReport
import ForetellRuns
import Foundation

/// `foretell runs prune`: removes old or failed runs from the registry.
struct RunsPrune: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Delete the records of old or failed runs.",
    usage: "foretell runs prune [<options>]",
    discussion: """
      EXAMPLES:
        foretell runs prune --older-than 30d --dry-run
        foretell runs prune --older-than 12h --status failed,killed --yes

      At least one condition must be given; a run must meet all. --older-than \
      takes minutes, hours, days or weeks (90m, 12h, 30d, 4w) since the run's \
      end. Runs that are still running stay. Asks for confirmation on a \
      terminal; elsewhere --yes is required.
      """)

  /// The arguments of the command.
  struct Request: ParsableArguments {
    @Option(help: .init("Only runs that ended longer ago, such as 30d.", valueName: "time"))
    var olderThan: String?

    @OptionGroup var selection: RunSelection

    @Flag(help: "Only show what would be deleted.")
    var dryRun = false

    @Flag(name: .shortAndLong, help: "Delete without asking.")
    var yes = false
  }

  @OptionGroup(title: "Prune") var request: Request
  @OptionGroup(title: "Run") var common: RunsOptions

  func run() throws {
    let console = common.console
    var filter = try request.selection.filter()
    if let text = request.olderThan {
      filter.before = Date().timeIntervalSince1970 - (try Self.seconds(text))
    }
    guard request.olderThan != nil || request.selection.words != nil else {
      throw ForetellError(
        .badOption, "prune needs a condition", hint: "for example --older-than 30d, or --status failed,killed"
      )
    }
    if filter.statuses == [.running] {
      throw ForetellError(.badOption, "runs that are still running can't be pruned")
    }
    let registry = try common.required()
    let runs = try registry.runs(matching: filter).filter { $0.status != .running }
    if request.dryRun {
      let list = RunList(runs: runs)
      if common.json {
        try StandardOutput.write(
          try JSONValue.members(["would_delete": .texts(runs.map(\.id))]).document())
      } else if !runs.isEmpty {
        let style = TerminalStyle.detect(.standardOutput, colorDisabled: common.noColor)
        try StandardOutput.write(list.table(style: style).text(style: style))
      }
      return console.say("would delete: \(Figures.count(runs.count, "run", "runs"))")
    }
    guard !runs.isEmpty else {
      if common.json {
        try StandardOutput.write(
          try JSONValue.members(["deleted": .array([]), "records": .count(0)]).document())
      }
      return console.say("nothing to delete")
    }
    try RunRemoval(runs: runs, isConfirmed: request.yes, common: common).perform(registry)
  }

  /// A time span such as `30d` in seconds.
  static func seconds(_ text: String) throws(ForetellError) -> Double {
    let units: [Character: Double] = ["m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    guard let unit = text.last.flatMap({ units[$0] }), let number = Double(text.dropLast()), number.isFinite,
      number >= 0
    else {
      throw Validation.refusal("older-than", "`\(text)`", "must be a number with m, h, d or w, such as 30d")
    }
    return number * unit
  }
}

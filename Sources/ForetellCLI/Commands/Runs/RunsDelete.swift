import ArgumentParser
import Foretell
import ForetellRuns

/// `foretell runs delete`: removes runs from the registry.
struct RunsDelete: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete the records of runs; files they wrote stay.",
    usage: "foretell runs delete <RUN> ... [--yes] [<options>]",
    discussion: """
      EXAMPLES:
        foretell runs delete 0fz3k
        foretell runs delete 0fz3k 0fz7q --yes

      Asks for confirmation on a terminal; elsewhere --yes is required. The \
      parts of a run are deleted with it. A run that is still running is not \
      deleted. Whether a run on another host or in another container is running \
      can't be known; --force deletes it.
      """)

  @Argument(help: .init("Runs: ids, beginnings of ids, or the word latest.", valueName: "RUN"))
  var references: [String] = []

  @Flag(name: .shortAndLong, help: "Delete without asking.")
  var yes = false

  @Flag(help: "Also delete runs recorded as running on another host or in another container.")
  var force = false

  @OptionGroup(title: "Run") var common: RunsOptions

  func run() throws {
    guard !references.isEmpty else {
      throw ForetellError(.badOption, "no run is named", hint: "foretell runs list shows their ids")
    }
    let registry = try common.required()
    var runs: [Run] = []
    for reference in references {
      let run = try registry.run(reference)
      if !runs.contains(where: { $0.id == run.id }) { runs.append(run) }
    }
    try RunRemoval(runs: runs, isConfirmed: yes, isForced: force, common: common).perform(registry)
  }
}

/// Deletes runs after the user has confirmed.
struct RunRemoval {
  let runs: [Run]
  let isConfirmed: Bool
  var isForced = false
  let common: RunsOptions

  /// Asks for confirmation if necessary, deletes the runs and reports it.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` when confirmation is necessary but standard input isn't a
  ///   terminal.
  func perform(_ registry: RunRegistry) throws {
    let console = common.console
    guard try isConfirmed || agrees(console) else { return console.say("nothing was deleted") }
    let count = try registry.delete(runs, isForced: isForced)
    registry.shrink()
    if common.json {
      try StandardOutput.write(
        try JSONValue.members(["deleted": .texts(runs.map(\.id)), "records": .count(count)]).document())
    }
    let withParts = count > runs.count ? " with \(Figures.count(count - runs.count, "part", "parts"))" : ""
    console.say("deleted: \(Figures.count(runs.count, "run", "runs"))\(withParts)")
  }

  private func agrees(_ console: Console) throws -> Bool {
    let what = Figures.count(runs.count, "run", "runs")
    guard StandardInput.isTerminal, console.isTerminal else {
      throw ForetellError(
        .badOption, "deleting \(what) needs a confirmation, and there is no terminal to ask on",
        hint: "add --yes")
    }
    for run in runs.prefix(10) {
      console.put(
        TerminalText.harmless(
          "  \(run.id)  \(MomentText.local(run.started))  \(run.command)  \(run.model)  \(run.status.rawValue)"
        ))
    }
    if runs.count > 10 { console.put("  and \(runs.count - 10) more") }
    console.putPart("Delete \(what)? [y/N] ")
    let answer = readLine()?.lowercased() ?? ""
    return answer == "y" || answer == "yes"
  }
}

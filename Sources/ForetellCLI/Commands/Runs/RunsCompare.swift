import ArgumentParser
import Foretell
import ForetellReport
import ForetellRuns

/// `foretell runs compare`: how the configurations and results of runs differ.
struct RunsCompare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Put runs side by side: configuration, results, curves.",
    usage: "foretell runs compare <RUN> <RUN> ... [<options>]",
    discussion: """
      EXAMPLES:
        foretell runs compare 0fz3k 0fz7q
        foretell runs compare 0fz3k 0fz7q latest --report compare.html

      Shows only what differs in the configuration, and every result. Each RUN \
      is an id, the beginning of one, or the word latest. To compare models on \
      equal terms, let foretell backtest or compare run them together.
      """)

  @Argument(help: .init("Two runs, or up to eight.", valueName: "RUN"))
  var references: [String] = []

  @OptionGroup(title: "Compare") var request: RunPictures
  @OptionGroup(title: "Run") var common: RunsOptions

  func run() throws {
    let console = common.console
    guard (2...8).contains(references.count) else {
      throw ForetellError(
        .badOption, "two to eight runs can be compared, not \(references.count)",
        hint: "foretell runs list shows their ids")
    }
    try OutputPath.check([OutputPath("report", request.report, .html)])
    let registry = try common.required()
    let details = try references.map { try registry.details(of: try registry.run($0)) }
    let ids = details.map(\.run.id)
    if let twice = ids.first(where: { id in ids.count { $0 == id } > 1 }) {
      throw ForetellError(.badOption, "run \(twice) is named more than once")
    }
    let comparison = RunComparison(runs: details.map(\.harmless))
    if let path = request.report { try AtomicFile.write(path, Array(try comparison.page.html().utf8)) }
    if common.json {
      try StandardOutput.write(try RunComparison(runs: details).json.document())
    } else {
      let style = TerminalStyle.detect(.standardOutput, colorDisabled: common.noColor)
      try StandardOutput.write(comparison.tables.map { $0.text(style: style) }.joined(separator: "\n"))
    }
    if request.picture ?? console.showsPictures {
      let style = TerminalStyle.detect(.standardError, colorDisabled: !console.usesColor)
      for chart in comparison.charts { console.put(TerminalRenderer(style: style).render(.chart(chart))) }
    }
    if !comparison.isSameData, !common.json {
      console.warn("the runs saw different data; their losses and errors can't be compared")
    }
    if let path = request.report { console.say("written: \(path)") }
  }
}

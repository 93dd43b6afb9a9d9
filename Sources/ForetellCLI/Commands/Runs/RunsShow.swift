import ArgumentParser
import Foretell
import ForetellReport
import ForetellRuns

/// `foretell runs show`: all records of one run.
struct RunsShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show everything about one run.",
    usage: "foretell runs show <RUN> [<options>]",
    discussion: """
      EXAMPLES:
        foretell runs show latest
        foretell runs show 0fz3k --report run.html
        foretell runs show 0fz3k --json

      RUN is an id, the beginning of one, or the word latest. On a terminal the \
      learning curve is drawn on standard error; --picture draws it elsewhere \
      too.
      """)

  @Argument(help: .init("The run.", valueName: "RUN"))
  var reference: String

  @OptionGroup(title: "Show") var request: RunPictures
  @OptionGroup(title: "Run") var common: RunsOptions

  func run() throws {
    let console = common.console
    try OutputPath.check([OutputPath("report", request.report, .html)])
    let registry = try common.required()
    let details = try registry.details(of: try registry.run(reference))
    // More than eight curves can't be distinguished.
    let drawn = details.children.count <= 8 ? details.children : []
    let report = RunReport(
      details: details.harmless, parts: try drawn.map { try registry.details(of: $0).harmless })
    if let path = request.report { try AtomicFile.write(path, Array(try report.page.html().utf8)) }
    if common.json {
      try StandardOutput.write(try details.json().document())
    } else {
      try StandardOutput.write(TerminalText.harmless(report.lines.joined(separator: "\n") + "\n"))
    }
    if request.picture ?? console.showsPictures {
      let style = TerminalStyle.detect(.standardError, colorDisabled: !console.usesColor)
      let charts = [report.learningCurve].compactMap { $0 } + RunComparison(runs: report.parts).charts
      for chart in charts { console.put(TerminalRenderer(style: style).render(.chart(chart))) }
    }
    if let path = request.report { console.say("written: \(path)") }
  }
}

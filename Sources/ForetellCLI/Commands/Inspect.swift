import ArgumentParser
import Foretell
import ForetellReport

/// `foretell inspect`: what a CSV contains, and all its problems; or the options of a model file.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What is in this CSV, and what is wrong with it; or how a model was made.",
    discussion: """
      EXAMPLES:
        foretell inspect sales.csv
        foretell inspect export.csv --delimiter ';' --decimal , --time Datum
        unzip -p data.zip sales.csv | foretell inspect - --json
        foretell inspect sales.model --recipe

      Trains nothing and changes nothing. Prints what was detected, what would \
      be changed, and one line per series; for a file with problems, every kind \
      of problem with its first place and the number of further places (exit \
      code 3).

      With --recipe, FILE is a model that foretell fit saved, and every option \
      of the fit is printed with its value and, where it was left open, with the \
      reason for what the fit chose.
      """)

  /// What is inspected.
  struct Request: ParsableArguments {
    @Flag(help: "Print the options of a model file, with the reasons for those that the fit chose.")
    var recipe = false
  }

  @OptionGroup var input: TableInput
  @OptionGroup(title: "Model") var request: Request
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Run") var common: CommonOptions

  func run() throws {
    let console = try common.console()
    if request.recipe { return try tellRecipe(console) }
    try refuseModelWithoutRecipe()
    let inspection = try input.inspect(
      try data.csvOptions(threads: common.threads), for: Self.self, console)
    guard inspection.problems.isEmpty, let table = inspection.table else {
      return try tell(inspection, console)
    }
    for _ in table.findings.warnings { Warnings.count() }
    if common.json {
      try StandardOutput.write(try json(table).document())
      return
    }
    try StandardOutput.write(TerminalText.harmless(text(table, limit: common.verbose ? .max : 20)))
    console.say(
      "next: foretell forecast \(input.shellWord)\(DataOptions.givenText) --horizon \(suggestedHorizon(table))"
    )
    console.say("(--horizon says how many steps of each series are forecast)")
  }

  /// Prints all problems; ends with the exit code of the first one.
  private func tell(_ inspection: TableInspection, _ console: Console) throws {
    for problem in inspection.problems { console.report(problem) }
    let count = inspection.problems.count
    if common.json {
      var document: [(String, JSONValue)] = [
        ("problems", .array(inspection.problems.map(\.onCommandLine.json)))
      ]
      // There are no findings when the file can't be read at all.
      if !inspection.findings.file.isEmpty { document.append(("findings", inspection.findings.json)) }
      try StandardOutput.write(try JSONValue.object(JSONObject(document)).document())
    } else if count > 1 {
      console.say("\(count) kinds of problem")
    }
    throw ExitCode((inspection.problems.first?.kind ?? .data).exitCode)
  }

  private func text(_ table: SeriesTable, limit: Int) -> String {
    let findings = table.findings.onCommandLine
    var lines = findings.lines + [SeasonText.line(table.detectedSeasons(threads: common.threads))]
    lines += findings.warnings.map { "warning: \($0)" }
    var list = TextTable(
      headings: ["series", "first", "last", "points", "missing", "min", "mean", "max"], leading: 3)
    let style = TerminalStyle.detect(.standardOutput)
    if style.isTerminal { list.headings.append("course") }
    for (index, series) in table.series.prefix(limit).enumerated() {
      let facts = SeriesFacts(table, index)
      let digits = Figures.digits(telling: facts.minimum, from: facts.maximum)
      list.rows.append([
        TerminalText.clean(series.id), facts.first, facts.last, "\(facts.points)", "\(facts.missing)",
        Figures.short(facts.minimum, digits: digits), Figures.short(facts.mean, digits: digits),
        Figures.short(facts.maximum, digits: digits),
      ])
      guard style.isTerminal else { continue }
      let course = Sparkline.text(series.values, usesUnicode: style.usesUnicode)
      list.rows[list.rows.count - 1].append(course)
    }
    lines.append("")
    lines += list.lines
    let rest = table.series.count - list.rows.count
    if rest > 0 { lines.append("… and \(rest) more series (--verbose lists all)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func json(_ table: SeriesTable) -> JSONValue {
    let series = table.series.indices.map { index in
      let facts = SeriesFacts(table, index)
      return JSONValue.members([
        "unique_id": .string(table.series[index].id), "first": .string(facts.first),
        "last": .string(facts.last),
        "points": .count(facts.points), "missing": .count(facts.missing), "min": .finite(facts.minimum),
        "mean": .finite(facts.mean), "max": .finite(facts.maximum),
      ])
    }
    return .members([
      "file": .string(table.name), "frequency": .string(table.frequency.alias),
      "season_length": .count(table.frequency.defaultSeasonLength),
      "seasons": SeasonText.json(table.detectedSeasons(threads: common.threads)),
      "columns": table.columns.json,
      "checksum": .string(table.checksum), "findings": table.findings.json, "series": .array(series),
      "problems": .array([]),
    ])
  }

  private func suggestedHorizon(_ table: SeriesTable) -> Int {
    let season = table.frequency.defaultSeasonLength
    let longest = table.series.map(\.values.count).max() ?? 0
    return max(1, min(season > 1 ? season : 10, longest / 5))
  }
}

/// One series in numbers, for one line of the output.
struct SeriesFacts {
  /// First and last time stamp.
  let first, last: String
  /// Number of points from the first to the last time stamp, and number of missing ones.
  let points, missing: Int
  /// Statistics of the values that are present; nil when there are none.
  let minimum, mean, maximum: Double?

  /// Computes the facts of one series of a table; O(points).
  init(_ table: SeriesTable, _ index: Int) {
    let values = table.series[index].values
    let present = values.filter { !$0.isNaN }
    points = values.count
    missing = values.count - present.count
    first = values.isEmpty ? "" : table.text(for: table.timestamp(ofSeries: index, at: 0))
    last = values.isEmpty ? "" : table.text(for: table.timestamp(ofSeries: index, at: values.count - 1))
    minimum = present.min()
    maximum = present.max()
    // Each value is divided before it is added, so that the sum can't overflow.
    mean = present.isEmpty ? nil : present.reduce(0) { $0 + $1 / Double(present.count) }
  }
}

import ArgumentParser
import Foretell
import ForetellReport

/// `foretell components`: what a series consists of.
struct ComponentsSubcommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "components",
    abstract: "Split series into trend, seasons, holidays and remainder.",
    discussion: """
      EXAMPLES:
        foretell components sales.csv --plot components.svg
        foretell components load.csv --seasons 24,168 --robust
        foretell components sales.csv --holidays holidays.csv --json
        foretell components panel.csv --series north,south --output components.csv

      Prints a CSV with the value and its parts at every step: additive, they sum \
      to the value; multiplicative, the trend times the factors of the others is \
      the value. A missing value has no remainder. Messages tell how strong each \
      part is, from 0 to 1 (Hyndman's features), and when seasons peak.

      Without --seasons, the seasons of the frequency are tested (24, 168 and 8766 \
      for hours), and those that at least half of the series have are taken; where \
      the frequency has none (years, integer steps), the clearest period is \
      searched for. Without --mode, parts are factors if all values are positive \
      and the season grows with the level in more than half of the series.
      """)

  /// The arguments of the command.
  struct Request: ParsableArguments {
    @Option(
      help: .init(
        "Season lengths in steps, such as 24,168; `none` for none. Default: those that the data have.",
        valueName: "lengths"))
    var seasons: [String] = []

    @Option(
      help: .init("How parts belong together: auto, additive or multiplicative.", valueName: "mode"),
      completion: .list(["auto"] + ComponentMode.allCases.map(\.rawValue)))
    var mode: String?

    @Flag(help: "Let values far from trend and seasons count less.")
    var robust = false

    @Option(
      parsing: .unconditionalSingleValue,
      help: .init("Ids of the series to take, separated by commas. Default: all.", valueName: "ids"))
    var series: [String] = []

    @Option(
      name: .shortAndLong,
      help: .init("Write the CSV to a file instead of standard output.", valueName: "file"),
      completion: .file())
    var output: String?

    @Option(
      help: .init("Draw the parts of the first series into an SVG file.", valueName: "file"),
      completion: .file())
    var plot: String?

    @OptionGroup var page: ReportOption

    @Flag(inversion: .prefixedNo, help: "Draw the parts on standard error too. Default: on a terminal.")
    var picture: Bool?
  }

  @OptionGroup var input: TableInput
  @OptionGroup(title: "Components") var request: Request
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Run") var common: CommonOptions

  func run() throws {
    let console = try common.console()
    let options = try componentOptions()
    try OutputPath.check(
      [
        OutputPath("output", request.output, .csv), OutputPath("plot", request.plot, .svg),
        OutputPath("report", request.page.report, .html),
      ], keeping: input.kept(common), printsResult: request.output == nil || common.json)
    try Invocation.refuse(
      ["covariates", "future"], because: "the parts of a series are computed from its own values",
      hint: "leave them out; --holidays takes a calendar")
    let table = try chosen(
      try input.read(try data.csvOptions(threads: common.threads), for: Self.self, console))
    console.tell(table.findings)
    let report = ComponentReport(table, try table.components(options), isGiven: options.seasons != nil)
    for line in report.warnings { console.warn(line) }
    for line in report.lines { console.say(line) }
    for line in report.details { console.detail(line) }
    try write(report, console)
  }

  private func write(_ report: ComponentReport, _ console: Console) throws {
    let pictures = ComponentPictures(report)
    if let path = request.output { try AtomicFile.write(path, Array(report.csv.utf8)) }
    if let path = request.plot { try pictures.write(to: path) }
    if let path = request.page.report {
      try AtomicFile.write(path, Array(try ComponentPage(report, pictures).report.html().utf8))
    }
    if common.json {
      try StandardOutput.write(try report.json.document())
    } else if request.output == nil {
      try StandardOutput.write(report.csv)
    }
    if request.picture ?? console.showsPictures { pictures.show(console) }
    for path in [request.output, request.plot, request.page.report].compactMap({ $0 }) {
      console.say("written: \(path)")
    }
    if request.plot != nil { pictures.tellDrawn(console) }
  }

  /// The options for the library.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` for an invalid value.
  private func componentOptions() throws(ForetellError) -> ComponentOptions {
    var options = ComponentOptions(isRobust: request.robust, threads: common.threads)
    let words = Validation.list(request.seasons)
    if words == ["none"] {
      options.seasons = []
    } else if !request.seasons.isEmpty, words != ["auto"] {
      options.seasons = try words.map { word throws(ForetellError) in
        guard let length = Int(word), (2...1_000_000).contains(length) else {
          throw Validation.refusal(
            "seasons", "`\(word)`", "must be whole numbers from 2 to 1000000, or `none` alone")
        }
        return length
      }
      if words.isEmpty { throw Validation.refusal("seasons", "empty", "must be whole numbers, or `none`") }
    }
    if let mode = request.mode, mode != "auto" {
      guard let known = ComponentMode(rawValue: mode) else {
        throw Validation.unknown("mode", mode, ["auto"] + ComponentMode.allCases.map(\.rawValue))
      }
      options.mode = known
    }
    return options
  }

  /// The table with the chosen series alone, in the table's order.
  private func chosen(_ table: SeriesTable) throws(ForetellError) -> SeriesTable {
    let ids = Validation.list(request.series)
    guard !request.series.isEmpty, ids != ["all"] else { return table }
    let known = table.series.map(\.id)
    let places = Set(known)
    if let missing = ids.first(where: { !places.contains($0) }) {
      let meant = NearMiss.of(missing, among: known)
      let some = known.prefix(6).map { TerminalText.clean($0) }.joined(separator: ", ")
      throw ForetellError(
        .badOption, "there is no series `\(TerminalText.clean(missing))`", location: .init(file: table.name),
        hint: meant.map { "did you mean `\(TerminalText.clean($0))`?" }
          ?? "the series are \(some)\(known.count > 6 ? ", …" : "")")
    }
    guard !ids.isEmpty else { throw Validation.refusal("series", "empty", "must name series") }
    let wanted = Set(ids)
    return table.with(table.series.filter { wanted.contains($0.id) })
  }
}

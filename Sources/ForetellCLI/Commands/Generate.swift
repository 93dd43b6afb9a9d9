import ArgumentParser
import Foretell
import ForetellSynthetic

/// `foretell generate`: series that look like those of a kind of panel.
struct Generate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Generate series that look like real ones.",
    discussion: """
      EXAMPLES:
        foretell generate monthly --count 100 > made.csv
        foretell generate weekly --seed 7 --output made.csv
        foretell generate monthly --page made.html --beside sales.csv

      Draws series from trends, seasons, noise and events whose sizes are those of \
      real panels: \(Wording.alternatives(SyntheticFamily.allCases.map(\.rawValue))). The same \
      kind, seed and number give the same series on every machine. Without --output \
      and --page the series go to standard output as CSV; gaps are rows that are \
      left out, and every series begins at the same date.

      --page draws them as small lines, beside those of the files of --beside, with \
      a table of their features (strength of trend and season, entropy, \
      autocorrelation and others). The distance of a feature is the greatest \
      difference of the two distribution functions: 0 for the same distribution, 1 \
      for no overlap. The features are those of the first \(GenerationReport.most) series.
      """)

  /// The arguments of the command.
  struct Request: ParsableArguments {
    @Option(help: .init("Number of series. Default: 100.", valueName: "count"))
    var count: Int?

    @OptionGroup var seed: SeedOption

    @Option(
      name: .shortAndLong, help: .init("Write the series into a CSV file.", valueName: "file"),
      completion: .file(extensions: ["csv"]))
    var output: String?

    @Option(
      help: .init("Write a page with the series and their features into an HTML file.", valueName: "file"),
      completion: .file(extensions: ["html"]))
    var page: String?

    @Option(
      parsing: .unconditionalSingleValue,
      help: .init("CSV files of real series to compare with, separated by commas.", valueName: "files"),
      completion: .file(extensions: ["csv", "tsv"]))
    var beside: [String] = []
  }

  @Argument(
    help: .init(
      "Kind of series: \(SyntheticFamily.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "KIND"),
    completion: .list(SyntheticFamily.allCases.map(\.rawValue)))
  var kind: String

  @OptionGroup(title: "Generation") var request: Request
  @OptionGroup(title: "Run") var common: CommonOptions

  func run() throws {
    let console = try common.console()
    guard let family = SyntheticFamily(rawValue: kind.lowercased()) else {
      let choices = SyntheticFamily.allCases.map(\.rawValue)
      let meant = NearMiss.of(kind.lowercased(), among: choices)
      let all = "the choices are \(choices.joined(separator: ", "))"
      throw ForetellError(
        .badOption, "there is no kind of series `\(kind)`",
        hint: meant.map { "did you mean `\($0)`? T\(all.dropFirst())" } ?? all)
    }
    let files = Validation.list(request.beside)
    try OutputPath.check(
      [OutputPath("output", request.output, .csv), OutputPath("page", request.page, .html)],
      keeping: files.map { ($0, "data in") } + [(common.config, "options in")])
    let count = request.count ?? 100
    let made = GeneratedSeries(family: family, seed: request.seed.value, count: count)
    let tellsFeatures = request.page != nil || common.json || !files.isEmpty
    if let path = request.output {
      var text = GeneratedSeries.heading
      for number in 0..<count { text += made.rows(number) }
      try AtomicFile.write(path, Array(text.utf8))
    } else if !tellsFeatures {
      try StandardOutput.write(GeneratedSeries.heading)
      for number in 0..<count { try StandardOutput.write(made.rows(number)) }
    }
    if tellsFeatures { try tellFeatures(made, files, console) }
    for path in [request.output, request.page].compactMap({ $0 }) { console.say("written: \(path)") }
  }

  /// Compares the features, and writes the page and the table.
  private func tellFeatures(_ made: GeneratedSeries, _ files: [String], _ console: Console) throws {
    var options = CSVOptions()
    options.threads = common.threads
    let tables = try files.map { try SeriesTable(csv: $0, options: options) }
    for table in tables {
      let findings = table.findings.onCommandLine
      for line in findings.lines { console.detail(line) }
      for line in findings.warnings { console.warn("\(table.name): \(line)") }
    }
    let report = GenerationReport(made: made, real: tables.flatMap(\.series))
    if let path = request.page { try AtomicFile.write(path, Array(try report.page(files).html().utf8)) }
    if common.json {
      try StandardOutput.write(try report.json.document())
    } else {
      try StandardOutput.write(report.lines.joined(separator: "\n") + "\n")
    }
  }
}

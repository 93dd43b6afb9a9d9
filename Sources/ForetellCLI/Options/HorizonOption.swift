import ArgumentParser
import Foretell
import ForetellRuns

/// The option for the forecast's horizon.
struct HorizonOption: ParsableArguments {
  @Option(help: .init("Steps to forecast.", valueName: "steps"))
  var horizon: Int?

  /// The horizon; throws an error of kind `usage` when it is missing.
  func required() throws -> Int {
    guard let horizon else {
      throw ForetellError(
        .badOption, "--horizon is missing", hint: "say how many steps to forecast, for example --horizon 12")
    }
    return horizon
  }
}

/// The option to forecast times at which a series never has a value.
struct StampOptions: ParsableArguments {
  @Flag(
    help: """
      Forecast every step of the grid. Without it times of the week at which a series never has a value, such as \
      nights and weekends, are left out, and --horizon counts the others.
      """)
  var allStamps = false
}

/// Options for writing the forecast to files.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: .init("Write the CSV to a file instead of standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(help: .init("Draw history and forecast into an SVG file.", valueName: "file"), completion: .file())
  var plot: String?

  @OptionGroup var page: ReportOption

  @Flag(inversion: .prefixedNo, help: "Draw the picture on standard error too. Default: on a terminal.")
  var picture: Bool?

  /// Refuses paths that can't be written, and overwriting an input.
  func check(
    keeping inputs: [(path: String?, name: String)], isJSON: Bool, beside other: OutputPath? = nil
  ) throws(ForetellError) {
    try OutputPath.check(
      [
        other,
        OutputPath("output", output, .csv), OutputPath("plot", plot, .svg),
        OutputPath("report", page.report, .html),
      ], keeping: inputs, printsResult: output == nil || isJSON)
  }

  /// The files that were written, for the record.
  var artefacts: [RunArtefact] {
    [
      output.map { RunArtefact("forecast", $0) }, plot.map { RunArtefact("picture", $0) },
      page.report.map { RunArtefact("report", $0) },
    ].compactMap { $0 }
  }
}

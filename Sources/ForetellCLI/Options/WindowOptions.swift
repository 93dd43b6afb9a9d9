import ArgumentParser
import Foretell

/// The cut-offs that models are scored from.
struct WindowOptions: ParsableArguments {
  @Option(help: .init("Windows. Default: 1; 5 to compare.", valueName: "count"))
  var windows: Int?

  @Option(help: .init("Steps between the windows' ends. Default: the horizon.", valueName: "steps"))
  var stepSize: Int?

  /// Refuses numbers out of range.
  func check() throws {
    try Validation.check("windows", windows, 1...10_000)
    try Validation.check("step-size", stepSize, 1...10_000)
  }
}

/// A report as a file.
struct ReportOption: ParsableArguments {
  @Option(
    help: .init("Write a report with pictures and their data into an HTML file.", valueName: "file"),
    completion: .file())
  var report: String?
}

import ArgumentParser
import Foretell

/// Options for the cut-offs from which models are scored.
struct WindowOptions: ParsableArguments {
  @Option(help: .init("Windows. Default: 1; for compare, as many as needed.", valueName: "count"))
  var windows: Int?

  @Option(help: .init("Steps between the windows' ends. Default: the horizon.", valueName: "steps"))
  var stepSize: Int?

  /// Refuses `--step-size` when there is only one window.
  ///
  /// - Parameter usual: the number of windows when the option is missing.
  func check(usual: Int) throws(ForetellError) {
    guard windows ?? usual == 1 else { return }
    try Invocation.refuse(
      ["step-size"], because: "it is the distance between windows, and there is one", hint: "add --windows 3")
  }
}

/// The option for writing a report.
struct ReportOption: ParsableArguments {
  @Option(
    help: .init("Write a report with pictures and their data into an HTML file.", valueName: "file"),
    completion: .file())
  var report: String?
}

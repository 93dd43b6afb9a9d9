import ArgumentParser
import Foretell

/// The cut-offs that models are scored from.
struct WindowOptions: ParsableArguments {
  @Option(help: .init("Windows. Default: 1; to compare, as many as it takes.", valueName: "count"))
  var windows: Int?

  @Option(help: .init("Steps between the windows' ends. Default: the horizon.", valueName: "steps"))
  var stepSize: Int?

  /// Refuses a distance between windows where there is only one.
  ///
  /// - Parameter usual: how many windows there are when nobody says.
  func check(usual: Int) throws(ForetellError) {
    guard windows ?? usual == 1 else { return }
    try Invocation.refuse(
      ["step-size"], because: "it is the distance between windows, and there is one", hint: "add --windows 3")
  }
}

/// A report as a file.
struct ReportOption: ParsableArguments {
  @Option(
    help: .init("Write a report with pictures and their data into an HTML file.", valueName: "file"),
    completion: .file())
  var report: String?
}

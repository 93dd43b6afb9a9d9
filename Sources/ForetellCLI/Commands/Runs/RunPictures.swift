import ArgumentParser

/// Options for drawing recorded runs.
struct RunPictures: ParsableArguments {
  @Option(
    help: .init("Write a report with all pictures into an HTML file.", valueName: "file"),
    completion: .file())
  var report: String?

  @Flag(inversion: .prefixedNo, help: "Draw the picture on standard error too. Default: on a terminal.")
  var picture: Bool?
}

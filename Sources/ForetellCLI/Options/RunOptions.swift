import ArgumentParser
import Foretell

/// The options that all commands have: how much is printed, and the configuration file.
struct CommonOptions: ParsableArguments {
  @Flag(help: "Print one JSON document instead of text; errors too.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print errors only.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Print more details.")
  var verbose = false

  @Flag(help: "End with exit code 3 if there was a warning; results are written nevertheless.")
  var strict = false

  @Flag(name: .customLong("no-color"), help: "No colours, also on a terminal.")
  var noColor = false

  @Option(
    help: .init("YAML file with options, such as `hidden-size: 64`.", valueName: "file"), completion: .file())
  var config: String?

  @Option(
    help: .init("Threads; the result is the same with any number. Default: all cores.", valueName: "count"))
  var threads: Int?

  /// The console as these options define it.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` for options that exclude each other.
  func console() throws -> Console {
    if quiet, verbose {
      throw ForetellError(.conflictingOptions, "--quiet and --verbose contradict each other")
    }
    return Console(
      volume: quiet ? .quiet : verbose ? .verbose : .normal, isJSON: json, allowsColor: !noColor)
  }
}

/// The option for the seed.
struct SeedOption: ParsableArguments {
  @Option(help: .init("Seed of all random numbers. Default: 1.", valueName: "number"))
  var seed: UInt64?

  /// The seed.
  var value: UInt64 { seed ?? 1 }
}

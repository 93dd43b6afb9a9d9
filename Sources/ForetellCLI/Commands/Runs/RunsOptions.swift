import ArgumentParser
import Foretell
import ForetellRuns

/// The options that all commands on recorded runs have.
struct RunsOptions: ParsableArguments {
  @OptionGroup var place: RegistryOption

  @Flag(help: "Print one JSON document instead of text; errors too.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print errors only.")
  var quiet = false

  @Flag(name: .customLong("no-color"), help: "No colours, also on a terminal.")
  var noColor = false

  @Option(help: .init("YAML file with options.", valueName: "file"), completion: .file())
  var config: String?

  /// The console for messages on standard error.
  var console: Console { Console(volume: quiet ? .quiet : .normal, isJSON: json, allowsColor: !noColor) }

  /// Opens the registry and marks the runs of dead processes; nil when there is no registry yet.
  func registry() throws -> RunRegistry? {
    guard
      let registry = try RunRegistry.existing(path: try place.path(), tellWait: console.tellingWait)
    else { return nil }
    try registry.settle()
    return registry
  }

  /// Opens the registry, which must exist.
  ///
  /// - Throws: ``ForetellError`` of kind `inputOutput` when there is none yet.
  func required() throws -> RunRegistry {
    if let registry = try registry() { return registry }
    let path = try place.path()
    throw ForetellError(
      .cannotOpen, "there is no run registry `\(path)` yet", location: .init(file: path),
      hint:
        "add --track to fit, forecast, backtest, compare or gradients, or name another file with --registry")
  }
}

/// Options that select runs.
struct RunSelection: ParsableArguments {
  @Option(
    help: .init(
      "Only these: running, finished, failed, interrupted, killed; several with commas.",
      valueName: "words"),
    completion: .list(RunStatus.allCases.map { $0.rawValue.lowercased() }))
  var status: [String] = []

  @Option(help: .init("Only runs of these models.", valueName: "names"))
  var model: [String] = []

  @Option(help: .init("Only runs on data with this in its name, or with this digest.", valueName: "text"))
  var data: String?

  /// The selection as a filter.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` for an unknown status.
  func filter() throws -> RunFilter {
    var filter = RunFilter()
    filter.statuses = Set(
      try Validation.list(status).map { word in
        if let status = RunStatus(rawValue: word.uppercased()) { return status }
        throw Validation.unknown("status", word, RunStatus.allCases.map { $0.rawValue.lowercased() })
      })
    filter.models = Validation.list(model)
    filter.data = data
    return filter
  }

  /// The selection in words, for messages; nil when all runs are selected.
  var words: String? {
    var parts: [String] = []
    if !status.isEmpty { parts.append("status " + Validation.list(status).joined(separator: ", ")) }
    if !model.isEmpty { parts.append("model " + Validation.list(model).joined(separator: ", ")) }
    if let data { parts.append("data \(data)") }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}

import ArgumentParser
import Foretell
import ForetellRuns
import Synchronization

/// The option for the registry's file.
struct RegistryOption: ParsableArguments {
  @Option(
    help: .init(
      "File of the run registry. Default: foretell/runs.sqlite in the user's data folder.",
      valueName: "file"),
    completion: .file())
  var registry: String?

  /// The file's path.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` when the option is missing and there is no home folder.
  func path() throws(ForetellError) -> String {
    if let path = RegistryLocation.path(asked: registry, environment: Environment.all) { return path }
    throw ForetellError(
      .badOption, "there is no home for the run registry: HOME and XDG_DATA_HOME are not set",
      hint: "name a file with --registry")
  }
}

/// Options for recording the run.
struct TrackingOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo, help: "Record this run: configuration, every epoch, results, files. Default: no.")
  var track: Bool?

  @OptionGroup var place: RegistryOption

  /// The tracker that begins records; without `--track` it is nil and no database is opened.
  ///
  /// - Parameter files: the files that the run will write.
  /// - Throws: ``ForetellError`` when the registry can't be opened or is one of the files, before any
  ///   training.
  func tracker(_ console: Console, beside files: [RunArtefact]) throws -> Tracker? {
    guard track ?? false else {
      try Invocation.refuse(
        ["registry"], because: "without --track nothing is recorded", hint: "add --track")
      return nil
    }
    let path = try place.path()
    if let file = files.first(where: { OutputPath.isSame($0.path, path) }) {
      throw ForetellError(
        .conflictingOptions, "`\(file.path)` can't be both the run registry and the \(file.kind)",
        location: .init(file: path), hint: "choose another file")
    }
    let registry = try RunRegistry(path: path, tellWait: console.tellingWait)
    StandardOutput.surviveReader()
    return Tracker(registry: registry, console: console)
  }
}

/// Begins records of runs for a command.
struct Tracker {
  /// The registry.
  let registry: RunRegistry
  /// The console for messages about problems.
  let console: Console

  private static let losses = Mutex(0)

  /// Counts a lost record.
  private static func noteLoss() { losses.withLock { $0 += 1 } }

  /// Whether a record was lost, which makes the exit code an error although the result is complete.
  static var hasLostRecord: Bool { losses.withLock { $0 > 0 } }

  /// Begins a run.
  ///
  /// - Parameters:
  ///   - command: the command's name.
  ///   - models: the names of its models; several for a run with parts.
  ///   - table: the data; nil if they are generated.
  ///   - parameters: the configuration, as far as known.
  func begin(
    _ command: String, models: [String], table: SeriesTable?, seed: UInt64, parameters: RunParameters
  ) throws -> RunRecorder {
    let console = console
    return try RunRecorder(
      registry,
      RunDescription(
        command: command, model: models.joined(separator: ","), seed: seed, version: ForetellRelease.version,
        commandLine: Invocation.line, data: table.map { Run.DataSource($0) }, parameters: parameters)
    ) { error in
      if error.code == ErrorCode.recordLost.rawValue {
        var error = error
        error = error.onCommandLine
        error.message += ": the result is whole, but the record of this run is lost"
        console.report(error)
        Self.noteLoss()
      } else {
        console.alarm(error, "the result is whole, but the record of this run is not")
      }
    }
  }
}

extension RunRecorder {
  /// Prints the id under which the run was recorded.
  func tell(_ console: Console) {
    if !isLost { console.say("tracked: foretell runs show \(id)") }
  }
}

extension Console {
  /// Prints that the command is waiting for another process that uses the registry.
  var tellingWait: @Sendable () -> Void {
    { [self] in say("waiting for the run registry, held by another process (Ctrl-C gives up)") }
  }
}

extension DataOptions {
  /// The given options, for the record.
  var recorded: [(String, String)] {
    let texts: [(String, String?)] = [
      ("freq", freq), ("format", format), ("delimiter", delimiter), ("decimal", decimal),
      ("thousands", thousands), ("header", header.map { $0 ? "yes" : "no" }),
      ("skip", skip.map { "\($0)" }), ("gaps", gaps), ("duplicates", duplicates), ("unsorted", unsorted),
      ("repair", repair), ("holidays", holidays), ("holiday_region", holidayRegion),
      ("day_first", dayFirst ? "yes" : nil),
      ("month_first", monthFirst ? "yes" : nil),
    ]
    let lists = [
      ("id", id), ("time", time), ("target", target), ("covariates", covariates), ("future", future),
      ("static", fixed), ("missing", missing),
    ]
    return texts.compactMap { name, value in value.map { (name, $0) } }
      + lists.filter { !$1.isEmpty }.map { ($0, $1.joined(separator: ",")) }
  }
}

extension RunParameters {
  /// Takes the configuration of a model, the options for the data, and further values of the command.
  init(_ forecaster: (any Forecaster)?, _ data: DataOptions?, _ more: KeyValuePairs<String, String?>) {
    self.init()
    if let network = forecaster?.trainable { self = RunParameters(of: network) }
    for (name, value) in more { if let value { set(name, value) } }
    for (name, value) in data?.recorded ?? [] { set(name, value) }
  }
}

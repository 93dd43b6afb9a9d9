import Foretell
internal import GRDB

extension RunRegistry {
  /// The runs that a filter selects, in its order.
  ///
  /// A run whose process is known to have ended without recording an end is reported as killed, even if the
  /// file can't be written. O(number of runs and of their final results).
  public func runs(matching filter: RunFilter = RunFilter()) throws(ForetellError) -> [Run] {
    let all = try read { try Self.fetch($0, where: "", []) }
    return filter.arranged(all.filter(filter.accepts))
  }

  /// The run with a given id, the beginning of an id, or `latest` for the run that began last and isn't a
  /// part of another.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` when no run or several runs match.
  public func run(_ reference: String) throws(ForetellError) -> Run {
    if reference == "latest" {
      let latest = try read {
        try Self.fetch(
          $0, where: "WHERE runs.number = (SELECT max(number) FROM runs WHERE parent IS NULL)", [])
      }
      if let run = latest.first { return run }
      throw ForetellError(
        .noSuchRun, "the registry `\(path)` has no runs", hint: "add \(option: .track) to a fit to record it")
    }
    let prefix = reference.lowercased()
    guard RunIdentifier.isPrefix(prefix) else { throw Self.absent(reference, path) }
    let found = try read {
      try Self.fetch($0, where: "WHERE runs.id >= ? AND runs.id < ?", [prefix, prefix + "~"])
    }
    if found.count == 1 { return found[0] }
    guard !found.isEmpty else { throw Self.absent(reference, path) }
    let some = found.prefix(4).map(\.id).joined(separator: ", ")
    throw ForetellError(
      .noSuchRun, "\(found.count) runs have an id that begins with `\(reference)`",
      hint: "give more of the id: \(some)\(found.count > 4 ? ", …" : "")")
  }

  private static func absent(_ reference: String, _ path: String) -> ForetellError {
    ForetellError(
      .noSuchRun, "no run of `\(path)` has the id `\(reference)`",
      hint:
        "\(inCode: "runs()", onCommandLine: "foretell runs list") shows them; the word latest means the last one"
    )
  }

  /// All records of a run.
  public func details(of run: Run) throws(ForetellError) -> RunDetails {
    try read { connection in
      guard
        let now = try Self.fetch(connection, where: "WHERE runs.number = ?", [run.number]).first
      else { throw Self.absent(run.id, path) }
      return RunDetails(
        run: now, parameters: try Self.parameters(connection, run.number),
        metrics: try Self.metrics(connection, run.number),
        gradients: try Self.gradients(connection, run.number),
        histograms: try Self.histograms(connection, run.number),
        artefacts: try Self.artefacts(connection, run.number),
        children: try Self.fetch(connection, where: "WHERE runs.parent = ?", [run.number]))
    }
  }

  // MARK: Rows

  /// Runs in the order of their beginnings, with the status `killed` for those whose process has died.
  static func fetch(
    _ connection: Database, where condition: String, _ arguments: [any DatabaseValueConvertible]
  ) throws -> [Run] {
    let rows = try Row.fetchAll(
      connection,
      sql: """
        SELECT runs.*, parents.id AS parent_id,
          (SELECT count(*) FROM runs AS parts WHERE parts.parent = runs.number) AS children,
          (SELECT max(epoch) FROM metrics WHERE metrics.run = runs.number) AS epochs,
          (SELECT value FROM metrics WHERE metrics.run = runs.number AND name = 'training_loss'
            ORDER BY window DESC, epoch DESC LIMIT 1) AS last_loss
        FROM runs LEFT JOIN runs AS parents ON parents.number = runs.parent
        \(condition) ORDER BY runs.number
        """, arguments: StatementArguments(arguments))
    var results: [Int64: [Run.Result]] = [:]
    let cursor = try Row.fetchCursor(
      connection,
      sql: """
        SELECT run, name, value, special FROM results
        WHERE run IN (SELECT runs.number FROM runs \(condition)) ORDER BY run, place
        """, arguments: StatementArguments(arguments))
    while let row = try cursor.next() {
      results[row["run"], default: []].append(
        Run.Result(row["name"], ExactNumber.number(value: row["value"], special: row["special"])))
    }
    return rows.map { judged(run($0, results[$0["number"]] ?? [])) }
  }

  private static func run(_ row: Row, _ results: [Run.Result]) -> Run {
    let dataName: String? = row["data_name"]
    let errorCode: String? = row["error_code"]
    let seed: String? = row["seed"]
    return Run(
      number: row["number"], id: row["id"], parent: row["parent_id"], children: row["children"],
      command: row["command"], model: row["model"],
      status: RunStatus(rawValue: row["status"]) ?? .failed, started: row["started"],
      updated: row["updated"], ended: row["ended"], seed: seed.flatMap { UInt64($0) },
      version: row["version"], commandLine: row["command_line"], folder: row["folder"],
      data: dataName.map { Run.DataSource(name: $0, digest: row["data_digest"] ?? "") },
      process: ProcessIdentity(
        host: row["host"], boot: row["boot"], namespace: row["namespace"], number: row["process"],
        start: row["process_start"]),
      machine: MachineDescription(
        processor: row["processor"], cores: row["cores"], instructionSet: row["instruction_set"],
        system: row["system"]),
      failure: errorCode.map { Run.Failure(code: $0, message: row["error_message"] ?? "") },
      epochs: row["epochs"] ?? 0, lastLoss: row["last_loss"], results: results)
  }

  private static func parameters(_ connection: Database, _ run: Int64) throws -> [RunDetails.Parameter] {
    try Row.fetchAll(
      connection, sql: "SELECT name, value FROM parameters WHERE run = ? ORDER BY place", arguments: [run]
    ).map { RunDetails.Parameter(name: $0["name"], value: $0["value"]) }
  }

  private static func metrics(_ connection: Database, _ run: Int64) throws -> [RunDetails.Metric] {
    var metrics: [RunDetails.Metric] = []
    let cursor = try Row.fetchCursor(
      connection, sql: "SELECT * FROM metrics WHERE run = ? ORDER BY name, window, epoch", arguments: [run])
    while let row = try cursor.next() {
      let (name, window): (String, Int) = (row["name"], row["window"])
      if metrics.last?.name != name || metrics.last?.window != window {
        metrics.append(.init(name: name, window: window, epochs: [], values: [], times: []))
      }
      let last = metrics.count - 1
      metrics[last].epochs.append(row["epoch"])
      metrics[last].values.append(ExactNumber.number(value: row["value"], special: row["special"]))
      metrics[last].times.append(row["time"])
    }
    return metrics
  }

  private static func gradients(_ connection: Database, _ run: Int64) throws -> [RunDetails.GradientCurve] {
    try Row.fetchAll(
      connection, sql: "SELECT * FROM gradients WHERE run = ? ORDER BY window, epoch, layer, state",
      arguments: [run]
    ).map { row in
      let quantiles = (try? JSONParser().parse(row["quantiles"] as String))?.array ?? []
      return RunDetails.GradientCurve(
        window: row["window"], epoch: row["epoch"], layer: row["layer"], state: row["state"],
        mean: ExactNumber.numbers(row["mean"]), levels: ExactNumber.numbers(row["levels"]),
        quantiles: quantiles.map { ($0.array ?? []).map { $0.exactNumber ?? .nan } }, time: row["time"])
    }
  }

  private static func histograms(_ connection: Database, _ run: Int64) throws -> [Histogram] {
    try Row.fetchAll(
      connection, sql: "SELECT * FROM histograms WHERE run = ? ORDER BY name, window, epoch",
      arguments: [run]
    ).map { row in
      var histogram = Histogram(name: row["name"], window: row["window"], epoch: row["epoch"])
      histogram.minimum = row["minimum"]
      histogram.maximum = row["maximum"]
      histogram.sum = row["sum"]
      histogram.sumOfSquares = row["sum_of_squares"]
      histogram.notFinite = row["not_finite"]
      histogram.limits = ExactNumber.numbers(row["limits"])
      histogram.counts = ExactNumber.numbers(row["counts"])
      histogram.time = row["time"]
      return histogram
    }
  }

  private static func artefacts(_ connection: Database, _ run: Int64) throws -> [RunDetails.Artefact] {
    try Row.fetchAll(connection, sql: "SELECT * FROM artefacts WHERE run = ? ORDER BY path", arguments: [run])
      .map {
        RunDetails.Artefact(path: $0["path"], kind: $0["kind"], size: $0["size"], digest: $0["digest"])
      }
  }
}

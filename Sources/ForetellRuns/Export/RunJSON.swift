import Foretell

extension Run {
  /// The run as JSON; numbers that JSON can't express are the strings `NaN`, `Infinity` and `-Infinity`.
  public var json: JSONValue { .object(JSONObject(members)) }

  /// The members of ``json``.
  var members: [(String, JSONValue)] {
    [
      ("id", .string(id)), ("parent", parent.map(JSONValue.string) ?? .null),
      ("part_count", .integer(Int64(children))), ("command", .string(command)), ("model", .string(model)),
      ("status", .string(status.rawValue)), ("started", .string(MomentText.utc(started))),
      ("updated", .string(MomentText.utc(updated))),
      ("ended", ended.map { .string(MomentText.utc($0)) } ?? .null),
      ("duration_seconds", .exact((duration * 1000).rounded() / 1000)),
      ("seed", seed.map { Int64(exactly: $0).map(JSONValue.integer) ?? .string(String($0)) } ?? .null),
      ("version", .string(version)), ("command_line", .string(commandLine)), ("folder", .string(folder)),
      (
        "data", data.map { .members(["name": .string($0.name), "digest": .string($0.digest)]) } ?? .null
      ),
      ("epochs", .integer(Int64(epochs))),
      (
        "error",
        failure.map { .members(["code": .string($0.code), "message": .string($0.message)]) } ?? .null
      ),
      ("results", .object(JSONObject(results.map { ($0.name, .exact($0.value)) }))),
      (
        "machine",
        .members([
          "host": .string(process.host), "process": .integer(Int64(process.number)),
          "processor": .string(machine.processor), "cores": .integer(Int64(machine.cores)),
          "instruction_set": .string(machine.instructionSet), "system": .string(machine.system),
        ])
      ),
    ]
  }
}

extension RunDetails {
  /// All records of the run as JSON: the members of ``Run/json`` and further ones.
  ///
  /// - Parameter parts: the details of the run's parts; nil includes the parts in short form, as
  ///   ``Run/json``.
  public func json(parts: [RunDetails]? = nil) -> JSONValue {
    let members: [(String, JSONValue)] =
      run.members + [
        ("parameters", .object(JSONObject(parameters.map { ($0.name, .string($0.value)) }))),
        ("metrics", .array(metrics.map(Self.json))), ("gradients", .array(gradients.map(Self.json))),
        ("histograms", .array(histograms.map(Self.json))), ("artefacts", .array(artefacts.map(Self.json))),
        ("parts", .array(parts?.map { $0.json() } ?? children.map(\.json))),
      ]
    return .object(JSONObject(members))
  }

  private static func json(_ metric: Metric) -> JSONValue {
    .members([
      "name": .string(metric.name), "window": .integer(Int64(metric.window)),
      "epochs": .array(metric.epochs.map { .integer(Int64($0)) }), "values": numbers(metric.values),
      "times": .array(metric.times.map { .string(MomentText.utc($0)) }),
    ])
  }

  private static func json(_ curve: GradientCurve) -> JSONValue {
    .members([
      "window": .integer(Int64(curve.window)), "epoch": .integer(Int64(curve.epoch)),
      "layer": .integer(Int64(curve.layer)), "state": .string(curve.state), "mean": numbers(curve.mean),
      "levels": numbers(curve.levels), "quantiles": .array(curve.quantiles.map(numbers)),
    ])
  }

  private static func json(_ histogram: Histogram) -> JSONValue {
    .members([
      "name": .string(histogram.name), "window": .integer(Int64(histogram.window)),
      "epoch": .integer(Int64(histogram.epoch)), "minimum": .exact(histogram.minimum),
      "maximum": .exact(histogram.maximum), "sum": .exact(histogram.sum),
      "sum_of_squares": .exact(histogram.sumOfSquares),
      "not_finite": .integer(Int64(histogram.notFinite)), "limits": numbers(histogram.limits),
      "counts": numbers(histogram.counts),
    ])
  }

  private static func json(_ artefact: Artefact) -> JSONValue {
    .members([
      "path": .string(artefact.path), "kind": .string(artefact.kind),
      "bytes": .integer(Int64(artefact.size)), "digest": .string(artefact.digest),
    ])
  }

  private static func numbers(_ values: [Double]) -> JSONValue { .array(values.map(JSONValue.exact)) }
}

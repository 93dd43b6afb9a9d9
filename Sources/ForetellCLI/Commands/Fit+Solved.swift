import Foretell
import ForetellRuns

extension Fit {
  /// Fits and saves a model that is solved in closed form, scores it and prints the results.
  func solve(
    _ forecaster: any Forecaster, _ model: CatalogueModel, _ table: SeriesTable, horizon: Int, open: Int?,
    to path: String, _ training: Training, _ recorder: RunRecorder?
  ) throws {
    let console = training.console
    let fitted = try training.interruptible {
      try forecaster.fit(
        table, horizon: horizon, seed: request.seed.value, options: training.options(forecaster.name))
    }
    guard var kept = fitted as? any KeptModel else { throw Self.nothingToKeep(model.name) }
    kept.openHorizon = open
    try kept.save(to: path)
    let score =
      request.holdout ?? false
      ? try training.holdout(
        forecaster, called: model.name, table, horizon: horizon, season: network.season) : nil
    if common.json {
      try StandardOutput.write(try Self.json(kept, table, path, score).tracked(recorder).document())
    }
    for warning in kept.warnings { console.warn(warning.text) }
    if let ridge = kept as? FittedRidge { console.say(ridge.telling) }
    CombinationText(kept)?.tell(console)
    console.say("written: \(path)")
    console.say("next: foretell predict \(ShellWord.quoted(path)) \(input.shellWord)\(DataOptions.givenText)")
    score?.tell(console)
    recorder?.finish(
      results: score?.recordedResults ?? [], artefacts: [RunArtefact("model", path)], histograms: [])
  }

  private static func json(
    _ fitted: any KeptModel, _ table: SeriesTable, _ path: String, _ score: Holdout?
  ) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("model_file", .string(path)), ("model", .string(fitted.name)), ("file", .string(table.name)),
      ("horizon", .count(fitted.openHorizon ?? fitted.forecastHorizon)),
    ]
    if let ridge = fitted as? FittedRidge {
      members += [
        ("trained_horizon", .count(ridge.horizon)), ("input_size", .count(ridge.inputSize)),
        ("parameters", .count(ridge.coefficientCount)), ("scope", .string(ridge.scope.rawValue)),
        ("strength", .finite(ridge.strength)),
      ]
    }
    if let combination = CombinationText(fitted) { members.append(("combination", combination.json)) }
    members += [
      ("season_length", .count(fitted.seasonLength)), ("frequency", .string(fitted.frequency.alias)),
      ("training_checksum", .string(fitted.trainingChecksum)), ("holdout", score?.json ?? .null),
      ("findings", table.findings.json), ("warnings", .array(fitted.warnings.map(\.json))),
    ]
    return .object(JSONObject(members))
  }
}

extension FittedRidge {
  /// What the fit found, in one line.
  var telling: String {
    guard coefficientCount > 0 else { return "\(name): no series is long enough for a regression" }
    let owner =
      switch scope {
      case .pooled: "the same for all series"
      case .shrunk: "of each series, pulled towards those of all"
      case .series: "of each series alone"
      case .automatic: ""
      }
    return
      "\(name): \(coefficientCount) coefficients \(owner), input size \(inputSize), strength \(strength), "
      + "season length \(seasonLength)"
  }
}

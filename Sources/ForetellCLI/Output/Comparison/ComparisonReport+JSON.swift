import Foretell

extension ComparisonReport {
  /// The whole result, complete enough to draw the report again.
  ///
  /// Durations are null unless requested, so that the same command prints the same bytes.
  var json: JSONValue {
    .members([
      "file": .string(table.name), "verdict": .texts(Self.sentences(result.verdict)),
      "recommended": (result.recommended?.label).map(JSONValue.string) ?? .null,
      "best": (result.best?.label).map(JSONValue.string) ?? .null, "remarks": .texts(remarks),
      "horizon": .count(result.horizon), "windows": .count(result.windows),
      "step_size": .count(result.stepSize), "season_length": .count(result.seasonLength),
      "frequency": .string(table.frequency.alias), "series": .count(result.series),
      "skipped_series": .count(result.skippedSeries), "seeds": .array(result.seeds.map(JSONValue.seed)),
      "levels": .array(result.levels.map(JSONValue.number)), "match": .string(result.matching.rawValue),
      "measure": .string(result.measure.rawValue), "models": .array(result.models.map(model)),
      "warnings": .array(result.warnings.map(\.json)), "test": test, "pairs": .array(result.pairs.map(pair)),
      "histories": .array(histories),
      "actuals": .array(actuals),
      "runs": .array(result.runs.map(run)),
    ])
  }

  private func model(_ model: ComparisonOutcome.Model) -> JSONValue {
    func averages(_ score: (BacktestResult.ModelScore) -> Double?) -> JSONValue {
      .finite(model.average(score))
    }
    let coverage = result.levels.map { level in
      (Figures.exact(level), JSONValue.finite(model.average { $0.coverage[Figures.exact(level)] }))
    }
    let seeds = zip(model.seedScores, seedsOf(model)).map { score, seed in
      var members = BacktestReport.measures(score)
      if case .object(var object) = members {
        object["seed"] = seed.map(JSONValue.seed) ?? .null
        members = .object(object)
      }
      return members
    }
    return .members([
      "model": .string(model.label), "name": .string(model.name),
      "reading": (model.reading?.rawValue).map(JSONValue.string) ?? .null,
      "hidden_size": model.hiddenSize.map(JSONValue.count) ?? .null,
      "parameters": .count(model.parameterCount), "epochs": model.epochs.map(JSONValue.count) ?? .null,
      "multiply_adds": model.multiplyAdds.map(JSONValue.count) ?? .null, "mase": averages(\.mase),
      "smape": averages(\.smape), "rmsse": averages(\.rmsse), "mae": averages(\.mae),
      "rmse": averages(\.rmse), "skill": averages(\.skill),
      "coverage": .object(JSONObject(coverage)),
      "deviation_over_seeds": .finite(result.seedDeviation(of: model)),
      "per_seed": .array(seeds),
      "error_per_unit": .array(result.unitErrors(model.label).map(JSONValue.finite)),
      "effective_memory": model.medianMemory.map { .count($0.effectiveMemory) } ?? .null,
      "memories": .array(
        model.memories.map { memory in
          .members([
            "seed": .seed(memory.seed), "effective_memory": .count(memory.effectiveMemory),
            "window_length": .count(memory.windowLength), "state": .string(memory.state),
            "lag_unit": memory.originWindow == nil ? "step" : "origin",
            "origin_window": memory.originWindow.map(JSONValue.count) ?? .null,
            "norm_by_lag": .array(memory.norms.map(JSONValue.finite)),
          ])
        }),
      "seconds": showsTimings ? .finite(result.medianFitSeconds(of: model)) : .null,
    ])
  }

  private func seedsOf(_ model: ComparisonOutcome.Model) -> [UInt64?] {
    model.seedScores.count == result.seeds.count && model.isNetwork ? result.seeds : [nil]
  }

  private var test: JSONValue {
    .members([
      "name": "Wilcoxon signed-rank, two-sided", "zeros": "Pratt", "correction": "Holm",
      "level": .number(ComparisonOutcome.significance), "unit": .string(result.units.kind.rawValue),
      "units": .count(result.units.count), "windows_per_unit": .count(result.units.windowsPerUnit),
      "smallest_p": .number(result.smallestPValue), "fewest_units": .count(result.fewestUnits),
    ])
  }

  private func pair(_ pair: ComparisonOutcome.Pair) -> JSONValue {
    .members([
      "first": .string(pair.first), "second": .string(pair.second), "difference": .finite(pair.difference),
      "estimate": .finite(pair.test.estimate),
      "interval": pair.test.interval.map {
        .members(["lower": .finite($0.lower), "upper": .finite($0.upper), "level": .finite($0.level)])
      } ?? .null,
      "statistic": .finite(pair.test.statistic), "units": .count(pair.test.count),
      "zeros": .count(pair.test.zeros), "exact": .bool(pair.test.isExact), "p": .finite(pair.test.pValue),
      "adjusted_p": .finite(pair.adjustedPValue), "significant": .bool(pair.isSignificant),
      "wins": .count(pair.wins), "losses": .count(pair.losses),
    ])
  }

  /// The last values of every scored series before the first cut-off: as many as are forecast, at least
  /// twelve.
  private var histories: [JSONValue] {
    let tested = result.horizon + result.stepSize * (result.windows - 1)
    let table = table.endingWithValues
    return table.series.indices.compactMap { number in
      let series = table.series[number]
      let end = series.values.count - tested
      guard end > 0 else { return nil }
      let shown = max(0, end - max(12, tested))..<end
      return .members([
        "unique_id": .string(series.id),
        "ds": .array(shown.map { .string(table.text(for: table.timestamp(ofSeries: number, at: $0))) }),
        "y": .array(series.values[shown].map(JSONValue.finite)),
      ])
    }
  }

  /// The actual values: one entry per window and series.
  private var actuals: [JSONValue] {
    guard let label = result.models.first?.label else { return [] }
    let seed = result.runs.first { $0.model == label }?.seed
    return result.runs.filter { $0.model == label && $0.seed == seed }.flatMap { run in
      run.forecasts.map { one in
        .members([
          "unique_id": .string(one.forecast.id), "window": .count(run.window),
          "cutoff": .string(table.text(for: one.cutoff)),
          "ds": .array(one.forecast.stamps.map { .string(table.text(for: $0)) }),
          "y": .array(one.actual.map(JSONValue.finite)), "scale": .finite(one.scale),
        ])
      }
    }
  }

  private func run(_ run: ComparisonOutcome.Run) -> JSONValue {
    .members([
      "model": .string(run.model), "seed": run.seed.map(JSONValue.seed) ?? .null,
      "window": .count(run.window), "best_epoch": run.bestEpoch.map(JSONValue.count) ?? .null,
      "training_loss": .array(run.trainingLosses.map(JSONValue.finite)),
      "validation_loss": .array(run.validationLosses.map(JSONValue.finite)),
      "seconds": showsTimings ? .finite(run.fitSeconds) : .null,
      "forecasts": .array(
        run.forecasts.map { one in
          var members: [(String, JSONValue)] = [
            ("unique_id", .string(one.forecast.id)), ("mae", .finite(one.absoluteError)),
            ("mase", .finite(one.scaledError)), ("point", .array(one.forecast.point.map(JSONValue.finite))),
          ]
          for (place, level) in result.levels.enumerated() {
            let name = Figures.exact(level)
            members.append(("lo-\(name)", .array(one.forecast.lower[place].map(JSONValue.finite))))
            members.append(("hi-\(name)", .array(one.forecast.upper[place].map(JSONValue.finite))))
          }
          return .object(JSONObject(members))
        }),
    ])
  }
}

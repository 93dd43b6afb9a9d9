import Foretell

/// A backtest's result as a table, as CSV and as JSON.
struct BacktestReport {
  let result: BacktestResult
  let table: SeriesTable
  /// Whether durations are included, which differ from run to run.
  let showsTimings: Bool
  /// The parts whose scores are printed beside those of the whole; nil for none.
  var parts: Parts?

  /// A heading, the tables of scores, and what is undefined.
  var lines: [String] {
    [heading] + cells.lines + [""] + measureCells.lines + (partCells.map { [""] + $0.lines } ?? [])
      + (undefinedLines.isEmpty ? [] : [""] + undefinedLines)
  }

  /// What was scored, as one line.
  var heading: String {
    let windows = Figures.count(result.windows, "window", "windows")
    let steps = result.windows > 1 ? ", \(Figures.count(result.stepSize, "step", "steps")) apart" : ""
    let skipped = result.skippedSeries > 0 ? " (\(result.skippedSeries) too short)" : ""
    return
      "\(result.series) series\(skipped), \(windows)\(steps), horizon \(result.horizon), "
      + "season length \(result.seasonLength), seed \(result.seed)"
  }

  /// The table of scores, one row per model.
  var cells: TextTable {
    var list = TextTable(headings: ["model", "sMAPE", "MASE", "RMSSE", "MAE", "RMSE", "skill"])
    list.headings += result.levels.map { "in \(Figures.exact($0)) %" } + ["seconds"]
    for score in result.scores {
      let row = [
        score.model, Figures.fixed(score.smape, 2), Figures.fixed(score.mase, 3),
        Figures.fixed(score.rmsse, 3),
        Figures.short(score.mae), Figures.short(score.rmse), Figures.fixed(score.skill, 2),
      ]
      let coverage = result.levels.map { level in
        score.coverage[Figures.exact(level)].map { Figures.fixed($0 * 100, 0) + " %" } ?? "–"
      }
      list.rows.append(
        row + coverage + [Figures.fixed(score.timing.fitSeconds + score.timing.predictSeconds, 1)])
    }
    return list
  }

  /// Sentences about models that are worse than seasonal naive.
  var remarks: [String] {
    // A difference too small to be visible in the printed figures is ignored.
    result.scores.filter { ($0.skill ?? 0) < -0.0005 }.map { score in
      "\(score.name) is worse than seasonal naive here (MASE \(Figures.fixed(score.mase, 3)))"
    }
  }

  /// The scores as CSV, one row per model.
  var scoresCSV: String {
    var headings = ["model", "smape", "mase", "rmsse", "mae", "rmse", "skill"]
    headings += result.levels.map { "coverage-\(Figures.exact($0))" } + furtherMeasures
    if showsTimings { headings.append("seconds") }
    var text = headings.joined(separator: ",") + "\n"
    for score in result.scores {
      var values = [score.smape, score.mase, score.rmsse, score.mae, score.rmse, score.skill]
      values += result.levels.map { score.coverage[Figures.exact($0)] }
      values += furtherMeasures.map { score.all.values[$0] }
      if showsTimings { values.append(score.timing.fitSeconds + score.timing.predictSeconds) }
      text += score.model + values.map { "," + ($0.map(Figures.exact) ?? "") }.joined() + "\n"
    }
    return text
  }

  /// All forecasts as CSV: `unique_id,ds,cutoff,y` and the columns of each model, like the result of Nixtla's
  /// cross-validation.
  var forecastsCSV: String {
    let names = result.scores.map(\.name)
    var headings = ["unique_id", "ds", "cutoff", "y"]
    for name in names { headings += ForecastText.valueNames(name, result.levels) }
    var text = headings.map(CSVCell.quoted).joined(separator: ",") + "\n"
    struct Place: Hashable { var window: Int, series: String }
    func place(_ window: BacktestResult.Window) -> Place {
      Place(window: window.window, series: window.forecast.id)
    }
    let byModel = result.scores.map { score in
      Dictionary(
        result.forecasts.filter { $0.model == score.model }.map { (place($0), $0.forecast) },
        uniquingKeysWith: { $1 })
    }
    // A model may lack a forecast for a series that another model has: its cells are empty.
    var told = Set<Place>()
    for window in result.forecasts where told.insert(place(window)).inserted {
      for step in window.forecast.stamps.indices {
        var cells = [
          CSVCell.quoted(window.forecast.id), CSVCell.quoted(table.text(for: window.forecast.stamps[step])),
          CSVCell.quoted(table.text(for: window.cutoff)), Figures.exact(window.actual[step]),
        ]
        for forecasts in byModel {
          let forecast = forecasts[place(window)]
          cells.append(Figures.exact(forecast?.point[step] ?? .nan))
          for level in result.levels.indices {
            cells += [forecast?.lower[level][step], forecast?.upper[level][step]].map {
              Figures.exact($0 ?? .nan)
            }
          }
        }
        text += cells.joined(separator: ",") + "\n"
      }
    }
    return text
  }

  /// The whole result without the forecasts.
  ///
  /// Durations are null unless requested, so that the same command prints the same bytes.
  var json: JSONValue {
    .members([
      "file": .string(table.name), "horizon": .count(result.horizon), "windows": .count(result.windows),
      "step_size": .count(result.stepSize), "season_length": .count(result.seasonLength),
      "frequency": .string(table.frequency.alias), "series": .count(result.series),
      "skipped_series": .count(result.skippedSeries), "seed": .seed(result.seed),
      "levels": .array(result.levels.map(JSONValue.number)),
      "warnings": .array(result.warnings.map(\.json)),
      "models": .array(
        result.scores.map { score in
          var members = Self.measures(score)
          if case .object(var object) = members {
            for (name, value) in self.further(score) { object[name] = value }
            object["seconds"] =
              showsTimings ? .finite(score.timing.fitSeconds + score.timing.predictSeconds) : .null
            members = .object(object)
          }
          return members
        }),
    ])
  }

  /// A model's measures as JSON; null where one is undefined.
  static func measures(_ score: BacktestResult.ModelScore) -> JSONValue {
    func byLevel(_ values: [String: Double]) -> JSONValue {
      let ordered = values.sorted { (Double($0.key) ?? 0) < (Double($1.key) ?? 0) }
      return .object(JSONObject(ordered.map { ($0.key, .finite($0.value)) }))
    }
    return .members([
      "model": .string(score.model), "name": .string(score.name), "smape": .finite(score.smape),
      "mase": .finite(score.mase), "rmsse": .finite(score.rmsse), "mae": .finite(score.mae),
      "rmse": .finite(score.rmse), "skill": .finite(score.skill), "coverage": byLevel(score.coverage),
      "msis": byLevel(score.msis),
      "per_window": .array(score.smapePerWindow.map { .members(["smape": .finite($0)]) }),
    ])
  }
}

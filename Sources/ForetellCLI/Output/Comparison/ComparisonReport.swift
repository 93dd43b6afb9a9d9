import Foretell

/// A comparison's result as sentences and a table, and as CSV.
struct ComparisonReport {
  let result: ComparisonOutcome
  let table: SeriesTable
  /// Whether durations are included in JSON and CSV; they differ from run to run.
  let showsTimings: Bool

  /// The verdict, the table, and a description of the comparison.
  ///
  /// - Parameter width: the width of the terminal in columns; if the table is wider, the columns about the
  ///   networks' training form a second table.
  func lines(width: Int = .max) -> [String] {
    let whole = cells(sizes: true)
    let isWide = whole.lines.contains { $0.count > width }
    let tables = isWide ? whole.parted(before: "memory").map(\.lines) : [whole.lines]
    return Self.sentences(result.verdict) + [""] + tables.joined(separator: [""]) + ["", setting]
      + [readingNote, testNote, memoryNote].compactMap { $0 }
  }

  /// How the recurrent networks read the series; nil without one.
  var readingNote: String? {
    let read = result.models.compactMap { model in model.reading.map { (model.label, $0) } }
    guard let first = read.first?.1 else { return nil }
    func words(_ reading: ReadingName) -> String {
      switch reading {
      case .values: "values, one in each step"
      case .origins: "origins, a window in each step"
      case .automatic: "as chosen from the data"
      }
    }
    guard read.contains(where: { $0.1 != first }) else { return "reading: \(words(first))" }
    return "reading: " + read.map { "\($0.0): \(words($0.1))" }.joined(separator: "; ")
  }

  /// The verdict as sentences with capital letters and full stops.
  static func sentences(_ verdict: [String]) -> [String] {
    verdict.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
  }

  /// What was compared, as one line.
  var setting: String {
    let windows = Figures.count(result.windows, "window", "windows")
    let steps = result.windows > 1 ? ", \(Figures.count(result.stepSize, "step", "steps")) apart" : ""
    let skipped = result.skippedSeries > 0 ? " (\(result.skippedSeries) too short)" : ""
    let first = result.seeds.first ?? 1
    let seeds = result.seeds.count == 1 ? "seed \(first)" : "seeds \(first) to \(result.seeds.last ?? first)"
    return
      "\(result.series) series\(skipped), \(windows)\(steps), horizon \(result.horizon), "
      + "season length \(result.seasonLength)" + (hasNetworks ? ", \(seeds); \(matchText)" : "")
  }

  /// Whether any model is a network, which has seeds and a size.
  var hasNetworks: Bool { result.models.contains(where: \.isNetwork) }

  /// What was made equal between networks, in words.
  var matchText: String {
    switch result.matching {
    case .parameters: "equal parameters"
    case .hidden: "equal hidden sizes"
    case .time: "equal hidden sizes and arithmetic"
    case .none: "networks as given"
    }
  }

  /// The explanation of the column `p`.
  var testNote: String {
    "p: Wilcoxon's signed-rank test against \(result.best?.label ?? "the best") over \(result.unitText), corrected for "
      + Figures.count(result.pairs.count, "pair", "pairs")
  }

  /// The explanation of the column `memory`, with the state from which it was measured.
  var memoryNote: String? {
    let states = result.models.compactMap { model in
      model.medianMemory.map { "\(model.label): \($0.state)" }
    }
    guard !states.isEmpty else { return nil }
    let unit = Self.lagUnit(result.models)
    return
      "memory: \(unit) until less than 1 % of the gradient is left, median over seeds; \(states.joined(separator: ", "))"
  }

  /// What a lag counts: steps or, where networks read origin by origin, origins.
  static func lagUnit(_ models: [ComparisonOutcome.Model]) -> String {
    let readings = Set(models.compactMap { $0.medianMemory == nil ? nil : $0.reading })
    guard readings.contains(.origins) else { return "steps" }
    return readings.contains(.values) ? "steps or origins" : "origins"
  }

  /// The table of scores, one row per model, the best first.
  ///
  /// - Parameter sizes: whether to include sizes and epochs.
  func cells(sizes: Bool) -> TextTable {
    var list = TextTable(headings: [
      "model", result.measure == .mase ? "MASE" : "MAE", "± seeds", "sMAPE", "skill", "p",
    ])
    list.headings += result.levels.map { "in \(Figures.exact($0)) %" } + ["memory"]
    if sizes { list.headings += ["units", "parameters", "epochs"] }
    list.headings.append("seconds")
    list.rows = result.ranking.map { row($0, sizes: sizes) }
    return list
  }

  private func row(_ model: ComparisonOutcome.Model, sizes: Bool) -> [String] {
    var row = [
      model.label,
      result.measure == .mase
        ? Figures.fixed(result.error(of: model), 3) : Figures.short(result.error(of: model)),
      result.seedDeviation(of: model).map { errorText($0) } ?? "–",
      Figures.fixed(model.average(\.smape), 2), Figures.fixed(model.average(\.skill), 2),
      result.best.flatMap { result.pair($0.label, model.label) }.map { Self.pText($0.adjustedPValue) } ?? "–",
    ]
    row += result.levels.map { level in
      model.average { $0.coverage[Figures.exact(level)] }.map { Figures.fixed($0 * 100, 0) + " %" } ?? "–"
    }
    row.append(model.medianMemory.map { "\($0.effectiveMemory) of \($0.windowLength)" } ?? "–")
    if sizes {
      row += [
        model.hiddenSize.map { "\($0)" } ?? "–", model.isNetwork ? "\(model.parameterCount)" : "–",
        model.epochs.map { "\($0)" } ?? "–",
      ]
    }
    return row + [Figures.fixed(result.medianFitSeconds(of: model), 2)]
  }

  private func errorText(_ value: Double) -> String {
    result.measure == .mase ? Figures.fixed(value, 3) : Figures.short(value, digits: 2)
  }

  /// A p-value as text: `0.031`, `<0.001`.
  static func pText(_ value: Double) -> String { value < 0.001 ? "<0.001" : Figures.fixed(value, 3) }

  /// Sentences about networks that are worse than seasonal naive.
  var remarks: [String] {
    let reference = result.model(Comparison.reference).map { Figures.fixed($0.average(\.mase), 3) }
    return result.models.filter {
      $0.isNetwork && ($0.average(\.skill) ?? 0) < 0 && Figures.fixed($0.average(\.mase), 3) != reference
    }.map { model in
      "\(model.name) is worse than seasonal naive here (MASE \(Figures.fixed(model.average(\.mase), 3)))"
    }
  }

  /// The scores as CSV, one row per model, in the order in which they were named.
  var scoresCSV: String {
    var headings = [
      "model", "hidden_size", "parameters", "mase", "mase_deviation", "smape", "rmsse", "mae", "rmse",
    ]
    headings += ["skill"] + result.levels.map { "coverage-\(Figures.exact($0))" } + ["p", "effective_memory"]
    if showsTimings { headings.append("seconds") }
    var text = headings.joined(separator: ",") + "\n"
    for model in result.models {
      var cells = [model.label, model.hiddenSize.map { "\($0)" } ?? "", "\(model.parameterCount)"]
      var values = [model.average(\.mase), result.measure == .mase ? result.seedDeviation(of: model) : nil]
      values += [\.smape, \.rmsse, \.mae, \.rmse, \.skill].map { model.average($0) }
      values += result.levels.map { level in model.average { $0.coverage[Figures.exact(level)] } }
      values.append(result.best.flatMap { result.pair($0.label, model.label)?.adjustedPValue })
      cells += values.map { $0.map(Figures.exact) ?? "" }
      cells.append(model.medianMemory.map { "\($0.effectiveMemory)" } ?? "")
      if showsTimings { cells.append(Figures.exact(result.medianFitSeconds(of: model))) }
      text += cells.joined(separator: ",") + "\n"
    }
    return text
  }

  /// All forecasts as CSV: `unique_id,ds,cutoff,seed,y` and the columns of each model.
  ///
  /// Forecasts of methods without seeds are repeated in the rows of every seed.
  var forecastsCSV: String {
    var headings = ["unique_id", "ds", "cutoff", "seed", "y"]
    for model in result.models { headings += ForecastText.valueNames(model.name, result.levels) }
    var text = headings.map(CSVCell.quoted).joined(separator: ",") + "\n"
    for seed in result.seeds {
      for window in 0..<result.windows {
        let forecasts = result.models.map { model in
          result.runs.first {
            $0.model == model.label && $0.window == window && ($0.seed == seed || $0.seed == nil)
          }?.forecasts ?? []
        }
        var told = Set<String>()
        for one in forecasts.joined() where told.insert(one.forecast.id).inserted {
          for step in one.forecast.stamps.indices {
            var cells = [
              CSVCell.quoted(one.forecast.id), CSVCell.quoted(table.text(for: one.forecast.stamps[step])),
              CSVCell.quoted(table.text(for: one.cutoff)), "\(seed)", Figures.exact(one.actual[step]),
            ]
            for all in forecasts {
              // A model may lack a forecast for a series that another model has: its cells are empty.
              let forecast = all.first { $0.forecast.id == one.forecast.id }?.forecast
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
      }
    }
    return text
  }
}

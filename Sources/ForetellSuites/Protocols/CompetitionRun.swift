import Foretell

/// One fit to the beginnings of all series of a task, and one forecast of their ends.
struct CompetitionRun {
  private let task: CompetitionTask
  private let part: SuitePart
  /// The beginnings.
  private let table: SeriesTable
  /// The ends by series.
  private let outcomes: [String: [Double]]
  /// Sentences about series that were left out.
  let remarks: [String]

  /// Reads the task's series.
  init(_ task: CompetitionTask, part: SuitePart, folder: DataFolder) throws {
    self.task = task
    self.part = part
    var (series, outcomes, short) = ([Series](), [String: [Double]](), 0)
    for one in try task.series(in: folder) {
      switch part {
      case .test:
        series.append(Series(id: one.id, start: one.start, values: one.train))
        outcomes[one.id] = one.test
      case .validation:
        guard one.train.count > task.horizon else {
          short += 1
          continue
        }
        series.append(Series(id: one.id, start: one.start, values: one.train.dropLast(task.horizon)))
        outcomes[one.id] = one.train.suffix(task.horizon)
      }
    }
    remarks =
      short > 0 ? ["\(task.name): \(short) series are too short to hold out \(task.horizon) values"] : []
    table = try SeriesTable(series: series, frequency: task.frequency, name: task.name)
    self.outcomes = outcomes
  }

  /// How much data there is, as a sentence.
  var summary: String {
    let counts = table.series.map(\.values.count)
    return
      "\(counts.count) series of \(counts.min() ?? 0) to \(counts.max() ?? 0) values, then \(task.horizon) steps"
  }

  /// The scores of the suite's references and of all models.
  func run(_ models: [(label: String, forecaster: any Forecaster)], _ work: SuiteWork) throws -> SuiteTable {
    var table = SuiteTable(
      name: task.name, horizon: task.horizon, seasonLength: task.seasonLength,
      series: self.table.series.count,
      windows: 1,
      measures: [task.mainMeasure] + SuiteMeasure.ofCompetitions.filter { $0 != task.mainMeasure })
    let scores = CompetitionScores(task, self.table, outcomes)
    for (name, forecasts) in references() {
      var row = SuiteRow(name: name, kind: .reference)
      scores.score(forecasts, into: &row, against: table.rows.first)
      // Naive2 is relative to itself.
      if table.rows.isEmpty, row.missing == 0 { row.values[.owa] = [1] }
      table.rows.append(row)
    }
    for model in models {
      var row = SuiteRow(name: model.label, kind: .model)
      var usages: [SuiteUsage] = []
      for seed in work.seeds(of: model.forecaster) {
        var meter = UsageMeter()
        let fitted = try work.fitted(
          model, self.table, horizon: task.horizon, task: task.name, seed: seed, &meter)
        let forecast = try meter.predict {
          try fitted.predict(self.table, horizon: task.horizon, levels: CompetitionScores.levels)
        }
        usages.append(meter.usage)
        scores.score(
          Dictionary(forecast.series.map { ($0.id, $0) }, uniquingKeysWith: { $1 }), into: &row,
          against: table.rows.first)
      }
      row.usage = .mean(of: usages)
      work.tell(task.name, model.label, work.seed, .scored(row, table))
      table.rows.append(row)
    }
    if part == .test { table.rows += task.published.map(\.row) }
    return table
  }

  /// The forecasts of the suite's own references: Naive2 first, then those that differ from it.
  private func references() -> [(name: String, forecasts: [String: SeriesForecast])] {
    func all(_ rule: ([Double]) -> (point: [Double], bounds: [(lower: [Double], upper: [Double])])?)
      -> [String: SeriesForecast]
    {
      let forecasts = table.series.compactMap { one -> SeriesForecast? in
        guard let found = rule(one.values) else { return nil }
        return SeriesForecast(
          id: one.id, stamps: [], point: found.point, lower: found.bounds.map(\.lower),
          upper: found.bounds.map(\.upper))
      }
      return Dictionary(forecasts.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    }
    func bounds(_ reference: ReferenceForecast) -> [(lower: [Double], upper: [Double])] {
      let bounds = CompetitionScores.levels.compactMap { reference.interval(level: $0) }
      return bounds.count == CompetitionScores.levels.count ? bounds : []
    }
    let (horizon, season) = (task.horizon, task.seasonLength)
    var list = [
      (
        "Naive2",
        all { values in
          Naive2.forecast(values: values, seasonLength: season, horizon: horizon).map { ($0, []) }
        }
      )
    ]
    let lags = season > 1 ? [("Naive", 1), ("sNaive", season)] : [("Naive", 1)]
    for (name, lag) in lags {
      list.append(
        (
          name,
          all { values in
            ReferenceForecast.seasonalNaive(values: values, seasonLength: lag, horizon: horizon).map {
              ($0.point, bounds($0))
            }
          }
        ))
    }
    return list
  }
}

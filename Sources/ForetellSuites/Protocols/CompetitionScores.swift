import Foretell

/// Scores the forecasts of a task, each model and seed for itself.
struct CompetitionScores {
  /// The levels that the scores need, ascending: those between the deciles, and 95 %.
  static let levels: [Double] = [20, 40, 60, 80, 95]
  private static let deciles: [Double] = [20, 40, 60, 80]

  private let task: CompetitionTask
  private let table: SeriesTable
  private let outcomes: [String: [Double]]

  init(_ task: CompetitionTask, _ table: SeriesTable, _ outcomes: [String: [Double]]) {
    self.task = task
    self.table = table
    self.outcomes = outcomes
  }

  /// Adds the scores of one seed to a row.
  ///
  /// - Parameter reference: the row of Naive2, from which OWA follows.
  func score(
    _ forecasts: [String: SeriesForecast], into row: inout SuiteRow, against reference: SuiteRow?
  ) {
    var whole = MetricTable(seasonLength: task.seasonLength, levels: [80, 95])
    var deciles = MetricTable(seasonLength: task.seasonLength, levels: Self.deciles)
    var missing = 0
    for series in table.series {
      guard let forecast = forecasts[series.id], let actual = outcomes[series.id] else {
        missing += 1
        continue
      }
      func window(_ places: [Int]) -> MetricTable.Window {
        let hasBounds = forecast.lower.count == Self.levels.count
        return MetricTable.Window(
          history: series.values, actual: actual, forecast: floored(forecast.point),
          lower: hasBounds ? places.map { floored(forecast.lower[$0]) } : [],
          upper: hasBounds ? places.map { floored(forecast.upper[$0]) } : [])
      }
      whole.add(window([3, 4]), model: row.name, series: series.id, window: 0)
      deciles.add(window([0, 1, 2, 3]), model: row.name, series: series.id, window: 0)
    }
    row.missing = max(row.missing, missing)
    for measure in SuiteMeasure.ofCompetitions {
      guard let value = value(of: measure, whole, deciles, row.name, reference, missing: missing) else {
        continue
      }
      row.values[measure, default: []].append(value)
    }
  }

  /// Negative forecasts are 0 where the organisers set them to 0.
  private func floored(_ values: [Double]) -> [Double] {
    task.floorsAtZero ? values.map { max($0, 0) } : values
  }

  private func value(
    of measure: SuiteMeasure, _ whole: MetricTable, _ deciles: MetricTable, _ model: String,
    _ reference: SuiteRow?, missing: Int
  ) -> Double? {
    func average(_ metric: Metric, _ table: MetricTable) -> Double? {
      table.average(metric, model: model).value
    }
    switch measure {
    case .smape: return average(.smape, whole)
    case .mase: return average(.mase, whole)
    case .rmsse: return average(.rmsse, whole)
    case .nd: return average(.nd, whole)
    case .nrmse: return average(.nrmse, whole)
    case .wql: return average(.wql, deciles)
    case .crps: return average(.crps, deciles)
    case .msis: return average(.msis(level: 95), whole)
    case .coverage80: return average(.coverage(level: 80), whole)
    case .coverage95: return average(.coverage(level: 95), whole)
    case .owa:
      guard missing == 0, let smape = average(.smape, whole), let mase = average(.mase, whole),
        let referenceSMAPE = reference?.mean(.smape), let referenceMASE = reference?.mean(.mase)
      else { return nil }
      return Metrics.owa(
        smape: smape, mase: mase, referenceSMAPE: referenceSMAPE, referenceMASE: referenceMASE)
    case .mse, .mae: return nil
    }
  }
}

/// The scores of several tasks together: averages over all forecasts, as the M3 competition printed them.
struct CompetitionTotal {
  private let tables: [SuiteTable]
  private let name: String
  private let published: [PublishedRow]
  private static let measures: [SuiteMeasure] = [.smape, .mase, .msis, .coverage80, .coverage95]

  init(_ tables: [SuiteTable], name: String, published: [PublishedRow]) {
    self.tables = tables
    self.name = name
    self.published = published
  }

  /// The table, with the published rows at its end.
  var table: SuiteTable {
    var total = SuiteTable(
      name: name, horizon: nil, seasonLength: nil, series: tables.reduce(0) { $0 + $1.series }, windows: 1,
      measures: [.smape, .owa] + Self.measures.dropFirst())
    let own = tables.map { table in table.rows.filter { [.reference, .model].contains($0.kind) } }
    // Tasks with seasons have one reference more than those without.
    let names = (own.max { $0.count < $1.count } ?? []).map(\.name)
    for name in names {
      // A task without seasons has no seasonal naive forecast of its own: it is the naive one there.
      let rows = own.map { rows in
        rows.first { $0.name == name } ?? rows.first { $0.name == "Naive" }
      }
      total.rows.append(row(name, rows.compactMap { $0 }))
    }
    for place in total.rows.indices { addOWA(&total.rows[place], total.rows[0]) }
    total.rows += published.map(\.row)
    return total
  }

  private func row(_ name: String, _ rows: [SuiteRow]) -> SuiteRow {
    var result = SuiteRow(name: name, kind: rows.first?.kind ?? .model)
    result.usage = .sum(of: rows.compactMap(\.usage))
    result.missing = rows.reduce(0) { $0 + $1.missing }
    for measure in Self.measures {
      let values = rows.compactMap { $0.values[measure] }
      guard values.count == tables.count, let seeds = values.map(\.count).min() else { continue }
      result.values[measure] = (0..<seeds).map { seed in
        var (sum, weights) = (0.0, 0.0)
        for (table, values) in zip(tables, values) {
          let weight = Double(table.series * (table.horizon ?? 1))
          sum += weight * values[seed]
          weights += weight
        }
        return sum / weights
      }
    }
    return result
  }

  private func addOWA(_ row: inout SuiteRow, _ reference: SuiteRow) {
    guard row.missing == 0, let smape = row.values[.smape], let mase = row.values[.mase],
      let referenceSMAPE = reference.mean(.smape), let referenceMASE = reference.mean(.mase)
    else { return }
    row.values[.owa] = zip(smape, mase).compactMap {
      Metrics.owa(smape: $0, mase: $1, referenceSMAPE: referenceSMAPE, referenceMASE: referenceMASE)
    }
  }
}

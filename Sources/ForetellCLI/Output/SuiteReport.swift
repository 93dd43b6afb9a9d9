import Foretell
import ForetellSuites

/// A benchmark's result as tables, as CSV and as JSON.
struct SuiteReport {
  let result: SuiteResult
  /// Whether times and memory are included, which differ from run to run.
  let showsTimings: Bool

  /// The tasks' tables, then the total where there is one.
  private var tables: [SuiteTable] { result.tables + [result.total].compactMap { $0 } }

  // MARK: Text

  /// The measures that a terminal shows; JSON and CSV have all.
  private static let shown: [SuiteMeasure: (heading: String, decimals: Int)] = [
    .owa: ("OWA", 3), .smape: ("sMAPE", 3), .mase: ("MASE", 3), .nd: ("ND", 3), .wql: ("WQL", 3),
    .msis: ("MSIS", 2), .coverage80: ("in 80 %", 1), .coverage95: ("in 95 %", 1), .mse: ("MSE", 3),
    .mae: ("MAE", 3),
  ]

  /// A heading and a table per task, and the sources of published rows.
  var lines: [String] {
    var sources: [String] = []
    var lines: [String] = []
    for table in tables {
      if !lines.isEmpty { lines.append("") }
      lines.append(heading(table))
      lines += cells(table, &sources).lines
    }
    if !sources.isEmpty {
      lines += ["", "Published rows:"] + sources.enumerated().map { "[\($0 + 1)] \($1)" }
    }
    return lines
  }

  private func heading(_ table: SuiteTable) -> String {
    var parts = ["\(table.name): \(Figures.count(table.series, "series", "series"))"]
    if table.windows > 1 { parts.append("\(table.windows) origins") }
    if let horizon = table.horizon { parts.append("horizon \(horizon)") }
    if let season = table.seasonLength { parts.append("season length \(season)") }
    parts.append("\(result.part.rawValue) part")
    if result.seeds > 1 { parts.append("\(result.seeds) seeds: mean ± standard deviation") }
    return parts.joined(separator: ", ")
  }

  private func cells(_ table: SuiteTable, _ sources: inout [String]) -> TextTable {
    let measures = table.measures.filter { Self.shown[$0] != nil }
    var list = TextTable(headings: ["model"])
    list.headings += measures.map { Self.shown[$0]?.heading ?? "" }
    if showsTimings { list.headings += ["seconds", "CPU s", "MB"] }
    for row in table.rows {
      var name = row.name
      switch row.kind {
      case .published(let source):
        let place = sources.firstIndex(of: source) ?? sources.count
        if place == sources.count { sources.append(source) }
        name += " [\(place + 1)]"
      case .reference: name += " (reference)"
      case .model: break
      }
      list.rows.append(
        [name] + measures.map { Self.cell(row, $0) } + (showsTimings ? Self.timings(row.usage) : []))
    }
    return list
  }

  /// Seconds, processor seconds and megabytes; empty where nothing was measured.
  private static func timings(_ usage: SuiteUsage?) -> [String] {
    [
      usage.map { Figures.fixed($0.fitSeconds + $0.predictSeconds, 1) } ?? "",
      usage.map { Figures.fixed($0.processorSeconds, 1) } ?? "",
      usage?.peakBytes.map { "\($0 >> 20)" } ?? "",
    ]
  }

  /// A measure as text, with the spread between seeds; coverage in percent.
  private static func cell(_ row: SuiteRow, _ measure: SuiteMeasure) -> String {
    guard let mean = row.mean(measure) else { return "–" }
    let decimals = shown[measure]?.decimals ?? 3
    let scale = [.coverage80, .coverage95].contains(measure) ? 100.0 : 1
    let text = Figures.fixed(mean * scale, decimals)
    return row.deviation(measure).map { "\(text) ± \(Figures.fixed($0 * scale, decimals))" } ?? text
  }

  /// One model's main measures as a line, for the progress of a run.
  static func line(_ row: SuiteRow, _ table: SuiteTable, timings: Bool) -> String {
    let scores = table.measures.filter { [.owa, .smape, .mase, .mse, .mae].contains($0) }.map {
      "\(shown[$0]?.heading ?? $0.rawValue) \(cell(row, $0))"
    }
    let seconds = (timings ? row.usage : nil).map {
      ", \(Figures.fixed($0.fitSeconds + $0.predictSeconds, 1)) s, \(Figures.fixed($0.processorSeconds, 1)) CPU s"
    }
    return "\(table.name): \(row.name): \(scores.joined(separator: ", "))\(seconds ?? "")"
  }

  /// Sentences about models that gave no forecast for some series.
  var missing: [String] {
    result.tables.flatMap { table in
      table.rows.filter { $0.missing > 0 }.map { row in
        "\(table.name): \(row.name) gave no forecast for \(row.missing) of \(table.series) series, which its "
          + "averages leave out"
      }
    }
  }

  // MARK: CSV and JSON

  /// One row per task and model, with the columns of fev's summaries where they have the same meaning.
  var csv: String {
    let measures = SuiteMeasure.allCases.filter { measure in tables.contains { $0.measures.contains(measure) }
    }
    var headings = [
      "task_name", "model_name", "part", "horizon", "num_series", "num_windows", "seasonality", "num_seeds",
      "eval_metric", "test_error",
    ]
    headings += measures.map(\.rawValue)
    headings.append("test_error_std")
    if showsTimings { headings += ["training_time_s", "inference_time_s", "cpu_time_s", "peak_memory_mb"] }
    var text = headings.joined(separator: ",") + "\n"
    for table in tables {
      for row in table.rows where [.reference, .model].contains(row.kind) {
        let main = table.measures.first
        var cells = [CSVCell.quoted(table.name), CSVCell.quoted(row.name), result.part.rawValue]
        cells += [table.horizon.map { "\($0)" } ?? "", "\(table.series)", "\(table.windows)"]
        cells += [table.seasonLength.map { "\($0)" } ?? "", "\(main.flatMap { row.values[$0]?.count } ?? 0)"]
        cells += [main?.rawValue ?? "", Self.exact(main.flatMap { row.mean($0) })]
        cells += measures.map { Self.exact(row.mean($0)) }
        cells += [Self.exact(main.flatMap { row.deviation($0) })]
        if showsTimings {
          let usage = row.usage
          cells += [usage?.fitSeconds, usage?.predictSeconds, usage?.processorSeconds].map(Self.exact)
          cells += [Self.exact(usage?.peakBytes.map { Double($0) / 1_048_576 })]
        }
        text += cells.joined(separator: ",") + "\n"
      }
    }
    return text
  }

  private static func exact(_ value: Double?) -> String { value.map(Figures.exact) ?? "" }

  /// The whole result.
  var json: JSONValue {
    .members([
      "suite": .string(result.suite), "part": .string(result.part.rawValue), "seeds": .count(result.seeds),
      "tasks": .array(result.tables.map(json)), "total": result.total.map(json) ?? .null,
      "remarks": .texts(result.remarks + missing),
    ])
  }

  private func json(_ table: SuiteTable) -> JSONValue {
    .members([
      "task": .string(table.name), "horizon": table.horizon.map(JSONValue.count) ?? .null,
      "season_length": table.seasonLength.map(JSONValue.count) ?? .null, "series": .count(table.series),
      "windows": .count(table.windows), "metric": table.measures.first.map { .string($0.rawValue) } ?? .null,
      "rows": .array(table.rows.map { json($0, table.measures) }),
    ])
  }

  private func json(_ row: SuiteRow, _ measures: [SuiteMeasure]) -> JSONValue {
    var kind = "model"
    var source: String?
    switch row.kind {
    case .reference: kind = "reference"
    case .model: break
    case .published(let text):
      kind = "published"
      source = text
    }
    let scores = measures.map { measure in
      (
        measure.rawValue,
        JSONValue.members([
          "mean": .finite(row.mean(measure)), "deviation": .finite(row.deviation(measure)),
          "seeds": .array((row.values[measure] ?? []).map { .finite($0) }),
        ])
      )
    }
    let usage = showsTimings ? row.usage : nil
    return .members([
      "model": .string(row.name), "kind": .string(kind), "source": source.map(JSONValue.string) ?? .null,
      "scores": .object(JSONObject(scores)), "series_without_forecast": .count(row.missing),
      "fit_seconds": .finite(usage?.fitSeconds), "predict_seconds": .finite(usage?.predictSeconds),
      "cpu_seconds": .finite(usage?.processorSeconds),
      "peak_bytes": usage?.peakBytes.map(JSONValue.count) ?? .null,
    ])
  }
}

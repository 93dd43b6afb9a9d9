import Foretell

/// All measures of a backtest, as a whole and by step ahead, series and window, and what is undefined.
extension BacktestReport {
  /// The parts of a backtest; raw values are their names on the command line.
  enum Parts: String, CaseIterable {
    case horizon, series, window

    /// The heading of the column that names a part.
    var heading: String {
      switch self {
      case .horizon: "step"
      case .series: "unique_id"
      case .window: "window"
      }
    }

    /// The lists of a model's scores.
    func lists(_ score: BacktestResult.ModelScore) -> [MeasureList] {
      switch self {
      case .horizon: score.perHorizon
      case .series: score.perSeries
      case .window: score.perWindow
      }
    }

    /// The name of a list's part; windows are counted from 1, as everywhere in the output.
    func name(_ list: MeasureList) -> String {
      switch self {
      case .horizon: "\(list.step ?? 0)"
      case .series: list.series ?? ""
      case .window: "\((list.window ?? 0) + 1)"
      }
    }
  }

  /// The names of the measures that the first table hasn't.
  var furtherMeasures: [String] {
    ["owa", "nd", "nrmse"] + (result.levels.isEmpty ? [] : ["wql", "crps"])
      + result.levels.map { "msis-\(Figures.exact($0))" }
      + result.levels.map { "interval-score-\(Figures.exact($0))" }
  }

  /// The names of all measures of a part.
  private var allMeasures: [String] {
    ["smape", "mase", "rmsse", "mae", "rmse", "mse", "bias", "mape", "skill"]
      + result.levels.map { "coverage-\(Figures.exact($0))" } + furtherMeasures
  }

  /// A measure's heading in a table for people.
  private static func heading(_ name: String) -> String {
    switch name {
    case "smape": "sMAPE"
    case "skill", "bias": name
    default:
      if name.hasPrefix("interval-score-") {
        "Winkler " + name.dropFirst("interval-score-".count)
      } else if name.hasPrefix("coverage-") {
        "in \(name.dropFirst("coverage-".count)) %"
      } else if name.hasPrefix("msis-") {
        "MSIS " + name.dropFirst("msis-".count)
      } else {
        name.uppercased()
      }
    }
  }

  /// A measure's value in a table for people.
  private static func figure(_ name: String, _ value: Double?) -> String {
    switch name {
    case "smape", "mape", "skill": return Figures.fixed(value, 2)
    case "mase", "rmsse", "owa", "nd", "nrmse", "wql": return Figures.fixed(value, 3)
    default:
      if name.hasPrefix("coverage-") { return value.map { Figures.fixed($0 * 100, 0) + " %" } ?? "–" }
      return name.hasPrefix("msis-") ? Figures.fixed(value, 3) : Figures.short(value)
    }
  }

  /// The table of the measures that the first one hasn't.
  var measureCells: TextTable {
    var list = TextTable(headings: ["model"] + furtherMeasures.map(Self.heading))
    list.rows = result.scores.map { score in
      [score.model] + furtherMeasures.map { Self.figure($0, score.all.values[$0]) }
    }
    return list
  }

  /// The most series in a table for people; CSV and JSON have all.
  private static let mostSeries = 40

  /// The table of the scores by part; nil when none was asked for.
  var partCells: TextTable? {
    guard let parts else { return nil }
    let shown =
      ["smape", "mase", "rmsse", "mae", "rmse", "skill"]
      + result.levels.map { "coverage-\(Figures.exact($0))" }
      + ["owa", "nd"] + (result.levels.isEmpty ? [] : ["wql", "crps"])
    var list = TextTable(
      headings: ["model", parts.heading] + shown.map(Self.heading), leading: parts == .series ? 2 : 1)
    for score in result.scores {
      let lists = parts.lists(score)
      for one in lists.prefix(Self.mostSeries) {
        list.rows.append(
          [score.model, TerminalText.clean(parts.name(one))] + shown.map { Self.figure($0, one.values[$0]) })
      }
      let rest = lists.count - Self.mostSeries
      if rest > 0 {
        list.rows.append([score.model, "… and \(rest) more"] + shown.map { _ in "" })
      }
    }
    return list
  }

  /// The scores by part as CSV, one row per model and part; nil when none was asked for.
  var partsCSV: String? {
    guard let parts else { return nil }
    var text = (["model", parts.heading] + allMeasures).joined(separator: ",") + "\n"
    for score in result.scores {
      for one in parts.lists(score) {
        let values = allMeasures.map { one.values[$0].map(Figures.exact) ?? "" }
        text +=
          ([CSVCell.quoted(score.model), CSVCell.quoted(parts.name(one))] + values).joined(separator: ",")
          + "\n"
      }
    }
    return text
  }

  // MARK: What is undefined

  /// One line for each reason why measures of a model are undefined.
  var undefinedLines: [String] {
    let pairs = result.scores.flatMap { score in score.all.undefined.map { (score, $0) } }
    return pairs.map { score, undefined in
      let measures = Wording.all(undefined.measures.map(Self.heading))
      guard !undefined.places.isEmpty else {
        return "undefined: \(measures) of \(score.model): \(undefined.reason)"
      }
      let series = undefined.places.map(\.series).reduce(into: [String]()) {
        if $0.last != $1 { $0.append($1) }
      }
      let named = series.prefix(3).map(TerminalText.clean).joined(separator: ", ")
      let more = series.count > 3 ? " and \(series.count - 3) more series" : ""
      let windows = Figures.count(undefined.places.count, "window", "windows")
      return "undefined: \(measures) of \(score.model) in \(windows) of \(named)\(more): \(undefined.reason)"
    }
  }

  /// The lines as a note of a table.
  var undefinedNote: String {
    undefinedLines.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }.joined(separator: " ")
  }

  // MARK: JSON

  /// The members of a model's document that comparisons don't have.
  func further(_ score: BacktestResult.ModelScore) -> [(String, JSONValue)] {
    [
      ("measures", values(score.all)),
      ("undefined", .array(score.all.undefined.map { undefined($0, listsPlaces: true) })),
      ("per_horizon", .array(score.perHorizon.map { part($0, "step", .count($0.step ?? 0)) })),
      ("per_window", .array(score.perWindow.map { part($0, "window", .count($0.window ?? 0)) })),
      ("per_series", .array(score.perSeries.map { part($0, "unique_id", .string($0.series ?? "")) })),
    ]
  }

  private func values(_ list: MeasureList) -> JSONValue {
    .object(JSONObject(allMeasures.map { ($0, .finite(list.values[$0])) }))
  }

  private func part(_ list: MeasureList, _ name: String, _ value: JSONValue) -> JSONValue {
    let measures = allMeasures.map { ($0, JSONValue.finite(list.values[$0])) }
    let gaps = JSONValue.array(list.undefined.map { undefined($0, listsPlaces: false) })
    return .object(JSONObject([(name, value)] + measures + [("undefined", gaps)]))
  }

  private func undefined(_ one: MeasureList.Undefined, listsPlaces: Bool) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("measures", .texts(one.measures)), ("reason", .string(one.reason)),
      ("windows", .count(one.places.count)),
    ]
    if listsPlaces {
      members.append(
        (
          "places",
          .array(
            one.places.map { .members(["unique_id": .string($0.series), "window": .count($0.window)]) })
        ))
    }
    return .object(JSONObject(members))
  }
}

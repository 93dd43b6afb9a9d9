import Foretell
import ForetellReport
import ForetellRuns

/// Recorded runs as a list, one line each.
struct RunList {
  let runs: [Run]

  /// The list as a table.
  ///
  /// Ids are never shortened, because users type them; columns for which a narrow terminal has no room are
  /// left out, the least important first.
  func table(style: TerminalStyle) -> DataTable {
    let leaving: [Set<String>] = [
      [], ["epochs"], ["epochs", "time"], ["epochs", "time", "loss"], ["epochs", "time", "loss", "started"],
    ]
    let tables = leaving.map { table(without: $0) }
    return tables.first { $0.leastWidth(style: style) <= style.width } ?? tables[tables.count - 1]
  }

  private func table(without left: Set<String>) -> DataTable {
    let columns: [DataTable.Column] = [
      .init("id", isNumeric: false, isWhole: true), .init("started", isNumeric: false, isWhole: true),
      .init("command", isNumeric: false, isWhole: true), .init("model", isNumeric: false),
      .init("data", isNumeric: false), .init("status", isNumeric: false, isWhole: true),
      .init("epochs"), .init("loss"), .init("sMAPE"), .init("time"),
    ]
    let shown = columns.indices.filter { !left.contains(columns[$0].title) }
    return DataTable(
      columns: shown.map { columns[$0] },
      rows: runs.map { run in
        let cells = [
          (run.parent == nil ? "" : "· ") + run.id, String(MomentText.local(run.started).dropLast(3)),
          TerminalText.clean(run.command), TerminalText.clean(run.model),
          TerminalText.clean(Self.fileName(run.data?.name ?? "–")),
          run.status.rawValue, run.epochs > 0 ? "\(run.epochs)" : "–",
          Figures.short(run.result("training_loss") ?? run.lastLoss),
          Figures.fixed(run.result("smape") ?? run.result("holdout_smape"), 2),
          Figures.duration(run.duration),
        ]
        return shown.map { cells[$0] }
      })
  }

  /// The list as CSV, with more columns: one for each result that any of the runs has.
  var csv: String {
    var names: [String] = []
    var seen = Set<String>()
    for result in runs.lazy.flatMap(\.results) where seen.insert(result.name).inserted {
      names.append(result.name)
    }
    let heading = [
      "id", "parent", "started", "ended", "command", "model", "status", "data", "digest", "seed", "version",
      "epochs", "duration",
    ]
    var text = (heading + names).map(CSVCell.quoted).joined(separator: ",") + "\n"
    for run in runs {
      let cells = [
        run.id, run.parent ?? "", MomentText.utc(run.started), run.ended.map(MomentText.utc) ?? "",
        run.command, run.model, run.status.rawValue, run.data?.name ?? "", run.data?.digest ?? "",
        run.seed.map { String($0) } ?? "", run.version, "\(run.epochs)",
        Figures.exact((run.duration * 1000).rounded() / 1000),
      ]
      let results = names.map { run.result($0).map(RunCSV.number) ?? "" }
      text += (cells + results).map(CSVCell.quoted).joined(separator: ",") + "\n"
    }
    return text
  }

  /// The last part of a path.
  static func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

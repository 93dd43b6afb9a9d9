import Foretell
import ForetellReport
import ForetellRuns

/// Recorded runs, a line each.
struct RunList {
  let runs: [Run]

  /// The lines for people.
  var table: DataTable {
    DataTable(
      columns: [
        .init("id", isNumeric: false), .init("started", isNumeric: false), .init("command", isNumeric: false),
        .init("model", isNumeric: false), .init("data", isNumeric: false), .init("status", isNumeric: false),
        .init("epochs"), .init("loss"), .init("sMAPE"), .init("time"),
      ],
      rows: runs.map { run in
        [
          (run.parent == nil ? "" : "· ") + run.id, MomentText.local(run.started), run.command,
          TerminalText.clean(run.model), TerminalText.clean(Self.fileName(run.data?.name ?? "–")),
          run.status.rawValue, run.epochs > 0 ? "\(run.epochs)" : "–",
          Figures.short(run.result("training_loss") ?? run.lastLoss),
          Figures.fixed(run.result("smape") ?? run.result("holdout_smape"), 2),
          Figures.duration(run.duration),
        ]
      })
  }

  /// The same and more for programs: one column for each result that any of the runs has.
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

import ForetellData

/// All records of runs as one table in long format: one row per number or text.
///
/// Columns: `run`, `parent`, `model`, `kind` (`run`, `parameter`, `result`, `metric`, `gradient`,
/// `histogram`, `artefact`), `name`, `window`, `epoch`, `layer`, `lag`, `value`. Columns that don't apply are
/// empty; numbers that are not finite are written `nan`, `inf` and `-inf`. The name of a gradient row
/// consists of state and statistic, such as `cell mean` or `hidden q0.9`. In histogram rows `lag` is the
/// number of the bin; limits and counts have separate rows.
public struct RunCSV {
  /// The header line.
  public static let heading = "run,parent,model,kind,name,window,epoch,layer,lag,value\n"

  /// The rows of a run, without the header line.
  public static func rows(_ details: RunDetails) -> String {
    var text = Rows(run: details.run)
    let run = details.run
    for (name, value) in [
      ("command", run.command), ("status", run.status.rawValue), ("started", MomentText.utc(run.started)),
      ("ended", run.ended.map(MomentText.utc) ?? ""), ("seed", run.seed.map { String($0) } ?? ""),
      ("version", run.version), ("command_line", run.commandLine), ("folder", run.folder),
      ("data_name", run.data?.name ?? ""), ("data_digest", run.data?.digest ?? ""),
      ("host", run.process.host), ("processor", run.machine.processor),
      ("instruction_set", run.machine.instructionSet), ("error_code", run.failure?.code ?? ""),
      ("error_message", run.failure?.message ?? ""),
    ] where !value.isEmpty {
      text.add("run", name, value: value)
    }
    for parameter in details.parameters { text.add("parameter", parameter.name, value: parameter.value) }
    for result in run.results { text.add("result", result.name, value: number(result.value)) }
    for metric in details.metrics {
      for (epoch, value) in zip(metric.epochs, metric.values) {
        text.add("metric", metric.name, window: metric.window, epoch: epoch, value: number(value))
      }
    }
    for curve in details.gradients {
      let statistics = [("mean", curve.mean)] + zip(curve.levels.map { "q\($0)" }, curve.quantiles)
      for (statistic, norms) in statistics {
        for (lag, norm) in norms.enumerated() {
          text.add(
            "gradient", "\(curve.state) \(statistic)", window: curve.window, epoch: curve.epoch,
            layer: curve.layer, lag: lag, value: number(norm))
        }
      }
    }
    for histogram in details.histograms {
      for (bin, (limit, count)) in zip(histogram.limits, histogram.counts).enumerated() {
        for (name, value) in [("limit", limit), ("count", count)] {
          text.add(
            "histogram", "\(histogram.name) \(name)", window: histogram.window, epoch: histogram.epoch,
            lag: bin, value: number(value))
        }
      }
    }
    for artefact in details.artefacts { text.add("artefact", artefact.kind, value: artefact.path) }
    return text.text
  }

  /// The shortest text that reads back to the same number; `nan`, `inf` or `-inf` if it isn't finite.
  public static func number(_ value: Double) -> String {
    guard value.isFinite else { return ExactNumber.columns(value).special ?? "" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The lines of one run.
  private struct Rows {
    let begin: [String]
    var text = ""

    init(run: Run) { begin = [run.id, run.parent ?? "", run.model] }

    mutating func add(
      _ kind: String, _ name: String, window: Int? = nil, epoch: Int? = nil, layer: Int? = nil,
      lag: Int? = nil, value: String
    ) {
      let places = [window, epoch, layer, lag].map { $0.map { String($0) } ?? "" }
      text += (begin + [kind, name] + places + [value]).map(CSVCell.quoted).joined(separator: ",") + "\n"
    }
  }
}

import Foretell
import ForetellReport
import ForetellRuns

/// One recorded run as text, pictures and a page.
struct RunReport {
  let details: RunDetails
  /// The details of the parts that are drawn too.
  var parts: [RunDetails] = []
  private var run: Run { details.run }

  /// The source of the data, for the footers of pictures.
  private var source: String { [run.data?.name, "run \(run.id)"].compactMap { $0 }.joined(separator: ", ") }

  // MARK: Text

  /// The facts with their names.
  var facts: [(String, String)] {
    var facts = [("model", run.model), ("status", status)]
    if let failure = run.failure {
      facts.append(("error", failure.code.isEmpty ? failure.message : "[\(failure.code)] \(failure.message)"))
    }
    if !run.commandLine.isEmpty { facts.append(("command", run.commandLine)) }
    facts.append(("folder", run.folder))
    if let parent = run.parent { facts.append(("part of", parent)) }
    if let data = run.data { facts.append(("data", "\(data.name) (digest \(data.digest.prefix(16)))")) }
    if let seed = run.seed { facts.append(("seed", "\(seed)")) }
    facts += [
      ("started", MomentText.local(run.started)),
      ("time", Figures.duration(run.duration) + (run.epochs > 0 ? ", \(epochs)" : "")),
      ("version", run.version),
      (
        "machine",
        "\(run.process.host): \(run.machine.processor), \(Figures.count(run.machine.cores, "core", "cores")), "
          + "\(run.machine.instructionSet), \(run.machine.system)"
      ),
    ]
    return facts
  }

  private var epochs: String { Figures.count(run.epochs, "epoch", "epochs") }

  private var status: String {
    guard run.status == .running else { return run.status.rawValue }
    let isElsewhere = run.process.life() == .elsewhere
    return "RUNNING (process \(run.process.number) on \(run.process.host)"
      + (isElsewhere ? ", which can't be checked from here)" : ")")
  }

  /// The run as lines of text, without the numbers by epoch.
  var lines: [String] {
    var lines = ["run \(run.id)"] + Self.aligned(facts)
    func add(_ heading: String, _ rows: [(String, String)]) {
      if !rows.isEmpty { lines += ["", heading] + Self.aligned(rows).map { "  " + $0 } }
    }
    add("results", run.results.map { ($0.name, Self.figure($0.value)) })
    add("configuration", details.parameters.map { ($0.name, $0.value) })
    add("recorded by epoch", metricLines)
    add("parts", details.children.map { ($0.id, partLine($0)) })
    add(
      "files",
      details.artefacts.map {
        ("\($0.kind)", "\($0.path) (\($0.size) bytes, sha256 \($0.digest.prefix(16)))")
      })
    return lines
  }

  private func partLine(_ part: Run) -> String {
    let width = details.children.map(\.model.count).max() ?? 0
    let model = part.model + String(repeating: " ", count: width - part.model.count)
    return [model, part.seed.map { "seed \($0)" }, part.status.rawValue, Self.scores(part)].compactMap { $0 }
      .joined(separator: "  ")
  }

  /// The last values of the metrics; of the many metrics of parameter blocks only their number.
  private var metricLines: [(String, String)] {
    let plain = details.metrics.filter { !$0.name.contains("/") }
    let rest = details.metrics.count - plain.count
    var rows = plain.map { metric in
      let name = metric.window > 0 ? "\(metric.name), window \(metric.window + 1)" : metric.name
      let values = metric.values
      let course =
        values.count > 1
        ? "\(Self.figure(values[0])) → \(Self.figure(values[values.count - 1]))" : values.map(Self.figure)[0]
      return (name, course)
    }
    if rest > 0 { rows.append(("and", "\(rest) more by parameter block, layer and gate (--json)")) }
    if !details.gradients.isEmpty {
      rows.append(("gradient by lag", Figures.count(details.gradients.count, "curve", "curves")))
    }
    return rows
  }

  /// A number with four digits; NaN and infinities in words.
  static func figure(_ value: Double) -> String {
    guard value.isFinite else { return RunCSV.number(value) }
    return value.magnitude < 0.001 || value.magnitude >= 1e7
      ? Figures.brief(value) : Figures.short(value, digits: 5)
  }

  /// At most three results in words, the most important ones.
  private static func scores(_ run: Run) -> String {
    let words = [
      ("smape", "sMAPE"), ("mase", "MASE"), ("holdout_smape", "sMAPE on the holdout"),
      ("holdout_seasonal_naive_smape", "of seasonal naive"), ("relative_error", "error relative to naive"),
      ("effective_memory", "effective memory"), ("validation_loss", "validation loss"),
      ("training_loss", "training loss"),
    ]
    return words.compactMap { name, words in run.result(name).map { "\(words) \(figure($0))" } }
      .prefix(3).joined(separator: ", ")
  }

  private static func aligned(_ rows: [(String, String)]) -> [String] {
    let width = rows.map { $0.0.count }.max() ?? 0
    return rows.map { name, value in name + String(repeating: " ", count: width - name.count + 2) + value }
  }

  // MARK: Pictures

  /// The metrics that have a learning curve, one per window.
  private var curves: [RunDetails.Metric] { details.metrics.filter { $0.name == "training_loss" } }

  /// The loss by epoch; nil with fewer than two epochs.
  var learningCurve: Chart? {
    let curves = curves
    guard let first = curves.first, curves.contains(where: { $0.values.count > 1 }) else { return nil }
    if curves.count > 1 {
      return .learningCurves(
        curves.map { NamedCurve("window \($0.window + 1)", epochs: $0.epochs, values: $0.values) },
        title: "Learning curves of \(run.model)", source: source)
    }
    // If a killed run was resumed, epochs may be missing; they are filled with NaN, because the chart counts
    // from 1.
    func filled(_ metric: RunDetails.Metric) -> [Double] {
      var values = Array(repeating: Double.nan, count: metric.epochs.last ?? 0)
      for (epoch, value) in zip(metric.epochs, metric.values) where epoch > 0 { values[epoch - 1] = value }
      return values
    }
    let chosen = run.result("best_epoch").flatMap { Int(exactly: $0) }
    return .learningCurve(
      training: filled(first),
      validation: details.metric("validation_loss", window: first.window).map(filled) ?? [],
      chosenEpoch: chosen, model: run.model, source: source)
  }

  /// The norm by lag of the last measurement, if gradients were recorded.
  var profile: GradientProfile? {
    guard let curve = details.memoryCurves().last else { return nil }
    return GradientProfile(
      name: run.model, norms: curve.mean, lower: curve.quantiles.first ?? [],
      upper: curve.quantiles.last ?? [],
      effectiveMemory: GradientSnapshot.effectiveMemory(curve.mean))
  }

  /// Number of values in the window of each origin, of a network that read origin by origin; nil where a lag is one value.
  var originWindow: Int? { run.result("origin_window").flatMap { Int(exactly: $0) } }

  private var gradientBlocks: [Report.Block] {
    guard let profile else { return [] }
    var blocks = [
      Report.Block.picture(
        .chart(.gradientByLag([profile], step: GradientStep(originWindows: [originWindow]), source: source)))
    ]
    let history = details.memoryCurves().filter { $0.epoch > 0 }
    if let first = history.first, history.count > 1 {
      blocks.append(
        .picture(
          .grid(
            .gradientHeatMaps(
              [GradientHistory(name: run.model, epochs: history.map(\.mean), firstEpoch: first.epoch)],
              source: source))))
    }
    return blocks
  }

  /// The run as a page.
  var page: Report {
    var sections: [Report.Section] = []
    if let chart = learningCurve {
      sections.append(Report.Section("How it learned", blocks: [.picture(.chart(chart))]))
    }
    if !details.children.isEmpty {
      let charts = RunComparison(runs: parts).charts.map { Report.Block.picture(.chart($0)) }
      sections.append(Report.Section("Its parts", blocks: [.table(partTable)] + charts))
    }
    if profile != nil {
      sections.append(Report.Section("How far back it learned", blocks: gradientBlocks))
    }
    var tables: [Report.Block] = []
    if !run.results.isEmpty {
      tables.append(
        .table(Self.table("Results", run.results.map { [$0.name, Self.figure($0.value)] }, isNumeric: true)))
    }
    if !details.parameters.isEmpty {
      tables.append(.table(Self.table("Configuration", details.parameters.map { [$0.name, $0.value] })))
    }
    if !details.artefacts.isEmpty {
      tables.append(.table(Self.table("Files", details.artefacts.map { [$0.kind, $0.path] })))
    }
    if !tables.isEmpty { sections.append(Report.Section("Results and configuration", blocks: tables)) }
    let shown = facts.filter { !["command", "error", "folder"].contains($0.0) }
    if !run.commandLine.isEmpty {
      sections.append(
        Report.Section(
          "How to repeat this", blocks: [.text("In the folder \(run.folder):"), .code(run.commandLine)]))
    }
    return Report(
      title: "Run \(run.id): \(run.command), \(run.model)", verdict: verdict,
      facts: shown.map { Report.Fact($0.0, $0.1) }, sections: sections,
      footer: PageText.footer)
  }

  /// The outcome of the run as one sentence.
  var verdict: String {
    let scores = Self.scores(run)
    switch run.status {
    case .finished:
      return "Finished after \(Figures.duration(run.duration))" + (run.epochs > 0 ? " and \(epochs)" : "")
        + (scores.isEmpty ? "." : ": \(scores).")
        + (parts.count > 1 ? " " + RunComparison(runs: parts).verdict : "")
    case .failed, .interrupted:
      let word = run.status == .failed ? "Failed" : "Interrupted"
      return
        "\(word) after \(Figures.duration(run.duration)): \(run.failure?.message ?? "no reason was recorded")."
    case .killed:
      return "Its process ended without reporting anything after \(Figures.duration(run.duration))"
        + (run.epochs > 0 ? ", in or after epoch \(run.epochs)." : ".")
    case .running: return "Still running after \(Figures.duration(run.duration)), epoch \(run.epochs)."
    }
  }

  private var partTable: DataTable {
    let names = details.children.first?.results.prefix(6).map(\.name) ?? []
    return DataTable(
      caption: "Parts of this run",
      columns: [
        .init("run", isNumeric: false), .init("model", isNumeric: false), .init("status", isNumeric: false),
        .init("seed"),
      ]
        + names.map { .init($0) },
      rows: details.children.map { part in
        [part.id, part.model, part.status.rawValue, part.seed.map { String($0) } ?? "–"]
          + names.map { part.result($0).map(Self.figure) ?? "–" }
      })
  }

  private static func table(_ caption: String, _ rows: [[String]], isNumeric: Bool = false) -> DataTable {
    DataTable(
      caption: caption, columns: [.init("name", isNumeric: false), .init("value", isNumeric: isNumeric)],
      rows: rows)
  }
}

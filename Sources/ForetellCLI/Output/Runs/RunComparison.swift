import Foretell
import ForetellReport
import ForetellRuns

/// Recorded runs side by side.
struct RunComparison {
  let runs: [RunDetails]

  /// One compared property: its name and its value in each run; nil for runs without it.
  struct Row {
    var name: String
    var values: [String?]

    /// Whether the runs' values differ.
    var differs: Bool { Set(values).count > 1 }
  }

  /// Whether all runs have the same data, as far as known.
  var isSameData: Bool { Set(runs.map(\.run.data?.digest)).count == 1 }

  /// The names of the columns: model and id; for parts of one run only the model, or model and seed, if that
  /// makes them distinct.
  var labels: [String] {
    let models = runs.map(\.run.model)
    let seeds = runs.map { "\($0.run.model) seed \($0.run.seed.map { String($0) } ?? "–")" }
    let isFamily = runs.allSatisfy { $0.run.parent != nil && $0.run.parent == runs.first?.run.parent }
    if isFamily, let unique = [models, seeds].first(where: { Set($0).count == runs.count }) { return unique }
    return runs.map { "\($0.run.model) \($0.run.id)" }
  }

  /// The settings in which the runs differ.
  var differences: [Row] {
    let facts = [
      Row(name: "command", values: runs.map(\.run.command)),
      Row(name: "model", values: runs.map(\.run.model)),
      Row(name: "status", values: runs.map(\.run.status.rawValue)),
      Row(name: "data", values: runs.map(\.run.data?.name)),
      Row(name: "data digest", values: runs.map { $0.run.data.map { String($0.digest.prefix(16)) } }),
      Row(name: "seed", values: runs.map { $0.run.seed.map { String($0) } }),
      Row(name: "version", values: runs.map(\.run.version)),
      Row(name: "processor", values: runs.map(\.run.machine.processor)),
      Row(name: "instruction set", values: runs.map(\.run.machine.instructionSet)),
    ]
    let names = Self.union(runs.map { $0.parameters.map(\.name) })
    let parameters = names.map { name in
      Row(name: name, values: runs.map { run in run.parameters.first { $0.name == name }?.value })
    }
    return (facts + parameters).filter(\.differs)
  }

  /// Final results by name; nil for runs without it.
  var results: [(name: String, values: [Double?])] {
    Self.union(runs.map { $0.run.results.map(\.name) }).map { name in
      (name, runs.map { $0.run.result(name) })
    }
  }

  /// Names in the order of their first appearance.
  private static func union(_ lists: [[String]]) -> [String] {
    var seen = Set<String>()
    return lists.joined().filter { seen.insert($0).inserted }
  }

  // MARK: Forms

  /// The comparison as tables.
  var tables: [DataTable] {
    let labels = labels
    var list = [
      DataTable(
        caption: "What differs",
        columns: [.init("configuration", isNumeric: false)] + labels.map { .init($0, isNumeric: false) },
        rows: differences.map { [$0.name] + $0.values.map { $0 ?? "–" } },
        note: differences.isEmpty ? "Nothing that was recorded." : "")
    ]
    let numbers = results
    list.append(
      DataTable(
        caption: "Results", columns: [.init("result", isNumeric: false)] + labels.map { .init($0) },
        rows: numbers.map { [$0.name] + $0.values.map { $0.map(RunReport.figure) ?? "–" } }
          + [["time"] + runs.map { Figures.duration($0.run.duration) }]))
    return list
  }

  /// Charts with the curves of all runs: losses, and gradients by lag if they were recorded.
  var charts: [Chart] {
    var charts: [Chart] = []
    let curves = zip(labels, runs).map { label, details in
      let training = details.metric("training_loss")
      let epochs = training?.epochs ?? []
      // Training and validation loss have the same epochs, unless a killed run wrote only one of the last
      // pair.
      let validation = details.metric("validation_loss").map { known in
        Dictionary(zip(known.epochs, known.values), uniquingKeysWith: { $1 })
      }
      return NamedCurve(
        label, epochs: epochs, values: training?.values ?? [],
        validation: validation.map { known in epochs.map { known[$0] ?? .nan } } ?? [])
    }
    if curves.contains(where: { $0.values.count > 1 }) {
      let hasValidation = curves.contains { !$0.validation.isEmpty }
      charts.append(
        .learningCurves(
          curves, title: hasValidation ? "Training and validation loss by epoch" : "Training loss by epoch"))
    }
    let profiles = zip(labels, runs).compactMap { label, details in
      RunReport(details: details).profile.map { profile in
        var named = profile
        named.name = label
        return named
      }
    }
    let drawn = runs.map { RunReport(details: $0) }.filter { $0.profile != nil }
    if !profiles.isEmpty {
      charts.append(
        .gradientByLag(profiles, step: GradientStep(originWindows: drawn.map(\.originWindow))))
    }
    return charts
  }

  /// The comparison as one document, complete enough to draw the charts again.
  var json: JSONValue {
    .members([
      "same_data": .bool(isSameData),
      "differences": .object(
        JSONObject(
          differences.map { ($0.name, .array($0.values.map { $0.map(JSONValue.string) ?? .null })) })),
      "results": .object(
        JSONObject(results.map { ($0.name, .array($0.values.map { $0.map(JSONValue.exact) ?? .null })) })),
      "runs": .array(runs.map { $0.json() }),
    ])
  }

  /// The comparison as a page.
  var page: Report {
    var sections = [Report.Section("Side by side", blocks: tables.map { .table($0) })]
    if !charts.isEmpty {
      sections.append(Report.Section("Curves", blocks: charts.map { .picture(.chart($0)) }))
    }
    sections.append(
      Report.Section(
        "Commands",
        blocks: runs.filter { !$0.run.commandLine.isEmpty }.flatMap {
          [.text("Run \($0.run.id), \($0.run.model):"), .code($0.run.commandLine)]
        }))
    return Report(
      title: "Runs \(runs.map(\.run.id).joined(separator: ", "))", verdict: verdict,
      facts: zip(labels, runs).map { Report.Fact($0, RunReport(details: $1).verdict) }, sections: sections,
      footer: PageText.footer)
  }

  /// The most important result as one sentence.
  var verdict: String {
    guard isSameData else {
      return "These runs saw different data; their losses and errors can't be compared."
    }
    for name in ["mase", "smape", "holdout_mase", "holdout_smape", "relative_error", "validation_loss"] {
      let known = zip(labels, runs).compactMap { label, details in
        details.run.result(name).map { (label: label, value: $0) }
      }.filter { $0.value.isFinite }
      guard known.count == runs.count, let best = known.min(by: { $0.value < $1.value }) else { continue }
      guard known.contains(where: { $0.value > best.value }) else { return "All have the same \(name)." }
      let others = known.filter { $0.label != best.label }.map { "\($0.label) \(RunReport.figure($0.value))" }
      return "\(best.label) has the lowest \(name), \(RunReport.figure(best.value)); "
        + "\(others.joined(separator: ", ")). One run each says little: another seed may reverse the order."
    }
    let names = differences.map(\.name)
    let what =
      names.isEmpty
      ? "Nothing that was recorded differs."
      : names.count > 4
        ? "\(names.count) settings differ." : "They differ in \(names.joined(separator: ", "))."
    return what + " Not all were scored on held-out points, so that none can be called better."
  }
}

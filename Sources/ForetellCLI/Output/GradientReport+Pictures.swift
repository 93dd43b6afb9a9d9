import Foretell
import ForetellReport

extension GradientReport {
  private var seasons: [Int] {
    guard let season = models.first?.trained.seasonLength, season > 1,
      models.contains(where: { $0.trained.origins == nil && season < $0.trained.windowLength })
    else { return [] }
    return [season]
  }

  /// The norm by lag of the trained networks.
  var profileChart: Chart {
    .gradientByLag(
      models.flatMap { model in
        // The first layer, with both directions of a bidirectional network.
        model.trained.layers.filter { $0.number == 0 }.map { layer in
          GradientProfile(
            name: model.trained.model + (layer.direction == .reverse ? ", reverse" : ""),
            norms: layer.state.mean, lower: layer.state.quantiles.first ?? [],
            upper: layer.state.quantiles.last ?? [],
            effectiveMemory: GradientSnapshot.effectiveMemory(layer.state.mean))
        }
      }, seasonLengths: seasons,
      step: GradientStep(originWindows: models.map { $0.trained.origins?.windowLength }), source: source)
  }

  /// Whether any model was measured during its training.
  var hasHistory: Bool { models.contains { !$0.history.isEmpty } }

  /// The norm by lag and epoch.
  var heatMaps: ChartGrid {
    .gradientHeatMaps(
      models.filter { !$0.history.isEmpty }.map { model in
        GradientHistory(name: model.trained.model, epochs: model.history.map(\.stateNorms))
      }, source: source)
  }

  /// The report as a page.
  var page: Report {
    var sections = [
      Report.Section(
        "How far back does each network learn?",
        blocks: [.table(table), .picture(.chart(profileChart))]
          + (lagNote.map { [.text($0.prefix(1).uppercased() + $0.dropFirst() + ".")] } ?? [])
          + warnings.map { .text("Warning: " + $0 + ".") })
    ]
    if hasHistory {
      sections.append(
        Report.Section(
          "What happened while they learned?", blocks: [.picture(.grid(heatMaps))] + learningCurves))
    }
    sections.append(
      Report.Section("What is inside?", blocks: models.flatMap { [saturation($0), blocks($0)] }))
    return Report(
      title: "Gradients of \(PageText.name(source))", verdict: verdicts.joined(separator: ". ") + ".",
      facts: heading.compactMap { name, value in
        Self.text(value).map { Report.Fact(name.split(separator: "_").joined(separator: " "), $0) }
      }, sections: sections + [PageText.repetition], footer: PageText.footer)
  }

  private static func text(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .integer(let number): "\(number)"
    case .number(let number): Figures.short(number)
    default: nil
    }
  }

  private var table: DataTable {
    let rows = cells
    return DataTable(
      caption: "The trained networks",
      columns: rows.headings.enumerated().map { .init($1, isNumeric: $0 > 0) }, rows: rows.rows)
  }

  private var learningCurves: [Report.Block] {
    models.filter { $0.losses.count > 1 }.map { model in
      .picture(.chart(.learningCurve(training: model.losses, model: model.trained.model)))
    }
  }

  private func saturation(_ model: Model) -> Report.Block {
    var rows: [[String]] = []
    for layer in model.trained.layers {
      let number = "\(layer.number)" + (layer.direction == .reverse ? ", reverse" : "")
      for gate in layer.saturations {
        rows.append([
          number, gate.name, Figures.fixed(gate.low * 100, 1) + " %",
          Figures.fixed(gate.high * 100, 1) + " %",
        ])
      }
      if let dead = layer.deadUnits {
        rows.append([number, "units that never fire", "\(dead) of \(layer.units)", ""])
      }
    }
    return .table(
      DataTable(
        caption: "\(model.trained.model): saturation of gates and states",
        columns: [
          .init("layer", isNumeric: false), .init("gate", isNumeric: false), .init("below 0.05"),
          .init("above 0.95"),
        ], rows: rows, note: "A tanh state counts as low below −0.95."))
  }

  private func blocks(_ model: Model) -> Report.Block {
    let snapshot = model.history.last ?? model.trained
    return .table(
      DataTable(
        caption: "\(model.trained.model): parameters in the last epoch",
        columns: [
          .init("block", isNumeric: false), .init("gradient norm before clipping"),
          .init("update / weight"),
        ],
        rows: snapshot.blocks.map {
          [$0.name, $0.gradientNorm.map(Figures.brief) ?? "not finite", Figures.brief($0.updateRatio)]
        },
        note: "\(Figures.fixed(snapshot.clippedShare * 100, 0)) % of the epoch's updates were clipped."))
  }
}

import Foretell
import ForetellReport

extension ComparisonReport {
  /// The error of each model with each seed, with seasonal naive's as a line.
  var scoresChart: Chart {
    let reference = result.model(Comparison.reference).flatMap { model in
      result.error(of: model).map { NamedValues(model.label, [$0]) }
    }
    return .scores(
      result.ranking.filter { $0.label != Comparison.reference }.map {
        NamedValues($0.label, result.seedErrors(of: $0))
      }, metric: result.measureName, title: "Error with every seed", noun: "seed", reference: reference)
  }

  /// The comparison as a page.
  var page: Report {
    let verdict = Self.sentences(result.verdict)
    var sections = [
      Report.Section(
        "Which model is best?",
        blocks: [
          .table(PageText.table(cells(sizes: false), caption: "Models, the best first", note: tableNote)),
          .picture(.chart(scoresChart)),
        ] + remarks.map { .text("Warning: " + $0 + ".") }),
      Report.Section("Is the difference more than chance?", blocks: certainty(verdict)),
      Report.Section("What was forecast, and what came", blocks: overlayNote + pictures.overlays),
    ]
    sections += pictures.sections
    sections += memory
    sections += learning
    return Report(
      title: "Which model for \(PageText.name(table.name))?",
      verdict: verdict.prefix(3).joined(separator: " "),
      facts: PageText.facts(table) + [
        .init("horizon", "\(result.horizon)"), .init("windows", "\(result.windows)"),
        .init("step", "\(result.stepSize)"), .init("season length", "\(result.seasonLength)"),
      ] + (hasNetworks ? [.init("seeds", "\(result.seeds.count)"), .init("networks have", matchText)] : []),
      sections: sections + [PageText.repetition], footer: PageText.footer)
  }

  private var tableNote: String {
    "\(result.measureName): mean over series and windows, averaged over seeds; ± seeds: its standard deviation; "
      + "skill: 1 minus MASE relative to seasonal naive's; seconds: median of the fits. "
      + [readingNote, testNote, memoryNote].compactMap { $0.map { $0 + "." } }.joined(separator: " ")
  }

  // MARK: The test

  private func certainty(_ verdict: [String]) -> [Report.Block] {
    verdict.dropFirst(3).map { .text($0) }
      + [differences, .table(pairTable), .text(method)].compactMap { $0 }
  }

  /// By how much the error of every other model is larger than the best model's in each unit.
  private var differences: Report.Block? {
    guard let best = result.best else { return nil }
    let own = result.unitErrors(best.label)
    let others = result.ranking.filter { $0.label != best.label }.map { model in
      let all = zip(result.unitErrors(model.label), own).compactMap { other, own in
        other.flatMap { other in own.map { other - $0 } }
      }
      return NamedValues(model.label, Self.evenly(all.sorted()))
    }
    guard others.contains(where: { !$0.values.isEmpty }) else { return nil }
    var chart = Chart.scores(
      others, metric: "\(result.measureName) minus that of \(best.label)",
      title: "Differences to \(best.label)", noun: "difference", firstColor: 1,
      reference: NamedValues("no difference", [0]))
    chart.subtitle =
      "Above the line \(best.label) is better. One mark for each of \(result.unitText); the bar is the median"
    return .picture(.chart(chart))
  }

  /// At most 200 of the sorted values, evenly spread, including the first and the last.
  private static func evenly(_ sorted: [Double]) -> [Double] {
    guard sorted.count > 200 else { return sorted }
    return (0..<200).map { sorted[$0 * (sorted.count - 1) / 199] }
  }

  private var pairTable: DataTable {
    var list = TextTable(headings: [
      "models", "difference", "typical difference", "interval", "p", "p corrected", "smaller error",
    ])
    for pair in result.pairs {
      let interval = pair.test.interval.map {
        "\(Figures.short($0.lower, digits: 3)) to \(Figures.short($0.upper, digits: 3)) "
          + "(\(Figures.fixed($0.level, 1)) %)"
      }
      list.rows.append([
        "\(pair.first), \(pair.second)", Figures.short(pair.difference, digits: 3),
        Figures.short(pair.test.estimate, digits: 3), interval ?? "too few",
        Self.pText(pair.test.pValue), Self.pText(pair.adjustedPValue), "\(pair.wins) : \(pair.losses)",
      ])
    }
    return PageText.table(
      list, caption: "All pairs",
      note:
        "Difference: mean \(result.measureName) of the first model minus that of the second. Typical difference: "
        + "the median of all means of two differences (Hodges and Lehmann 1963), with the interval that belongs to the "
        + "test.")
  }

  private var method: String {
    let unit =
      switch result.units.kind {
      case .series:
        "Each series is one observation (Demšar 2006), its windows averaged. Series that move together say less "
          + "than their number; the p-values speak for other series of this kind and time, not for other times."
      case .window where result.units.windowsPerUnit == 1:
        "Each window is one observation, its series averaged. Windows follow each other, so the p-values assume that the errors "
          + "of one window say little about those of the next."
      case .window:
        "\(result.units.windowsPerUnit) neighbouring windows, which overlap, are one observation, series averaged."
      }
    return
      "Wilcoxon's signed-rank test (1945; zeros as Pratt 1959), two-sided, p-values corrected for all pairs by Holm "
      + "(1979), at 5 %. Errors are averaged over seeds first: another seed repeats the experiment on the same data "
      + "and is no new observation. \(unit)"
      + (result.smallestPValue < 0.001
        ? ""
        : " The smallest p-value that could be reached here is \(Figures.brief(result.smallestPValue)).")
  }

  // MARK: Pictures

  private var pictures: EvaluationPictures {
    EvaluationPictures(
      table: table, levels: result.levels,
      models: result.ranking.map { model in
        let runs = result.runs.filter { $0.model == model.label }
        let drawn = isDrawn(model) ? runs.filter { $0.seed == drawnSeed(model) } : []
        return .init(
          name: model.label, all: runs.flatMap(\.forecasts), drawn: drawn.flatMap(\.forecasts),
          coverage: result.levels.map { level in
            model.average { $0.coverage[Figures.exact(level)] }.map { $0 * 100 }
          })
      })
  }

  /// Whether a model is drawn: the winner, and the model to which it is compared, which is seasonal naive or,
  /// if a simple method wins, the best network.
  private func isDrawn(_ model: ComparisonOutcome.Model) -> Bool {
    guard let best = result.best else { return false }
    let network = best.isNetwork ? nil : result.ranking.first(where: \.isNetwork)?.label
    return model.label == best.label || model.label == network ?? Comparison.reference
  }

  /// The seed with the median error, the lower of two in the middle.
  private func drawnSeed(_ model: ComparisonOutcome.Model) -> UInt64? {
    let errors = result.seedErrors(of: model)
    guard model.isNetwork, errors.count == result.seeds.count else {
      return model.isNetwork ? result.seeds.first : nil
    }
    let order = errors.indices.sorted { (errors[$0], $0) < (errors[$1], $1) }
    return result.seeds[order[(order.count - 1) / 2]]
  }

  private var overlayNote: [Report.Block] {
    let drawn = result.ranking.filter { isDrawn($0) }.compactMap { model in
      drawnSeed(model).map { "\(model.label) with seed \($0), whose error is the median of its seeds" }
    }
    return drawn.isEmpty ? [] : [.text("Drawn: \(drawn.joined(separator: " and ")).")]
  }

  private var memory: [Report.Section] {
    let profiles = result.ranking.compactMap { model -> GradientProfile? in
      guard let memory = model.medianMemory else { return nil }
      return GradientProfile(
        name: "\(model.label), \(memory.state)", norms: memory.norms,
        effectiveMemory: memory.effectiveMemory)
    }
    guard let length = profiles.map(\.norms.count).max() else { return [] }
    let season = result.seasonLength
    let ranges = result.ranking.compactMap { model -> String? in
      let all = model.memories.map(\.effectiveMemory)
      guard let low = all.min(), let high = all.max() else { return nil }
      return "\(model.label) \(low == high ? "\(low)" : "\(low) to \(high)")"
    }
    return [
      Report.Section(
        "How far back does each network learn?",
        blocks: [
          .text(
            "Effective memory over all seeds, of \(readsOrigins ? "\(length) \(Self.lagUnit(result.models))" : "a window of \(length) steps"): \(ranges.joined(separator: ", ")). "
              + "Measured with the trained weights at the last cut-off; drawn is the seed with the median memory."
          ),
          .picture(
            .chart(
              .gradientByLag(
                profiles, seasonLengths: season > 1 && season < length && !readsOrigins ? [season] : [],
                step: GradientStep(
                  originWindows: result.models.compactMap(\.medianMemory).map(\.originWindow))))),
        ])
    ]
  }

  /// Whether a network read origin by origin.
  private var readsOrigins: Bool { result.models.contains { $0.medianMemory?.originWindow != nil } }

  /// The losses of all networks at the last cut-off, averaged over seeds.
  private var learning: [Report.Section] {
    let curves = result.ranking.filter(\.isNetwork).map { model in
      let runs = result.runs.filter { $0.model == model.label && $0.window == result.windows - 1 }
      let training = Self.means(runs.map(\.trainingLosses))
      let validation = Self.means(runs.map(\.validationLosses))
      return NamedCurve(
        model.label, epochs: Array(1..<(training.count + 1)), values: training,
        validation: validation.count == training.count ? validation : [])
    }
    guard !curves.isEmpty else { return [] }
    let hasValidation = curves.contains { !$0.validation.isEmpty }
    var list = TextTable(headings: [
      "model", "hidden units", "parameters", "epochs", "multiplications per window",
    ])
    for model in result.ranking where model.isNetwork {
      list.rows.append([
        model.label, model.hiddenSize.map { "\($0)" } ?? "–", Chart.grouped(model.parameterCount),
        model.epochs.map { "\($0)" } ?? "–", model.multiplyAdds.map(Chart.grouped) ?? "–",
      ])
    }
    return [
      Report.Section(
        "Did all networks have the same chance?",
        blocks: [
          .text(
            "All networks saw the same windows in the same batches, with the same seeds; they have about \(matchText)."
          ),
          .table(PageText.table(list, caption: "Sizes at the last cut-off")),
          .picture(
            .chart(
              .learningCurves(
                curves,
                title: "Training \(hasValidation ? "and validation " : "")loss at the last cut-off",
                subtitle: "mean over seeds"))),
        ])
    ]
  }

  /// The mean of several curves, as long as the shortest.
  private static func means(_ curves: [[Double]]) -> [Double] {
    (0..<(curves.map(\.count).min() ?? 0)).map { epoch in
      curves.reduce(0) { $0 + $1[epoch] } / Double(curves.count)
    }
  }
}

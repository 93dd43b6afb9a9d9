import Foretell
import ForetellReport

extension BacktestReport {
  /// The backtest as a page.
  var page: Report {
    var sections = [
      Report.Section(
        "Which model is best?",
        blocks: [
          .table(PageText.table(cells, caption: "Scores", note: heading)),
          .table(PageText.table(measureCells, caption: "Further measures", note: undefinedNote)),
        ] + windowChart + remarks.map { .text("Warning: " + $0 + ".") }),
      Report.Section("What was forecast, and what came", blocks: pictures.overlays),
    ]
    sections += pictures.sections
    sections += residuals
    return Report(
      title: "Backtest on \(PageText.name(table.name))", verdict: verdict,
      facts: PageText.facts(table) + [
        .init("horizon", "\(result.horizon)"), .init("windows", "\(result.windows)"),
        .init("step", "\(result.stepSize)"), .init("season length", "\(result.seasonLength)"),
        .init("seed", "\(result.seed)"),
      ], sections: sections + [PageText.repetition], footer: PageText.footer)
  }

  /// The models from the best to the worst.
  private var ranking: [BacktestResult.ModelScore] {
    result.scores.enumerated().sorted { one, other in
      let (a, b) = (Self.error(one.element), Self.error(other.element))
      return a == b ? one.offset < other.offset : a < b
    }.map(\.element)
  }

  private static func error(_ score: BacktestResult.ModelScore) -> Double {
    score.mase ?? score.mae ?? .infinity
  }

  private var verdict: String {
    guard let best = ranking.first else { return "" }
    var text = "\(best.name) has the smallest error"
    if let mase = best.mase { text += " (MASE \(Figures.fixed(mase, 3)))" }
    if let skill = best.skill, best.name != SeasonalNaive().name {
      text +=
        skill > 0
        ? ", \(Figures.fixed(skill * 100, 0)) % below seasonal naive's"
        : ", but seasonal naive's is smaller still: prefer that"
    }
    let windows = Figures.count(result.windows, "window", "windows")
    text += ", over \(result.series) series and \(windows)"
    return text
      + (result.scores.count > 1
        ? ". Whether such a difference is more than chance, foretell compare tells." : ".")
  }

  private var windowChart: [Report.Block] {
    guard result.windows > 1 else { return [] }
    return [
      .picture(
        .chart(
          .scores(
            ranking.map { score in
              NamedValues(score.model, score.smapePerWindow.map { $0 ?? .nan })
            }, metric: "sMAPE", title: "Error in every window", noun: "window")))
    ]
  }

  private var pictures: EvaluationPictures {
    EvaluationPictures(
      table: table, levels: result.levels,
      models: ranking.map { score in
        let windows = result.forecasts.filter { $0.model == score.model }
        return .init(
          name: score.model, all: windows, drawn: windows,
          coverage: result.levels.map { level in score.coverage[Figures.exact(level)].map { $0 * 100 } })
      })
  }

  /// First-step errors of the best model, if there are enough windows to show a pattern.
  private var residuals: [Report.Section] {
    guard result.windows >= 20, let best = ranking.first, let id = pictures.worstSeries.first else {
      return []
    }
    let windows = result.forecasts.filter { $0.model == best.model && $0.forecast.id == id }
      .sorted { $0.window < $1.window }
    let grid = ChartGrid.residuals(
      windows.map { ($0.actual.first ?? .nan) - ($0.forecast.point.first ?? .nan) },
      stamps: windows.map { $0.forecast.stamps.first.map { table.text(for: $0) } ?? "" },
      quantity: PageText.quantity(table), model: best.name)
    return [
      Report.Section(
        "Is there a pattern left to learn?",
        blocks: [
          .text(
            "Observed minus forecast at the first step of every window of \(PageText.name(id)). Errors of later "
              + "steps are correlated even for a perfect model, so only the first ones are tested."),
          .picture(.grid(grid)),
        ])
    ]
  }
}

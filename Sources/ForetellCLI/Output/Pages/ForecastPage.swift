import Foretell
import ForetellReport

/// A forecast as a page: the forecast, the scores on held-out points, and the residuals.
struct ForecastPage {
  let table: SeriesTable
  let forecast: Forecast
  let pictures: Pictures
  /// The network, if the model is one.
  let network: (any TrainedModel)?
  /// What a combination consists of, if the model is one.
  var combination: CombinationText?
  /// The model's scores on held-out points.
  let holdout: Holdout?
  let facts: [Report.Fact]

  /// The page.
  var report: Report {
    var sections = [Report.Section("What comes next?", blocks: [.picture(pictures.picture)])]
    if let combination {
      sections.append(
        Report.Section(
          "Who took part?",
          blocks: [.text(combination.sentences)]
            + (combination.table.rows.isEmpty
              ? []
              : [
                .table(
                  PageText.table(
                    combination.table, caption: "Mean absolute scaled errors on held-out ends of the series"))
              ])))
    }
    if let holdout { sections.append(Report.Section("Would it have been right?", blocks: trial(holdout))) }
    if let network {
      if let residuals = residuals(network) {
        sections.append(Report.Section("Is there a pattern left to learn?", blocks: residuals))
      }
      sections.append(Report.Section("How did it learn?", blocks: learning(network)))
    }
    return Report(
      title: "Forecast of \(PageText.name(table.name))", verdict: verdict,
      facts: PageText.facts(table) + facts, sections: sections + [PageText.repetition],
      footer: PageText.footer)
  }

  private var verdict: String {
    var text: String
    if forecast.series.count == 1, let only = forecast.series.first, let first = only.point.first,
      let last = only.point.last, let begin = only.stamps.first, let end = only.stamps.last
    {
      let name = PageText.name(only.id)
      text = "\(forecast.model) forecasts \(Figures.short(first)) for \(table.text(for: begin))"
      if only.point.count > 1 { text += " and \(Figures.short(last)) for \(table.text(for: end))" }
      text += " (\(name))"
      if let level = forecast.levels.first, let low = only.lower.first?.last,
        let high = only.upper.first?.last
      {
        text +=
          "; with \(Figures.exact(level)) % the \(only.point.count > 1 ? "last" : "value") lies between "
          + "\(Figures.short(low)) and \(Figures.short(high))"
      }
    } else {
      let steps = forecast.series.first?.point.count ?? 0
      text =
        "\(forecast.model) forecasts \(forecast.series.count) series, \(Figures.count(steps, "step", "steps")) ahead"
    }
    return text + "." + (holdout.map { " " + Self.judgement($0) } ?? "")
  }

  private static func judgement(_ holdout: Holdout) -> String {
    let points = "On the last \(Figures.count(holdout.horizon, "point", "points")), held out,"
    guard let own = holdout.model.mase, let other = holdout.reference.mase, other > 0 else {
      return holdout.isWorse ? "\(points) seasonal naive was better: prefer that." : ""
    }
    let numbers = "(MASE \(Figures.fixed(own, 3)) against \(Figures.fixed(other, 3)))"
    if holdout.isWorse {
      return
        "\(points) seasonal naive was better \(numbers): prefer that, or look closer with foretell compare."
    }
    let percent = Figures.fixed((1 - own / other) * 100, 0)
    return "\(points) its error was \(percent) % below seasonal naive's \(numbers)."
  }

  private func trial(_ holdout: Holdout) -> [Report.Block] {
    var list = TextTable(headings: ["model", "sMAPE", "MASE", "RMSSE", "MAE", "RMSE"])
    for score in [holdout.model, holdout.reference] {
      list.rows.append([
        score.name, Figures.fixed(score.smape, 2), Figures.fixed(score.mase, 3),
        Figures.fixed(score.rmsse, 3), Figures.short(score.mae), Figures.short(score.rmse),
      ])
    }
    let evaluation = EvaluationPictures(
      table: table, levels: [],
      models: [holdout.model, holdout.reference].map { score in
        let windows = holdout.result.forecasts.filter { $0.model == score.model }
        return .init(name: score.name, all: windows, drawn: windows, coverage: [])
      })
    return [
      .text(
        "The model was fitted once more without the last "
          + "\(Figures.count(holdout.horizon, "point", "points")) and scored on them, beside seasonal naive, which "
          + "repeats the last season."),
      .table(PageText.table(list, caption: "Errors on the points held out")),
    ] + evaluation.overlays
  }

  /// One-step errors over the history, with their autocorrelation and distribution.
  private func residuals(_ network: any TrainedModel) -> [Report.Block]? {
    guard let number = residualSeries, let found = OneStepResiduals(network, table, series: number) else {
      return nil
    }
    let name = PageText.name(table.series[number].id)
    var text =
      "Observed minus forecast one step ahead, over the last \(found.values.count) points of \(name). "
    text += "The model has learned from these points, so the errors are smaller than those to come; "
    text += "a pattern among them is something that it did not learn."
    return [
      .text(text),
      .picture(
        .grid(
          .residuals(
            found.values, stamps: found.stamps, quantity: PageText.quantity(table), model: network.name,
            seasonLength: network.seasonLength))),
    ]
  }

  /// The series with the largest error in the holdout, or the first one.
  private var residualSeries: Int? {
    guard let holdout else { return table.series.isEmpty ? nil : 0 }
    let windows = holdout.result.forecasts.filter { $0.model == holdout.model.model }
    let evaluation = EvaluationPictures(
      table: table, levels: [],
      models: [.init(name: holdout.model.name, all: windows, drawn: windows, coverage: [])])
    guard let id = evaluation.worstSeries.first else { return nil }
    return table.series.firstIndex { $0.id == id }
  }

  private func learning(_ network: any TrainedModel) -> [Report.Block] {
    let validation = network.history.compactMap(\.validationLoss)
    let last = Figures.count(network.history.count, "epoch", "epochs")
    let kept =
      validation.isEmpty
      ? "No points were kept for validation, so the weights of the last epoch are used."
      : "The weights of epoch \(network.bestEpoch) were kept, where the validation loss is lowest."
    return [
      .text(
        "\(network.parameterCount) parameters, \(network.hiddenSize) hidden units, a window of "
          + "\(Figures.count(network.inputSize, "step", "steps")), \(last). \(kept)"),
      .picture(
        .chart(
          .learningCurve(
            training: network.history.map(\.trainingLoss), validation: validation,
            chosenEpoch: network.bestEpoch, loss: network.lossName + " loss",
            model: network.name))),
    ]
  }
}

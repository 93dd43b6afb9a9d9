/// One model's forecast from one cut-off, for the backtest chart.
public struct BacktestForecast: Sendable {
  /// The model's name.
  public var model: String
  /// The index of the first forecast step; the cut-off lies just before it.
  public var firstStep: Int
  /// The point forecasts, one per step.
  public var values: [Double]
  /// The index of the model's colour in the palette, so that the model keeps it in several charts; nil
  /// numbers the models of this chart.
  public var color: Int?
  /// Prediction intervals, as long as `values`; they are drawn widest first.
  public var intervals: [ForecastPicture.Interval]

  /// Creates a forecast from one cut-off.
  public init(
    model: String, firstStep: Int, values: [Double], color: Int? = nil,
    intervals: [ForecastPicture.Interval] = []
  ) {
    self.intervals = intervals
    self.model = model
    self.firstStep = firstStep
    self.values = values
    self.color = color
  }
}

extension Chart {
  /// The actual values, with each model's forecasts from each cut-off.
  ///
  /// - Parameters:
  ///   - stamps: the time stamps of all steps of `actual` as text.
  ///   - calendar: the same time stamps in ISO 8601, if `stamps` are written differently; the axis labels are
  ///     chosen from them.
  ///   - actual: all values of the series; NaN is a gap.
  ///   - context: the number of steps shown before the first cut-off; `nil` shows as many as were forecast,
  ///     at least twelve.
  public static func backtest(
    series: String, quantity: String = "", stamps: [String], calendar: [String]? = nil, actual: [Double],
    forecasts: [BacktestForecast],
    context: Int? = nil, source: String = ""
  ) -> Chart {
    let cutoffs = Set(forecasts.map(\.firstStep)).sorted()
    let end = max(forecasts.map { $0.firstStep + $0.values.count }.max() ?? actual.count, 1)
    let tested = end - (cutoffs.first ?? 0)
    let start = max(0, (cutoffs.first ?? 0) - (context ?? max(12, tested)))
    let models = forecasts.map(\.model).uniqued()
    var layers: [ChartLayer] = cutoffs.enumerated().map { index, cutoff in
      let label = cutoffs.count == 1 ? "cut-off" : (index == 0 ? "\(cutoffs.count) cut-offs" : "")
      return .rule(RuleLayer(.vertical, at: Double(cutoff) - 0.5, label: label, dash: .dotted))
    }
    let shown = start..<max(start, min(actual.count, end))
    layers += ribbons(forecasts, models)
    layers.append(
      .line(LineLayer(label: "observed", color: .ink, x: shown.map(Double.init), y: Array(actual[shown]))))
    for forecast in forecasts {
      let index = forecast.color ?? models.firstIndex(of: forecast.model) ?? 0
      layers.append(
        .line(
          LineLayer(
            label: forecast.model, color: .series(index),
            x: forecast.values.indices.map { Double(forecast.firstStep + $0) }, y: forecast.values,
            dash: Dash.cycle(index), width: 2)))
    }
    let core = Array(actual[shown]) + forecasts.filter { $0.model == models.first }.flatMap(\.values)
    let others =
      forecasts.flatMap(\.values) + forecasts.flatMap(\.intervals).flatMap { $0.lower + $0.upper }
    return Chart(
      title: "Backtest of \(series)",
      subtitle: "Forecasts from \(count(cutoffs.count, "cut-off")) against what happened",
      horizontal: Axis(scale: .stamps(Stamps(stamps, calendar: calendar))), vertical: Axis(title: quantity),
      layers: layers, source: source,
      table: backtestTable(series, stamps, actual, forecasts, models: models, cutoffs: cutoffs)
    ).cut(to: RobustRange.limits(core: core, others: others))
  }

  /// The intervals of all forecasts that have any.
  private static func ribbons(_ forecasts: [BacktestForecast], _ models: [String]) -> [ChartLayer] {
    forecasts.flatMap { forecast -> [ChartLayer] in
      let index = forecast.color ?? models.firstIndex(of: forecast.model) ?? 0
      let x = forecast.values.indices.map { Double(forecast.firstStep + $0) }
      return forecast.intervals.sorted { $0.level > $1.level }.enumerated().map { depth, interval in
        .ribbon(
          RibbonLayer(
            label: "\(forecast.model), \(NumberText.significant(interval.level)) % interval",
            color: .series(index), x: x, lower: interval.lower, upper: interval.upper, depth: depth))
      }
    }
  }

  private static func backtestTable(
    _ series: String, _ stamps: [String], _ actual: [Double], _ forecasts: [BacktestForecast],
    models: [String],
    cutoffs: [Int]
  ) -> DataTable {
    var rows: [[String]] = []
    let digits = NumberText.digits(telling: actual + forecasts.flatMap(\.values), atLeast: 6)
    for cutoff in cutoffs {
      let here = forecasts.filter { $0.firstStep == cutoff }
      for step in 0..<(here.map(\.values.count).max() ?? 0) {
        let index = cutoff + step
        let values = models.map { model -> String in
          guard let forecast = here.first(where: { $0.model == model }), step < forecast.values.count else {
            return ""
          }
          return NumberText.significant(forecast.values[step], digits: digits)
        }
        let observed = index < actual.count ? NumberText.significant(actual[index], digits: digits) : ""
        let stamp = index < stamps.count ? stamps[index] : "\(index)"
        let origin = cutoff > 0 && cutoff <= stamps.count ? stamps[cutoff - 1] : ""
        rows.append([origin, stamp, observed] + values)
      }
    }
    return DataTable(
      caption: "Backtest of \(series)",
      columns: [.init("cut-off", isNumeric: false), .init("time", isNumeric: false), .init("observed")]
        + models.map { .init($0) }, rows: rows)
  }

  /// The mean error of each model at each step ahead.
  ///
  /// - Parameter models: for each model the mean error at 1, 2, 3, … steps ahead.
  public static func errorByHorizon(
    _ models: [NamedValues], metric: String, title: String = "Error by steps ahead", source: String = ""
  ) -> Chart {
    let layers = models.enumerated().flatMap { index, model -> [ChartLayer] in
      let x = model.values.indices.map { Double($0 + 1) }
      let line = LineLayer(
        label: model.name, color: .series(index), x: x, y: model.values, dash: Dash.cycle(index), width: 2)
      guard model.values.count <= 40 else { return [.line(line)] }
      let points = PointLayer(color: .series(index), x: x, y: model.values, shape: .cycle(index), size: 6)
      return [.line(line), .points(points)]
    }
    let top = RobustRange.top(of: models.map { $0.values.filter(\.isFinite).max() ?? 0 })
    return Chart(
      title: title, horizontal: Axis(title: "steps ahead", isWhole: true),
      vertical: Axis(title: metric, includesZero: true),
      layers: layers, source: source
    ).cut(to: top.map { 0...$0 })
  }

  /// Empirical against nominal coverage of prediction intervals, one line per model.
  ///
  /// - Parameters:
  ///   - levels: nominal levels in percent, ascending.
  ///   - models: for each model the percentage of observations inside its interval at each level.
  public static func coverage(levels: [Double], models: [NamedValues], source: String = "") -> Chart {
    var layers: [ChartLayer] = [.rule(RuleLayer(.identity, at: 0, label: "as promised"))]
    for (index, model) in models.enumerated() {
      let count = min(levels.count, model.values.count)
      let x = Array(levels.prefix(count))
      let y = Array(model.values.prefix(count))
      layers.append(
        .line(
          LineLayer(
            label: model.name, color: .series(index), x: x, y: y, dash: Dash.cycle(index), width: 2)))
      layers.append(.points(PointLayer(color: .series(index), x: x, y: y, shape: .cycle(index), size: 7)))
    }
    return Chart(
      title: "Coverage of prediction intervals",
      subtitle: "Below the dashed line intervals are too narrow, above it too wide",
      horizontal: Axis(title: "promised (%)", limits: 0...100),
      vertical: Axis(title: "observations inside the interval (%)", limits: 0...100), layers: layers,
      source: source)
  }

  /// All scores of each model with their median, which shows whether the models differ by more than their
  /// scores scatter.
  ///
  /// - Parameters:
  ///   - models: for each model its scores, one per seed and window.
  ///   - firstColor: the index of the first model's colour in the palette.
  ///   - noun: the word for what one score belongs to, such as `run`, `seed` or `window`.
  ///   - reference: the name and score of a reference, such as seasonal naive.
  public static func scores(
    _ models: [NamedValues], metric: String, title: String = "Scores of every run", noun: String = "run",
    firstColor: Int = 0, reference: NamedValues? = nil, source: String = ""
  ) -> Chart {
    var layers: [ChartLayer] = []
    if let reference {
      for value in reference.values.prefix(1) {
        layers.append(.rule(RuleLayer(.horizontal, at: value, label: reference.name)))
      }
    }
    var medians: [Double] = []
    for (place, model) in models.enumerated() {
      let index = firstColor + place
      let count = Double(max(1, model.values.count - 1))
      // Runs are placed side by side, so that equal scores stay visible.
      let x = model.values.indices.map { Double(place) + (Double($0) / count - 0.5) * 0.4 }
      layers.append(
        .points(PointLayer(color: .series(index), x: x, y: model.values, shape: .cycle(index), size: 6)))
      let median = Summary.quantile(model.values, 0.5) ?? .nan
      medians.append(median)
      layers.append(
        .line(
          LineLayer(
            color: .series(index), x: [Double(place) - 0.3, Double(place) + 0.3], y: [median, median],
            width: 3)))
    }
    let runs = models.map(\.values.count).max() ?? 0
    let table = DataTable(
      caption: title,
      columns: [
        .init("model", isNumeric: false), .init("\(noun)s"), .init("lowest"), .init("median"),
        .init("highest"),
      ],
      rows: zip(models, medians).map { model, median in
        let finite = model.values.filter(\.isFinite)
        return [model.name, "\(finite.count)"]
          + [finite.min() ?? .nan, median, finite.max() ?? .nan].map { NumberText.significant($0, digits: 5) }
      })
    return Chart(
      title: title, subtitle: "One mark for each of \(count(runs, noun)); the bar is the median",
      horizontal: Axis(
        scale: .categories(models.map(\.name)), limits: -0.5...(Double(max(1, models.count)) - 0.5)),
      vertical: Axis(title: metric, includesZero: true), layers: layers, source: source,
      alternative: scoresAlternative(title, models, medians, noun, reference), table: table
    ).cut(to: scoresTop(models, reference).map { 0...$0 })
  }

  /// The upper end of the axis when a model or the reference is far worse than the others; nil otherwise and
  /// for negative scores.
  private static func scoresTop(_ models: [NamedValues], _ reference: NamedValues?) -> Double? {
    let all = models + (reference.map { [$0] } ?? [])
    guard !all.contains(where: { $0.values.contains { $0 < 0 } }) else { return nil }
    return RobustRange.top(of: all.map { $0.values.filter(\.isFinite).max() ?? 0 })
  }

  private static func scoresAlternative(
    _ title: String, _ models: [NamedValues], _ medians: [Double], _ noun: String,
    _ reference: NamedValues?
  ) -> String {
    var text = "\(title)."
    for (model, median) in zip(models, medians) {
      text +=
        " \(model.name): median \(NumberText.significant(median)) of \(count(model.values.count, noun))."
    }
    if let reference, let value = reference.values.first {
      text += " \(reference.name): \(NumberText.significant(value))."
    }
    return text
  }
}

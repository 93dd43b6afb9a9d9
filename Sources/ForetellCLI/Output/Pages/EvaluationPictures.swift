import Foretell
import ForetellReport

/// Pictures of forecasts from past cut-offs with the actual values, shared by backtest, comparison and
/// holdout.
struct EvaluationPictures {
  /// One model's forecasts.
  struct Model {
    /// The name in legends.
    var name: String
    /// All forecasts, over windows, series and seeds.
    var all: [BacktestResult.Window]
    /// The forecasts of the one seed that is drawn.
    var drawn: [BacktestResult.Window]
    /// The percentage of values inside the interval of each level; nil where unknown.
    var coverage: [Double?]
  }

  let table: SeriesTable
  let levels: [Double]
  /// The models, the most important first.
  let models: [Model]

  /// The largest number of series drawn.
  static let mostSeries = 4

  /// The ids of the scored series, those with the largest error of the first model first.
  var worstSeries: [String] {
    var sums: [String: (sum: Double, count: Int)] = [:]
    var order: [String] = []
    for window in models.first?.all ?? [] {
      if sums[window.forecast.id] == nil { order.append(window.forecast.id) }
      let error = window.scaledError ?? window.absoluteError
      var entry = sums[window.forecast.id] ?? (0, 0)
      if let error { entry = (entry.sum + error, entry.count + 1) }
      sums[window.forecast.id] = entry
    }
    let means = order.map { id in
      (id, sums[id].flatMap { $0.count > 0 ? $0.sum / Double($0.count) : nil } ?? 0)
    }
    return means.enumerated().sorted { one, other in
      one.element.1 == other.element.1 ? one.offset < other.offset : one.element.1 > other.element.1
    }.map(\.element.0)
  }

  /// Forecasts and actual values, of a single series or of the few with the largest errors.
  var overlays: [Report.Block] {
    let all = worstSeries
    let shown = all.prefix(Self.mostSeries)
    var blocks: [Report.Block] = []
    if shown.count < all.count, let name = models.first?.name {
      blocks.append(
        .text("Drawn are the \(shown.count) of \(all.count) series with the largest errors of \(name)."))
    }
    return blocks + shown.compactMap { overlay($0).map { .picture(.chart($0)) } }
  }

  private func overlay(_ id: String) -> Chart? {
    guard let number = table.series.firstIndex(where: { $0.id == id }) else { return nil }
    let count = table.series[number].values.count
    var forecasts: [BacktestForecast] = []
    for (color, model) in models.enumerated() {
      for window in model.drawn where window.forecast.id == id {
        guard let first = place(of: window, in: number) else { continue }
        // Only one model's intervals are drawn, because several would cover each other.
        let intervals =
          color == 0
          ? zip(window.forecast.levels, zip(window.forecast.lower, window.forecast.upper)).map {
            ForecastPicture.Interval(level: $0, lower: $1.0, upper: $1.1)
          } : []
        forecasts.append(
          BacktestForecast(
            model: model.name, firstStep: first, values: window.forecast.point, color: color,
            intervals: intervals))
      }
    }
    guard let first = forecasts.map(\.firstStep).min() else { return nil }
    let end = min(count, forecasts.map { $0.firstStep + $0.values.count }.max() ?? count)
    let context = max(12, end - first)
    let start = max(0, first - context)
    let stamps = (start..<end).map { table.timestamp(ofSeries: number, at: $0) }
    return .backtest(
      series: PageText.name(id), quantity: PageText.quantity(table), stamps: stamps.map(table.text(for:)),
      calendar: PageText.calendar(table, stamps), actual: Array(table.series[number].values[start..<end]),
      forecasts: forecasts.map { forecast in
        var shown = forecast
        shown.firstStep -= start
        return shown
      }, context: context)
  }

  /// The index of a window's first step in its series.
  private func place(of window: BacktestResult.Window, in number: Int) -> Int? {
    guard let first = window.forecast.stamps.first, let ordinal = table.frequency.ordinal(of: first),
      let begin = table.frequency.ordinal(of: table.series[number].start)
    else { return nil }
    return ordinal - begin
  }

  /// The mean error by steps ahead: in the data's units for one series, scaled for several.
  var errorByHorizon: Chart {
    let isScaled = table.series.count > 1
    return .errorByHorizon(
      models.map { model in
        let steps = model.all.map(\.actual.count).max() ?? 0
        let values = (0..<steps).map { step -> Double in
          var sum = 0.0
          var count = 0
          for window in model.all where step < window.actual.count && !window.actual[step].isNaN {
            guard let scale = isScaled ? window.scale : 1 else { continue }
            sum += (window.actual[step] - window.forecast.point[step]).magnitude / scale
            count += 1
          }
          return count > 0 ? sum / Double(count) : .nan
        }
        return NamedValues(model.name, values)
      },
      metric: isScaled ? "mean absolute scaled error" : "mean absolute error", title: "Error by steps ahead")
  }

  /// Nominal and empirical coverage of intervals; nil without intervals.
  var coverage: Chart? {
    let known = models.filter { $0.coverage.contains { $0 != nil } }
    guard !levels.isEmpty, !known.isEmpty else { return nil }
    return .coverage(
      levels: levels, models: known.map { NamedValues($0.name, $0.coverage.map { $0 ?? .nan }) })
  }

  /// The sections on errors by horizon and on intervals.
  var sections: [Report.Section] {
    var sections: [Report.Section] = []
    if (models.first?.all.first?.actual.count ?? 0) > 1 {
      sections.append(
        Report.Section("Where do errors grow?", blocks: [.picture(.chart(errorByHorizon))]))
    }
    if let coverage {
      let first = models[0]
      let shares = zip(levels, first.coverage).compactMap { level, share in
        share.map { "\(Figures.fixed($0, 0)) % inside the \(Figures.exact(level)) % interval" }
      }
      let sentence =
        shares.isEmpty
        ? []
        : [
          Report.Block.text(
            "Of the values that came, \(first.name) had \(shares.joined(separator: " and ")).")
        ]
      sections.append(
        Report.Section("Can the intervals be trusted?", blocks: sentence + [.picture(.chart(coverage))]))
    }
    return sections
  }
}

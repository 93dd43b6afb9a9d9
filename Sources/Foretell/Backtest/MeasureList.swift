/// The measures of a model over a part of a backtest: all of it, a window, a series, or a step ahead.
public struct MeasureList: Sendable, Codable, Equatable {
  /// Measures that are undefined in the same windows for the same reason.
  public struct Undefined: Sendable, Codable, Equatable {
    /// Where a measure is undefined.
    public struct Place: Sendable, Codable, Hashable {
      /// The identifier of the series.
      public var series: String
      /// The window, counted from 0 for the earliest.
      public var window: Int
    }

    /// The names of the measures.
    public var measures: [String]
    /// Why they have no value, as a clause without a full stop.
    public var reason: String
    /// The windows that are left out of the averages; empty for a measure that is formed from averages, `owa` and `skill`,
    /// and therefore has no value at all.
    public var places: [Place]
  }

  /// The series, if it is a single one.
  public var series: String?
  /// The window, if it is a single one, counted from 0 for the earliest.
  public var window: Int?
  /// The step ahead, if it is a single one, counted from 1.
  public var step: Int?
  /// The values of the measures that are defined, by name: those of ``Metric``, `owa` relative to ``Naive2``, and `skill`,
  /// 1 − MASE / MASE of seasonal naive.
  public var values: [String: Double] = [:]
  /// What is undefined.
  public var undefined: [Undefined] = []
}

/// Measures of parts of a table of scores.
struct MeasureScores {
  private let metrics: MetricTable
  private let reference: [MetricTable.Score]
  private let naive2: [MetricTable.Score]

  /// Prepares for a table that also holds seasonal naive and Naive2, under these labels.
  init(_ metrics: MetricTable, reference: String, naive2: String) {
    self.metrics = metrics
    self.reference = metrics.scores(model: reference)
    self.naive2 = metrics.scores(model: naive2)
  }

  /// The measures over all windows.
  func all(of model: String) -> MeasureList {
    list(metrics.scores(model: model), reference, naive2)
  }

  /// The measures of a window.
  func window(_ window: Int, of model: String) -> MeasureList {
    func part(_ scores: [MetricTable.Score]) -> [MetricTable.Score] { scores.filter { $0.window == window } }
    var list = list(part(metrics.scores(model: model)), part(reference), part(naive2))
    list.window = window
    return list
  }

  /// The measures of every series that was scored.
  func series(of model: String) -> [MeasureList] {
    // Scores are in the order of their series, so each series is one run of them.
    func runs(_ scores: [MetricTable.Score]) -> [String: ArraySlice<MetricTable.Score>] {
      var runs: [String: ArraySlice<MetricTable.Score>] = [:]
      var start = 0
      while start < scores.count {
        let end = scores[start...].firstIndex { $0.series != scores[start].series } ?? scores.count
        runs[scores[start].series] = scores[start..<end]
        start = end
      }
      return runs
    }
    let (own, others, naive) = (runs(metrics.scores(model: model)), runs(reference), runs(naive2))
    return own.keys.sorted().map { id in
      var list = list(Array(own[id] ?? []), Array(others[id] ?? []), Array(naive[id] ?? []))
      list.series = id
      return list
    }
  }

  /// All measures of some scores.
  private func list(
    _ own: [MetricTable.Score], _ reference: [MetricTable.Score], _ naive2: [MetricTable.Score]
  ) -> MeasureList {
    var list = MeasureList()
    for metric in metrics.metrics {
      list.values[metric.name] = metrics.average(metric, of: own).value
      var places: [UndefinedMetric: [MeasureList.Undefined.Place]] = [:]
      for score in own {
        guard let reason = score.undefined[metric] else { continue }
        // A ratio of totals exists as soon as any value isn't zero, and no window is left out.
        if reason == .allZero, list.values[metric.name] != nil { continue }
        places[reason, default: []].append(.init(series: score.series, window: score.window))
      }
      for (reason, places) in places.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        list.add(metric.name, reason.rawValue, places)
      }
    }
    if let owa = metrics.owa(of: own, reference: naive2) {
      list.values["owa"] = owa
    } else {
      list.add("owa", reasonWithoutOWA(own, naive2), [])
    }
    let (mase, baseline) = (list.values[Metric.mase.name], metrics.average(.mase, of: reference).value)
    if let mase, let baseline, baseline > 0 {
      list.values["skill"] = 1 - mase / baseline
    } else {
      list.add(
        "skill",
        own.isEmpty
          ? Self.nothingScored
          : mase == nil || baseline == nil
            ? "MASE is undefined in every window" : "seasonal naive's MASE is zero",
        [])
    }
    return list
  }

  private static let nothingScored = "no forecast was scored"

  private func reasonWithoutOWA(_ own: [MetricTable.Score], _ naive2: [MetricTable.Score]) -> String {
    if own.isEmpty { return Self.nothingScored }
    guard MetricTable.areOfSameWindows(own, naive2) else {
      return "forecasts are missing that the reference Naive2 has"
    }
    for metric in [Metric.smape, .mase] where metrics.average(metric, of: own).value == nil {
      return "\(metric == .smape ? "sMAPE" : "MASE") is undefined in every window"
    }
    return "Naive2 has no error, or an undefined one"
  }
}

extension MeasureList {
  /// Notes that a measure is undefined, beside others that are so in the same places for the same reason.
  fileprivate mutating func add(_ measure: String, _ reason: String, _ places: [Undefined.Place]) {
    if let place = undefined.firstIndex(where: { $0.reason == reason && $0.places == places }) {
      undefined[place].measures.append(measure)
    } else {
      undefined.append(Undefined(measures: [measure], reason: reason, places: places))
    }
  }
}

extension RollingOrigins {
  /// Adds the forecasts of Naive2, the reference of OWA, to a table of scores; returns their label.
  func addNaive2(to metrics: inout MetricTable, windows: [Int]) -> String {
    var label = "Naive2"
    while metrics.models.contains(label) { label += "′" }
    for window in windows {
      let past = past(window)
      for (number, series) in past.series.enumerated() {
        let history = series.values
        guard let read = ForecastHistory(history[...]), !read.isStale,
          let point = Naive2.forecast(values: history, seasonLength: seasonLength, horizon: horizon)
        else { continue }
        metrics.add(
          MetricTable.Window(
            history: history,
            actual: Array(data.series[number].values[history.count..<(history.count + horizon)]),
            forecast: point), model: label, series: series.id, window: window)
      }
    }
    return label
  }
}

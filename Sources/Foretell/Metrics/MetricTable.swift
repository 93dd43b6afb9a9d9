/// Scores of models on series and windows, and their averages as the literature publishes them.
///
/// The result does not depend on the order of ``add(_:model:series:window:)``: sums run in the order of series
/// and window.
public struct MetricTable: Sendable {
  /// One model's forecast of one window of one series, and the values that were observed.
  public struct Window: Sendable {
    /// The values before the origin, NaN for missing; MASE, RMSSE and MSIS take their scale from them.
    public var history: [Double]
    /// The values of the forecast's steps, NaN for missing (not scored).
    public var actual: [Double]
    /// The point forecast, as many values as `actual`.
    public var forecast: [Double]
    /// The lower bounds of each step, one array per level of the table; empty when the model has no
    /// intervals.
    public var lower: [[Double]]
    /// The upper bounds of each step, one array per level of the table; empty when the model has no
    /// intervals.
    public var upper: [[Double]]

    /// Makes a window; ``MetricTable/add(_:model:series:window:)`` checks that the arrays have equal lengths.
    public init(
      history: [Double], actual: [Double], forecast: [Double], lower: [[Double]] = [], upper: [[Double]] = []
    ) {
      self.history = history
      self.actual = actual
      self.forecast = forecast
      self.lower = lower
      self.upper = upper
    }
  }

  /// The scores of one window.
  public struct Score: Sendable {
    /// The identifier of the series.
    public let series: String
    /// The number of the window, 0 for the earliest.
    public let window: Int
    /// Steps with an actual value.
    public let scoredSteps: Int
    /// Steps without an actual value.
    public let skippedSteps: Int
    /// The values of the measures that are defined.
    public internal(set) var values: [Metric: Double] = [:]
    /// The measures that are undefined, each with the reason.
    public internal(set) var undefined: [Metric: UndefinedMetric] = [:]
    var sums: PooledSums?
  }

  /// An average and what it is made of.
  public struct Average: Sendable, Hashable {
    /// The average over those windows where the measure is defined; nil when there is none.
    public let value: Double?
    /// Windows that entered the average.
    public let windows: Int
    /// Windows left out because the measure is undefined for them.
    public let undefinedWindows: Int
  }

  /// Season length in steps, m in the formulas of the scaled measures.
  public let seasonLength: Int
  /// The levels of the intervals in percent.
  public let levels: [Double]
  /// The models in the order in which they were added.
  public private(set) var models: [String] = []
  /// Whether the windows are kept, so that ``step(_:)`` can tell the scores of every step ahead.
  public let keepsWindows: Bool
  /// Whether every window is one step, so that roots are taken of means over windows.
  var isOfOneStep = false
  private var scoresByModel: [String: [Place: Score]] = [:]
  /// The windows by model, if they are kept.
  private(set) var contents: [String: [Place: ScoredWindow]] = [:]

  /// Where a window belongs.
  struct Place: Hashable, Comparable {
    let series: String
    let window: Int
    static func < (first: Place, second: Place) -> Bool {
      first.series == second.series ? first.window < second.window : first.series < second.series
    }
  }

  /// Makes an empty table.
  ///
  /// - Parameters:
  ///   - seasonLength: m of MASE, RMSSE and MSIS; traps unless positive.
  ///   - levels: in percent, each in 0..<100.
  ///   - keepsWindows: whether the windows are kept for ``step(_:)``.
  public init(seasonLength: Int, levels: [Double] = [], keepsWindows: Bool = false) {
    precondition(seasonLength > 0, "season length must be positive")
    self.keepsWindows = keepsWindows
    self.seasonLength = seasonLength
    self.levels = levels
  }

  /// The measures that this table computes.
  public var metrics: [Metric] {
    guard !levels.isEmpty else { return Metric.points }
    return Metric.points + [.wql, .crps]
      + levels.flatMap { [.intervalScore(level: $0), .msis(level: $0), .coverage(level: $0)] }
  }

  /// Scores a window; traps when this model's window of this series was added before, or when lengths differ.
  public mutating func add(_ content: Window, model: String, series: String, window: Int) {
    precondition(
      content.lower.count == content.upper.count && [0, levels.count].contains(content.lower.count),
      "\(content.lower.count) intervals for \(levels.count) levels")
    add(
      ScoredWindow(content, seasonLength: seasonLength), model: model,
      at: Place(series: series, window: window))
  }

  /// Scores a window whose scales are known.
  mutating func add(_ content: ScoredWindow, model: String, at place: Place) {
    let score = score(content, series: place.series, window: place.window)
    if scoresByModel[model] == nil { models.append(model) }
    let old = scoresByModel[model, default: [:]].updateValue(score, forKey: place)
    precondition(old == nil, "\(model) was scored twice on window \(place.window) of \(place.series)")
    if keepsWindows { contents[model, default: [:]][place] = content }
  }

  /// A model's scores in the order of series and window.
  public func scores(model: String) -> [Score] {
    (scoresByModel[model] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
  }

  /// A model's average of a measure over a part of the windows.
  ///
  /// The windows of each series are averaged first, then the series with equal weights, as in the M
  /// competitions. ND, NRMSE and wQL are ratios of totals over all windows of the part.
  public func average(_ metric: Metric, model: String, in part: MetricPart = .all) -> Average {
    average(metric, of: scores(model: model).filter { part.contains($0) })
  }

  /// The average of a measure over scores in the order of series and window.
  func average(_ metric: Metric, of scores: [Score]) -> Average {
    switch metric {
    case .nd, .nrmse, .wql: return ratio(metric, scores)
    case .rmse where isOfOneStep:
      let mean = mean(.mse, scores, { $0 }, { $0 })
      return Average(
        value: mean.value?.squareRoot(), windows: mean.windows, undefinedWindows: mean.undefinedWindows)
    case .rmsse where isOfOneStep:
      return mean(metric, scores, { $0 * $0 }, { $0.squareRoot() })
    case .mae, .mse, .rmse, .bias, .mape, .smape, .mase, .rmsse, .crps, .intervalScore, .msis, .coverage:
      return mean(metric, scores, { $0 }, { $0 })
    }
  }

  /// A ratio of totals.
  private func ratio(_ metric: Metric, _ scores: [Score]) -> Average {
    var total = PooledSums()
    var quantileLoss = 0.0
    var count = 0
    for score in scores {
      guard let sums = score.sums, metric != .wql || score.values[.crps] != nil else { continue }
      total.add(sums)
      quantileLoss += (score.values[.crps] ?? 0) * Double(sums.steps)
      count += 1
    }
    let weighted = total.absoluteActual > 0 ? quantileLoss / total.absoluteActual : nil
    let value = metric == .nd ? total.nd : metric == .nrmse ? total.nrmse : weighted
    return Average(value: value, windows: count, undefinedWindows: scores.count - count)
  }

  /// The mean over series of a function of the mean over each one's windows.
  private func mean(
    _ metric: Metric, _ scores: [Score], _ each: (Double) -> Double, _ whole: (Double) -> Double
  ) -> Average {
    let defined = scores.filter { $0.values[metric] != nil }
    var means: [Double] = []
    var start = 0
    while start < defined.count {
      var end = start
      var sum = 0.0
      while end < defined.count, defined[end].series == defined[start].series {
        sum += each(defined[end].values[metric] ?? 0)
        end += 1
      }
      means.append(whole(sum / Double(end - start)))
      start = end
    }
    let value = means.isEmpty ? nil : means.reduce(0, +) / Double(means.count)
    return Average(
      value: value, windows: defined.count, undefinedWindows: scores.count - defined.count)
  }

  /// The overall weighted average (OWA) of a model relative to a reference, formed from averages as in M4.
  ///
  /// - Returns: nil when an average is undefined or the two were scored on different windows.
  public func owa(model: String, reference: String = "Naive2", in part: MetricPart = .all) -> Double? {
    func scored(_ name: String) -> [Score] { scores(model: name).filter { part.contains($0) } }
    return owa(of: scored(model), reference: scored(reference))
  }

  /// The overall weighted average of scores relative to others.
  func owa(of scores: [Score], reference: [Score]) -> Double? {
    guard Self.areOfSameWindows(scores, reference), let smape = average(.smape, of: scores).value,
      let mase = average(.mase, of: scores).value,
      let referenceSMAPE = average(.smape, of: reference).value,
      let referenceMASE = average(.mase, of: reference).value
    else { return nil }
    return Metrics.owa(
      smape: smape, mase: mase, referenceSMAPE: referenceSMAPE, referenceMASE: referenceMASE)
  }

  /// Whether two lists of scores, in the order of series and window, are of the same windows, of which there is at least
  /// one.
  static func areOfSameWindows(_ first: [Score], _ second: [Score]) -> Bool {
    !first.isEmpty && first.count == second.count
      && zip(first, second).allSatisfy { $0.series == $1.series && $0.window == $1.window }
  }
}

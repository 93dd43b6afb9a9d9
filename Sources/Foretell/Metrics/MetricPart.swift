/// A part of the windows that a ``MetricTable`` holds.
public enum MetricPart: Sendable, Hashable {
  /// All windows of all series.
  case all
  /// The windows of one series.
  case series(String)
  /// One window of every series, by its number.
  case window(Int)

  /// Whether a score belongs to the part.
  func contains(_ score: MetricTable.Score) -> Bool {
    switch self {
    case .all: true
    case .series(let series): score.series == series
    case .window(let window): score.window == window
    }
  }
}

extension MetricTable {
  /// A measure that is undefined in one window of one series.
  public struct Undefined: Sendable, Hashable {
    /// The measure.
    public let metric: Metric
    /// The identifier of the series.
    public let series: String
    /// The number of the window, 0 for the earliest.
    public let window: Int
    /// Why it has no value.
    public let reason: UndefinedMetric
  }

  /// Everything that is undefined for a model: by measure, in the order of ``metrics``, then by series and window.
  public func undefined(model: String) -> [Undefined] {
    let scores = scores(model: model)
    return metrics.flatMap { metric in
      scores.compactMap { score in
        score.undefined[metric].map {
          Undefined(metric: metric, series: score.series, window: score.window, reason: $0)
        }
      }
    }
  }

  /// The number of steps of the longest window of any model.
  public var steps: Int {
    contents.values.reduce(0) { $1.values.reduce($0) { max($0, $1.actual.count) } }
  }

  /// The scores of one step ahead of every window, as a table.
  ///
  /// In it, the root mean squared errors of a series are roots of means over its windows: RMSE that of the squared errors
  /// over all series, RMSSE that of the squared scaled errors, averaged over the series. Windows with fewer steps aren't
  /// in it.
  ///
  /// - Parameter number: the step, counted from 1; traps unless positive, and for a table that doesn't keep its windows.
  public func step(_ number: Int) -> MetricTable {
    precondition(number > 0, "steps are counted from 1")
    precondition(keepsWindows, "a table that tells steps must keep its windows")
    var table = MetricTable(seasonLength: seasonLength, levels: levels)
    table.isOfOneStep = true
    for model in models {
      for (place, content) in contents[model] ?? [:] where content.actual.count >= number {
        table.add(content.step(number - 1), model: model, at: place)
      }
    }
    return table
  }
}

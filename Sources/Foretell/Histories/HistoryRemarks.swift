import ForetellData

/// The warnings and errors about the history of one series of a table.
struct HistoryRemarks {
  private let table: SeriesTable
  private let number: Int

  init(_ table: SeriesTable, series number: Int) {
    self.table = table
    self.number = number
  }

  /// The reason why a series can't be forecast.
  struct Refusal: Sendable, Equatable {
    var series: String
    /// The reason as the end of a sentence whose subject is the series.
    var reason: String
    var code = ErrorCode.noObservations
    var hint: OptionText?

    /// The reason as a warning, when other series can be forecast.
    var warning: ForecastWarning {
      ForecastWarning(
        kind: .leftOut, series: series, text: "series `\(series)` \(reason): it is left out of the forecast")
    }

    /// The reasons as an error, when no series can be forecast.
    static func error(_ refusals: [Refusal], file: String) -> ForetellError {
      guard let first = refusals.first else {
        return ForetellError(.noObservations, "there is no series to forecast", location: .init(file: file))
      }
      let others = refusals.count - 1
      return ForetellError(
        first.code,
        OptionText(
          others == 0
            ? "series `\(first.series)` \(first.reason)"
            : "no series can be forecast: series `\(first.series)` \(first.reason), and \(others) more can't either"
        ),
        location: .init(file: file, series: first.series), hint: first.hint)
    }
  }

  private var id: String { table.series[number].id }

  private func stamp(_ index: Int) -> String { table.text(for: table.timestamp(ofSeries: number, at: index)) }

  /// Why this history can't be forecast; nil when it can.
  ///
  /// - Parameter observed: number of values that the series has had, of which the history may be the end.
  func refusal(_ history: ForecastHistory?, observed: Int = 0) -> Refusal? {
    guard let history else {
      return Refusal(series: id, reason: "has no observed value to forecast from")
    }
    if !history.facts.isComputable, history.facts.constant == nil {
      return Refusal(
        series: id,
        reason: "has values from \(Self.text(history.facts.minimum)) to \(Self.text(history.facts.maximum)), "
          + "too large or too small to compute with", hint: "give them in another unit")
    }
    guard history.isStale, history.gap > observed else { return nil }
    return Refusal(
      series: id,
      reason:
        "has no value after \(stamp(history.last)) (\(Self.steps(history.gap)), more than the "
        + "\(history.last - history.first + 1) of its history)",
      hint: "without the empty rows at its end, the series is forecast from its last value on")
  }

  /// Warnings about what a forecast assumes about the history.
  ///
  /// - Parameter masked: steps at the end of the history whose values the fit has already treated as missing.
  func warnings(_ history: ForecastHistory, facts: HistoryFacts, masked: Int = 0) -> [ForecastWarning] {
    var warnings = isolated(history)
    let gap = history.gap - max(masked, history.masked)
    if gap > 0 {
      warnings.append(
        ForecastWarning(
          kind: .trailingGap, series: id,
          text: "series `\(id)` has no value after \(stamp(history.values.count - 1 - gap)) "
            + "(\(Self.steps(gap))): the forecast goes on from there"))
    }
    if facts.isShort {
      warnings.append(
        ForecastWarning(
          kind: .fewValues, series: id,
          text: facts.observed == 1
            ? "series `\(id)` has a single value: the forecast repeats it, and its interval is a guess"
            : "series `\(id)` has only \(facts.observed) values: the forecast repeats the last one, "
              + "with a wide interval"))
    }
    return warnings
  }

  /// Warnings about values that are treated as missing.
  func isolated(_ history: ForecastHistory) -> [ForecastWarning] {
    history.isolated.map { isolated(table.series[number].values[$0], at: $0, among: history.facts) }
  }

  /// The warning that a value is treated as missing.
  func isolated(_ value: Double, at index: Int, among facts: HistoryFacts) -> ForecastWarning {
    let range = "\(Self.text(facts.minimum)) to \(Self.text(facts.maximum))"
    return ForecastWarning(
      kind: .outlier, series: id,
      text:
        "series `\(id)`: the value \(Self.text(value)) at \(stamp(index)) is far outside the others "
        + "(\(range)) and is taken as missing")
  }

  private static func steps(_ count: Int) -> String { count == 1 ? "1 step" : "\(count) steps" }

  /// A number as the shortest text that reads back to it, without a trailing `.0`.
  static func text(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

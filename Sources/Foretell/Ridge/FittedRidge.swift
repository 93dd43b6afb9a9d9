import ForetellClassics
import ForetellData

/// The regressions of a table's series, with the table that they continue.
///
/// Forecasting doesn't change the value, and any thread may do it.
public struct FittedRidge: Sendable {
  /// The configuration it was fitted with.
  public internal(set) var configuration: RidgeForecaster
  /// The horizon given to the fit in steps; the default length of a forecast.
  public let forecastHorizon: Int
  /// The fit's seed, which has no effect.
  public let seed: UInt64
  /// The horizon in steps that aren't closed, when the fit's horizon was chosen from it; nil when all steps count.
  public var openHorizon: Int?
  /// Season length in steps.
  public let seasonLength: Int
  /// The table of the fit.
  let table: SeriesTable
  /// What the fit chose.
  let choice: RidgeChoice
  /// The transform of each series of the table.
  let transforms: [ValueTransform]
  /// Whether the regression was made for logarithms.
  let isLogarithmic: Bool
  /// The result for each series of the table.
  var parts: [Part]
  /// The common solution, [inputs + 1, horizon]; empty when no series was long enough for a row.
  var common: [Double] = []
  /// Root mean square residuals of the common solution per step, in units of the series.
  var deviations: [Double] = []
  /// How wide intervals are.
  var intervals = RidgeIntervals(ratios: [])
  private let places: [String: Int]

  /// The result for one series.
  struct Part: Sendable, Equatable {
    /// The root mean square of its windows; 0 when it has none.
    var unit = 0.0
    /// Root mean square residuals per step in this unit; empty when it has no row.
    var deviations: [Double] = []
    /// Its own solution; nil when it uses the common one.
    var solution: [Double]?
  }

  init(
    configuration: RidgeForecaster, table: SeriesTable, forecastHorizon: Int, seed: UInt64, season: Int,
    choice: RidgeChoice, transforms: [ValueTransform], isLogarithmic: Bool
  ) {
    self.configuration = configuration
    self.table = table
    self.forecastHorizon = forecastHorizon
    self.seed = seed
    seasonLength = season
    self.choice = choice
    self.transforms = transforms
    self.isLogarithmic = isLogarithmic
    parts = [Part](repeating: Part(), count: table.series.count)
    places = Dictionary(
      table.series.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// Takes the result of a fit, whose series are at `places` of the table.
  mutating func take(_ solutions: LagSolutions, places: [Int]) {
    common = solutions.common
    deviations = solutions.deviations.map { Double(Float($0)) }
    for (place, one) in zip(places, solutions.series) {
      parts[place] = Part(
        unit: one.unit, deviations: one.deviations.map { Double(Float($0)) }, solution: one.solution)
    }
    intervals = RidgeIntervals(solutions.series, horizon: choice.windows.horizon)
  }

  /// The name in column headings.
  public var name: String { configuration.name }
  /// Steps that are predicted at once; a longer forecast is reached by feeding forecasts back.
  public var horizon: Int { choice.windows.horizon }
  /// Steps of history that a forecast reads.
  public var inputSize: Int { choice.windows.lags }
  /// How much the series have in common, as given or chosen.
  public var scope: RidgeScope {
    switch choice.strengths.scope {
    case .pooled: .pooled
    case .shrunk: .shrunk
    case .series: .series
    }
  }
  /// Strength of the penalty, as given or chosen, in multiples of the inputs' mean square.
  public var strength: Double {
    choice.strengths.scope == .shrunk ? choice.strengths.own : choice.strengths.common
  }
  /// Number of coefficients of all solutions together.
  public var coefficientCount: Int {
    common.isEmpty
      ? 0 : common.count * ((scope == .series ? 0 : 1) + parts.count { $0.solution != nil })
  }

  /// Forecasts every series of a table.
  ///
  /// A series of the fit has its own regression, where there is one; every other one has that of all series.
  ///
  /// - Parameters:
  ///   - table: the history of any series with the frequency of the fit; nil takes the table of the fit.
  ///   - horizon: the number of steps; nil takes the fit's.
  ///   - levels: interval levels in percent, each in 0..<100.
  /// - Throws: `ForetellError` when the table has another frequency, a value lies outside the bounds, no series can be
  ///   forecast, or the horizon or a level is out of range.
  public func predict(
    _ table: SeriesTable? = nil, horizon: Int? = nil, levels: [Double] = [80, 95]
  ) throws -> Forecast {
    let data = table ?? self.table
    guard data.frequency.unit == frequency.unit, data.frequency.multiple == frequency.multiple else {
      throw ForetellError(
        .modelMismatch,
        "the model was fitted to \(frequency.name) data, \(data.name) is \(data.frequency.name)",
        location: .init(file: data.name),
        hint: "fit a model to this data, or give the right \(option: .frequency)")
    }
    let steps = horizon ?? forecastHorizon
    let panel = ShortHistory.Panel(data.series.map { $0.values[...] })
    var forecast = try ReferenceRun.forecast(
      name, data, horizon: steps, levels: levels, bounds: configuration.bounds
    ) { history, stamps, id, levels, limits in
      if let constant = history.facts.constant {
        return .constant(limits.clamped(constant), id: id, stamps: stamps, levels: levels)
      }
      let path = history.facts.isShort || common.isEmpty ? nil : path(history, id: id, steps: steps)
      guard let path else {
        return .repeating(history, panel: panel, limits: limits, id: id, stamps: stamps, levels: levels)
      }
      return path.forecast(id: id, stamps: stamps, levels: levels, limits: limits)
    }
    try forecast.leaveOutInfinite(file: data.name)
    forecast.warnings += modelWarnings(steps: steps)
    return forecast
  }

  /// Warnings about the model as a whole.
  private func modelWarnings(steps: Int) -> [ForecastWarning] {
    if common.isEmpty {
      guard table.series.contains(where: { !HistoryFacts($0.values[...]).isShort }) else { return [] }
      return [
        ForecastWarning(
          kind: .fewValues, series: nil,
          text: "the data have too few values for a regression: the last values are repeated")
      ]
    }
    guard steps > choice.windows.horizon, choice.windows.horizon < forecastHorizon else { return [] }
    return [
      ForecastWarning(
        kind: .longHorizon, series: nil,
        text:
          "a horizon of \(forecastHorizon) steps is too long to be learnt at once from these data: the regression "
          + "predicts \(choice.windows.horizon) steps and goes on from its own forecasts")
    ]
  }

  /// The forecast of one series in transformed values; nil when its values can't be transformed.
  private func path(_ history: ForecastHistory, id: String, steps: Int) -> RidgePath? {
    let place = places[id]
    var transform = place.map { transforms[$0] } ?? (isLogarithmic ? .log : .none)
    if transform != .none, history.facts.minimum <= 0 { transform = .none }
    let part = place.map { parts[$0] } ?? Part()
    return RidgePath(
      history, transform: transform, windows: choice.windows, season: seasonLength, part: part,
      common: common,
      deviations: deviations, intervals: intervals, steps: steps)
  }
}

extension Forecast {
  /// Leaves out series with values that aren't finite, with a warning; throws when no other is left.
  fileprivate mutating func leaveOutInfinite(file: String) throws {
    let refused = series.filter { one in
      !([one.point] + one.lower + one.upper).allSatisfy { $0.allSatisfy { abs($0) < 1e300 } }
    }
    guard !refused.isEmpty else { return }
    let refusals = refused.map {
      HistoryRemarks.Refusal(
        series: $0.id, reason: "has a forecast that isn't finite", code: .diverged,
        hint: "try \(option: .transform, "none"), or a shorter horizon")
    }
    guard refused.count < series.count else { throw HistoryRemarks.Refusal.error(refusals, file: file) }
    let ids = Set(refused.map(\.id))
    series.removeAll { ids.contains($0.id) }
    warnings += refusals.map(\.warning)
  }
}

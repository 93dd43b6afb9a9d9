import ForetellData

/// Fitted models whose forecasts are combined.
///
/// Forecasting doesn't change the value, and any thread may do it.
public struct FittedCombination: Sendable {
  /// A fitted member.
  struct Part: Sendable {
    let label: String
    let weight: Double
    var model: any KeptModel
  }

  /// How forecasts become one.
  public let rule: CombinationRule
  /// Which intervals are given.
  public let intervals: IntervalsName
  /// The range of the forecasts.
  public internal(set) var bounds: ForecastBounds
  /// Whether the members were chosen by the fit.
  public let isAutomatic: Bool
  /// Whether the season length was given.
  let isSeasonGiven: Bool
  /// Season length in steps.
  public let seasonLength: Int
  /// The time in seconds for which members were chosen; nil where they were given.
  public internal(set) var plannedSeconds: Double?
  /// Whether it was given.
  var isTimeGiven = false
  /// The horizon given to the fit in steps; the default length of a forecast.
  public let forecastHorizon: Int
  /// The horizon in steps that aren't closed, when the fit's horizon was chosen from it; nil when all steps count.
  public var openHorizon: Int? {
    didSet { for place in members.indices { members[place].model.openHorizon = openHorizon } }
  }
  /// The fit's seed.
  public let seed: UInt64
  /// The table of the fit.
  var table: SeriesTable
  /// The fitted members.
  var members: [Part] = []
  /// The models that were considered, most important first, each with its held-out errors.
  public internal(set) var reports: [CombinationMember] = []
  /// The combination's mean absolute scaled error on held-out ends, one per window, latest first; nil where there is none.
  ///
  /// The members were chosen on the same ends, but not fitted to them.
  public internal(set) var windowErrors: [Double?] = []
  /// The error of seasonal naive on the same ends.
  public internal(set) var floorErrors: [Double?] = []
  /// Number of different held-out points.
  public internal(set) var heldOutPoints = 0
  /// The correction of the intervals; nil where there is none.
  public internal(set) var calibration: CombinationCalibration?

  init(
    table: SeriesTable, rule: CombinationRule, intervals: IntervalsName, bounds: ForecastBounds,
    isAutomatic: Bool,
    isSeasonGiven: Bool, seasonLength: Int, forecastHorizon: Int, seed: UInt64
  ) {
    self.table = table
    self.rule = rule
    self.intervals = intervals
    self.bounds = bounds
    self.isAutomatic = isAutomatic
    self.isSeasonGiven = isSeasonGiven
    self.seasonLength = seasonLength
    self.forecastHorizon = forecastHorizon
    self.seed = seed
  }

  mutating func add(_ model: any KeptModel, _ weight: Double, _ label: String) {
    members.append(Part(label: label, weight: weight, model: model))
  }

  /// Takes one model instead of all members.
  mutating func replaceMembers(by model: any KeptModel, label: String) {
    members = [Part(label: label, weight: 1, model: model)]
    reports.append(CombinationMember(label: label, name: model.name, weight: 1))
  }

  /// Notes a model that was left out before any comparison.
  mutating func note(_ label: String, reason: String) {
    var report = CombinationMember(label: label, name: label, weight: 0)
    report.note = reason
    reports.append(report)
  }

  /// The name in column headings.
  public var name: String { isAutomatic ? "Auto" : "Combined" }

  /// The combination's mean absolute scaled error on held-out ends; nil without any.
  public var error: Double? { CombinationMember.mean(windowErrors) }

  /// The error of seasonal naive on the same ends; nil without any.
  public var floorError: Double? { CombinationMember.mean(floorErrors) }

  /// Forecasts every series by all members.
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
    let sorted = intervals == .none ? [] : levels.sorted()
    let intermittent = isAutomatic ? data.series.indices.filter { isIntermittent(data.series[$0]) } : []
    var forecasts: [(forecast: Forecast, weight: Double)] = []
    var failure: (any Error)?
    if intermittent.count < data.series.count {
      for member in members {
        do {
          forecasts.append((try member.model.predict(table, horizon: horizon, levels: sorted), member.weight))
        } catch let error as ForetellError where error.isAboutSeries {
          failure = failure ?? error
        }
      }
    }
    var result = Forecast(model: name, levels: sorted, series: [])
    let demands = try demandForecasts(data, intermittent, horizon: horizon ?? forecastHorizon, levels: sorted)
    if forecasts.isEmpty, demands.isEmpty {
      throw failure
        ?? ForetellError(.noObservations, "no series can be forecast", location: .init(file: data.name))
    }
    let found = forecasts.map { one in
      (Dictionary(one.forecast.series.map { ($0.id, $0) }, uniquingKeysWith: { $1 }), one.weight)
    }
    for one in data.series {
      if let demand = demands[one.id] {
        result.series.append(demand)
        continue
      }
      let parts = found.compactMap { forecasts, weight in forecasts[one.id].map { ($0, weight) } }
      guard let combined = SeriesForecast.combined(parts.map(\.0), rule, weights: parts.map(\.1)) else {
        continue
      }
      let limits = bounds.limits(of: ForecastHistory(one.values[...])?.facts ?? HistoryFacts(one.values[...]))
      let corrected = calibration?.corrected(combined, levels: sorted, limits: limits) ?? combined
      result.series.append(corrected.rounded(as: parts.map(\.0), limits: limits))
    }
    let kept = Set(result.series.map(\.id))
    for forecast in forecasts { result.warnings.take(forecast.forecast.warnings, forecast: kept) }
    return result
  }

  /// The forecasts of single members, without intervals, by label; members that can forecast none of the series are left out.
  ///
  /// - Parameters:
  ///   - table: as for ``predict(_:horizon:levels:)``.
  ///   - horizon: the number of steps; nil takes the fit's.
  public func memberForecasts(
    _ table: SeriesTable? = nil, horizon: Int? = nil
  ) -> [(label: String, forecast: Forecast)] {
    members.compactMap { member in
      (try? member.model.predict(table, horizon: horizon, levels: [])).map { (member.label, $0) }
    }
  }

  private func isIntermittent(_ series: Series) -> Bool {
    guard let history = ForecastHistory(series.values[...]), !history.isStale else { return false }
    return Array(history.values[history.first...history.last]).isIntermittent(season: seasonLength)
  }

  /// The forecasts of intermittent series, by id: the mean of the methods for them.
  private func demandForecasts(
    _ data: SeriesTable, _ places: [Int], horizon: Int, levels: [Double]
  ) throws -> [String: SeriesForecast] {
    guard !places.isEmpty else { return [:] }
    let part = data.keeping(places)
    let all = [
      try SBA(bounds: bounds).fit(part, horizon: horizon).predict(levels: levels),
      try TSB(bounds: bounds).fit(part, horizon: horizon).predict(levels: levels),
      try IMAPA(bounds: bounds).fit(part, horizon: horizon).predict(levels: levels),
    ].map { Dictionary($0.series.map { ($0.id, $0) }, uniquingKeysWith: { $1 }) }
    return part.series.reduce(into: [:]) { result, one in
      result[one.id] = SeriesForecast.combined(all.compactMap { $0[one.id] }, .mean, weights: [])
    }
  }
}

extension SeriesForecast {
  /// The forecast with as many digits as the distances of single models from it need; unchanged where they agree, so that a
  /// value that all repeat keeps its digits.
  fileprivate func rounded(as parts: [SeriesForecast], limits: ClosedRange<Double>) -> SeriesForecast {
    let distance = parts.map { abs(($0.point.first ?? 0) - (point.first ?? 0)) }.max() ?? 0
    guard distance > 0, distance.isFinite else { return self }
    let rounding = SignificantDigits(resolving: distance)
    func round(_ values: [Double]) -> [Double] { values.map { limits.clamped(rounding.rounded($0)) } }
    var result = self
    result.point = round(point)
    result.lower = lower.map(round)
    result.upper = upper.map(round)
    return result
  }
}

extension ForetellError {
  /// Whether it says that a model can't forecast the series at hand, which another one may.
  fileprivate var isAboutSeries: Bool {
    [ErrorCode.seriesTooShort, .noObservations, .diverged].contains { $0.rawValue == code }
  }
}

extension [ForecastWarning] {
  /// Adds the warnings of a member: what several members say about a series is said once, and a series that only some of
  /// them leave out isn't left out.
  fileprivate mutating func take(_ warnings: [ForecastWarning], forecast: Set<String>) {
    for warning in warnings {
      switch warning.kind {
      case .leftOut:
        if let id = warning.series, forecast.contains(id) { continue }
      case .outlier:
        if contains(warning) { continue }
      case .trailingGap, .fewValues, .longHorizon, .closedTimes, .interval: break
      }
      guard
        !contains(where: {
          $0.kind == warning.kind && $0.series == warning.series && warning.kind != .outlier
        })
      else { continue }
      append(warning)
    }
  }
}

import ForetellData

/// The range to which point forecasts and intervals are limited.
///
/// By default forecasts of a series whose observed values are all 0 or more don't fall below 0, and forecasts
/// of other series are unlimited.
public struct ForecastBounds: Sendable, Codable, Equatable {
  /// The smallest value of a forecast; nil: no limit, or 0 as ``keepsNonNegative`` defines.
  public var lower: Double?
  /// The largest value of a forecast; nil: no limit.
  public var upper: Double?
  /// Whether forecasts of a series without negative values are limited to 0 and more when ``lower`` is nil.
  public var keepsNonNegative: Bool

  /// Makes bounds; a fit checks that they are finite and in order.
  ///
  /// - Parameters:
  ///   - lower: finite, below `upper`.
  ///   - upper: finite.
  ///   - keepsNonNegative: whether forecasts of a series without negative values are limited to 0 and more
  ///     when `lower` is nil.
  public init(lower: Double? = nil, upper: Double? = nil, keepsNonNegative: Bool = true) {
    self.lower = lower
    self.upper = upper
    self.keepsNonNegative = keepsNonNegative
  }

  /// No limits.
  public static let none = ForecastBounds(keepsNonNegative: false)

  /// The range of one series' forecasts.
  func limits(of facts: HistoryFacts) -> ClosedRange<Double> {
    let least = lower ?? (keepsNonNegative && facts.minimum >= 0 ? 0 : -.infinity)
    return least...max(least, upper ?? .infinity)
  }

  /// Throws unless the bounds are finite and `lower` is below `upper`.
  func check() throws {
    if lower?.isFinite == false || upper?.isFinite == false {
      throw ForetellError(.badOption, "a bound of forecasts must be a finite number")
    }
    if let lower, let upper, lower >= upper {
      throw ForetellError(
        .badOption,
        "the lower bound \(HistoryRemarks.text(lower)) must be below the upper bound \(HistoryRemarks.text(upper))"
      )
    }
  }

  /// Throws when a value of the table lies outside the bounds.
  func check(_ table: SeriesTable) throws {
    try check()
    guard lower != nil || upper != nil else { return }
    for (number, series) in table.series.enumerated() {
      for (index, value) in series.values.enumerated() {
        let isBelow = lower.map { value < $0 } ?? false
        guard isBelow || (upper.map { value > $0 } ?? false) else { continue }
        let stamp = table.text(for: table.timestamp(ofSeries: number, at: index))
        throw ForetellError(
          .badOption,
          "series `\(series.id)` has \(HistoryRemarks.text(value)) at \(stamp), "
            + (isBelow
              ? "below the lower bound \(HistoryRemarks.text(lower ?? value))"
              : "above the upper bound \(HistoryRemarks.text(upper ?? value))"),
          location: .init(file: table.name, series: series.id),
          hint:
            "give a bound that holds for all values, or leave out \(option: isBelow ? .lowerBound : .upperBound)"
        )
      }
    }
  }
}

extension ClosedRange<Double> {
  /// The value, or the nearer bound when it lies outside; never −0.
  func clamped(_ value: Double) -> Double {
    if value < lowerBound { return lowerBound }
    return value > upperBound ? upperBound : value
  }
}

import ForetellData

/// The values that a forecast and its intervals keep to.
///
/// By default a series whose observed values are all 0 or more has no forecast below 0, and every other series is free.
public struct ForecastBounds: Sendable, Codable, Equatable {
  /// The least value that a forecast can have; nil: none, or 0 where `keepsNonNegative` says so.
  public var lower: Double?
  /// The largest value that a forecast can have; nil: none.
  public var upper: Double?
  /// Whether series without a negative value keep to 0 and more where `lower` is nil.
  public var keepsNonNegative: Bool

  /// Bounds by their parts.
  ///
  /// - Parameters:
  ///   - lower: finite, below `upper`.
  ///   - upper: finite.
  ///   - keepsNonNegative: see the property.
  public init(lower: Double? = nil, upper: Double? = nil, keepsNonNegative: Bool = true) {
    self.lower = lower
    self.upper = upper
    self.keepsNonNegative = keepsNonNegative
  }

  /// Without any bound.
  public static let none = ForecastBounds(keepsNonNegative: false)

  /// The bounds of one series.
  func limits(of facts: HistoryFacts) -> ClosedRange<Double> {
    let least = lower ?? (keepsNonNegative && facts.minimum >= 0 ? 0 : -.infinity)
    return least...max(least, upper ?? .infinity)
  }

  /// Throws unless both bounds are finite numbers in order.
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
          hint: "give a bound that holds for all values, or leave out "
            + (isBelow ? "--lower-bound" : "--upper-bound"))
      }
    }
  }
}

extension ClosedRange<Double> {
  /// The value, or the end that it lies beyond; never −0.
  func clamped(_ value: Double) -> Double {
    if value < lowerBound { return lowerBound }
    return value > upperBound ? upperBound : value
  }
}

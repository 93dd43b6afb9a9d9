/// A series and its differences, in units in which they can be compared with numbers near 1.
struct ArimaSample: Sendable {
  /// The values with gaps filled along straight lines.
  let series: [Double]
  /// The values, NaN for missing ones; none of those that the differences lose is missing.
  let observed: [Double]
  /// Whether a value is missing.
  let hasGaps: Bool
  /// A power of two near the standard deviation of the differences.
  let unit: Double
  /// The mean of the differences.
  let mean: Double
  private let plain: [Double]
  private let centred: [Double]

  /// Takes a series, NaN for missing values; nil when it has too few values for the differences of an order.
  init?(_ values: [Double], _ order: ArimaOrder) {
    guard let span = ObservedSpan(values), span.start == 0, span.missingAtEnd == 0 else { return nil }
    let differences = order.differences(span.values)
    guard differences.count > 1 else { return nil }
    series = span.values
    let lost = order.lostCount
    observed = Array(span.values.prefix(lost)) + span.observed.dropFirst(lost)
    hasGaps = observed.contains { $0.isNaN }
    let count = Double(differences.count)
    let mean = differences[0] + differences.reduce(0) { $0 + ($1 - differences[0]) } / count
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    // Without a constant a mean far from zero is a part of the spread.
    let size = max(squares.squareRoot(), order.hasConstant ? 0 : abs(mean))
    let unit = size > 0 && size.isFinite ? Double(sign: .plus, exponent: size.exponent, significand: 1) : 1
    self.mean = mean
    self.unit = unit
    plain = differences.map { $0 / unit }
    centred = differences.map { ($0 - mean) / unit }
  }

  /// The number of differences.
  var count: Int { plain.count }

  /// The differences in the unit, without their mean when the order has a constant.
  func values(_ order: ArimaOrder) -> [Double] { order.hasConstant ? centred : plain }
}

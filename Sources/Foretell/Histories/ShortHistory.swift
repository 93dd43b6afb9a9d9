import ForetellData

/// Forecasts of series with too few values to learn anything from: the last value is repeated, with an
/// interval that shows how little is known.
enum ShortHistory {
  /// The largest number of observed values of a series that counts as short.
  static let most = 3

  /// The typical change from value to value in the other series of the table, as a guide for a short series.
  struct Panel: Sendable {
    /// Median over the series of the root mean square of their changes relative to their mean magnitude; nil
    /// when there is no series to measure.
    var relative: Double?
    /// Median over the series of the root mean square of their changes; nil when there is no series to
    /// measure.
    var absolute: Double?

    /// Measures the series that are neither short nor constant.
    init(_ series: [ArraySlice<Double>]) {
      var relative: [Double] = []
      var absolute: [Double] = []
      for values in series {
        let (change, pairs) = ShortHistory.change(values)
        let size = ShortHistory.size(values)
        guard pairs >= ShortHistory.most, change > 0, size > 0 else { continue }
        relative.append(change / size)
        absolute.append(change)
      }
      self.relative = relative.isEmpty ? nil : Moments.quantile(relative.sorted(), 0.5)
      self.absolute = absolute.isEmpty ? nil : Moments.quantile(absolute.sorted(), 0.5)
    }
  }

  /// The standard deviation of the first step after the last value; positive.
  ///
  /// The series' own changes are multiplied by the factor by which Student's 95 % interval for one or two
  /// changes is wider than the normal one. The typical change of the table's other series is the lower limit.
  /// Without other series, a single value or equal values get their own magnitude as the deviation.
  static func deviation(of values: ArraySlice<Double>, panel: Panel) -> Double {
    let (change, pairs) = change(values)
    let own = change * (pairs == 1 ? 6.5 : 2.2)
    let size = size(values)
    let usual = size > 0 ? panel.relative.map { $0 * size } : panel.absolute
    let result = max(own, usual ?? (own > 0 ? own : size))
    return result > 0 && result.isFinite ? result : 1
  }

  /// Root mean square of the changes between successive observed values, each divided by the root of the
  /// steps between them, and the number of changes.
  private static func change(_ values: ArraySlice<Double>) -> (size: Double, pairs: Int) {
    var sum = 0.0
    var pairs = 0
    var previous: Int?
    for index in values.indices where !values[index].isNaN {
      if let previous {
        let change = values[index] - values[previous]
        sum += change * change / Double(index - previous)
        pairs += 1
      }
      previous = index
    }
    return (pairs > 0 ? (sum / Double(pairs)).squareRoot() : 0, pairs)
  }

  /// Mean absolute value.
  private static func size(_ values: ArraySlice<Double>) -> Double {
    var sum = 0.0
    var count = 0
    for value in values where !value.isNaN {
      sum += abs(value)
      count += 1
    }
    return count > 0 ? sum / Double(count) : 0
  }
}

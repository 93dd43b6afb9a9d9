import ForetellData

/// Forecasts of series with so few values that nothing can be learned from them: the last value again, with an interval
/// that says how little is known.
enum ShortHistory {
  /// Values of a series that is short in this sense, at most.
  static let most = 3

  /// How much the other series of a panel change from value to value, as far as that helps with a short one.
  struct Panel: Sendable {
    /// Median over the series of their change, as a part of their size; nil without any.
    var relative: Double?
    /// Median over the series of their change; nil without any.
    var absolute: Double?

    /// Measures series with more than a few values; constant ones say nothing.
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

  /// The standard deviation of the step after the last value; positive.
  ///
  /// The series' own changes count with the factor by which Student's 95 % interval is wider than the normal one for so
  /// few of them. What the panel's other series do is the least; without them a single value, or equal ones, could be
  /// off by their own size.
  static func deviation(of values: ArraySlice<Double>, panel: Panel) -> Double {
    let (change, pairs) = change(values)
    let own = change * (pairs == 1 ? 6.5 : 2.2)
    let size = size(values)
    let usual = size > 0 ? panel.relative.map { $0 * size } : panel.absolute
    let result = max(own, usual ?? (own > 0 ? own : size))
    return result > 0 && result.isFinite ? result : 1
  }

  /// Root mean square of the changes from one observed value to the next, per step of a random walk, and their number.
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

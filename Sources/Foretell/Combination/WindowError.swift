/// The mean errors of forecasts of many series in one window.
///
/// Two kinds, as in the competitions' overall weighted average: errors in units of a series' own scale don't tell how far
/// off a forecast of values near 0 is in proportion to them, and errors in proportion to the values don't tell much where
/// the values are near 0 by chance.
struct WindowError {
  /// The mean absolute scaled error; nil where none is defined.
  var scaled: Double?
  /// The symmetric mean absolute percentage error of series whose values are all at least 0; nil where there is none.
  var percentage: Double?

  /// The error relative to another: the mean of the ratios of both kinds; nil where neither is defined.
  func ratio(to other: WindowError) -> Double? {
    let pairs = [(scaled, other.scaled), (percentage, other.percentage)]
    let ratios = pairs.compactMap { own, other -> Double? in
      guard let own, let other, other > 0 else { return nil }
      return own / other
    }
    return ratios.isEmpty ? nil : ratios.reduce(0, +) / Double(ratios.count)
  }

  /// Sums from which means are made.
  struct Sum {
    private var scaled = (sum: 0.0, count: 0)
    private var percentage = (sum: 0.0, count: 0)

    /// Adds the error at one place.
    mutating func add(_ point: [Double], at place: CombinationTrial.Place) {
      var (error, share, count) = (0.0, 0.0, 0)
      for (value, guess) in zip(place.actual, point) where !value.isNaN {
        error += abs(value - guess)
        let size = abs(value) + abs(guess)
        share += size > 0 ? 200 * abs(value - guess) / size : 0
        count += 1
      }
      guard count > 0, error.isFinite else { return }
      if let scale = place.scale, scale > 0 {
        scaled.sum += error / Double(count) / scale
        scaled.count += 1
      }
      if !place.isSigned, share.isFinite {
        percentage.sum += share / Double(count)
        percentage.count += 1
      }
    }

    var mean: WindowError {
      WindowError(
        scaled: scaled.count > 0 ? scaled.sum / Double(scaled.count) : nil,
        percentage: percentage.count > 0 ? percentage.sum / Double(percentage.count) : nil)
    }
  }
}

/// Local regression at the places 1, 2, … of a sequence, as the decomposition of Cleveland and others uses it.
///
/// The value at a place is that of a polynomial of degree 0 or 1, fitted to the `window` nearest values with tricube
/// weights. The work area is allocated once.
struct Loess {
  private var weights: [Double] = []

  /// Smooths a sequence at its own places.
  ///
  /// - Parameters:
  ///   - values: the sequence.
  ///   - window: the number of values that are used for each place.
  ///   - degree: 0 or 1.
  ///   - robustness: a factor of each value's weight; empty for ones.
  ///   - step: the regression is computed at every `step`-th place and at the last one; straight lines join them.
  ///   - result: takes as many values as the sequence has.
  mutating func smooth(
    _ values: [Double], window: Int, degree: Int, robustness: [Double], step: Int = 1,
    into result: inout [Double]
  ) {
    let count = values.count
    guard count > 1 else {
      if count == 1 { result[0] = values[0] }
      return
    }
    let half = (window + 1) / 2
    let width = min(window, count)
    var place = 0
    while true {
      let left = min(max(0, place - half + 1), count - width)
      result[place] =
        value(
          values, at: Double(place), from: left, to: left + width - 1, window: window, degree: degree,
          robustness: robustness) ?? values[place]
      guard place < count - 1 else { break }
      place = min(place + step, count - 1)
    }
    guard step > 1 else { return }
    for start in stride(from: 0, to: count - 1, by: step) {
      let end = min(start + step, count - 1)
      let slope = (result[end] - result[start]) / Double(end - start)
      for place in start + 1..<max(end, start + 1) {
        result[place] = result[start] + slope * Double(place - start)
      }
    }
  }

  /// The step with which a window is smoothed where places may be left out: a tenth of a window of more than a hundred
  /// values, 1 of others.
  static func step(forWindow window: Int) -> Int { window > 100 ? (window + 9) / 10 : 1 }

  /// The value at a place, which may lie beyond the ends; nil when all weights are zero.
  mutating func value(
    _ values: [Double], at place: Double, from left: Int, to right: Int, window: Int, degree: Int,
    robustness: [Double]
  ) -> Double? {
    let count = values.count
    if weights.count < count { weights = [Double](repeating: 0, count: count) }
    var reach = max(place - Double(left), Double(right) - place)
    if window > count { reach += Double((window - count) / 2) }
    var total = 0.0
    for index in left...right {
      let distance = abs(Double(index) - place)
      var weight = 0.0
      if distance <= 0.999 * reach {
        let share = distance / reach
        let rest = 1 - share * share * share
        weight = distance <= 0.001 * reach ? 1 : rest * rest * rest
        if !robustness.isEmpty { weight *= robustness[index] }
      }
      weights[index] = weight
      total += weight
    }
    guard total > 0 else { return nil }
    var mean = 0.0
    for index in left...right {
      weights[index] /= total
      mean += weights[index] * Double(index)
    }
    var slope = 0.0
    if reach > 0, degree > 0 {
      var spread = 0.0
      for index in left...right {
        let distance = Double(index) - mean
        spread += weights[index] * distance * distance
      }
      // Places that nearly coincide give no slope.
      if spread.squareRoot() > 0.001 * Double(count - 1) { slope = (place - mean) / spread }
    }
    var sum = 0.0
    for index in left...right {
      sum += weights[index] * (slope * (Double(index) - mean) + 1) * values[index]
    }
    return sum
  }
}

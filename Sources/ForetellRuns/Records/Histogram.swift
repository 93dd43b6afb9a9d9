/// The distribution of values: counts per bin, with exact sums.
public struct Histogram: Sendable, Hashable {
  /// The name of the values, such as `weights/encoder.0.weightInput`.
  public var name: String
  /// The window of a backtest, counted from 0.
  public var window = 0
  /// The epoch, counted from 1.
  public var epoch: Int
  /// The smallest finite value; 0 without one.
  public var minimum = 0.0
  /// The largest finite value; 0 without one.
  public var maximum = 0.0
  /// The sum of the finite values.
  public var sum = 0.0
  /// The sum of the squares of the finite values.
  public var sumOfSquares = 0.0
  /// Number of NaN and infinities, which are in no bin.
  public var notFinite = 0
  /// The upper limit of each bin, ascending.
  public var limits: [Double] = []
  /// The number of values in each bin, above the previous bin's limit and up to its own.
  public var counts: [Double] = []
  /// The time of recording, in seconds since 1970.
  public var time = 0.0

  /// Makes an empty histogram.
  init(name: String, window: Int, epoch: Int) {
    self.name = name
    self.window = window
    self.epoch = epoch
  }

  /// Counts values in bins of equal width from the smallest to the largest.
  ///
  /// - Parameter bins: the number of bins; traps below 1.
  public init(
    name: String, epoch: Int, window: Int = 0, values: some Sequence<Float>, bins: Int = 30
  ) {
    precondition(bins > 0, "a histogram needs bins, got \(bins)")
    self.init(name: name, window: window, epoch: epoch)
    var finite: [Double] = []
    for value in values {
      if value.isFinite { finite.append(Double(value)) } else { notFinite += 1 }
    }
    guard let low = finite.min(), let high = finite.max() else { return }
    minimum = low
    maximum = high
    let width = (high - low) / Double(bins)
    let isPoint = width <= 0
    limits = isPoint ? [high] : (1...bins).map { $0 == bins ? high : low + Double($0) * width }
    counts = Array(repeating: 0, count: limits.count)
    for value in finite {
      sum += value
      sumOfSquares += value * value
      let bin = isPoint ? 0 : Int(((value - low) / width).rounded(.up)) - 1
      counts[min(max(bin, 0), counts.count - 1)] += 1
    }
  }
}

import ForetellData

/// Sample paths of one series: possible futures, each drawn step by step from the model's distribution given the steps
/// before.
public struct SamplePaths: Sendable, Equatable {
  /// The series' id.
  public let id: String
  /// The time stamps, one per step.
  public let stamps: [Timestamp]
  /// The values, one array of all steps per path.
  public let values: [[Double]]

  /// Makes paths; traps unless there is at least one and each has a value per stamp.
  public init(id: String, stamps: [Timestamp], values: [[Double]]) {
    precondition(!values.isEmpty && values.allSatisfy { $0.count == stamps.count }, "a value per stamp")
    self.id = id
    self.stamps = stamps
    self.values = values
  }

  /// The mean of all paths at each step.
  public var mean: [Double] {
    stamps.indices.map { step in values.reduce(0) { $0 + $1[step] } / Double(values.count) }
  }

  /// The quantile of all paths at each step, interpolated linearly between the two nearest ones; traps outside 0...1.
  ///
  /// Definition 7 of R. J. Hyndman, Y. Fan, The American Statistician 50 (1996) 361–365.
  public func quantile(_ probability: Double) -> [Double] {
    precondition(probability >= 0 && probability <= 1, "probability \(probability) is not between 0 and 1")
    return sorted.map { Self.quantile($0, probability) }
  }

  /// The median of all paths at each step.
  public var median: [Double] { quantile(0.5) }

  /// The paths of sums over every `count` steps, with the last stamp of each; steps left over at the end are left out.
  ///
  /// Traps unless `count` is positive.
  public func totals(every count: Int) -> SamplePaths {
    precondition(count > 0, "a sum has at least one step")
    let ends = Array(stride(from: count, through: stamps.count, by: count))
    return SamplePaths(
      id: id, stamps: ends.map { stamps[$0 - 1] },
      values: values.map { path in ends.map { path[($0 - count)..<$0].reduce(0, +) } })
  }

  /// The median and the bounds at `levels`, in percent, rounded.
  func forecast(levels: [Double], rounded: (Double) -> Double) -> SeriesForecast {
    let sorted = sorted
    func bounds(_ probability: Double) -> [Double] {
      sorted.map { rounded(Self.quantile($0, probability)) }
    }
    return SeriesForecast(
      id: id, stamps: stamps, point: bounds(0.5), lower: levels.map { bounds(0.5 - $0 / 200) },
      upper: levels.map { bounds(0.5 + $0 / 200) })
  }

  /// The values of each step in order.
  private var sorted: [[Double]] { stamps.indices.map { step in values.map { $0[step] }.sorted() } }

  private static func quantile(_ sorted: [Double], _ probability: Double) -> Double {
    let place = probability * Double(sorted.count - 1)
    let below = min(Int(place), sorted.count - 1)
    guard below + 1 < sorted.count else { return sorted[below] }
    return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
  }
}

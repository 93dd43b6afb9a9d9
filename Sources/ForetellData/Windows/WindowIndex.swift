/// The windows of many series, numbered 0 ..< count, without storing the regular ones.
///
/// The origins of a series are `first, first + step, …`; they are listed only when gaps leave windows without
/// any target.
public struct WindowIndex: Sendable {
  /// Number of windows of all series.
  public private(set) var count = 0

  private var runs: [Run] = []

  private struct Run: Sendable {
    let start: Int
    let series: Int
    let first: Int
    let step: Int
    let limit: Int
    let origins: [Int32]?
  }

  /// Makes an index without windows.
  public init() {}

  /// Appends the origins of one series: first, first + step, … (`count` of them), or only those listed in
  /// `origins`.
  mutating func append(series: Int, first: Int, step: Int, count added: Int, limit: Int, origins: [Int32]?) {
    let added = origins?.count ?? added
    guard added > 0 else { return }
    runs.append(
      Run(start: count, series: series, first: first, step: step, limit: limit, origins: origins))
    count += added
  }

  /// The position of window `number`, in 0 ..< count; O(log of the number of series).
  public subscript(number: Int) -> WindowPlace {
    precondition(number >= 0 && number < count, "window \(number) is not among the \(count) windows")
    var low = 0
    var high = runs.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if runs[middle].start <= number { low = middle } else { high = middle }
    }
    let run = runs[low]
    let position = number - run.start
    let origin = run.origins.map { Int($0[position]) } ?? run.first + position * run.step
    return WindowPlace(series: run.series, origin: origin, limit: run.limit)
  }

  /// The numbers of the windows of each series that has any, in the order of the series.
  public var ranges: [Range<Int>] {
    var ranges: [Range<Int>] = []
    for (number, run) in runs.enumerated() {
      let end = number + 1 < runs.count ? runs[number + 1].start : count
      if number > 0, runs[number - 1].series == run.series {
        ranges[ranges.count - 1] = ranges[ranges.count - 1].lowerBound..<end
      } else {
        ranges.append(run.start..<end)
      }
    }
    return ranges
  }

  /// Number of windows of one series.
  public func count(ofSeries series: Int) -> Int {
    var total = 0
    for (index, run) in runs.enumerated() where run.series == series {
      total += (index + 1 < runs.count ? runs[index + 1].start : count) - run.start
    }
    return total
  }
}

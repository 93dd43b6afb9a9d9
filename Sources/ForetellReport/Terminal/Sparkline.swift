/// A series as one line of text.
public enum Sparkline {
  /// Draws a series with one character per step, or per block of steps if it is longer than the width.
  ///
  /// A block shows the mean of its values; blocks without a finite value are blank. A constant series is a line
  /// at half height.
  ///
  /// - Parameters:
  ///   - values: the series; values that are not finite are gaps.
  ///   - width: the largest number of characters.
  public static func text(_ values: [Double], width: Int = 24, usesUnicode: Bool = true) -> String {
    let marks: [Character] = Array(usesUnicode ? "▁▂▃▄▅▆▇█" : "_.:-=+*#")
    let count = min(values.count, max(1, width))
    let means = (0..<count).map { block -> Double in
      let part = values[(block * values.count / count)..<((block + 1) * values.count / count)].filter(
        \.isFinite)
      return part.isEmpty ? .nan : part.reduce(0) { $0 + $1 / Double(part.count) }
    }
    var extent = Extent()
    extent.include(means)
    let span = extent.upper - extent.lower
    return String(
      means.map { mean in
        guard mean.isFinite else { return " " }
        guard span > 0, span.isFinite else { return marks[marks.count / 2 - 1] }
        return marks[min(marks.count - 1, Int((mean - extent.lower) / span * Double(marks.count)))]
      })
  }
}

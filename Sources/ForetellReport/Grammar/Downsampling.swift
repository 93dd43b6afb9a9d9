/// Reduces the points of a line to those that a picture of limited width can show.
enum Downsampling {
  /// Splits a line at values that can't be drawn.
  ///
  /// - Parameters:
  ///   - x: horizontal coordinates, NaN for values that can't be drawn.
  ///   - y: vertical coordinates, NaN for values that can't be drawn.
  /// - Returns: runs of at least one point.
  static func segments(_ x: [Double], _ y: [Double]) -> [[(x: Double, y: Double)]] {
    var result: [[(x: Double, y: Double)]] = []
    var run: [(x: Double, y: Double)] = []
    for (left, up) in zip(x, y) {
      if left.isFinite && up.isFinite {
        run.append((left, up))
      } else if !run.isEmpty {
        result.append(run)
        run = []
      }
    }
    if !run.isEmpty { result.append(run) }
    return result
  }

  /// Keeps the first, lowest, highest and last point of each column of `width`, in their order.
  ///
  /// Drawn with a stroke at least as wide as a column, the result looks the same as the whole line.
  static func thin(_ points: [(x: Double, y: Double)], width: Double) -> [(x: Double, y: Double)] {
    guard let first = points.first, let last = points.last, width > 0 else { return points }
    guard Double(points.count) > 4 * ((last.x - first.x).magnitude / width + 1) else { return points }
    var result: [(x: Double, y: Double)] = []
    var start = 0
    while start < points.count {
      let column = (points[start].x / width).rounded(.down)
      var end = start
      var lowest = start
      var highest = start
      while end + 1 < points.count, (points[end + 1].x / width).rounded(.down) == column {
        end += 1
        if points[end].y < points[lowest].y { lowest = end }
        if points[end].y > points[highest].y { highest = end }
      }
      for index in Set([start, lowest, highest, end]).sorted() { result.append(points[index]) }
      start = end + 1
    }
    return result
  }
}

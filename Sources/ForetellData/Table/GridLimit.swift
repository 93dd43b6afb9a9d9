/// Limits the number of a table's grid points by its number of rows, so that a few bytes of text can't ask
/// for gigabytes.
struct GridLimit {
  /// The number of points that a series and a table may always have.
  private static let seriesBase = 1000
  private static let tableBase = 1_000_000
  /// The number of points per row above which a series, and a table, are refused.
  private static let seriesFactor = 100
  private static let tableFactor = 30

  /// A series or table beyond its limit.
  struct Excess {
    var group: Int
    var rows: Int
    var points: Int
    var limit: Int
    var isTable: Bool

    /// The sentence that names rows, points and limit.
    func message(_ frequency: Frequency) -> String {
      let subject = isTable ? "the table's \(rows) rows" : "\(rows) rows"
      let rule =
        isTable
        ? "\(GridLimit.tableBase) or \(GridLimit.tableFactor) per row"
        : "\(GridLimit.seriesBase) and \(GridLimit.seriesFactor) per row"
      return "\(subject) would need \(points) points at frequency \(frequency.alias), "
        + "and the limit is \(limit) (\(rule))"
    }
  }

  private let rows: Int
  private var points = 0
  private var sparsest: (group: Int, missing: Int)?
  private var worst: Excess?

  init(rows: Int) { self.rows = rows }

  /// Counts the points of a series.
  mutating func add(points: Int, rows: Int, of group: Int) {
    let (sum, isTooLarge) = self.points.addingReportingOverflow(points)
    self.points = isTooLarge ? .max : sum
    if sparsest.map({ points - rows > $0.missing }) ?? true { sparsest = (group, points - rows) }
    let limit = Self.seriesBase + Self.seriesFactor * rows
    if points > limit, worst.map({ points > $0.points }) ?? true {
      worst = Excess(group: group, rows: rows, points: points, limit: limit, isTable: false)
    }
  }

  /// The series that exceeds its limit most, or the sparsest series of a table that exceeds its own.
  var excess: Excess? {
    if let worst { return worst }
    let limit = max(Self.tableBase, Self.tableFactor * rows)
    guard points > limit, let sparsest else { return nil }
    return Excess(group: sparsest.group, rows: rows, points: points, limit: limit, isTable: true)
  }
}

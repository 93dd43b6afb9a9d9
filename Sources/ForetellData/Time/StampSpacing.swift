/// The distances between the time stamps of a column, regardless of the order of its rows.
struct StampSpacing: Sendable {
  private static let limit = 1000

  /// The greatest common divisor of all distances in seconds; 0 while all time stamps are equal.
  private(set) var divisor: Int64 = 0
  private var first: Int64?
  private var distinct: Set<Int64> = []

  /// Adds one time stamp, in seconds since 1970.
  mutating func see(_ value: Int64) {
    guard let first else {
      first = value
      distinct.insert(value)
      return
    }
    let (difference, overflow) = value.subtractingReportingOverflow(first)
    if overflow {
      divisor = 1
      return
    }
    if divisor == 0 || difference % divisor != 0 {
      divisor = StampSpacing.commonDivisor(divisor, difference == .min ? 1 : abs(difference))
    }
    if distinct.count < StampSpacing.limit { distinct.insert(value) }
  }

  private static func commonDivisor(_ left: Int64, _ right: Int64) -> Int64 {
    var (left, right) = (left, right)
    while right != 0 { (left, right) = (right, left % right) }
    return left
  }

  /// Number of distinct time stamps, up to a limit.
  var count: Int { distinct.count }

  /// Whether the distances are those of a calendar: their divisor divides a day, or is a whole number of
  /// days.
  ///
  /// Rounded amounts fail the test: 1,000 neither divides the 86,400 seconds of a day nor is a multiple of
  /// them.
  var isCalendar: Bool {
    guard divisor > 0, divisor % 60 == 0, (first ?? 0) % 60 == 0 else { return false }
    return 86_400 % divisor == 0 || divisor % 86_400 == 0
  }

  /// Whether at least half of the time stamps, sorted by time, follow the one before at about the smallest
  /// distance.
  var isEven: Bool {
    guard distinct.count > 2, distinct.count < StampSpacing.limit else { return false }
    let sorted = distinct.sorted()
    let steps = zip(sorted, sorted.dropFirst()).map { $1 - $0 }
    guard let smallest = steps.min(), smallest < Int64.max / 8 else { return false }
    return steps.count { $0 * 5 <= smallest * 6 } * 2 >= steps.count
  }
}

/// The distances between the stamps of a column, whatever order its rows have.
struct StampSpacing: Sendable {
  private static let limit = 1000

  /// The largest number of seconds of which all distances are multiples; 0 while all stamps are the same.
  private(set) var divisor: Int64 = 0
  private var first: Int64?
  private var distinct: Set<Int64> = []

  /// Looks at one stamp, in seconds since 1970.
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

  /// How many different stamps were seen, up to a limit.
  var count: Int { distinct.count }

  /// Whether distances are whole minutes, hours or days as calendars have them: they divide a day, or days divide them.
  ///
  /// Rounded amounts fail: the distances of multiples of 1,000 neither divide a day nor are days, as a day has
  /// 86,400 seconds.
  var isCalendar: Bool {
    guard divisor > 0, divisor % 60 == 0, (first ?? 0) % 60 == 0 else { return false }
    return 86_400 % divisor == 0 || divisor % 86_400 == 0
  }

  /// Whether at least half of the stamps follow the one before them, in time, at about the smallest distance.
  var isEven: Bool {
    guard distinct.count > 2, distinct.count < StampSpacing.limit else { return false }
    let sorted = distinct.sorted()
    let steps = zip(sorted, sorted.dropFirst()).map { $1 - $0 }
    guard let smallest = steps.min(), smallest < Int64.max / 8 else { return false }
    return steps.count { $0 * 5 <= smallest * 6 } * 2 >= steps.count
  }
}

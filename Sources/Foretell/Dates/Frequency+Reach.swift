import ForetellData

extension Frequency {
  /// Whether the time stamps of `count` steps from `start` on can be computed and written.
  func reaches(from start: Timestamp, steps count: Int) -> Bool {
    let length: Int64 =
      switch unit {
      case .year, .quarter, .month: Int64(unit.months) * 31 * 86_400
      case .businessMonth, .semiMonth: 31 * 86_400
      case .businessDay: 3 * 86_400
      case .week, .day, .hour, .minute, .second, .step: unit.seconds
      }
    // Time stamps in milliseconds must fit into 64 bits, too.
    let limit: Int64 = unit == .step ? 1 << 62 : .max / 1024
    let (step, isStepTooLong) = length.multipliedReportingOverflow(by: Int64(multiple))
    let (span, isSpanTooLong) = step.multipliedReportingOverflow(by: Int64(count))
    let (end, isEndTooFar) = start.value.addingReportingOverflow(span)
    return !isStepTooLong && !isSpanTooLong && !isEndTooFar && start.value >= -limit && end <= limit
  }
}

extension StampStyle {
  /// What makes a style read from a file invalid; nil when nothing does.
  var problem: String? {
    guard (-172_800...172_800).contains(zoneOffset), (0...30).contains(fractionDigits)
    else { return "the style of its time stamps is out of range" }
    let parts = pattern?.parts ?? []
    guard parts.count <= 100, parts.allSatisfy({ (0...30).contains($0.width) }),
      layout != .pattern || pattern != nil,
      (exponentMark ?? "").utf8.count <= 30
    else { return "the pattern of its time stamps is out of range" }
    return nil
  }
}

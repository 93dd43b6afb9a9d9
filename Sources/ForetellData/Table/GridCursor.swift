/// Computes grid indices of ascending time stamps; for a stamp one step after the last one this costs one
/// comparison.
struct GridCursor {
  private let frequency: Frequency
  /// Seconds or integer steps between two grid points; 0 where they differ, as between months.
  let step: Int64
  private var last: Int64 = .min
  private var lastOrdinal = 0

  init(_ frequency: Frequency) {
    self.frequency = frequency
    step = frequency.unit.seconds * Int64(frequency.multiple)
  }

  /// The index of the grid point; nil when the stamp isn't on the grid.
  @inline(__always)
  mutating func ordinal(of stamp: Int64) -> Int? {
    if step > 0, last != .min, stamp &- last == step {
      lastOrdinal += 1
      last = stamp
      return lastOrdinal
    }
    guard let ordinal = frequency.ordinal(of: Timestamp(stamp)) else { return nil }
    last = stamp
    lastOrdinal = ordinal
    return ordinal
  }
}

/// Fills gaps when an option asks for it.
package enum GapFilling {
  /// Fills the gaps of one series that starts with a value; returns how many were filled.
  @discardableResult
  package static func fill(_ values: inout [Double], _ policy: CSVOptions.GapPolicy) -> Int {
    var filled = 0
    var index = 0
    while index < values.count {
      guard values[index].isNaN else {
        index += 1
        continue
      }
      var end = index
      while end < values.count, values[end].isNaN { end += 1 }
      if policy == .ffill, index > 0 {
        for position in index..<end { values[position] = values[index - 1] }
        filled += end - index
      } else if policy == .linear, index > 0, end < values.count {
        let left = values[index - 1]
        let steps = Double(end - index + 1)
        let right = values[end]
        for position in index..<end {
          let share = Double(position - index + 1) / steps
          values[position] = left * (1 - share) + right * share
        }
        filled += end - index
      }
      index = end
    }
    return filled
  }
}

/// The counts of the gradient monitor.
extension KernelScalar {
  /// Adds to `counts` how many values of x are zero, denormal or non-finite, judged by their bit patterns.
  package static func countUnusual(count: Int, x: Block<Self>, into counts: inout UnusualCounts) {
    x.require(count, "x")
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: 3) { found in
      found.initialize(repeating: 0)
      countUnusualKernel(Int64(count), x.base, found.baseAddress)
      counts.add(zero: Int(found[0]), denormal: Int(found[1]), nonFinite: Int(found[2]), values: count)
    }
  }

  /// The number of values below `low` and above `high`, in rows that begin `stride` elements apart.
  package static func countOutside(
    rows: Int, columns: Int, stride: Int, x: Block<Self>, low: Self, high: Self
  ) -> (below: Int, above: Int) {
    x.requireRows(rows, columns, stride: stride, "x")
    return withUnsafeTemporaryAllocation(of: Int64.self, capacity: 2) { found in
      found.initialize(repeating: 0)
      countOutsideKernel(
        Int64(rows), Int64(columns), Int64(stride), x.base, low.asDouble, high.asDouble, found.baseAddress)
      return (Int(found[0]), Int(found[1]))
    }
  }

  /// y[columns] = the largest of y and every row of x[rows,columns].
  package static func columnMaximum(rows: Int, columns: Int, x: Block<Self>, into y: Block<Self>) {
    x.requireRows(rows, columns, stride: columns, "x")
    y.require(columns, "y")
    columnMaximumKernel(Int64(rows), Int64(columns), x.base, y.base)
  }
}

/// e to the power x, computed by the kernels' exponential.
package func elementaryExponential(_ x: Double) -> Double {
  withUnsafeTemporaryAllocation(of: Double.self, capacity: 1) { buffer in
    guard let base = buffer.baseAddress else { return .nan }
    base.initialize(to: x)
    let block = Block(base: base, count: 1)
    Double.exponential(count: 1, x: block, into: block)
    return base.pointee
  }
}

/// Natural logarithm by argument reduction and a series for atanh.
///
/// The error is a few units in the last place; the bits are the same everywhere. NaN for negative values, −∞
/// for zero.
package func elementaryLogarithm(_ x: Double) -> Double {
  if x.isNaN || x < 0 { return .nan }
  if x == 0 { return -.infinity }
  if x == .infinity { return x }
  return naturalLogarithm(x)
}

/// ln Γ(x) for positive, normal, finite x, computed by the kernel.
package func elementaryLogGamma(_ x: Double) -> Double {
  withUnsafeTemporaryAllocation(of: Double.self, capacity: 1) { buffer in
    guard let base = buffer.baseAddress else { return .nan }
    base.initialize(to: x)
    let block = Block(base: base, count: 1)
    Double.logGamma(count: 1, x: block, into: block)
    return base.pointee
  }
}

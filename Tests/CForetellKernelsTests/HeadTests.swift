import ForetellCore
import Foundation
import Testing

extension KernelTests {
  /// Output heads, losses, dropout and the monitor's counts against their naive twins.
  @Suite struct Heads {
    @Test(arguments: [0, 1, 2, 17, 40]) func activations(count: Int) {
      func check<E: KernelScalar>(_: E.Type) {
        var numbers = Numbers(count + 3)
        let (y, dY, dX): ([E], [E], [E]) = (numbers.array(count), numbers.array(count), numbers.array(count))
        for kind in 0...2 {
          let slope: (E) -> E = { y in kind == 0 ? 1 - y * y : kind == 1 ? (y > 0 ? 1 : 0) : y * (1 - y) }
          let found = Guarded(dX)
          E.activationBackwardKernel(Int64(count), Int32(kind), y, dY, found.start)
          let expected = (0..<count).map {
            dX[$0] + (kind == 1 ? (y[$0] > 0 ? dY[$0] : 0) : dY[$0] * slope(y[$0]))
          }
          expectSame(found.contents(), expected)
        }
        let found = Guarded<E>(count: count + 1)
        E.reluKernel(Int64(count + 1), y + [.nan], found.start)
        expectSame(found.contents(), y.map { max($0, 0) } + [.nan])
      }
      check(Float.self)
      check(Double.self)
    }

    @Test(arguments: [(1, 0), (2, 1), (5, 2), (7, 0)]) func quantiles(count: Int, median: Int) {
      func check<E: KernelScalar>(_: E.Type) {
        let rows = 3
        var numbers = Numbers(count)
        let x: [E] = numbers.array(rows * count, scale: 4)
        let (dY, dX): ([E], [E]) = (numbers.array(rows * count), numbers.array(rows * count))
        func root(_ x: E) -> E { (x * x + 4).squareRoot() }
        func step(_ x: E) -> E { x >= 0 ? (x + root(x)) / 2 : 2 / (root(x) - x) }
        func slope(_ x: E) -> E { x >= 0 ? (1 + x / root(x)) / 2 : 2 / (root(x) * (root(x) - x)) }
        var (y, d) = (x, dX)
        for r in stride(from: 0, to: rows * count, by: count) {
          for j in median + 1..<max(count, median + 1) { y[r + j] = y[r + j - 1] + step(x[r + j]) }
          for j in (0..<median).reversed() { y[r + j] = y[r + j + 1] - step(x[r + j]) }
          var (above, below): (E, E) = (0, 0)
          for j in (median + 1..<max(count, median + 1)).reversed() {
            above += dY[r + j]
            d[r + j] += above * slope(x[r + j])
          }
          for j in 0..<median {
            below += dY[r + j]
            d[r + j] -= below * slope(x[r + j])
          }
          d[r + median] += dY[r + median] + above + below
        }
        let (found, gradient) = (Guarded<E>(count: rows * count), Guarded(dX))
        E.quantileHeadKernel(Int64(rows), Int64(count), Int64(median), x, found.start)
        E.quantileHeadBackwardKernel(Int64(rows), Int64(count), Int64(median), x, dY, gradient.start)
        expectSame(found.contents(), y)
        expectSame(gradient.contents(), d)
      }
      check(Float.self)
      check(Double.self)
    }

    /// Squared, absolute and Huber; targets that are NaN where the weight is 0; errors of exactly 0 and delta.
    @Test(arguments: [0, 1, 2] as [Int32]) func losses(kind: Int32) {
      func check<E: KernelScalar>(_: E.Type) {
        var numbers = Numbers(9)
        let (count, delta, scale) = (23, 0.3, 0.7)
        var target: [E] = numbers.array(count)
        let dP: [E] = numbers.array(count)
        var (p, w): ([E], [E]) = (numbers.array(count), numbers.array(count))
        (w[3], target[3], p[4]) = (0, .nan, target[4])
        p[5] = target[5] + E(delta)
        var (sum, d) = (0.0, dP)
        for i in 0..<count where w[i] != 0 {
          let (wide, e) = (Double(p[i]) - Double(target[i]), p[i] - target[i])
          let (size, border) = (abs(wide), Double(E(delta)))
          sum +=
            Double(w[i])
            * (kind == 0
              ? wide * wide
              : kind == 1 ? size : size <= border ? 0.5 * wide * wide : border * (size - 0.5 * border))
          let sign: E = e > 0 ? 1 : e < 0 ? -1 : 0
          let slope = kind == 0 ? 2 * e : kind == 1 ? sign : abs(e) > E(delta) ? sign * E(delta) : e
          d[i] += E(scale) * w[i] * slope
        }
        let gradient = Guarded(dP)
        expectSame([E.lossKernel(Int64(count), kind, delta, p, target, w)], [sum])
        E.lossBackwardKernel(Int64(count), kind, delta, p, target, w, scale, gradient.start)
        expectSame(gradient.contents(), d)
      }
      check(Float.self)
      check(Double.self)
    }

    @Test func pinball() {
      func check<E: KernelScalar>(_: E.Type) {
        let levels: [E] = [0.1, 0.5, 0.9]
        let shares: [E] = [0.25, 2.5, 0.5]
        var numbers = Numbers(4)
        var (target, w): ([E], [E]) = (numbers.array(6), numbers.array(6))
        var p: [E] = numbers.array(18)
        let dP: [E] = numbers.array(18)
        (w[2], target[2], p[1]) = (0, .nan, target[0])
        var (sum, d) = (0.0, dP)
        for r in 0..<6 where w[r] != 0 {
          var row = 0.0
          for (j, q) in levels.enumerated() {
            let wide = Double(target[r]) - Double(p[3 * r + j])
            row += Double(shares[j]) * max(Double(q) * wide, (Double(q) - 1) * wide)
            let e = target[r] - p[3 * r + j]
            d[3 * r + j] += E(0.7) * w[r] * shares[j] * (e > 0 ? -q : e < 0 ? 1 - q : 0)
          }
          sum += Double(w[r]) * row
        }
        let gradient = Guarded(dP)
        let found = E.pinballKernel(6, 3, levels, shares, p, target, w)
        #expect(abs(found - sum) < 1e-14)
        E.pinballBackwardKernel(6, 3, levels, shares, p, target, w, 0.7, gradient.start)
        expectSame(gradient.contents(), d)
      }
      check(Float.self)
      check(Double.self)
    }

    /// Mean and deviation; a target that is NaN where the weight is 0.
    @Test func gaussian() {
      func check<E: KernelScalar>(_: E.Type) {
        let rows = 7
        let floor = E(0.001)
        var numbers = Numbers(5)
        let x: [E] = numbers.array(2 * rows, scale: 4)
        let (dY, dX): ([E], [E]) = (numbers.array(2 * rows), numbers.array(2 * rows))
        var (target, w): ([E], [E]) = (numbers.array(rows), numbers.array(rows))
        (w[2], target[2]) = (0, .nan)
        func root(_ x: E) -> E { (x * x + 4).squareRoot() }
        var (y, d, dP, sum) = (x, dX, dX, 0.0)
        for r in 0..<rows {
          let raw = x[2 * r + 1]
          y[2 * r + 1] = floor + (raw >= 0 ? (raw + root(raw)) / 2 : 2 / (root(raw) - raw))
          d[2 * r] += dY[2 * r]
          d[2 * r + 1] +=
            dY[2 * r + 1] * (raw >= 0 ? (1 + raw / root(raw)) / 2 : 2 / (root(raw) * (root(raw) - raw)))
          guard w[r] != 0 else { continue }
          let deviation = Double(y[2 * r + 1])
          let wide = (Double(target[r]) - Double(y[2 * r])) / deviation
          sum += Double(w[r]) * (0.91893853320467274178 + Self.logarithm(deviation) + 0.5 * wide * wide)
          let precision = 1 / y[2 * r + 1]
          let z = (target[r] - y[2 * r]) * precision
          let share = E(0.7) * w[r] * precision
          dP[2 * r] -= share * z
          dP[2 * r + 1] += share * (1 - z * z)
        }
        let (found, gradient, slope) = (Guarded<E>(count: 2 * rows), Guarded(dX), Guarded(dX))
        E.gaussianHeadKernel(Int64(rows), 0.001, x, found.start)
        expectSame(found.contents(), y)
        E.gaussianHeadBackwardKernel(Int64(rows), x, dY, gradient.start)
        expectSame(gradient.contents(), d)
        expectSame([E.gaussianLossKernel(Int64(rows), y, target, w)], [sum])
        E.gaussianLossBackwardKernel(Int64(rows), y, target, w, 0.7, slope.start)
        expectSame(slope.contents(), dP)
      }
      check(Float.self)
      check(Double.self)
    }

    /// The logarithm of the loss, twice the series of the inverse hyperbolic tangent, is right to the last digits.
    @Test func logarithm() {
      for exponent in -40...40 {
        for step in 0..<50 {
          let x = (1 + Double(step) / 50) * Double(sign: .plus, exponent: exponent, significand: 1)
          let density = Double.gaussianLossKernel(1, [0, x], [0], [1]) - 0.91893853320467274178
          #expect(abs(density - log(x)) <= 4e-16 * max(2, abs(log(x))))
        }
      }
    }

    static func logarithm(_ x: Double) -> Double {
      var (exponent, m) = (Double(x.exponent), x.significand)
      if m > 1.4142135623730951 { (exponent, m) = (exponent + 1, m / 2) }
      let z = (m - 1) / (m + 1)
      var series = 0.0
      for odd in stride(from: 21, through: 1, by: -2) { series = series * (z * z) + 1 / Double(odd) }
      return 2 * z * series + exponent * 0.69314718055994530942
    }

    /// The mask's words are those of `RandomStream`, whose own test has the published vectors.
    @Test func dropout() {
      func check<E: KernelScalar>(_: E.Type, _ count: Int) {
        let key: [UInt32] = [3, 5]
        let counter: [UInt32] = [7, 11, 13]
        let mask = Guarded<E>(count: count)
        E.dropoutMaskKernel(Int64(count), 0.25, key, counter, mask.start)
        let found = mask.contents()
        #expect(found.allSatisfy { $0 == 0 || $0 == 1 / (1 - 0.25) })
        // A longer mask begins with the shorter one.
        let longer = Guarded<E>(count: 4 * count + 1)
        E.dropoutMaskKernel(Int64(4 * count + 1), 0.25, key, counter, longer.start)
        #expect(Array(longer.contents().prefix(count)) == found)
        let zeros = longer.contents().count { $0 == 0 }
        if count > 200 { #expect(abs(Double(zeros) / Double(4 * count + 1) - 0.25) < 0.05) }
      }
      for count in [0, 1, 3, 4, 5, 333] {
        check(Float.self, count)
        check(Double.self, count)
      }
    }

    @Test func monitorCounts() {
      func check<E: KernelScalar>(_: E.Type) {
        let x: [E] = [0, -0.0, .leastNonzeroMagnitude, -.leastNormalMagnitude / 2, .nan, -.infinity, 1, -2]
        var counts: [Int64] = [1, 1, 1]
        E.countUnusualKernel(8, x, &counts)
        #expect(counts == [3, 3, 3])
        var outside: [Int64] = [0, 10]
        E.countOutsideKernel(2, 3, 4, [-1, 0, 1, 99, 2, 0.5, .nan], -0.5, 0.75, &outside)
        #expect(outside == [1, 12])
        let most = Guarded<E>([0.5, -3])
        E.columnMaximumKernel(3, 2, [0, -4, 1, -5, .nan, -3.5], most.start)
        #expect(most.contents() == [1, -3])
      }
      check(Float.self)
      check(Double.self)
    }
  }
}

/// Records an issue unless both arrays have the same bits.
func expectSame<E: KernelScalar>(
  _ found: [E], _ expected: [E], _ location: SourceLocation = #_sourceLocation
) {
  #expect(
    found.count == expected.count && zip(found, expected).allSatisfy { $0.hasSameBits(as: $1) },
    "\(found) instead of \(expected)", sourceLocation: location)
}

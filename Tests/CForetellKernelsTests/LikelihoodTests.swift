import CForetellKernels
import ForetellCore
import ForetellTestSupport
import Testing

extension KernelTests {
  /// Special functions, heads and losses of the t, Poisson and negative binomial distributions against their naive
  /// twins; the special functions also against mpmath.
  @Suite struct Likelihoods {
    @Test func specialFunctionsAreExact() throws {
      let fixture = try ParityFixture.load("special-functions")
      let x = try fixture.sequence("x")
      let (gamma, psi) = (Guarded<Double>(count: x.count), Guarded<Double>(count: x.count))
      Double.logGammaKernel(Int64(x.count), x, gamma.start)
      Double.digammaKernel(Int64(x.count), x, psi.start)
      var worst = 0.0
      for (found, expected) in [
        (gamma.contents(), try fixture.sequence("logGamma")),
        (psi.contents(), try fixture.sequence("digamma")),
      ] {
        for (f, e) in zip(found, expected) {
          worst = max(worst, min(abs(f - e) / 1e-14, abs(f - e) / abs(e) / 1e-15))
        }
      }
      #expect(worst <= 1, "\(worst)")
    }

    @Test func specialFunctionsHaveTheSameBitsEverywhere() {
      func check<E: KernelScalar>(_: E.Type) {
        let x = (1...200).map { E(Double($0 * $0) / 17) }
        let expected = [x.map { E(Self.logGamma($0.asDouble)) }, x.map { E(Self.digamma($0.asDouble)) }]
        KernelTests.sameBits(as: expected, "special functions") {
          let (gamma, psi) = (Guarded<E>(count: x.count), Guarded<E>(count: x.count))
          E.logGammaKernel(Int64(x.count), x, gamma.start)
          E.digammaKernel(Int64(x.count), x, psi.start)
          return [gamma.contents(), psi.contents()]
        }
      }
      check(Float.self)
      check(Double.self)
    }

    @Test func student() {
      func check<E: KernelScalar>(_: E.Type) {
        let rows = 7
        var numbers = Numbers(6)
        let x: [E] = numbers.array(3 * rows, scale: 4)
        let (dY, dX): ([E], [E]) = (numbers.array(3 * rows), numbers.array(3 * rows))
        var (target, w): ([E], [E]) = (numbers.array(rows), numbers.array(rows))
        (w[2], target[2]) = (0, .nan)
        var (y, d, dP, sum) = (x, dX, dX, 0.0)
        for r in stride(from: 0, to: 3 * rows, by: 3) {
          y[r + 1] = E(0.001) + Self.squareplus(x[r + 1])
          y[r + 2] = 2 + Self.squareplus(x[r + 2])
          d[r] += dY[r]
          for part in 1...2 { d[r + part] += dY[r + part] * Self.slope(x[r + part]) }
          let weight = w[r / 3].asDouble
          guard weight != 0 else { continue }
          let (scale, freedom) = (y[r + 1].asDouble, y[r + 2].asDouble)
          let z = (target[r / 3].asDouble - y[r].asDouble) / scale
          let tail = Heads.logarithm(1 + z * z / freedom)
          sum +=
            weight
            * (Self.logGamma(freedom / 2) - Self.logGamma((freedom + 1) / 2) + 0.5
              * Heads.logarithm(freedom * Double.pi) + Heads.logarithm(scale) + (freedom + 1) / 2 * tail)
          let (share, pull) = (E(0.7).asDouble * weight, (freedom + 1) * z / (freedom + z * z))
          dP[r] -= E(share * pull / scale)
          dP[r + 1] += E(share * (1 - z * pull) / scale)
          let change =
            Self.digamma(freedom / 2) - Self.digamma((freedom + 1) / 2) + 1 / freedom + tail - z * pull
            / freedom
          dP[r + 2] += E(share * 0.5 * change)
        }
        let (found, gradient, slope) = (Guarded<E>(count: 3 * rows), Guarded(dX), Guarded(dX))
        E.studentHeadKernel(Int64(rows), 0.001, x, found.start)
        expectSame(found.contents(), y)
        E.studentHeadBackwardKernel(Int64(rows), x, dY, gradient.start)
        expectSame(gradient.contents(), d)
        expectSame([E.studentLossKernel(Int64(rows), y, target, w)], [sum])
        E.studentLossBackwardKernel(Int64(rows), y, target, w, 0.7, slope.start)
        expectSame(slope.contents(), dP)
      }
      check(Float.self)
      check(Double.self)
    }

    @Test func positive() {
      func check<E: KernelScalar>(_: E.Type) {
        var numbers = Numbers(8)
        let x: [E] = numbers.array(9, scale: 4)
        let (dY, dX): ([E], [E]) = (numbers.array(9), numbers.array(9))
        let (found, gradient) = (Guarded<E>(count: 9), Guarded(dX))
        E.positiveHeadKernel(9, 0.001, x, found.start)
        expectSame(found.contents(), x.map { E(0.001) + Self.squareplus($0) })
        E.positiveHeadBackwardKernel(9, x, dY, gradient.start)
        expectSame(gradient.contents(), (0..<9).map { dX[$0] + dY[$0] * Self.slope(x[$0]) })
      }
      check(Float.self)
      check(Double.self)
    }

    /// Counts, one of them 0; a target that is NaN where the weight is 0.
    @Test func counts() {
      func check<E: KernelScalar>(_: E.Type) {
        let rows = 6
        var numbers = Numbers(11)
        let p: [E] = (0..<2 * rows).map { _ in E(0.1 + abs(numbers.next())) }
        let unit: [E] = (0..<rows).map { _ in E(0.2 + 5 * abs(numbers.next())) }
        var (target, w): ([E], [E]) = ([3, 0, .nan, 17, 1, 2], numbers.array(rows))
        w[2] = 0
        let dP: [E] = numbers.array(2 * rows)
        var (poisson, binomial, d, e) = (0.0, 0.0, Array(dP.prefix(rows)), dP)
        for r in 0..<rows where w[r] != 0 {
          let (nu, y, weight) = (unit[r].asDouble, target[r].asDouble, w[r].asDouble)
          let rate = nu * p[r].asDouble
          poisson += weight * (rate - y * Heads.logarithm(rate) + Self.logGamma(y + 1))
          d[r] += E(E(0.7).asDouble * weight * (nu - y / p[r].asDouble))
          let (mean, shape) = (nu * p[2 * r].asDouble, p[2 * r + 1].asDouble / nu.squareRoot())
          let (count, product) = (1 / shape, shape * mean)
          binomial +=
            weight
            * (Self.logGamma(y + 1) + Self.logGamma(count) - Self.logGamma(y + count) + (count + y)
              * Heads.logarithm(1 + product) - y * Heads.logarithm(product))
          let (whole, share) = (1 + product, E(0.7).asDouble * weight)
          e[2 * r] += E(share * nu * (mean - y) / (mean * whole))
          let change =
            count * count * (Self.digamma(y + count) - Self.digamma(count) - Heads.logarithm(whole)) + count
            * (mean - y) / whole
          e[2 * r + 1] += E(share / nu.squareRoot() * change)
        }
        let n = Int64(rows)
        expectSame([E.poissonLossKernel(n, p, target, unit, w)], [poisson])
        let (first, second) = (Guarded(Array(dP.prefix(rows))), Guarded(dP))
        E.poissonLossBackwardKernel(n, p, target, unit, w, 0.7, first.start)
        expectSame(first.contents(), d)
        expectSame([E.negativeBinomialLossKernel(n, p, target, unit, w)], [binomial])
        E.negativeBinomialLossBackwardKernel(n, p, target, unit, w, 0.7, second.start)
        expectSame(second.contents(), e)
      }
      check(Float.self)
      check(Double.self)
    }

    private static func squareplus<E: KernelScalar>(_ x: E) -> E {
      let root = (x * x + 4).squareRoot()
      return x >= 0 ? (x + root) / 2 : 2 / (root - x)
    }

    private static func slope<E: KernelScalar>(_ x: E) -> E {
      let root = (x * x + 4).squareRoot()
      return x >= 0 ? (1 + x / root) / 2 : 2 / (root * (root - x))
    }

    private static func logGamma(_ start: Double) -> Double {
      var (x, product) = (start, 1.0)
      while x < 10 { (product, x) = (product * x, x + 1) }
      let terms = [1.0 / 156, -691.0 / 360360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12]
      let (inverse, square) = (1 / x, 1 / x * (1 / x))
      let series = terms.dropFirst().reduce(terms[0]) { $0 * square + $1 }
      let value = (x - 0.5) * Heads.logarithm(x) - x + 0.91893853320467274178 + series * inverse
      return product == 1 ? value : value - Heads.logarithm(product)
    }

    private static func digamma(_ start: Double) -> Double {
      var (x, sum) = (start, 0.0)
      while x < 10 { (sum, x) = (sum + 1 / x, x + 1) }
      let terms = [1.0 / 12, -691.0 / 32760, 1.0 / 132, -1.0 / 240, 1.0 / 252, -1.0 / 120, 1.0 / 12]
      let (inverse, square) = (1 / x, 1 / x * (1 / x))
      let series = terms.dropFirst().reduce(terms[0]) { $0 * square + $1 }
      return Heads.logarithm(x) - 0.5 * inverse - series * square - sum
    }
  }
}

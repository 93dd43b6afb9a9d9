import CForetellKernels
import ForetellCore
import Testing

extension KernelTests {
  /// The rules that follow Adam, and Lion, against the same sums in plain Swift.
  @Suite struct AdaptiveSteps {
    /// Constants that all steps share.
    private static let (beta1, beta2, epsilon, l2, scale) = (0.9, 0.999, 1e-8, 0.01, 0.5)

    /// Weights, gradients and three moments, the last two of them squares; some gradients are zero.
    private static func values<E: KernelScalar>(_ n: Int) -> (w: [E], g: [E], m: [E], v: [E], top: [E]) {
      var numbers = Numbers(n)
      let w: [E] = numbers.array(n)
      var g: [E] = numbers.array(n)
      var m: [E] = numbers.array(n)
      for i in stride(from: 2, to: n, by: 5) { (g[i], m[i]) = (0, 0) }
      let v: [E] = numbers.array(n).map { (x: E) in x * x }
      let top: [E] = numbers.array(n).map { (x: E) in x * x }
      return (w, g, m, v, top)
    }

    /// The gradient with its L2 term, and the next mean and square.
    private static func moments<E: KernelScalar>(_ w: E, _ g: E, _ m: E, _ v: E) -> (d: E, m: E, v: E) {
      let (b1, b2) = (E(beta1), E(beta2))
      let d = Naive.fma(E(l2), w, E(scale) * g)
      return (d, Naive.fma(b1, m, (1 - b1) * d), Naive.fma(b2, v, (1 - b2) * (d * d)))
    }

    private static func everyLength(_ float: (Int) -> Void, _ double: (Int) -> Void) {
      for n in 1...40 {
        float(n)
        double(n)
      }
    }

    @Test func amsGrad() {
      func check<E: KernelScalar>(_: E.Type, _ n: Int) {
        let (w, g, m, v, top): ([E], [E], [E], [E], [E]) = Self.values(n)
        var (w1, m1, v1, top1) = (w, m, v, top)
        let (rate, c1, root) = (E(0.01), E(0.3), E(1 / Double(E(0.02)).squareRoot()))
        for i in 0..<n {
          let next = Self.moments(w[i], g[i], m[i], v[i])
          (m1[i], v1[i], top1[i]) = (next.m, next.v, max(top[i], next.v))
          let below = Naive.fma(top1[i].squareRoot(), root, E(Self.epsilon))
          w1[i] = Naive.fma(-(rate / c1), m1[i] / below, w[i])
        }
        KernelTests.sameBits(as: [w1, m1, v1, top1], "AMSGrad \(n)") {
          let (a, b, c, d) = (Guarded(w), Guarded(m), Guarded(v), Guarded(top))
          E.amsgradKernel(
            Int64(n), a.start, g, b.start, c.start, d.start, 0.01, Self.beta1, Self.beta2, Self.epsilon, 0.3,
            0.02, Self.l2, Self.scale)
          return [a.contents(), b.contents(), c.contents(), d.contents()]
        }
      }
      Self.everyLength({ check(Float.self, $0) }, { check(Double.self, $0) })
    }

    @Test func nadam() {
      func check<E: KernelScalar>(_: E.Type, _ n: Int) {
        let (w, g, m, v, _): ([E], [E], [E], [E], [E]) = Self.values(n)
        var (w1, m1, v1) = (w, m, v)
        let root = E(1 / Double(E(0.02)).squareRoot())
        for i in 0..<n {
          let next = Self.moments(w[i], g[i], m[i], v[i])
          (m1[i], v1[i]) = (next.m, next.v)
          let below = Naive.fma(v1[i].squareRoot(), root, E(Self.epsilon))
          w1[i] = w[i] - Naive.fma(E(0.03), m1[i], E(0.02) * next.d) / below
        }
        KernelTests.sameBits(as: [w1, m1, v1], "Nadam \(n)") {
          let (a, b, c) = (Guarded(w), Guarded(m), Guarded(v))
          E.nadamKernel(
            Int64(n), a.start, g, b.start, c.start, 0.02, 0.03, Self.beta1, Self.beta2, Self.epsilon, 0.02,
            Self.l2, Self.scale)
          return [a.contents(), b.contents(), c.contents()]
        }
      }
      Self.everyLength({ check(Float.self, $0) }, { check(Double.self, $0) })
    }

    @Test(arguments: [false, true])
    func radam(_ isAdaptive: Bool) {
      func check<E: KernelScalar>(_: E.Type, _ n: Int) {
        let (w, g, m, v, _): ([E], [E], [E], [E], [E]) = Self.values(n)
        var (w1, m1, v1) = (w, m, v)
        for i in 0..<n {
          let next = Self.moments(w[i], g[i], m[i], v[i])
          (m1[i], v1[i]) = (next.m, next.v)
          let step = isAdaptive ? m1[i] / (v1[i].squareRoot() + E(Self.epsilon)) : m1[i]
          w1[i] = Naive.fma(-E(0.01), step, w[i])
        }
        KernelTests.sameBits(as: [w1, m1, v1], "RAdam \(n)") {
          let (a, b, c) = (Guarded(w), Guarded(m), Guarded(v))
          E.radamKernel(
            Int64(n), a.start, g, b.start, c.start, isAdaptive ? 1 : 0, 0.01, Self.beta1, Self.beta2,
            Self.epsilon, Self.l2, Self.scale)
          return [a.contents(), b.contents(), c.contents()]
        }
      }
      Self.everyLength({ check(Float.self, $0) }, { check(Double.self, $0) })
    }

    @Test func lion() {
      func check<E: KernelScalar>(_: E.Type, _ n: Int) {
        let (w, g, m, _, _): ([E], [E], [E], [E], [E]) = Self.values(n)
        var (w1, m1) = (w, m)
        let (rate, b1, b2) = (E(0.01), E(0.9), E(0.99))
        for i in 0..<n {
          let d = E(Self.scale) * g[i]
          let c = Naive.fma(b1, m[i], (1 - b1) * d)
          let sign: E = c > 0 ? 1 : c < 0 ? -1 : c
          m1[i] = Naive.fma(b2, m[i], (1 - b2) * d)
          w1[i] = Naive.fma(-rate, sign, Naive.fma(-(rate * E(0.1)), w[i], w[i]))
        }
        KernelTests.sameBits(as: [w1, m1], "Lion \(n)") {
          let (a, b) = (Guarded(w), Guarded(m))
          E.lionKernel(Int64(n), a.start, g, b.start, 0.01, 0.9, 0.99, 0.1, Self.scale)
          return [a.contents(), b.contents()]
        }
      }
      Self.everyLength({ check(Float.self, $0) }, { check(Double.self, $0) })
    }
  }
}

import CForetellKernels
import ForetellCore
import Foundation
import Testing

extension KernelTests {
  @Suite struct Elementwise {
    @Test func everyLength() {
      for n in 0...40 {
        check(Float.self, n)
        check(Double.self, n)
      }
      check(Float.self, 203)

      func check<E: KernelScalar>(_: E.Type, _ n: Int) {
        var numbers = Numbers(n)
        let x: [E] = numbers.array(n)
        let z: [E] = numbers.array(n)
        let y: [E] = numbers.array(n)
        let count = Int64(n)
        let a: E = 1.25
        let expected: [[E]] = [
          x.map(Naive.mapped(of: E.expKernel)), x.map(Naive.sigmoid), x.map(Naive.tangent),
          zip(x, y).map { $1 + $0 },
          zip(x, y).map { Naive.fma(a, $0, $1) }, zip(x, z).map { $0 * $1 },
          (0..<n).map { Naive.fma(x[$0], z[$0], y[$0]) },
        ]
        KernelTests.sameBits(as: expected, "elementwise \(n)") {
          func run(_ body: (UnsafeMutablePointer<E>) -> Void) -> [E] {
            let result = Guarded(y)
            body(result.start)
            return result.contents()
          }
          return [
            run { E.expKernel(count, x, $0) }, run { E.sigmoidKernel(count, x, $0) },
            run { E.tanhKernel(count, x, $0) },
            run { E.addKernel(count, x, $0) }, run { E.addScaledKernel(count, 1.25, x, $0) },
            run { E.multiplyKernel(count, x, z, $0) }, run { E.multiplyAddKernel(count, x, z, $0) },
          ]
        }
      }
    }

    @Test func sumOfSquaresInSixteenLanes() {
      func check<E: KernelScalar>(_: E.Type, _ n: Int) {
        var numbers = Numbers(n)
        let x: [E] = numbers.array(n)
        var lanes = [Double](repeating: 0, count: 16)
        for i in 0..<n { lanes[i % 16] = lanes[i % 16].addingProduct(Double(x[i]), Double(x[i])) }
        for width in [8, 4, 2, 1] { for j in 0..<width { lanes[j] += lanes[j + width] } }
        KernelTests.sameBits(as: [[lanes[0]]], "sum of squares \(n)") { [[E.sumSquaresKernel(Int64(n), x)]] }
      }
      for n in [0, 1, 7, 15, 16, 17, 40, 333] {
        check(Float.self, n)
        check(Double.self, n)
      }
    }

    @Test func optimizerSteps() {
      func check<E: KernelScalar>(_: E.Type, _ n: Int) {
        var numbers = Numbers(n)
        let w: [E] = numbers.array(n)
        let g: [E] = numbers.array(n)
        let m: [E] = numbers.array(n)
        let v: [E] = numbers.array(n).map { (x: E) in x * x }
        let (rate, beta1, beta2, epsilon, c1, c2): (E, E, E, E, E, E) = (0.01, 0.9, 0.999, 1e-8, 0.3, 0.02)
        let (decay, l2, scale): (E, E, E) = (0.1, 0.01, 0.5)
        var (w1, m1, v1, w2, w3, u2) = (w, m, v, w, w, m)
        for i in 0..<n {
          let d = Naive.fma(l2, w[i], scale * g[i])
          m1[i] = Naive.fma(beta1, m[i], (1 - beta1) * d)
          v1[i] = Naive.fma(beta2, v[i], (1 - beta2) * (d * d))
          let root = E(1 / Double(c2).squareRoot())
          let quotient = m1[i] / Naive.fma(v1[i].squareRoot(), root, epsilon)
          w1[i] = Naive.fma(-(rate / c1), quotient, Naive.fma(-(rate * decay), w[i], w[i]))
          u2[i] = Naive.fma(beta1, m[i], d)
          w2[i] = Naive.fma(-rate, u2[i], w[i])
          w3[i] = Naive.fma(-rate, Naive.fma(beta1, u2[i], d), w[i])
        }
        KernelTests.sameBits(as: [w1, m1, v1, w2, u2, w3], "optimizers \(n)") {
          let (a, b, c) = (Guarded(w), Guarded(m), Guarded(v))
          E.adamKernel(
            Int64(n), a.start, g, b.start, c.start, 0.01, 0.9, 0.999, 1e-8, 0.3, 0.02, 0.1, 0.01, 0.5)
          let (d, e, f, k) = (Guarded(w), Guarded(m), Guarded(w), Guarded(m))
          E.sgdKernel(Int64(n), d.start, g, e.start, 0.01, 0.9, 0, 0.01, 0.5)
          E.sgdKernel(Int64(n), f.start, g, k.start, 0.01, 0.9, 1, 0.01, 0.5)
          return [a.contents(), b.contents(), c.contents(), d.contents(), e.contents(), f.contents()]
        }
      }
      for n in 1...40 {
        check(Float.self, n)
        check(Double.self, n)
      }
    }
  }

  @Suite struct RootMeanSquareSteps {
    /// RMSProp with and without its mean and its velocity.
    @Test func rmsProp() {
      func check<E: KernelScalar>(_: E.Type, _ n: Int, centered: Bool, momentum: Bool) {
        var numbers = Numbers(n)
        let w: [E] = numbers.array(n)
        let g: [E] = numbers.array(n)
        // Some means are larger than the root mean square, as only rounding makes them.
        let m: [E] = numbers.array(n)
        let u: [E] = numbers.array(n)
        let v: [E] = numbers.array(n).map { (x: E) in x * x }
        let (rate, alpha, epsilon, mu, l2, scale): (E, E, E, E, E, E) = (0.01, 0.9, 1e-8, 0.7, 0.01, 0.5)
        var (w1, v1, m1, u1) = (w, v, m, u)
        for i in 0..<n {
          let d = Naive.fma(l2, w[i], scale * g[i])
          v1[i] = Naive.fma(alpha, v[i], (1 - alpha) * (d * d))
          var square = v1[i]
          if centered {
            m1[i] = Naive.fma(alpha, m[i], (1 - alpha) * d)
            square = max(Naive.fma(-m1[i], m1[i], square), 0)
          }
          var step = d / (square.squareRoot() + epsilon)
          if momentum {
            step = Naive.fma(mu, u[i], step)
            u1[i] = step
          }
          w1[i] = Naive.fma(-rate, step, w[i])
        }
        KernelTests.sameBits(as: [w1, v1, m1, u1], "RMSProp \(n)") {
          let (a, b, c, d) = (Guarded(w), Guarded(v), Guarded(m), Guarded(u))
          E.rmspropKernel(
            Int64(n), a.start, g, b.start, centered ? c.start : nil, momentum ? d.start : nil, 0.01, 0.9,
            1e-8,
            0.7, 0.01, 0.5)
          return [a.contents(), b.contents(), c.contents(), d.contents()]
        }
      }
      for n in 1...40 {
        for (centered, momentum) in [(false, false), (true, false), (false, true), (true, true)] {
          check(Float.self, n, centered: centered, momentum: momentum)
          check(Double.self, n, centered: centered, momentum: momentum)
        }
      }
    }

    @Test func adaGrad() {
      func check<E: KernelScalar>(_: E.Type, _ n: Int) {
        var numbers = Numbers(n)
        let w: [E] = numbers.array(n)
        let g: [E] = numbers.array(n)
        let s: [E] = numbers.array(n).map { (x: E) in x * x }
        let (rate, epsilon, l2, scale): (E, E, E, E) = (0.01, 1e-10, 0.01, 0.5)
        var (w1, s1) = (w, s)
        for i in 0..<n {
          let d = Naive.fma(l2, w[i], scale * g[i])
          s1[i] = Naive.fma(d, d, s[i])
          w1[i] = Naive.fma(-rate, d / (s1[i].squareRoot() + epsilon), w[i])
        }
        KernelTests.sameBits(as: [w1, s1], "AdaGrad \(n)") {
          let (a, b) = (Guarded(w), Guarded(s))
          E.adagradKernel(Int64(n), a.start, g, b.start, 0.01, 1e-10, 0.01, 0.5)
          return [a.contents(), b.contents()]
        }
      }
      for n in 1...40 {
        check(Float.self, n)
        check(Double.self, n)
      }
    }
  }

  @Suite struct ElementaryFunctions {
    /// The stated bounds, in units in the last place: 1.1 for the exponential, 2.5 for sigmoid and tanh.
    @Test func floatErrorBounds() {
      var worst = (exponential: 0.0, sigmoid: 0.0, tangent: 0.0)
      let x: [Float] = grid(20_000, 0.004_3) + grid(2_000, 1e-4)
      let (e, s, t) = results(x)
      for (i, value) in x.enumerated() {
        let v = Double(value)
        worst.exponential = max(worst.exponential, error(e[i], Foundation.exp(v)))
        worst.sigmoid = max(worst.sigmoid, error(s[i], 1 / (1 + Foundation.exp(-v))))
        worst.tangent = max(worst.tangent, error(t[i], Foundation.tanh(v)))
      }
      #expect(worst.exponential < 1.1 && worst.sigmoid < 2.5 && worst.tangent < 2.5, "\(worst)")
      func error(_ found: Float, _ truth: Double) -> Double {
        guard truth != 0, abs(truth) > Double(Float.leastNormalMagnitude), abs(truth) < 3e38 else { return 0 }
        return abs(Double(found) - truth) / Double(Float(truth).ulp)
      }
    }

    @Test func doubleErrorBounds() {
      let x: [Double] = grid(10_000, 0.002_1) + grid(1_000, 1e-5)
      let (e, s, t) = results(x)
      var worst = (exponential: 0.0, sigmoid: 0.0, tangent: 0.0)
      for (i, v) in x.enumerated() where v != 0 {
        worst.exponential = max(worst.exponential, abs(e[i] / Foundation.exp(v) - 1))
        worst.sigmoid = max(worst.sigmoid, abs(s[i] * (1 + Foundation.exp(-v)) - 1))
        worst.tangent = max(worst.tangent, abs(t[i] / Foundation.tanh(v) - 1))
      }
      #expect(worst.exponential < 4e-16 && worst.sigmoid < 1e-15 && worst.tangent < 1e-15, "\(worst)")
    }

    @Test func specialValues() {
      func check<E: KernelScalar>(_: E.Type, largest: E, smallest: E) {
        let before = ft_isa()
        defer { _ = ft_isa_force(before) }
        for variant in KernelTests.variants {
          _ = ft_isa_force(variant)
          let tiny = E.leastNonzeroMagnitude
          let (e, s, t) = results([
            0, -0.0, E.infinity, -E.infinity, E.nan, tiny, -tiny, 1e30, -1e30, largest, largest + 1, smallest,
          ])
          #expect(
            e[0] == 1 && e[1] == 1 && e[2] == .infinity && e[3] == 0 && e[4].isNaN && e[5] == 1 && e[6] == 1)
          #expect(e[7] == .infinity && e[8] == 0 && e[9].isFinite && e[10] == .infinity)
          #expect(e[11] > 0 && e[11].isSubnormal)
          #expect(
            s[0] == 0.5 && s[1] == 0.5 && s[2] == 1 && s[3] == 0 && s[4].isNaN && s[5] == 0.5 && s[7] == 1)
          #expect(s[8] == 0)
          #expect(t[0] == 0 && t[1] == 0 && t[1].sign == .minus && t[2] == 1 && t[3] == -1 && t[4].isNaN)
          #expect(t[5] == tiny && t[6] == -tiny && t[7] == 1 && t[8] == -1)
        }
      }
      check(Float.self, largest: 88.72, smallest: -100)
      check(Double.self, largest: 709.78, smallest: -740)
    }

    /// The multiples of `step` from -count to count.
    private func grid<E: KernelScalar>(_ count: Int, _ step: E) -> [E] {
      var x: [E] = []
      for i in -count...count { x.append(E(i) * step) }
      return x
    }

    private func results<E: KernelScalar>(_ x: [E]) -> ([E], [E], [E]) {
      func run(_ function: KernelElementMap<E>) -> [E] {
        let result = Guarded<E>(count: x.count)
        function(Int64(x.count), x, result.start)
        return result.contents()
      }
      return (run(E.expKernel), run(E.sigmoidKernel), run(E.tanhKernel))
    }
  }

  @Suite struct Processor {
    @Test func namesFollowTheForcedPath() {
      let before = ft_isa()
      defer { _ = ft_isa_force(before) }
      for variant in KernelTests.variants {
        #expect(ft_isa_force(variant) == variant)
        #expect(String(cString: ft_isa_name()) == ["portable", "avx2", "avx512"][Int(variant)])
      }
      #expect(ft_isa_force(7) == ft_isa(), "an unknown path changes nothing")
    }

    @Test func denormalsAreFlushedOnlyBetweenBeginAndEnd() {
      let tiny = [Float.leastNonzeroMagnitude * 64]
      func half() -> Float {
        let result = Guarded(tiny)
        Float.multiplyKernel(1, tiny, [0.5], result.start)
        return result.contents()[0]
      }
      #expect(half() > 0)
      let saved = ft_flush_denormals_begin()
      let flushed = half()
      ft_flush_denormals_end(saved)
      #if arch(x86_64) || arch(arm64)
        #expect(flushed == 0)
      #endif
      #expect(half() > 0)
    }
  }
}

extension Naive {
  static func mapped(of function: @escaping KernelElementMap<Element>) -> (Element) -> Element {
    { mapped(function, $0) }
  }
}

import CForetellKernels
import ForetellCore
import Foundation
import Testing

extension KernelTests {
  @Suite struct SLSTM {
    /// Heads of every width 1…20, then wider than a vector, with both forget gates.
    static let shapes: [(batch: Int, inputs: Int, heads: Int, width: Int)] = {
      var shapes = [(batch: 14, inputs: 1, heads: 2, width: 33), (2, 40, 3, 37)]
      for width in 1...20 { shapes.append((width * 7 % 13 + 1, width * 5 % 11, width % 4 + 1, width)) }
      return shapes
    }()

    @Test func matchesItsTwin() {
      for shape in Self.shapes {
        for (startsAtZero, exponential) in [(false, 0), (true, 0), (false, 1)] as [(Bool, Int32)] {
          check(Float.self, shape, startsAtZero, exponential)
          if shape.width % 3 == 0 { check(Double.self, shape, startsAtZero, exponential) }
        }
      }
      func check<E: KernelScalar>(
        _: E.Type, _ s: (batch: Int, inputs: Int, heads: Int, width: Int), _ zero: Bool, _ exponential: Int32
      ) {
        let it = SLSTMCase<E>(s.batch, s.inputs, s.heads, s.width, startsAtZero: zero)
        KernelTests.sameBits(as: it.naive(exponential), "sLSTM \(s)") {
          it.kernels(exponential, E.slstmPackedCountKernel, E.slstmPackKernel)
        }
      }
    }

    /// The twin's ln(1 + t), and so the kernels', against the C library.
    @Test func logarithm() {
      for step in 0...5000 {
        let t =
          step < 4000
          ? Double(step) / 4000 : Double(sign: .plus, exponent: -(step - 4000) / 16, significand: 1)
        let single = SLSTMCase<Float>.logarithmOfOnePlus(Float(t))
        let expected = log1p(Double(Float(t)))
        #expect(abs(Double(single) - expected) <= 2.5 * Double(Float(expected).ulp), "\(t)")
        #expect(abs(SLSTMCase<Double>.logarithmOfOnePlus(t) - log1p(t)) <= 2.5 * log1p(t).ulp, "\(t)")
      }
    }

    @Test func roundedFactors() {
      defer { ft_bfloat16_unit_allow(1) }
      for allowed in [1, 0] as [Int32] {
        ft_bfloat16_unit_allow(allowed)
        for shape in Self.shapes {
          var it = SLSTMCase<Float>(shape.batch, shape.inputs, shape.heads, shape.width)
          it.cell.rounds = true
          KernelTests.sameBits(as: it.naive(0), "sLSTM \(shape), unit \(allowed)") {
            it.kernels(0, ft_slstm_packed_count_bf16, ft_slstm_pack_bf16)
          }
        }
      }
    }
  }
}

/// One step of an sLSTM with `heads` heads of `width` units.
struct SLSTMCase<Element: KernelScalar> {
  var cell: CellCase<Element>
  let heads: Int
  let width: Int
  let normalizer: [Element]
  let stabilizer: [Element]
  let dNormalizer: [Element]
  let dPreviousNormalizer: [Element]

  init(_ batch: Int, _ inputs: Int, _ heads: Int, _ width: Int, startsAtZero: Bool = false) {
    cell = CellCase(
      gates: 4, batch: batch, inputs: inputs, hidden: heads * width, seed: width, startsAtZero: startsAtZero)
    self.heads = heads
    self.width = width
    var numbers = Numbers(width + 100)
    let size = batch * heads * width
    let values: [Element] = numbers.array(size)
    normalizer = values.map { 1 + abs($0) }
    stabilizer = startsAtZero ? [Element](repeating: -.infinity, count: size) : numbers.array(size, scale: 3)
    dNormalizer = numbers.array(size)
    dPreviousNormalizer = numbers.array(size)
  }

  func kernels(
    _ exponential: Int32, _ count: Element.PackedCountOfHeads, _ pack: Element.PackOfHeads
  ) -> [[Element]] {
    let (b, i, n, g) = (Int64(cell.batch), Int64(cell.inputs), Int64(cell.hidden), Int64(heads))
    let packed = Guarded<Element>(count: Int(count(i, n, g)))
    pack(i, n, g, cell.weightInput, cell.weightHidden, cell.bias, packed.start)
    _ = packed.contents()
    let size = cell.batch * cell.hidden
    let saved = Guarded<Element>(count: 5 * size)
    let states = (0..<4).map { _ in Guarded<Element>(count: size) }
    let dC = Guarded(cell.dCell)
    let dN = Guarded(dNormalizer)
    let dCP = Guarded(cell.dPreviousCell)
    let dNP = Guarded(dPreviousNormalizer)
    let dHP = Guarded(cell.dPrevious)
    Element.slstmForwardKernel(
      b, i, n, g, exponential, packed.start, cell.x, cell.previous, cell.previousCell, normalizer, stabilizer,
      saved.start, states[1].start, states[2].start, states[3].start, states[0].start)
    let activated = saved.contents()
    Element.slstmBackwardKernel(
      b, i, n, g, packed.start, saved.start, states[1].start, states[2].start, cell.previousCell, normalizer,
      cell.dH, dC.start, dN.start, dCP.start, dNP.start, dHP.start)
    return [activated] + states.map { $0.contents() }
      + [saved, dC, dN, dCP, dNP, dHP].map { $0.contents() }
  }

  /// ln(1 + t), with the series of the kernels.
  static func logarithmOfOnePlus(_ t: Element) -> Element {
    let last = MemoryLayout<Element>.size == 8 ? 17 : 7
    let s = t / (t + 2)
    let square = s * s
    var sum = 1 / Element(2 * last + 1)
    for k in (0..<last).reversed() { sum = Naive.fma(sum, square, 1 / Element(2 * k + 1)) }
    return (s + s) * sum
  }

  func naive(_ exponential: Int32) -> [[Element]] {
    let hidden = cell.hidden
    var saved = [Element](repeating: 0, count: 5 * cell.batch * hidden)
    var dSaved = saved
    var (h, c, n, m) = (cell.previous, cell.previous, cell.previous, cell.previous)
    var (dC, dN, dCP, dNP, dHP) = (
      cell.dCell, dNormalizer, cell.dPreviousCell, dPreviousNormalizer, cell.dPrevious
    )
    let chain = cell.rounds ? Naive<Element>.roundedChain : Naive<Element>.chain
    for b in 0..<cell.batch {
      for u in 0..<hidden {
        let at = b * hidden + u
        let a = (0..<4).map { gate -> Element in
          let row = gate * hidden + u
          return chain(
            cell.inputPart(b, row, cell.bias[row]), width, cell.previous, b * hidden + u / width * width, 1,
            cell.weightHidden, row * width, 1)
        }
        let soft = Self.logarithmOfOnePlus(Naive.mapped(Element.expKernel, -abs(a[1])))
        let kept = (exponential == 1 ? a[1] : min(a[1], 0) - soft) + stabilizer[at]
        m[at] = max(kept, a[0])
        let i = Naive.mapped(Element.expKernel, a[0] - m[at])
        let f = Naive.mapped(Element.expKernel, kept - m[at])
        let (z, o) = (Naive.tangent(a[2]), Naive.sigmoid(a[3]))
        let gate = exponential == 1 ? 0 : Naive.sigmoid(a[1])
        c[at] = Naive.fma(f, cell.previousCell[at], i * z)
        n[at] = Naive.fma(f, normalizer[at], i)
        h[at] = o * (c[at] / n[at])
        let (ratio, share) = (c[at] / n[at], cell.dH[at] * o / n[at])
        dC[at] = cell.dCell[at] + share
        dN[at] = Naive.fma(-share, ratio, dNormalizer[at])
        let dForget = Naive.fma(dC[at], cell.previousCell[at], dN[at] * normalizer[at])
        let slopes = [
          Naive.fma(dC[at], z, dN[at]) * i, dForget * f * (1 - gate), dC[at] * i * Naive.fma(-z, z, 1),
          cell.dH[at] * ratio * (o * (1 - o)), gate,
        ]
        dCP[at] = Naive.fma(dC[at], f, cell.dPreviousCell[at])
        dNP[at] = Naive.fma(dN[at], f, dPreviousNormalizer[at])
        for (part, value) in [i, f, z, o, gate].enumerated() {
          saved[(5 * b + part) * hidden + u] = value
          dSaved[(5 * b + part) * hidden + u] = slopes[part]
        }
      }
      // The gates' gradients go back to the state of their head, one sum per unit over the gates in order.
      for u in 0..<hidden {
        let (head, column) = (u / width, u % width)
        for gate in 0..<4 {
          dHP[b * hidden + u] = chain(
            dHP[b * hidden + u], width, dSaved, (5 * b + gate) * hidden + head * width, 1, cell.weightHidden,
            (gate * hidden + head * width) * width + column, width)
        }
      }
    }
    return [saved, h, c, n, m, dSaved, dC, dN, dCP, dNP, dHP]
  }
}

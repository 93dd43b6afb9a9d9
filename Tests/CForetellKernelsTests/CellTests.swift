import CForetellKernels
import ForetellCore
import Testing

extension KernelTests {
  @Suite struct Cells {
    /// Every hidden size 1…40, with numbers of rows and inputs that cover all tile sizes, then sizes beyond a
    /// tile's width.
    static let shapes: [(batch: Int, inputs: Int, hidden: Int)] =
      (1...40).map { ($0 * 7 % 13 + 1, $0 * 5 % 11, $0) } + [(3, 40, 5), (14, 1, 65), (2, 3, 131)]

    @Test func lstmMatchesItsTwin() {
      for shape in Self.shapes {
        check(Float.self, shape)
        if shape.hidden % 3 == 0 { check(Double.self, shape) }
      }
      func check<E: KernelScalar>(_: E.Type, _ s: (batch: Int, inputs: Int, hidden: Int)) {
        let it = CellCase<E>(gates: 4, batch: s.batch, inputs: s.inputs, hidden: s.hidden, seed: s.hidden)
        KernelTests.sameBits(as: it.naiveLSTM(), "LSTM \(s)") { it.lstm() }
      }
    }

    @Test func gruMatchesItsTwin() {
      for shape in Self.shapes {
        check(Float.self, shape)
        if shape.hidden % 3 == 1 { check(Double.self, shape) }
      }
      func check<E: KernelScalar>(_: E.Type, _ s: (batch: Int, inputs: Int, hidden: Int)) {
        let it = CellCase<E>(gates: 3, batch: s.batch, inputs: s.inputs, hidden: s.hidden, seed: s.hidden)
        KernelTests.sameBits(as: it.naiveGRU(), "GRU \(s)") { it.gru() }
      }
    }

    @Test func mguMatchesItsTwin() {
      for shape in Self.shapes {
        check(Float.self, shape)
        if shape.hidden % 3 == 0 { check(Double.self, shape) }
      }
      func check<E: KernelScalar>(_: E.Type, _ s: (batch: Int, inputs: Int, hidden: Int)) {
        for startsAtZero in [false, true] {
          let it = CellCase<E>(
            gates: 2, batch: s.batch, inputs: s.inputs, hidden: s.hidden, seed: s.hidden,
            startsAtZero: startsAtZero)
          KernelTests.sameBits(as: it.naiveMGU(), "MGU \(s)") { it.mgu() }
        }
      }
    }

    @Test(arguments: [0, 1, 2] as [Int32]) func rnnMatchesItsTwin(activation: Int32) {
      for shape in Self.shapes {
        check(Float.self, shape)
        if shape.hidden % 3 == 2 { check(Double.self, shape) }
      }
      func check<E: KernelScalar>(_: E.Type, _ s: (batch: Int, inputs: Int, hidden: Int)) {
        let it = CellCase<E>(gates: 1, batch: s.batch, inputs: s.inputs, hidden: s.hidden, seed: s.hidden)
        KernelTests.sameBits(as: it.naiveRNN(activation: activation), "RNN \(activation) \(s)") {
          it.rnn(activation: activation)
        }
      }
    }

    /// The first step of a sequence skips the recurrent product if the whole state is zero; a nonzero last
    /// lane must not be overlooked.
    @Test func firstStepsMatchTheirTwins() {
      for hidden in [1, 16, 31, 64, 70] {
        let lstm = CellCase<Float>(
          gates: 4, batch: 7, inputs: 3, hidden: hidden, seed: hidden, startsAtZero: true)
        KernelTests.sameBits(as: lstm.naiveLSTM(), "LSTM from zero, \(hidden)") { lstm.lstm() }
        var almost = lstm
        almost.previous[7 * hidden - 1] = 0.5
        KernelTests.sameBits(as: almost.naiveLSTM(), "LSTM from almost zero, \(hidden)") { almost.lstm() }
        let gru = CellCase<Double>(
          gates: 3, batch: 7, inputs: 3, hidden: hidden, seed: hidden, startsAtZero: true)
        KernelTests.sameBits(as: gru.naiveGRU(), "GRU from zero, \(hidden)") { gru.gru() }
        let rnn = CellCase<Float>(
          gates: 1, batch: 7, inputs: 3, hidden: hidden, seed: hidden, startsAtZero: true)
        KernelTests.sameBits(as: rnn.naiveRNN(activation: 0), "RNN from zero, \(hidden)") {
          rnn.rnn(activation: 0)
        }
      }
    }

    @Test func packedWeightsKeepTheirLayoutWhenAnotherPathIsForced() {
      let before = ft_isa()
      defer { _ = ft_isa_force(before) }
      let it = CellCase<Float>(gates: 4, batch: 3, inputs: 2, hidden: 21, seed: 5)
      let packed = it.packed(Float.lstmPackedCountKernel, Float.lstmPackKernel)
      let expected = it.lstm(packed)
      for variant in KernelTests.variants {
        _ = ft_isa_force(variant)
        #expect(it.lstm(packed) == expected)
      }
    }
  }
}

extension CellCase {
  func packed(_ count: (Int64, Int64) -> Int64, _ pack: Element.Pack) -> Guarded<Element> {
    let packed = Guarded<Element>(count: Int(count(Int64(inputs), Int64(hidden))))
    pack(Int64(inputs), Int64(hidden), weightInput, weightHidden, bias, packed.start)
    _ = packed.contents()
    return packed
  }

  func rnn(activation: Int32, _ given: Guarded<Element>? = nil) -> [[Element]] {
    let packed = given ?? packed(Element.rnnPackedCountKernel, Element.rnnPackKernel)
    let (b, i, n) = (Int64(batch), Int64(inputs), Int64(hidden))
    let h = Guarded<Element>(count: batch * hidden)
    let dPre = Guarded<Element>(count: batch * hidden)
    let dHP = Guarded(dPrevious)
    Element.rnnForwardKernel(b, i, n, activation, packed.start, x, previous, h.start)
    Element.rnnBackwardKernel(b, i, n, activation, packed.start, h.start, dH, dPre.start, dHP.start)
    return [h.contents(), dPre.contents(), dHP.contents()]
  }

  func lstm(_ given: Guarded<Element>? = nil) -> [[Element]] {
    let packed = given ?? packed(Element.lstmPackedCountKernel, Element.lstmPackKernel)
    let (b, i, n) = (Int64(batch), Int64(inputs), Int64(hidden))
    let gates = Guarded<Element>(count: 4 * batch * hidden)
    let c = Guarded<Element>(count: batch * hidden)
    let h = Guarded<Element>(count: batch * hidden)
    let dC = Guarded(dCell)
    let dCP = Guarded(dPreviousCell)
    let dHP = Guarded(dPrevious)
    Element.lstmForwardKernel(b, i, n, packed.start, x, previous, previousCell, gates.start, c.start, h.start)
    let activated = gates.contents()
    Element.lstmBackwardKernel(
      b, i, n, packed.start, gates.start, c.start, previousCell, dH, dC.start, dCP.start, dHP.start)
    return [
      activated, c.contents(), h.contents(), gates.contents(), dC.contents(), dCP.contents(), dHP.contents(),
    ]
  }

  func gru(_ given: Guarded<Element>? = nil) -> [[Element]] {
    let packed = given ?? packed(Element.gruPackedCountKernel, Element.gruPackKernel)
    let (b, i, n) = (Int64(batch), Int64(inputs), Int64(hidden))
    let saved = Guarded<Element>(count: 4 * batch * hidden)
    let h = Guarded<Element>(count: batch * hidden)
    let dHP = Guarded(dPrevious)
    Element.gruForwardKernel(b, i, n, packed.start, x, previous, saved.start, h.start)
    let activated = saved.contents()
    Element.gruBackwardKernel(b, i, n, packed.start, saved.start, previous, dH, dHP.start)
    return [activated, h.contents(), saved.contents(), dHP.contents()]
  }

  func mgu(_ given: Guarded<Element>? = nil) -> [[Element]] {
    let packed = given ?? packed(Element.mguPackedCountKernel, Element.mguPackKernel)
    let (b, i, n) = (Int64(batch), Int64(inputs), Int64(hidden))
    let saved = Guarded<Element>(count: 3 * batch * hidden)
    let h = Guarded<Element>(count: batch * hidden)
    let scratch = Guarded([Element](repeating: .nan, count: 2 * batch * hidden))
    let dHP = Guarded(dPrevious)
    Element.mguForwardKernel(b, i, n, packed.start, x, previous, saved.start, h.start)
    let activated = saved.contents()
    Element.mguBackwardKernel(b, i, n, packed.start, saved.start, previous, dH, scratch.start, dHP.start)
    _ = scratch.contents()
    return [activated, h.contents(), saved.contents(), dHP.contents()]
  }
}

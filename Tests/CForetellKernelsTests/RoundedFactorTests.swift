import CForetellKernels
import Testing

extension KernelTests {
  /// Products and cells with bfloat16 factors: bit for bit their naive twins on every instruction set, with the
  /// processor's unit and without.
  @Suite struct RoundedFactors {
    @Test func products() {
      for shape in Products.shapes + [Products.Shape(70, 40, 300), Products.Shape(200, 150, 259)] {
        var numbers = Numbers(shape.m * 1681 + shape.n * 41 + shape.k)
        let (m, n, k) = (Int64(shape.m), Int64(shape.n), Int64(shape.k))
        for orientation in [Naive<Float>.Orientation.nn, .tn] {
          let (lda, ldb, ldc) = (
            (orientation == .tn ? shape.m : shape.k) + 1, shape.n + 2, shape.n + 3
          )
          let a: [Float] = numbers.array(lda * max(shape.m, shape.k))
          let b: [Float] = numbers.array(ldb * max(shape.n, shape.k))
          let c: [Float] = numbers.array(ldc * shape.m)
          let expected = Naive.product(
            orientation, shape.m, shape.n, shape.k, a, lda, b, ldb, c, ldc, rounds: true)
          Self.sameBits(as: [expected], "\(orientation) \(shape)") {
            let result = Guarded(c)
            (orientation == .nn ? ft_gemm_nn_bf16 : ft_gemm_tn_bf16)(
              m, n, k, a, Int64(lda), b, Int64(ldb), result.start, Int64(ldc))
            return [result.contents()]
          }
        }
      }
    }

    @Test func cells() {
      // Inputs of 32 and more are rounded too.
      for s in Cells.shapes + [(5, 33, 20), (9, 64, 37), (33, 31, 70), (40, 32, 9)] {
        func rounding(_ gates: Int, startsAtZero: Bool = false) -> CellCase<Float> {
          var it = CellCase<Float>(
            gates: gates, batch: s.batch, inputs: s.inputs, hidden: s.hidden, seed: s.hidden,
            startsAtZero: startsAtZero)
          it.rounds = true
          return it
        }
        for startsAtZero in [false, true] {
          let lstm = rounding(4, startsAtZero: startsAtZero)
          Self.sameBits(as: lstm.naiveLSTM(), "LSTM \(s)") {
            lstm.lstm(lstm.packed(ft_lstm_packed_count_bf16, ft_lstm_pack_bf16))
          }
          let gru = rounding(3, startsAtZero: startsAtZero)
          Self.sameBits(as: gru.naiveGRU(), "GRU \(s)") {
            gru.gru(gru.packed(ft_gru_packed_count_bf16, ft_gru_pack_bf16))
          }
          let rnn = rounding(1, startsAtZero: startsAtZero)
          Self.sameBits(as: rnn.naiveRNN(activation: 0), "RNN \(s)") {
            rnn.rnn(activation: 0, rnn.packed(ft_rnn_packed_count_bf16, ft_rnn_pack_bf16))
          }
        }
      }
    }

    /// More rows than are rounded at once.
    @Test func manyRows() {
      var it = CellCase<Float>(gates: 4, batch: 70, inputs: 3, hidden: 300, seed: 3)
      it.rounds = true
      Self.sameBits(as: it.naiveLSTM(), "LSTM of 70 rows") {
        it.lstm(it.packed(ft_lstm_packed_count_bf16, ft_lstm_pack_bf16))
      }
    }

    /// Ties, denormal numbers, overflow to infinity and NaN round alike with the unit and without.
    @Test func extremes() {
      let values: [Float] = [
        1 + 0x1p-8, 1 + 0x1p-7 + 0x1p-8, 1 + 0x1p-8 + 0x1p-20, -1 - 0x1p-8, .leastNormalMagnitude,
        .leastNormalMagnitude / 2, -.leastNonzeroMagnitude, .greatestFiniteMagnitude, -.infinity, .nan, 0,
        -0.0,
      ]
      let ones = [Float](repeating: 1, count: values.count)
      var expected = values.map { Naive.rounded($0) + 0 }
      expected[7] = .infinity
      Self.sameBits(as: [expected], "rounding") {
        let result = Guarded<Float>(count: values.count)
        for (i, one) in ones.enumerated() {
          ft_gemm_nn_bf16(1, 1, 1, [values[i]], 1, [one], 1, result.start + i, 1)
        }
        return [result.contents()]
      }
    }

    private static func sameBits(as expected: [[Float]], _ what: String, _ body: () -> [[Float]]) {
      defer { ft_bfloat16_unit_allow(1) }
      for allowed in [1, 0] as [Int32] {
        ft_bfloat16_unit_allow(allowed)
        KernelTests.sameBits(as: expected, "\(what), unit \(allowed)", body)
      }
    }
  }
}

import CForetellKernels
import Testing

extension KernelTests {
  /// Products and cells with bfloat16 factors have the same bits as their naive twins on every instruction
  /// set, with and without the processor's bfloat16 instructions.
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
          let mgu = rounding(2, startsAtZero: startsAtZero)
          Self.sameBits(as: mgu.naiveMGU(), "MGU \(s)") {
            mgu.mgu(mgu.packed(ft_mgu_packed_count_bf16, ft_mgu_pack_bf16))
          }
          let rnn = rounding(1, startsAtZero: startsAtZero)
          Self.sameBits(as: rnn.naiveRNN(activation: 0), "RNN \(s)") {
            rnn.rnn(activation: 0, rnn.packed(ft_rnn_packed_count_bf16, ft_rnn_pack_bf16))
          }
        }
      }
    }

    /// More rows than are rounded at once (16384 words for half of inputs and states), in the forward and the
    /// backward pass.
    @Test func manyRows() {
      for (batch, inputs, hidden) in [(120, 3, 290), (70, 260, 260)] {
        func rounding(_ gates: Int) -> CellCase<Float> {
          var it = CellCase<Float>(gates: gates, batch: batch, inputs: inputs, hidden: hidden, seed: 3)
          it.rounds = true
          return it
        }
        let (lstm, gru, rnn) = (rounding(4), rounding(3), rounding(1))
        Self.sameBits(as: lstm.naiveLSTM(), "LSTM of \(batch) rows") {
          lstm.lstm(lstm.packed(ft_lstm_packed_count_bf16, ft_lstm_pack_bf16))
        }
        Self.sameBits(as: gru.naiveGRU(), "GRU of \(batch) rows") {
          gru.gru(gru.packed(ft_gru_packed_count_bf16, ft_gru_pack_bf16))
        }
        Self.sameBits(as: rnn.naiveRNN(activation: 2), "RNN of \(batch) rows") {
          rnn.rnn(activation: 2, rnn.packed(ft_rnn_packed_count_bf16, ft_rnn_pack_bf16))
        }
      }
    }

    /// Ties, denormal numbers, overflow to infinity and NaN are rounded in the same way in both factors and
    /// both products, with and without the processor's bfloat16 instructions.
    @Test func extremes() {
      let values: [Float] = [
        1 + 0x1p-8, 1 + 0x1p-7 + 0x1p-8, 1 + 0x1p-8 + 0x1p-20, -1 - 0x1p-8, .leastNormalMagnitude,
        .leastNormalMagnitude / 2, -.leastNonzeroMagnitude, .greatestFiniteMagnitude, -.infinity, .nan, 0,
        -0.0,
      ]
      var rounded = values.map { Naive.rounded($0) }
      rounded[7] = .infinity
      let products = rounded.map { $0 + 0 }
      Self.sameBits(as: [products, products, products, products], "rounding") {
        let (a, b) = (values, [Float](repeating: 1, count: values.count))
        return [
          (a, b, ft_gemm_nn_bf16), (b, a, ft_gemm_nn_bf16), (a, b, ft_gemm_tn_bf16), (b, a, ft_gemm_tn_bf16),
        ]
        .map { left, right, product in
          let result = Guarded<Float>(count: values.count)
          for i in values.indices { product(1, 1, 1, [left[i]], 1, [right[i]], 1, result.start + i, 1) }
          return result.contents()
        }
      }
      // A denormal sum becomes zero, and so does a denormal number to which is added.
      let tiny: Float = 0x1p-80
      Self.sameBits(as: [[0, 0]], "denormal sums") {
        let result = Guarded<Float>([0, 0x1p-140])
        ft_gemm_nn_bf16(1, 2, 1, [tiny], 1, [tiny * 0x1p20, 0], 2, result.start, 2)
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

import ForetellCore
import Testing

/// The kernel seam traps, with both extents, when a block is shorter than what a kernel is told to touch.
@Suite struct ExtentTests {
  private static func message(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }

  @Test func elements() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let arena = Arena<Float>(count: 8)
      Float.add(count: 5, x: arena.block.slice(0, 5), into: arena.block.slice(4, 4))
    }
    #expect(Self.message(result).contains("add(count:x:into:): needs 5 elements of y, which has 4"))
  }

  /// The last row needs no full stride.
  @Test func stridedRows() async {
    let arena = Arena<Double>(count: 30)
    Double.columnSums(rows: 3, columns: 4, a: arena.block.slice(0, 18), aStride: 7, into: arena.block)
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let arena = Arena<Double>(count: 30)
      Double.columnSums(rows: 3, columns: 4, a: arena.block.slice(0, 17), aStride: 7, into: arena.block)
    }
    #expect(Self.message(result).contains("needs 18 elements of a, which has 17"))
  }

  @Test func overlappingRows() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let block = Arena<Double>(count: 30).block
      Double.productNT(
        rows: 2, columns: 2, inner: 5, a: block, aStride: 4, b: block, bStride: 5, into: block, cStride: 2)
    }
    #expect(Self.message(result).contains("a can't have 2 rows of 5 elements, 4 from one to the next"))
  }

  /// Packed weights know what they were packed for, whatever their precision.
  @Test(arguments: [ProductPrecision.full, .bfloat16]) func packedWeights(precision: ProductPrecision) {
    let sizes = Arena<Float>(count: 99)
    let count = Float.packedCountGRU(inputs: 2, hidden: 3, precision: precision)
    let packed = Arena<Float>(count: count)
    Float.packGRU(
      inputs: 2, hidden: 3, precision: precision, weightInput: sizes.block, weightHidden: sizes.block,
      bias: sizes.block, into: packed.block)
    Float.forwardGRU(
      batch: 1, inputs: 2, hidden: 3, packed: packed.block, x: sizes.block.slice(0, 2),
      previous: sizes.block.slice(2, 3), saved: sizes.block.slice(5, 12), h: sizes.block.slice(17, 3))
  }

  @Test func weightsPackedForOtherSizes() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let values = Arena<Float>(count: 200)
      let packed = Arena<Float>(count: Float.packedCountGRU(inputs: 2, hidden: 3, precision: .bfloat16))
      Float.packGRU(
        inputs: 2, hidden: 3, precision: .bfloat16, weightInput: values.block, weightHidden: values.block,
        bias: values.block, into: packed.block)
      Float.forwardGRU(
        batch: 1, inputs: 2, hidden: 4, packed: packed.block, x: values.block, previous: values.block,
        saved: values.block, h: values.block)
    }
    #expect(
      Self.message(result).contains(
        "weights for gru, 2 inputs and 4 hidden units are needed, but they were packed for gru, 2 inputs and 3 hidden units"
      ))
  }

  @Test func weightsPackedForOtherHeads() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let values = Arena<Float>(count: 200)
      let packed = Arena<Float>(
        count: Float.packedCountSLSTM(inputs: 2, hidden: 4, heads: 2, precision: .full))
      Float.packSLSTM(
        inputs: 2, hidden: 4, heads: 2, precision: .full, weightInput: values.block,
        weightHidden: values.block, bias: values.block, into: packed.block)
      Float.forwardSLSTM(
        batch: 1, inputs: 2, hidden: 4, heads: 1, isForgetExponential: false, packed: packed.block,
        x: values.block, previous: values.block, previousCell: values.block,
        previousNormalizer: values.block, previousStabilizer: values.block, saved: values.block,
        cell: values.block, normalizer: values.block, stabilizer: values.block, h: values.block)
    }
    #expect(
      Self.message(result).contains(
        "weights for slstm, 2 inputs and 4 hidden units are needed, but they were packed for slstm, 2 inputs and 4 hidden units in 2 heads"
      ))
  }

  @Test func headsOfUnequalWidth() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Float.packedCountSLSTM(inputs: 2, hidden: 5, heads: 2, precision: .full)
    }
    #expect(Self.message(result).contains("5 hidden units can't form 2 equal heads"))
  }

  @Test func weightsThatWereNeverPacked() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let values = Arena<Double>(count: 200)
      Double.forwardRNN(
        batch: 1, inputs: 2, hidden: 3, activation: 0, packed: values.block, x: values.block,
        previous: values.block, h: values.block)
    }
    #expect(Self.message(result).contains("they were packed for nothing"))
  }
}

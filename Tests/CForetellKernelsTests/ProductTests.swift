import ForetellCore
import Testing

extension KernelTests {
  @Suite struct Products {
    /// Every size 1…40 for each extent, with the others varied; then shapes that cross a block in each
    /// direction.
    static let shapes: [Shape] = {
      var shapes = [
        Shape(7, 70, 9), Shape(100, 3, 20), Shape(3, 5, 300), Shape(130, 20, 140), Shape(21, 131, 13),
        Shape(97, 1, 130), Shape(1, 90, 30),
      ]
      for size in 1...40 {
        shapes.append(Shape(size, size * 7 % 41, size * 11 % 17 + 1))
        shapes.append(Shape(size * 13 % 41, size, size * 3 % 7))
        shapes.append(Shape(size % 9 + 1, size % 5 + 1, size))
      }
      return shapes
    }()

    struct Shape {
      let m: Int
      let n: Int
      let k: Int
      init(_ m: Int, _ n: Int, _ k: Int) { (self.m, self.n, self.k) = (m, n, k) }
    }

    @Test(arguments: Naive<Float>.Orientation.allCases) func floatProducts(
      _ orientation: Naive<Float>.Orientation
    ) {
      for shape in Self.shapes { check(orientation, shape, Float.self) }
    }

    @Test(arguments: Naive<Double>.Orientation.allCases)
    func doubleProducts(_ orientation: Naive<Double>.Orientation) {
      for shape in Self.shapes where shape.m % 2 == 1 { check(orientation, shape, Double.self) }
    }

    /// Rows far apart in memory (more than 2 KiB) use a separate path.
    @Test func rowsFarApart() {
      check(.tn, Shape(100, 9, 7), Float.self, gap: 600)
      check(.tn, Shape(19, 33, 5), Double.self, gap: 300)
    }

    /// Rows of zeros at both ends of the right-hand side are skipped, one in the middle is not.
    @Test func rowsOfZeros() {
      for k in [1, 2, 5, 40] {
        check(.tn, Shape(70, 19, k), Float.self, zeros: [0, 1, 3, k - 1])
        check(.tn, Shape(9, 33, k), Double.self, zeros: Array(0..<k))
      }
    }

    private func check<E: KernelScalar>(
      _ orientation: Naive<E>.Orientation, _ s: Shape, _: E.Type, gap: Int = 0, zeros: [Int] = []
    ) {
      var numbers = Numbers(s.m * 1681 + s.n * 41 + s.k)
      let (m, n, k) = (Int64(s.m), Int64(s.n), Int64(s.k))
      let lda = (orientation == .tn ? s.m : s.k) + 1 + gap
      let ldb = (orientation == .nt ? s.k : s.n) + 2
      let ldc = s.n + 3
      let a: [E] = numbers.array(lda * max(s.m, s.k))
      var b: [E] = numbers.array(ldb * max(s.n, s.k))
      for row in zeros where row < s.k {
        for column in 0..<s.n { b[row * ldb + column] = 0 }
      }
      let c: [E] = numbers.array(ldc * s.m)
      let kernel = orientation == .nn ? E.gemmNNKernel : orientation == .nt ? E.gemmNTKernel : E.gemmTNKernel
      let expected = Naive.product(orientation, s.m, s.n, s.k, a, lda, b, ldb, c, ldc)
      KernelTests.sameBits(as: [expected], "\(orientation) \(s)") {
        let result = Guarded(c)
        kernel(m, n, k, a, Int64(lda), b, Int64(ldb), result.start, Int64(ldc))
        return [result.contents()]
      }
    }

    @Test func columnSumsAndBroadcast() {
      func check<E: KernelScalar>(_: E.Type, _ rows: Int, _ columns: Int) {
        var numbers = Numbers(rows + columns)
        let a: [E] = numbers.array(rows * (columns + 2))
        let y: [E] = numbers.array(columns)
        var sums = y
        for r in 0..<rows { for j in 0..<columns { sums[j] += a[r * (columns + 2) + j] } }
        var wide = [E](repeating: 0, count: rows * (columns + 2))
        for r in 0..<rows { for j in 0..<columns { wide[r * (columns + 2) + j] = y[j] } }
        KernelTests.sameBits(as: [sums, wide], "column sums, broadcast \(rows)×\(columns)") {
          let result = Guarded(y)
          let copies = Guarded<E>(count: rows * (columns + 2))
          E.columnSumsKernel(Int64(rows), Int64(columns), a, Int64(columns + 2), result.start)
          E.broadcastRowsKernel(Int64(rows), Int64(columns), y, copies.start, Int64(columns + 2))
          return [result.contents(), copies.contents()]
        }
      }
      for columns in 1...40 {
        check(Float.self, columns % 7 + 1, columns)
        check(Double.self, columns % 5 + 1, columns)
      }
      check(Float.self, 5, 150)
    }
  }
}

/// Matrix products; strides are elements from one row to the next.
extension KernelScalar {
  /// C[rows,columns] += A[rows,inner] · B[inner,columns].
  package static func productNN(
    rows: Int, columns: Int, inner: Int, a: Block<Self>, aStride: Int, b: Block<Self>, bStride: Int,
    into c: Block<Self>, cStride: Int
  ) {
    a.requireRows(rows, inner, stride: aStride, "a")
    b.requireRows(inner, columns, stride: bStride, "b")
    c.requireRows(rows, columns, stride: cStride, "c")
    gemmNNKernel(
      Int64(rows), Int64(columns), Int64(inner), a.base, Int64(aStride), b.base, Int64(bStride), c.base,
      Int64(cStride))
  }

  /// C[rows,columns] += A[rows,inner] · B[columns,inner]ᵀ.
  package static func productNT(
    rows: Int, columns: Int, inner: Int, a: Block<Self>, aStride: Int, b: Block<Self>, bStride: Int,
    into c: Block<Self>, cStride: Int
  ) {
    a.requireRows(rows, inner, stride: aStride, "a")
    b.requireRows(columns, inner, stride: bStride, "b")
    c.requireRows(rows, columns, stride: cStride, "c")
    gemmNTKernel(
      Int64(rows), Int64(columns), Int64(inner), a.base, Int64(aStride), b.base, Int64(bStride), c.base,
      Int64(cStride))
  }

  /// C[rows,columns] += A[inner,rows]ᵀ · B[inner,columns].
  package static func productTN(
    rows: Int, columns: Int, inner: Int, a: Block<Self>, aStride: Int, b: Block<Self>, bStride: Int,
    into c: Block<Self>, cStride: Int
  ) {
    a.requireRows(inner, rows, stride: aStride, "a")
    b.requireRows(inner, columns, stride: bStride, "b")
    c.requireRows(rows, columns, stride: cStride, "c")
    gemmTNKernel(
      Int64(rows), Int64(columns), Int64(inner), a.base, Int64(aStride), b.base, Int64(bStride), c.base,
      Int64(cStride))
  }

  /// `productNN` with both factors rounded to bfloat16; traps for `Double`.
  package static func roundedProductNN(
    rows: Int, columns: Int, inner: Int, a: Block<Self>, aStride: Int, b: Block<Self>, bStride: Int,
    into c: Block<Self>, cStride: Int
  ) {
    a.requireRows(rows, inner, stride: aStride, "a")
    b.requireRows(inner, columns, stride: bStride, "b")
    c.requireRows(rows, columns, stride: cStride, "c")
    gemmNNRoundedKernel(
      Int64(rows), Int64(columns), Int64(inner), a.base, Int64(aStride), b.base, Int64(bStride), c.base,
      Int64(cStride))
  }

  /// `productTN` with both factors rounded to bfloat16; traps for `Double`.
  package static func roundedProductTN(
    rows: Int, columns: Int, inner: Int, a: Block<Self>, aStride: Int, b: Block<Self>, bStride: Int,
    into c: Block<Self>, cStride: Int
  ) {
    a.requireRows(inner, rows, stride: aStride, "a")
    b.requireRows(inner, columns, stride: bStride, "b")
    c.requireRows(rows, columns, stride: cStride, "c")
    gemmTNRoundedKernel(
      Int64(rows), Int64(columns), Int64(inner), a.base, Int64(aStride), b.base, Int64(bStride), c.base,
      Int64(cStride))
  }

  /// y[columns] += the column sums of A[rows,columns], added row by row.
  package static func columnSums(rows: Int, columns: Int, a: Block<Self>, aStride: Int, into y: Block<Self>) {
    a.requireRows(rows, columns, stride: aStride, "a")
    y.require(columns, "y")
    columnSumsKernel(Int64(rows), Int64(columns), a.base, Int64(aStride), y.base)
  }

  /// Every row of C[rows,columns] becomes bias[columns].
  package static func broadcastRows(
    rows: Int, columns: Int, bias: Block<Self>, into c: Block<Self>, cStride: Int
  ) {
    bias.require(columns, "bias")
    c.requireRows(rows, columns, stride: cStride, "c")
    broadcastRowsKernel(Int64(rows), Int64(columns), bias.base, c.base, Int64(cStride))
  }
}

import ForetellCore

/// Looks up one row of a trained table per code, so that categories become vectors.
///
/// Codes are integers in `0..<rows`, stored as scalars in a slot without gradients. Source: C. Guo, F.
/// Berkhahn, "Entity embeddings of categorical variables", 2016.
package struct Embedding: Layer {
  /// Number of rows of the table, one per category.
  package let rows: Int
  /// Number of elements of the vector per category.
  package let width: Int
  /// The initialisation of the table [rows, width].
  package let initializer: Initializer

  /// Makes a layer; traps on an extent below one.
  package init(rows: Int, width: Int, initializer: Initializer = .normal(deviation: 1)) {
    precondition(rows > 0 && width > 0, "an embedding needs rows and a width, got \(rows) × \(width)")
    self.rows = rows
    self.width = width
    self.initializer = initializer
  }

  /// Records the look-up of every code in `codes` [..]; the output is [.., width].
  package func record<Scalar: KernelScalar>(_ codes: Slot, into plan: inout PlanBuilder<Scalar>) -> Slot {
    record(codes, shape: codes.shape, first: 0, stride: 1, into: &plan)
  }

  /// Records the look-up of one column of `codes` [.., columns]; the output is [.., width].
  ///
  /// So several tables can each read their column of one slot. Traps when there is no such column.
  package func record<Scalar: KernelScalar>(
    _ codes: Slot, column: Int, into plan: inout PlanBuilder<Scalar>
  ) -> Slot {
    let columns = codes.shape[codes.shape.count - 1]
    precondition(
      codes.shape.count > 1 && (0..<columns).contains(column), "codes \(codes.shape) have no column \(column)"
    )
    return record(codes, shape: Array(codes.shape.dropLast()), first: column, stride: columns, into: &plan)
  }

  private func record<Scalar: KernelScalar>(
    _ codes: Slot, shape: [Int], first: Int, stride: Int, into plan: inout PlanBuilder<Scalar>
  ) -> Slot {
    let weight = plan.parameter("weight", [rows, width], initializer)
    let output = plan.activation(shape + [width])
    plan.append(
      EmbeddingPrimitive<Scalar>(
        rows: rows, width: width, count: shape.reduce(1, *), first: first, stride: stride, codes: codes,
        weight: weight, output: output))
    return output
  }
}

struct EmbeddingPrimitive<Scalar: KernelScalar>: Primitive {
  let rows: Int
  let width: Int
  /// Number of codes to look up: every `stride`-th one of the slot from `first` on.
  let count: Int
  let first: Int
  let stride: Int
  let codes: Slot
  let weight: Slot
  let output: Slot

  func forward(_ memory: Memory<Scalar>) {
    let (codes, table, y) = (memory.value(codes), memory.value(weight), memory.value(output))
    for place in 0..<count {
      y.slice(place * width, width).copy(from: table.slice(row(codes, place) * width, width))
    }
  }

  /// Adds the gradients of rows in the order of the codes, so that the sum for a repeated category has the
  /// same bits everywhere.
  func backward(_ memory: Memory<Scalar>) {
    let (codes, dTable, dY) = (memory.value(codes), memory.gradient(weight), memory.gradient(output))
    for place in 0..<count {
      Scalar.add(
        count: width, x: dY.slice(place * width, width), into: dTable.slice(row(codes, place) * width, width))
    }
  }

  private func row(_ codes: Block<Scalar>, _ place: Int) -> Int {
    let code = codes[first + place * stride]
    guard let row = Int(exactly: code), row >= 0, row < rows else {
      preconditionFailure("code \(code) is none of the \(rows) rows of an embedding")
    }
    return row
  }
}

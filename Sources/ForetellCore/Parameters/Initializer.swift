/// The distribution of a parameter's initial values.
package enum Initializer: Sendable, Equatable {
  /// All zero.
  case zeros
  /// One value everywhere.
  case constant(Double)
  /// Normal with mean 0 and this standard deviation.
  case normal(deviation: Double)
  /// Uniform in ±√(6 / (fanIn + fanOut)) (Glorot and Bengio 2010, eq. 16). For stacked gates the sizes are
  /// those of one gate.
  case xavier(fanIn: Int, fanOut: Int)
  /// Normal with variance 2 / fanIn, for ReLU (He, Zhang, Ren, Sun 2015, eq. 10).
  case he(fanIn: Int)
  /// `blocks` square matrices stacked, each orthogonal (Saxe, McClelland, Ganguli 2014), times `gain`.
  case orthogonal(blocks: Int, gain: Double)
  /// `blocks` identity matrices stacked, times `gain` (Le, Jaitly, Hinton 2015).
  case identity(blocks: Int, gain: Double)
  /// Equal parts, one after the other, each with one value, such as a bias that is 1 at one gate and zero at others.
  case parts([Double])
  /// Equal parts whose elements are factors[part] · ln u, with one u ~ U[1, longest − 1] per position, shared by all
  /// parts (Tallec and Ollivier 2018, eq. 16: the chrono initialisation).
  case logarithms(longest: Int, factors: [Double])

  /// Writes the initial values of a parameter of `shape`; random ones are drawn from `random`.
  package func write<Scalar: KernelScalar>(_ block: Block<Scalar>, shape: [Int], random: inout RandomStream) {
    switch self {
    case .zeros: block.fill(0)
    case .constant(let value): block.fill(Scalar(value))
    case .normal(let deviation):
      for index in 0..<block.count { block[index] = Scalar(random.normal() * deviation) }
    case .xavier(let fanIn, let fanOut):
      let bound = (6 / Double(fanIn + fanOut)).squareRoot()
      for index in 0..<block.count { block[index] = Scalar((2 * random.uniform() - 1) * bound) }
    case .he(let fanIn):
      let deviation = (2 / Double(fanIn)).squareRoot()
      for index in 0..<block.count { block[index] = Scalar(random.normal() * deviation) }
    case .orthogonal(let blocks, let gain):
      let size = squareSize(shape, blocks)
      for part in 0..<blocks {
        let matrix = Self.orthogonalMatrix(size, &random)
        for index in 0..<(size * size) { block[part * size * size + index] = Scalar(matrix[index] * gain) }
      }
    case .identity(let blocks, let gain):
      let size = squareSize(shape, blocks)
      block.fill(0)
      for part in 0..<blocks {
        for row in 0..<size { block[(part * size + row) * size + row] = Scalar(gain) }
      }
    case .parts(let values):
      let size = partSize(block.count, values.count)
      for (part, value) in values.enumerated() { block.slice(part * size, size).fill(Scalar(value)) }
    case .logarithms(let longest, let factors):
      let size = partSize(block.count, factors.count)
      block.fill(0)
      for unit in 0..<size {
        let span = naturalLogarithm(1 + random.uniform() * Double(Swift.max(longest - 2, 1)))
        for (part, factor) in factors.enumerated() where factor != 0 {
          block[part * size + unit] = Scalar(factor * span)
        }
      }
    }
  }

  private func partSize(_ count: Int, _ parts: Int) -> Int {
    precondition(parts > 0 && count % parts == 0, "\(self) needs \(parts) equal parts, got \(count) elements")
    return count / parts
  }

  private func squareSize(_ shape: [Int], _ blocks: Int) -> Int {
    precondition(
      shape.count == 2 && shape[0] == blocks * shape[1],
      "\(self) needs \(blocks) stacked square matrices, got shape \(shape)")
    return shape[1]
  }

  /// The orthogonal factor of a Gaussian matrix, by modified Gram–Schmidt orthogonalisation with a second
  /// pass.
  private static func orthogonalMatrix(_ size: Int, _ random: inout RandomStream) -> [Double] {
    var rows = (0..<size).map { _ in (0..<size).map { _ in random.normal() } }
    for row in 0..<size {
      for _ in 0..<2 {
        for other in 0..<row {
          var dot = 0.0
          for column in 0..<size { dot += rows[row][column] * rows[other][column] }
          for column in 0..<size { rows[row][column] -= dot * rows[other][column] }
        }
      }
      var norm = 0.0
      for column in 0..<size { norm += rows[row][column] * rows[row][column] }
      let scale = 1 / norm.squareRoot()
      for column in 0..<size { rows[row][column] *= scale }
    }
    return rows.flatMap { $0 }
  }
}

/// The distribution of a parameter's initial values.
package enum Initializer: Sendable, Equatable {
  /// All zero.
  case zeros
  /// One value everywhere.
  case constant(Double)
  /// Normal with mean 0 and this standard deviation.
  case normal(deviation: Double)
  /// Uniform in ±`bound`.
  case uniform(bound: Double)
  /// Uniform in ±1 / √fanIn, whose variance is 1 / (3 fanIn): the start of layers before that of Glorot and Bengio, who
  /// compare with it (2010, eq. 1).
  case uniformFan(fanIn: Int)
  /// Uniform in ±√(6 / (fanIn + fanOut)) (Glorot and Bengio 2010, eq. 16). For stacked gates the sizes are
  /// those of one gate.
  case xavier(fanIn: Int, fanOut: Int)
  /// Normal with variance 2 / (fanIn + fanOut), that of `xavier` (Glorot and Bengio 2010, eq. 12).
  case xavierNormal(fanIn: Int, fanOut: Int)
  /// Normal with variance 2 / fanIn, for ReLU (He, Zhang, Ren, Sun 2015, eq. 10).
  case he(fanIn: Int)
  /// Uniform in ±√(6 / fanIn), with the variance of `he`.
  case heUniform(fanIn: Int)
  /// Normal with variance 1 / fanIn (LeCun, Bottou, Orr, Müller 1998, eq. 16).
  case lecun(fanIn: Int)
  /// `blocks` matrices stacked, each with orthonormal rows, or with orthonormal columns where it has more rows than
  /// columns (Saxe, McClelland, Ganguli 2014), times `gain`.
  case orthogonal(blocks: Int, gain: Double)
  /// `blocks` matrices stacked, each with ones on its diagonal and zeros elsewhere, times `gain` (Le, Jaitly, Hinton
  /// 2015).
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
    case .normal(let deviation): Self.writeNormal(block, deviation, &random)
    case .uniform(let bound): Self.writeUniform(block, bound, &random)
    case .uniformFan(let fanIn): Self.writeUniform(block, 1 / Double(fanIn).squareRoot(), &random)
    case .xavier(let fanIn, let fanOut):
      Self.writeUniform(block, (6 / Double(fanIn + fanOut)).squareRoot(), &random)
    case .xavierNormal(let fanIn, let fanOut):
      Self.writeNormal(block, (2 / Double(fanIn + fanOut)).squareRoot(), &random)
    case .he(let fanIn): Self.writeNormal(block, (2 / Double(fanIn)).squareRoot(), &random)
    case .heUniform(let fanIn): Self.writeUniform(block, (6 / Double(fanIn)).squareRoot(), &random)
    case .lecun(let fanIn): Self.writeNormal(block, 1 / Double(fanIn).squareRoot(), &random)
    case .orthogonal(let blocks, let gain):
      let (rows, columns) = matrixSize(shape, blocks)
      for part in 0..<blocks {
        let matrix = Self.orthogonalMatrix(rows, columns, &random)
        let place = part * rows * columns
        for index in 0..<(rows * columns) { block[place + index] = Scalar(matrix[index] * gain) }
      }
    case .identity(let blocks, let gain):
      let (rows, columns) = matrixSize(shape, blocks)
      block.fill(0)
      for part in 0..<blocks {
        for row in 0..<min(rows, columns) { block[(part * rows + row) * columns + row] = Scalar(gain) }
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

  /// The rows and columns of each of the stacked matrices.
  private func matrixSize(_ shape: [Int], _ blocks: Int) -> (rows: Int, columns: Int) {
    precondition(
      shape.count == 2 && blocks > 0 && shape[0] % blocks == 0,
      "\(self) needs \(blocks) stacked matrices, got shape \(shape)")
    return (shape[0] / blocks, shape[1])
  }

  private static func writeNormal<Scalar: KernelScalar>(
    _ block: Block<Scalar>, _ deviation: Double, _ random: inout RandomStream
  ) {
    for index in 0..<block.count { block[index] = Scalar(random.normal() * deviation) }
  }

  private static func writeUniform<Scalar: KernelScalar>(
    _ block: Block<Scalar>, _ bound: Double, _ random: inout RandomStream
  ) {
    for index in 0..<block.count { block[index] = Scalar((2 * random.uniform() - 1) * bound) }
  }

  /// A matrix, row by row, whose rows are orthonormal, or whose columns are where there are fewer of them: the shorter
  /// side's vectors of a Gaussian matrix, made orthonormal.
  private static func orthogonalMatrix(_ rows: Int, _ columns: Int, _ random: inout RandomStream) -> [Double]
  {
    guard rows > columns else { return orthonormalVectors(rows, columns, &random).flatMap { $0 } }
    let vectors = orthonormalVectors(columns, rows, &random)
    return (0..<rows).flatMap { row in vectors.map { $0[row] } }
  }

  /// `count` orthonormal vectors from Gaussian ones, by modified Gram–Schmidt orthogonalisation with a second pass.
  private static func orthonormalVectors(
    _ count: Int, _ length: Int, _ random: inout RandomStream
  ) -> [[Double]] {
    var rows = (0..<count).map { _ in (0..<length).map { _ in random.normal() } }
    for row in 0..<count {
      for _ in 0..<2 {
        for other in 0..<row {
          var dot = 0.0
          for column in 0..<length { dot += rows[row][column] * rows[other][column] }
          for column in 0..<length { rows[row][column] -= dot * rows[other][column] }
        }
      }
      var norm = 0.0
      for column in 0..<length { norm += rows[row][column] * rows[row][column] }
      let scale = 1 / norm.squareRoot()
      for column in 0..<length { rows[row][column] *= scale }
    }
    return rows
  }
}

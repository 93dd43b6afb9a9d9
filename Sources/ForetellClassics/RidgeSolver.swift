import ForetellCore

/// Solves ridge regressions of one size by Cholesky's decomposition, in memory that is allocated once.
///
/// The solution is B = (XᵀWX + P)⁻¹ (XᵀWY + P·B₀) for a diagonal penalty P: it minimises Σ w‖y − Bᵀx‖² +
/// Σᵢ Pᵢ‖Bᵢ − B₀ᵢ‖², so a strong penalty pulls it towards B₀. For B₀ = 0 this is A. E. Hoerl and R. W. Kennard, "Ridge
/// regression", Technometrics 12, 1970; in general it is their regression of Y − X·B₀. Not to be used by two threads at
/// once. The same sums give the same bits, on any instruction set.
package final class RidgeSolver {
  /// Number of inputs.
  package let inputs: Int
  /// Number of outputs.
  package let outputs: Int
  private let factor: Arena<Double>
  private let negated: Arena<Double>
  private let right: Arena<Double>
  private let work: Arena<Double>

  /// Rows and columns of a diagonal block, which plain loops factor; the kernels do the rest.
  private static let block = 24

  /// Allocates the memory for regressions of this size.
  package init(inputs: Int, outputs: Int) {
    self.inputs = inputs
    self.outputs = outputs
    factor = Arena(count: inputs * inputs)
    negated = Arena(count: max(inputs, 1) * Self.block)
    right = Arena(count: inputs * outputs)
    work = Arena(count: max(inputs * outputs, inputs * inputs))
  }

  /// The solution B, [inputs, outputs]; nil when the penalised matrix isn't positive definite.
  ///
  /// Outputs that are missing in some rows are solved exactly as if those rows didn't exist for them: their missing
  /// values are replaced by the solution's own fit until it no longer changes (M. Healy and M. Westmacott, "Missing
  /// values in experiments analysed on automatic computers", Applied Statistics 5, 1956).
  ///
  /// - Parameters:
  ///   - moments: the sums over the rows; traps unless they have this solver's sizes.
  ///   - penalty: the diagonal of P, one number of 0 or more per input.
  ///   - target: B₀, [inputs, outputs]; nil stands for zero.
  package func solution(_ moments: RegressionMoments, penalty: [Double], towards target: [Double]? = nil)
    -> [Double]?
  {
    precondition(
      moments.inputs == inputs && moments.outputs == outputs
        && (target ?? moments.xy).count == moments.xy.count,
      "sums of \(moments.inputs)×\(moments.outputs) for a solver of \(inputs)×\(outputs)")
    guard decompose(moments.xx, penalty: penalty) else { return nil }
    var sums = moments.xy
    if let target {
      for i in 0..<inputs {
        for at in i * outputs..<(i + 1) * outputs { sums[at] += penalty[i] * target[at] }
      }
    }
    var solution = solve(sums)
    guard !moments.incomplete.isEmpty else { return solution }
    for _ in 0..<Self.mostRounds {
      var completed = sums
      for row in moments.incomplete {
        for h in row.missing {
          var fitted = 0.0
          for i in 0..<inputs { fitted += row.x[i] * solution[i * outputs + h] }
          fitted *= row.weight
          for i in 0..<inputs { completed[i * outputs + h] += row.x[i] * fitted }
        }
      }
      let next = solve(completed)
      let change = zip(next, solution).reduce(0) { max($0, abs($1.0 - $1.1)) }
      let size = next.reduce(0) { max($0, abs($1)) }
      solution = next
      if change <= 1e-12 * size { break }
    }
    return solution
  }

  /// The most rounds of replacing missing outputs; each reduces the error by the share of missing values.
  private static let mostRounds = 200

  /// Decomposes XᵀWX + P for ``solve(_:)``; false when it isn't positive definite.
  package func decompose(_ xx: [Double], penalty: [Double]) -> Bool {
    precondition(
      xx.count == inputs * inputs && penalty.count == inputs,
      "\(xx.count) products and \(penalty.count) penalties for \(inputs) inputs")
    let matrix = factor.block
    matrix.copy(from: xx)
    for i in 0..<inputs { matrix[i * inputs + i] += penalty[i] }
    for first in stride(from: 0, to: inputs, by: Self.block) {
      let width = min(Self.block, inputs - first)
      guard factorPanel(matrix, first, width) else { return false }
      let below = inputs - first - width
      guard below > 0 else { continue }
      // Rows below: −L as a second factor, so that the product that the kernel adds is subtracted.
      let start = first + width
      let count = inputs
      negated.block.withMutableSpan { copy in
        matrix.withMutableSpan { matrix in
          for r in 0..<below {
            for k in 0..<width { copy[r * width + k] = -matrix[(start + r) * count + first + k] }
          }
        }
      }
      // Only the lower triangle is read again, so the rows are updated in strips up to their own columns.
      for strip in stride(from: 0, to: below, by: Self.block * 2) {
        let rows = min(Self.block * 2, below - strip)
        let at = (start + strip) * inputs
        Double.productNT(
          rows: rows, columns: strip + rows, inner: width,
          a: matrix.slice(at + first, (rows - 1) * inputs + width), aStride: inputs,
          b: negated.block, bStride: width,
          into: matrix.slice(at + start, (rows - 1) * inputs + strip + rows), cStride: inputs)
      }
    }
    return true
  }

  /// Decomposes a diagonal block and divides the rows below by it; false unless it is positive definite.
  private func factorPanel(_ matrix: Block<Double>, _ first: Int, _ width: Int) -> Bool {
    let count = inputs
    return matrix.withMutableSpan { a in
      for row in first..<count {
        let columns = min(row - first + 1, width)
        for column in 0..<columns {
          var sum = a[row * count + first + column]
          for k in 0..<column {
            sum -= a[row * count + first + k] * a[(first + column) * count + first + k]
          }
          if row == first + column {
            guard sum > 0, sum.isFinite else { return false }
            a[row * count + row] = sum.squareRoot()
          } else {
            a[row * count + first + column] = sum / a[(first + column) * count + first + column]
          }
        }
      }
      return true
    }
  }

  /// (XᵀWX + P)⁻¹ times `sums`, [inputs, outputs], with the last decomposition.
  package func solve(_ sums: [Double]) -> [Double] {
    right.block.copy(from: sums)
    substitute(right.block, columns: outputs)
    return Array(right.block.array.prefix(inputs * outputs))
  }

  /// (XᵀWX + P)⁻¹ times one column per row of `rows`, [count, inputs], with the last decomposition.
  ///
  /// Predicts single rows without solving for all outputs. Traps for more rows than inputs.
  package func solve(rows: [Double], count: Int) -> [Double] {
    precondition(count <= inputs && rows.count == count * inputs, "\(count) rows of \(inputs) inputs")
    let columns = work.block.slice(0, inputs * count)
    columns.withMutableSpan { columns in
      for r in 0..<count { for i in 0..<inputs { columns[i * count + r] = rows[r * inputs + i] } }
    }
    substitute(columns, columns: count)
    var result = rows
    for r in 0..<count { for i in 0..<inputs { result[r * inputs + i] = columns[i * count + r] } }
    return result
  }

  /// Solves L·Lᵀ·B = B in place.
  private func substitute(_ b: Block<Double>, columns: Int) {
    guard columns > 0 else { return }
    let l = factor.block
    let starts = Array(stride(from: 0, to: inputs, by: Self.block))
    func row(_ i: Int) -> Block<Double> { b.slice(i * columns, columns) }
    for first in starts {
      let end = min(first + Self.block, inputs)
      for i in first..<end {
        for k in first..<i {
          Double.addScaled(count: columns, factor: -l[i * inputs + k], x: row(k), into: row(i))
        }
        scale(row(i), by: 1 / l[i * inputs + i])
      }
      subtract(l, rows: end..<inputs, first..<end, b, columns)
    }
    for first in starts.reversed() {
      let end = min(first + Self.block, inputs)
      subtractTransposed(l, rows: end..<inputs, first..<end, b, columns)
      for i in (first..<end).reversed() {
        for k in i + 1..<end {
          Double.addScaled(count: columns, factor: -l[k * inputs + i], x: row(k), into: row(i))
        }
        scale(row(i), by: 1 / l[i * inputs + i])
      }
    }
  }

  /// B[rows] −= L[rows, inner] · B[inner].
  private func subtract(
    _ l: Block<Double>, rows: Range<Int>, _ inner: Range<Int>, _ b: Block<Double>, _ columns: Int
  ) {
    guard !rows.isEmpty else { return }
    negate(l, rows, inner)
    Double.productNN(
      rows: rows.count, columns: columns, inner: inner.count, a: negated.block, aStride: inner.count,
      b: b.slice(inner.lowerBound * columns, inner.count * columns), bStride: columns,
      into: b.slice(rows.lowerBound * columns, rows.count * columns), cStride: columns)
  }

  /// B[outer] −= L[rows, outer]ᵀ · B[rows].
  private func subtractTransposed(
    _ l: Block<Double>, rows: Range<Int>, _ outer: Range<Int>, _ b: Block<Double>, _ columns: Int
  ) {
    guard !rows.isEmpty else { return }
    negate(l, rows, outer)
    Double.productTN(
      rows: outer.count, columns: columns, inner: rows.count, a: negated.block, aStride: outer.count,
      b: b.slice(rows.lowerBound * columns, rows.count * columns), bStride: columns,
      into: b.slice(outer.lowerBound * columns, outer.count * columns), cStride: columns)
  }

  /// Writes −L[rows, columns] to its own memory, row by row.
  private func negate(_ l: Block<Double>, _ rows: Range<Int>, _ columns: Range<Int>) {
    let count = inputs
    negated.block.withMutableSpan { copy in
      l.withMutableSpan { l in
        var at = 0
        for r in rows {
          for k in columns {
            copy[at] = -l[r * count + k]
            at += 1
          }
        }
      }
    }
  }

  private func scale(_ row: Block<Double>, by factor: Double) {
    row.withMutableSpan { row in for h in row.indices { row[h] *= factor } }
  }

  /// The product of [inputs, inputs] and [inputs, outputs].
  package func product(_ matrix: [Double], _ solution: [Double]) -> [Double] {
    work.block.copy(from: matrix)
    right.block.copy(from: solution)
    let result = Arena<Double>(count: inputs * outputs)
    Double.productNN(
      rows: inputs, columns: outputs, inner: inputs, a: work.block, aStride: inputs, b: right.block,
      bStride: outputs, into: result.block, cStride: outputs)
    return Array(result.block.array.prefix(inputs * outputs))
  }
}

/// The sums of products from which a linear regression is solved: XᵀWX, XᵀWY and the sums of squares of Y, for rows of
/// inputs x, outputs y and a weight w.
///
/// They can be added for parts of the data in any grouping; the same order of additions gives the same bits, on any
/// instruction set. Matrices are stored row by row.
package struct RegressionMoments: Sendable, Equatable {
  /// Number of inputs per row.
  package let inputs: Int
  /// Number of outputs per row.
  package let outputs: Int
  /// Sum of the weights of all rows.
  package var weight = 0.0
  /// XᵀWX, [inputs, inputs], symmetric.
  package var xx: [Double]
  /// XᵀWY, [inputs, outputs]; an output that is missing in a row counts as 0 here.
  package var xy: [Double]
  /// The weighted sum of squares of each output, [outputs].
  package var yy: [Double]
  /// The sum of the weights of the rows in which each output was observed, [outputs].
  package var observed: [Double]
  /// The rows in which some outputs are missing.
  package var incomplete: [IncompleteRow] = []

  /// A row with missing outputs.
  package struct IncompleteRow: Sendable, Equatable {
    /// The row's inputs.
    package var x: [Double]
    /// The row's weight.
    package var weight: Double
    /// The missing outputs, ascending.
    package var missing: [Int]
  }

  /// Makes sums over no rows; traps on negative sizes.
  package init(inputs: Int, outputs: Int) {
    precondition(inputs >= 0 && outputs >= 0, "\(inputs) inputs and \(outputs) outputs aren't both 0 or more")
    self.inputs = inputs
    self.outputs = outputs
    xx = [Double](repeating: 0, count: inputs * inputs)
    xy = [Double](repeating: 0, count: inputs * outputs)
    yy = [Double](repeating: 0, count: outputs)
    observed = yy
  }

  /// Adds one row; one with a missing input (NaN) is left out, and a missing output counts for no output but itself.
  ///
  /// Many rows of one series are added faster by ``LagWindows/moments(of:missing:origins:)``. Traps unless the row has
  /// as many numbers as the sums.
  package mutating func add(x: [Double], y: [Double], weight w: Double = 1) {
    precondition(
      x.count == inputs && y.count == outputs,
      "a row of \(x.count) and \(y.count) numbers for \(inputs) inputs and \(outputs) outputs")
    guard !x.contains(where: \.isNaN) else { return }
    weight += w
    for i in 0..<inputs {
      let factor = w * x[i]
      for j in 0..<inputs { xx[i * inputs + j] += factor * x[j] }
      for h in 0..<outputs where !y[h].isNaN { xy[i * outputs + h] += factor * y[h] }
    }
    for h in 0..<outputs where !y[h].isNaN {
      yy[h] += w * y[h] * y[h]
      observed[h] += w
    }
    let missing = (0..<outputs).filter { y[$0].isNaN }
    if !missing.isEmpty { incomplete.append(IncompleteRow(x: x, weight: w, missing: missing)) }
  }

  /// Adds the sums over other rows; traps unless both have the same sizes.
  package mutating func add(_ other: RegressionMoments) {
    precondition(
      other.inputs == inputs && other.outputs == outputs,
      "sums of \(other.inputs)×\(other.outputs) added to sums of \(inputs)×\(outputs)")
    weight += other.weight
    Self.add(other.xx, to: &xx)
    Self.add(other.xy, to: &xy)
    Self.add(other.yy, to: &yy)
    Self.add(other.observed, to: &observed)
    incomplete += other.incomplete
  }

  /// The mean square of the inputs `range`; 0 without rows.
  package func meanSquare(ofInputs range: Range<Int>) -> Double {
    guard weight > 0, !range.isEmpty else { return 0 }
    return range.reduce(0) { $0 + xx[$1 * inputs + $1] } / (weight * Double(range.count))
  }

  /// The weighted sum of squared residuals of each output for a solution B, [inputs, outputs]: yᵀWy − 2·bᵀXᵀWy +
  /// bᵀXᵀWX·b, never below 0.
  ///
  /// An output that is missing in some rows is measured as if those rows had its mean squared residual.
  package func squaredResiduals(_ solution: [Double], solver: RidgeSolver) -> [Double] {
    precondition(solution.count == xy.count, "a solution of \(solution.count) numbers for \(xy.count)")
    let products = solver.product(xx, solution)
    var sums = yy
    for i in 0..<inputs {
      for h in 0..<outputs {
        let at = i * outputs + h
        sums[h] += solution[at] * (products[at] - 2 * xy[at])
      }
    }
    for row in incomplete {
      for h in row.missing {
        var fitted = 0.0
        for i in 0..<inputs { fitted += row.x[i] * solution[i * outputs + h] }
        sums[h] -= row.weight * fitted * fitted
      }
    }
    return sums.indices.map { observed[$0] > 0 ? max(sums[$0], 0) * (weight / observed[$0]) : 0 }
  }

  private static func add(_ terms: [Double], to sums: inout [Double]) {
    terms.withUnsafeBufferPointer { terms in
      sums.withUnsafeMutableBufferPointer { sums in for i in sums.indices { sums[i] += terms[i] } }
    }
  }
}

import ForetellCore
import Testing

/// Mean, variance and range of every distribution, within bounds that the other fan or its double would leave.
@Suite struct InitializerMomentTests {
  private static let (rows, columns) = (240, 60)

  /// A distribution, its variance, and its bound if it has one.
  struct Case: Sendable {
    let initializer: Initializer
    let variance: Double
    let bound: Double?

    init(_ initializer: Initializer, _ variance: Double, _ bound: Double? = nil) {
      (self.initializer, self.variance, self.bound) = (initializer, variance, bound)
    }
  }

  static let cases: [Case] = [
    Case(.normal(deviation: 0.3), 0.09),
    Case(.uniform(bound: 0.3), 0.03, 0.3),
    Case(.uniformFan(fanIn: columns), 1 / 180.0, 0.129_099_444_873_580_6),
    Case(.xavier(fanIn: columns, fanOut: rows), 2 / 300.0, 0.141_421_356_237_309_5),
    Case(.xavierNormal(fanIn: columns, fanOut: rows), 2 / 300.0),
    Case(.he(fanIn: columns), 2 / 60.0),
    Case(.heUniform(fanIn: columns), 2 / 60.0, 0.316_227_766_016_838),
    Case(.lecun(fanIn: columns), 1 / 60.0),
  ]

  @Test(arguments: cases.indices)
  func moments(_ place: Int) {
    let (initializer, variance) = (Self.cases[place].initializer, Self.cases[place].variance)
    let values = InitializerTests.values(initializer, [Self.rows, Self.columns])
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let found = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    #expect(abs(mean) < 4 * (variance / count).squareRoot())
    #expect(abs(found / variance - 1) < 0.06, "\(initializer): \(found), not \(variance)")
    let largest = values.map(abs).max() ?? 0
    if let bound = Self.cases[place].bound {
      #expect(largest <= bound && largest > 0.99 * bound)
    } else {
      // A normal distribution has values far beyond the bound of the uniform one with its variance.
      #expect(largest > 1.5 * (3 * variance).squareRoot())
    }
  }

  @Test(arguments: [(3, 5), (5, 3), (4, 4), (1, 6), (6, 1)])
  func orthonormalRowsOrColumns(_ rows: Int, _ columns: Int) {
    let (blocks, gain) = (3, 1.5)
    let w = InitializerTests.values(.orthogonal(blocks: blocks, gain: gain), [blocks * rows, columns])
    for part in 0..<blocks {
      func element(_ row: Int, _ column: Int) -> Double { w[(part * rows + row) * columns + column] }
      for a in 0..<min(rows, columns) {
        for b in 0..<min(rows, columns) {
          let dot = (0..<max(rows, columns)).reduce(0.0) { sum, k in
            sum + (rows <= columns ? element(a, k) * element(b, k) : element(k, a) * element(k, b))
          }
          #expect(abs(dot - (a == b ? gain * gain : 0)) < 1e-12, "\(rows)×\(columns), \(a), \(b)")
        }
      }
    }
    #expect(Set(w).count == w.count, "blocks differ")
  }

  @Test func diagonals() {
    #expect(
      InitializerTests.values(.identity(blocks: 2, gain: 2), [4, 3]) == [2, 0, 0, 0, 2, 0, 2, 0, 0, 0, 2, 0])
    #expect(InitializerTests.values(.identity(blocks: 1, gain: 1), [3, 2]) == [1, 0, 0, 1, 0, 0])
  }
}

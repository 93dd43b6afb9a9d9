import ForetellClassics
import Foundation
import Testing

/// Solutions that NumPy found without sums of products (`Tests/Fixtures/ridge/make_ridge.py`).
struct RidgeFixture: Decodable {
  struct Rows: Decodable {
    let name: String
    let inputs, outputs: Int
    let x, y: [Double?]
    let weights, penalty, target, solution, residuals: [Double]
  }

  struct Lags: Decodable {
    let name: String
    let inputs, outputs, span, season, first, last: Int
    let decay: Double
    let missing: [Int]
    let values, penalty, target, solution, residuals: [Double]
    /// Inputs and outputs of the first and the last row.
    let rows, ahead: [Double?]
  }

  let rows: [Rows]
  let lags: [Lags]

  static func read() throws -> RidgeFixture {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/ridge/ridge.json")
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
  }
}

@Suite struct RidgeTests {
  private static func distance(_ a: [Double], _ b: [Double]) -> Double {
    a.count == b.count ? zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } : .infinity
  }

  @Test func solutionsAreThoseOfTheRows() throws {
    for fixture in try RidgeFixture.read().rows {
      var moments = RegressionMoments(inputs: fixture.inputs, outputs: fixture.outputs)
      for (number, weight) in fixture.weights.enumerated() {
        moments.add(
          x: fixture.x[number * fixture.inputs..<(number + 1) * fixture.inputs].map { $0 ?? .nan },
          y: fixture.y[number * fixture.outputs..<(number + 1) * fixture.outputs].map { $0 ?? .nan },
          weight: weight)
      }
      let solver = RidgeSolver(inputs: fixture.inputs, outputs: fixture.outputs)
      let solution = try #require(
        solver.solution(moments, penalty: fixture.penalty, towards: fixture.target))
      #expect(Self.distance(solution, fixture.solution) < 1e-9, "\(fixture.name)")
      let sums = moments.squaredResiduals(solution, solver: solver)
      let expected = fixture.residuals.indices.map {
        fixture.residuals[$0] * moments.weight / moments.observed[$0]
      }
      #expect(Self.distance(sums, expected) < 1e-7, "\(fixture.name)")
    }
  }

  @Test func sumsOverLagsAreThoseOfTheRows() throws {
    for fixture in try RidgeFixture.read().lags {
      let windows = LagWindows(
        lags: fixture.inputs - 1, horizon: fixture.outputs, levelSpan: fixture.span, season: fixture.season,
        decay: fixture.decay)
      let origins = fixture.first..<fixture.last + 1
      let moments = windows.moments(of: fixture.values, missing: fixture.missing, origins: origins)
      let solver = RidgeSolver(inputs: fixture.inputs, outputs: fixture.outputs)
      let solution = try #require(
        solver.solution(moments, penalty: fixture.penalty, towards: fixture.target))
      #expect(Self.distance(solution, fixture.solution) < 1e-9, "\(fixture.name)")
      let sums = moments.squaredResiduals(solution, solver: solver)
      let expected = fixture.residuals.indices.map {
        fixture.residuals[$0] * moments.weight / moments.observed[$0]
      }
      #expect(Self.distance(sums, expected) < 1e-7, "\(fixture.name)")
      for (place, origin) in [fixture.first, fixture.last].enumerated() {
        let row = windows.row(fixture.values, origin: origin)
        #expect(
          Self.distance(
            row, fixture.rows[place * fixture.inputs..<(place + 1) * fixture.inputs].map { $0 ?? .nan })
            < 1e-12)
        for step in 0..<fixture.outputs {
          guard let output = fixture.ahead[place * fixture.outputs + step] else { continue }
          let own =
            fixture.values[origin + 1 + step] - windows.base(fixture.values, origin: origin, step: step)
          #expect(abs(own - output) < 1e-12)
        }
      }
    }
  }

  /// Summed row by row, and from the products one place earlier: the same up to rounding.
  @Test func bothWaysOfSummingAgree() {
    let values = (0..<400).map { (t: Int) -> Double in 100 + Double((t * 7919) % 31) * 3 + Double(t) / 10 }
    let windows = LagWindows(lags: 40, horizon: 12, levelSpan: 24, season: 24, decay: 0.999)
    let missing = [200, 201, 350]
    let origins = 39..<388
    let fast = windows.moments(of: values, missing: missing, origins: origins)
    var slow = RegressionMoments(inputs: 41, outputs: 12)
    for origin in origins {
      var weight = 1.0
      for _ in origin..<387 { weight *= 0.999 }
      let y = (0..<12).map { (step: Int) -> Double in
        if missing.contains(origin + 1 + step) { return .nan }
        return values[origin + 1 + step] - windows.base(values, origin: origin, step: step)
      }
      slow.add(x: windows.row(values, origin: origin), y: y, weight: weight)
    }
    #expect(Self.distance(fast.xx, slow.xx) < 1e-7)
    #expect(Self.distance(fast.xy, slow.xy) < 1e-7)
    #expect(Self.distance(fast.yy, slow.yy) < 1e-7)
    #expect(Self.distance(fast.observed, slow.observed) < 1e-9)
    #expect(abs(fast.weight - slow.weight) < 1e-9)
    #expect(fast.incomplete.map(\.missing) == slow.incomplete.map(\.missing))
  }

  /// A forecast from the solution whose outputs are differences to the level is that from the seasonal naive forecast.
  @Test func theSeasonCanBePutIntoTheSolution() {
    let values = (0..<60).map { (t: Int) -> Double in Double((t * 37) % 17) }
    let windows = LagWindows(lags: 20, horizon: 9, levelSpan: 4, season: 6)
    let solution = (0..<21 * 9).map { (t: Int) -> Double in Double((t * 13) % 7) / 10 }
    let fromLevel = windows.solutionFromLevel(solution)
    let row = windows.row(values, origin: 50)
    for step in 0..<9 {
      func product(_ b: [Double]) -> Double { row.indices.reduce(0) { $0 + row[$1] * b[$1 * 9 + step] } }
      let first = windows.base(values, origin: 50, step: step) + product(solution)
      let second = windows.level(values, origin: 50) + product(fromLevel)
      #expect(abs(first - second) < 1e-12)
    }
  }

  @Test func aSingularMatrixHasNoSolution() {
    var moments = RegressionMoments(inputs: 2, outputs: 1)
    moments.add(x: [1, 1], y: [1])
    moments.add(x: [.nan, 1], y: [1])
    let solver = RidgeSolver(inputs: 2, outputs: 1)
    #expect(moments.weight == 1)
    #expect(solver.solution(moments, penalty: [0, 0]) == nil)
    #expect(solver.solution(moments, penalty: [1, 1])?.count == 2)
    #expect(solver.solution(RegressionMoments(inputs: 2, outputs: 1), penalty: [1, 1]) == [0, 0])
  }

  /// (XᵀWX + P)⁻¹x for single rows gives the same predictions as the whole solution.
  @Test func singleRowsArePredictedWithoutTheSolution() throws {
    let fixture = try #require(RidgeFixture.read().rows.first)
    var moments = RegressionMoments(inputs: fixture.inputs, outputs: fixture.outputs)
    let rows = fixture.weights.indices.map { number in
      fixture.x[number * fixture.inputs..<(number + 1) * fixture.inputs].map { $0 ?? .nan }
    }
    for (number, row) in rows.enumerated() {
      moments.add(
        x: row, y: fixture.y[number * fixture.outputs..<(number + 1) * fixture.outputs].map { $0 ?? .nan })
    }
    let solver = RidgeSolver(inputs: fixture.inputs, outputs: fixture.outputs)
    let solution = try #require(solver.solution(moments, penalty: fixture.penalty))
    let solved = solver.solve(rows: rows[0] + rows[1], count: 2)
    for number in 0..<2 {
      for h in 0..<fixture.outputs {
        var whole = 0.0
        var single = 0.0
        for i in 0..<fixture.inputs {
          whole += rows[number][i] * solution[i * fixture.outputs + h]
          single += solved[number * fixture.inputs + i] * moments.xy[i * fixture.outputs + h]
        }
        #expect(abs(whole - single) < 1e-9)
      }
    }
  }
}

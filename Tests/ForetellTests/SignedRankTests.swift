import Foundation
import Testing

@testable import Foretell

/// The paired test against SciPy's and statsmodels' (script beside the fixtures), and by hand.
@Suite struct SignedRankTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/statistics")

  private struct Case: Decodable {
    struct Interval: Decodable {
      let lower: Double
      let upper: Double
      let level: Double
    }
    let name: String
    let differences: [Double]
    let statistic: Double
    let p: Double
    let estimate: Double
    let intervalLevel: Double
    let interval: Interval?
  }

  private static func read<Value: Decodable>(_ name: String, _ type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: name)))
  }

  @Test func agreesWithSciPy() throws {
    let cases = try Self.read("signed-rank.json", [Case].self)
    #expect(cases.count == 13)
    for expected in cases {
      let test = try #require(SignedRankTest(expected.differences, level: expected.intervalLevel))
      #expect(test.statistic == expected.statistic, "\(expected.name)")
      #expect((test.pValue - expected.p).magnitude <= 1e-12 * max(expected.p, 1e-3), "\(expected.name)")
      #expect((test.estimate - expected.estimate).magnitude < 1e-14, "\(expected.name)")
      #expect(test.isExact == (expected.differences.count <= 200))
      guard test.isExact else {
        #expect(test.interval != nil)
        continue
      }
      #expect((test.interval == nil) == (expected.interval == nil), "\(expected.name)")
      if let interval = test.interval, let known = expected.interval {
        #expect(interval.lower == known.lower && interval.upper == known.upper, "\(expected.name)")
        #expect((interval.level - known.level).magnitude < 1e-10, "\(expected.name)")
      }
    }
  }

  @Test func approximationMeetsTheExactDistribution() throws {
    // 200 values are counted out, 201 approximated: the same list, longer by a value without weight, agrees roughly.
    var values = (0..<200).map { sin(Double($0) * 12.9898) * 3 + 0.2 }
    let exact = try #require(SignedRankTest(values))
    values.append(1e-9)
    let approximate = try #require(SignedRankTest(values))
    #expect(exact.isExact && !approximate.isExact)
    #expect((exact.pValue - approximate.pValue).magnitude < 0.01)
    let ends = try #require(approximate.interval)
    let known = try #require(exact.interval)
    #expect((ends.lower - known.lower).magnitude < 0.05 && (ends.upper - known.upper).magnitude < 0.05)
  }

  @Test func turnedIsTheTestOfNegatedDifferences() throws {
    for differences in [[0.5, -1.25, 0, 2, 2, -3, 0, 4], [1, 2, 3, 4, 5, 6, 7], [-0.5]] {
      let test = try #require(SignedRankTest(differences))
      let negated = try #require(SignedRankTest(differences.map { -$0 }))
      #expect(test.turned == negated)
    }
  }

  @Test func edges() throws {
    #expect(SignedRankTest([]) == nil)
    #expect(SignedRankTest([.nan, .infinity]) == nil)
    let equal = try #require(SignedRankTest([0, 0, 0]))
    #expect(equal.pValue == 1 && equal.zeros == 3 && equal.estimate == 0)
    let five = try #require(SignedRankTest([1, 2, 3, 4, 5]))
    #expect(five.pValue == 0.0625 && five.pValue == SignedRankTest.smallestPValue(count: 5))
    #expect(five.interval == nil)
    #expect(SignedRankTest.smallestPValue(count: 0) == 1)
    for count in [12, 200, 201, 500] {
      let test = try #require(SignedRankTest((1...count).map(Double.init)))
      #expect((test.pValue / SignedRankTest.smallestPValue(count: count) - 1).magnitude < 1e-9, "\(count)")
    }
    #expect(SignedRankTest([1, .nan, 3])?.count == 2)
  }

  @Test func orderedPairMeans() {
    let values = [3.5, -1, 0.25, 7, 7, -2.125, 0]
    var all: [Double] = []
    for first in values.indices {
      for second in first..<values.count { all.append((values[first] + values[second]) / 2) }
    }
    all.sort()
    let means = PairMeans(values)
    #expect(means.pairs == all.count)
    #expect((1...all.count).map { means.ordered($0) } == all)
  }

  @Test func holmAgreesWithStatsmodels() throws {
    struct List: Decodable {
      let p: [Double]
      let adjusted: [Double]
    }
    let lists = try Self.read("holm.json", [List].self)
    #expect(lists.count == 5)
    for list in lists {
      let found = HolmCorrection.adjusted(list.p)
      #expect(zip(found, list.adjusted).allSatisfy { ($0 - $1).magnitude < 1e-15 })
    }
    #expect(HolmCorrection.adjusted([]).isEmpty)
  }
}

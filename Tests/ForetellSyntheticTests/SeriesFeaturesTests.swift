import ForetellSynthetic
import Foundation
import Testing

/// Features that NumPy computed (`Tests/Fixtures/synthetic/make_features.py`).
private struct FeatureFixture: Decodable {
  let name: String
  let season: Int
  let values: [Double?]
  let features: [String: Double]

  static func read() throws -> [FeatureFixture] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/synthetic/features.json")
    return try JSONDecoder().decode([Self].self, from: Data(contentsOf: file))
  }
}

@Suite struct SeriesFeaturesTests {
  @Test func featuresAreThoseOfNumPy() throws {
    var known: Set<String> = []
    for fixture in try FeatureFixture.read() {
      let features = try #require(
        SeriesFeatures(fixture.values.map { $0 ?? .nan }, season: fixture.season), "\(fixture.name)")
      for name in SeriesFeatures.Name.allCases {
        let (own, expected) = (features[name], fixture.features[name.rawValue])
        guard let own, let expected else {
          #expect(own == nil && expected == nil, "\(fixture.name): \(name)")
          continue
        }
        #expect(abs(own - expected) < 1e-9 * max(1, abs(expected)), "\(fixture.name): \(name)")
        known.insert(name.rawValue)
      }
    }
    #expect(known.count == SeriesFeatures.Name.allCases.count)
  }

  @Test func constantAndShortSeriesHaveNone() {
    #expect(SeriesFeatures([Double](repeating: 3, count: 40), season: 4) == nil)
    #expect(SeriesFeatures([1, 2, 3, 4, 5, 6, 7, 8, 9], season: 1) == nil)
    #expect(SeriesFeatures([Double](repeating: .nan, count: 40), season: 1) == nil)
  }

  @Test func aSampleHasNoDistanceFromItself() throws {
    let generator = SeriesGenerator(family: .quarterly, seed: 3)
    let sample = (0..<60).compactMap { SeriesFeatures(generator.series($0), season: 4) }
    let same = FeatureComparison(sample, sample.reversed())
    #expect(same.distance == 0)
    let row = try #require(same.rows.first { $0.name == .entropy })
    #expect(row.first == row.second)
    let none = FeatureComparison(sample, [])
    #expect(none.distance == nil && none.rows.allSatisfy { $0.second == nil })
  }

  @Test func distanceIsThatOfTheDistributions() throws {
    // Lengths 10, 20, 30, 40 and 30, 40, 50, 60: half of the one is below all of the other.
    func sample(_ lengths: [Int]) -> [SeriesFeatures] {
      lengths.compactMap { length in SeriesFeatures((0..<length).map { Double($0 % 5) + 1 }, season: 1) }
    }
    let comparison = FeatureComparison(sample([40, 10, 30, 20]), sample([50, 30, 60, 40]))
    let row = try #require(comparison.rows.first { $0.name == .length })
    #expect(row.distance == 0.5)
    #expect(row.first == .init(lower: 17.5, median: 25, upper: 32.5))
  }
}

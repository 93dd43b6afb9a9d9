import Foundation

/// What StatsForecast and statsmodels found (`Tests/Fixtures/classics/make_classics.py`).
struct ClassicsFixture: Decodable {
  struct Series: Decodable {
    let values: [Double]
    let season: Int
  }

  struct Theta: Decodable {
    let series, form: String
    let alpha, level, theta, squares: Double
    let point: [Double]
  }

  struct Smoothing: Decodable {
    let series, form: String
    let likelihood, aicc, alpha: Double
    let usual: Bool
    let point: [Double]
  }

  struct Complex: Decodable {
    let series, form: String
    let squares, aicc: Double
    let given, errors: [Double]
  }

  struct Decomposition: Decodable {
    let series: String
    let robust: Bool
    let window, degree: Int
    let trend, seasonal, weights: [Double]
  }

  struct Multiple: Decodable {
    let values, trend, day, week: [Double]
  }

  struct Demand: Decodable {
    let values: [Double]
    let rates: [String: Double]
  }

  let series: [String: Series]
  let theta: [Theta]
  let smoothing: [Smoothing]
  let complex: [Complex]
  let decomposition: [Decomposition]
  let multiple: Multiple
  let demand: [Demand]

  static func read() throws -> ClassicsFixture {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/classics/classics.json")
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
  }

  /// The largest distance of two sequences, in units of the second one's largest number.
  static func distance(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    let size = b.reduce(1e-300) { max($0, abs($1)) }
    return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } / size
  }

  /// Normal deviates of a fixed stream.
  static func deviates(_ count: Int, seed: UInt64) -> [Double] {
    var state = seed
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (Double(state >> 11) + 0.5) / 9_007_199_254_740_992
    }
    return (0..<count).map { _ in (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform()) }
  }
}

import Foundation

@testable import ForetellClassics

/// What statsmodels and StatsForecast found (`Tests/Fixtures/classics/make_arima.py`).
struct ArimaFixture: Decodable {
  struct Given: Decodable {
    let series: String
    let values: [Double?]
    let season: Int
    let order: [Int]
    let constant: Double?
    let coefficients: [Double]
    let likelihood: Double
    let point, spread: [Double]
  }

  struct Estimated: Decodable {
    let series: String
    let season: Int
    let order: [Int]
    let constant: Bool
    let likelihood: Double
  }

  struct Automatic: Decodable {
    let series: String
    let season: Int
    let order: [Int]
    let constant: Bool
    let aicc: Double
  }

  struct Seasons: Decodable {
    let values, point: [Double]
  }

  let series: [String: ClassicsFixture.Series]
  let given: [Given]
  let estimated: [Estimated]
  let automatic: [Automatic]
  let seasons: Seasons

  static func read() throws -> ArimaFixture {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/classics/arima.json")
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
  }

  /// The order of p, d, q, P, D and Q.
  static func order(_ numbers: [Int], season: Int, hasConstant: Bool) -> ArimaOrder {
    ArimaOrder(
      .init(numbers[0], numbers[1], numbers[2]), seasonal: .init(numbers[3], numbers[4], numbers[5]),
      season: season, hasConstant: hasConstant)
  }
}

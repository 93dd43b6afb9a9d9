import Foundation

@testable import ForetellReport

/// Invented data in the shapes that real ones have.
enum SamplePictures {
  static func months(from year: Int, count: Int) -> [String] {
    (0..<count).map { index in
      let month = index % 12 + 1
      return "\(year + index / 12)-\(month < 10 ? "0" : "")\(month)"
    }
  }

  /// A small generator of numbers in 0..<1, the same everywhere.
  struct Noise {
    var state: UInt64
    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
    mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + next() } }
  }

  static func seasonal(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var noise = Noise(state: seed)
    return (0..<count).map { step in
      let t = Double(step)
      return (110 + 2.6 * t) * (1 + 0.18 * sin(t / 12 * 2 * .pi)) + 9 * noise.normal()
    }
  }

  static var airline: ForecastPicture {
    let all = seasonal(156)
    let point = Array(all[144...]).map { $0 * 0.98 + 3 }
    func interval(_ level: Double, _ half: Double) -> ForecastPicture.Interval {
      .init(
        level: level, lower: point.enumerated().map { $1 - half * (1 + 0.12 * Double($0)) },
        upper: point.enumerated().map { $1 + half * (1 + 0.12 * Double($0)) })
    }
    return ForecastPicture(
      series: "air passengers", model: "LSTM", quantity: "passengers in thousands",
      stamps: months(from: 1949, count: 156), history: Array(all[..<144]), point: point,
      intervals: [interval(50, 9), interval(80, 20), interval(95, 33)], actuals: Array(all[144...]),
      source: "air-passengers.csv, 144 months", shownHistory: 144)
  }

  static var gappy: ForecastPicture {
    var all = seasonal(60, seed: 4)
    for index in [5, 6, 7, 20, 22, 40] { all[index] = .nan }
    return ForecastPicture(
      series: "a <gappy> & \"quoted\" series", model: "GRU", quantity: "kW",
      stamps: (0..<61).map {
        "2024-01-\($0 / 24 + 1 < 10 ? "0" : "")\($0 / 24 + 1)T\($0 % 24 < 10 ? "0" : "")\($0 % 24):00"
      },
      history: all.map { $0 * 1e7 }, point: [all[59] * 1e7],
      intervals: [.init(level: 80, lower: [all[59] * 0.8e7], upper: [all[59] * 1.2e7])])
  }

  static var panel: [ForecastPicture] {
    (0..<8).map { index in
      let all = seasonal(72, seed: UInt64(index + 7)).map { $0 * pow(10, Double(index % 4)) }
      let point = Array(all[60...])
      return ForecastPicture(
        series: "store \(index + 1)", model: "LSTM", stamps: months(from: 2019, count: 72),
        history: Array(all[..<60]), point: point,
        intervals: [.init(level: 80, lower: point.map { $0 * 0.9 }, upper: point.map { $0 * 1.1 })])
    }
  }

  static var all: [(String, Picture)] {
    [
      ("forecast", .chart(.forecast(airline))), ("gappy", .chart(.forecast(gappy))),
      ("panel", .grid(.forecasts(panel, title: "Forecasts of eight stores"))),
      ("empty", .chart(Chart(title: "Nothing to see"))),
    ]
  }
}

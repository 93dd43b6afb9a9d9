import Foundation
import Testing

@testable import Foretell

@Suite("intervals of fits with few windows, and of series in logarithms")
struct IntervalTests {
  /// Uniform numbers in −0.5..<0.5 that are the same everywhere.
  struct Noise {
    var state: UInt64
    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24) - 0.5
    }
    /// An approximately normal number: the sum of twelve uniform ones.
    mutating func normal() -> Double { (0..<12).reduce(0) { sum, _ in sum + next() } }
  }

  static func autoregression(seed: UInt64, count: Int) -> [Double] {
    var noise = Noise(state: seed &* 977 &+ 5)
    var value = 0.0
    return (0..<(count + 20)).map { _ in
      value = 0.7 * value + noise.normal()
      return 50 + value
    }.suffix(count).map { $0 }
  }

  @Test("one AR(1) series of 200 points: held-out errors widen the intervals, the point forecast stays")
  func coverage() throws {
    let frequency = Frequency(.day)
    var inside = (eighty: 0, ninetyFive: 0)
    for seed in 1...12 {
      let values = Self.autoregression(seed: UInt64(seed), count: 212)
      let table = try SeriesTable(
        series: [Series(id: "a", start: frequency.timestamp(0), values: Array(values.prefix(200)))],
        frequency: frequency)
      let model = RecurrentForecaster()
      let fitted = try model.fit(table, horizon: 12, seed: 1)
      let forecast = try fitted.predict().series[0]
      if seed == 1 {
        let plain = try model.trained(table, horizon: 12, seed: 1, options: FitOptions()).fitted
        let own = try plain.predict().series[0]
        #expect(forecast.point == own.point)
        #expect(zip(forecast.upper[0], own.upper[0]).allSatisfy { $0 >= $1 })
        #expect(forecast.upper[0] != own.upper[0])
        #expect(
          try model.fit(table, horizon: 12, seed: 1, options: FitOptions(threads: 1)).predict().series[0]
            == forecast)
        let path = FileManager.default.temporaryDirectory.appending(path: "c-\(UUID().uuidString).model").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try fitted.save(to: path)
        #expect(try FittedForecaster.load(from: path).predict().series[0] == forecast)
      }
      for step in 0..<12 {
        let value = values[200 + step]
        if forecast.lower[0][step] <= value, value <= forecast.upper[0][step] { inside.eighty += 1 }
        if forecast.lower[1][step] <= value, value <= forecast.upper[1][step] { inside.ninetyFive += 1 }
        #expect(forecast.lower[1][step] <= forecast.lower[0][step])
        #expect(forecast.upper[1][step] >= forecast.upper[0][step])
      }
    }
    #expect(Double(inside.eighty) / 144 >= 0.72 && Double(inside.ninetyFive) / 144 >= 0.88, "\(inside)")
  }

  @Test("factors follow the held-out errors, never narrow, and keep levels nested")
  func factors() throws {
    var evidence = IntervalCalibration.Evidence(steps: 3, levels: 2)
    evidence.points = 40
    for step in 0..<3 {
      evidence.errors[step] = (1...40).map { Double($0) / 10 * (step == 2 ? 0.5 : 1) }
      for level in 0..<2 { evidence.widths[step][level] = (sum: level == 0 ? 40 : 4000, count: 40) }
    }
    let calibration = try #require(IntervalCalibration(evidence, levels: [80, 95]))
    // 80 % of errors up to 4 are below 3.3; the last step's smaller ones may not shrink it below the pooled size.
    #expect(calibration.factors[0][0] > 2.4 && calibration.factors[2][0] == calibration.factors[1][0])
    #expect(calibration.factors.allSatisfy { $0[1] == 1 })
    var offsets: [Double] = [-1.5, -1, 0, 1, 1.5]
    calibration.widen(&offsets, step: 0)
    #expect(offsets[3] > 2.4 && offsets[4] >= offsets[3] && offsets[0] <= offsets[1])
    evidence.errors = [[], [], []]
    #expect(IntervalCalibration(evidence, levels: [80, 95]) == nil)
    #expect(abs(StudentT.quantile(0.975, degrees: 3) - 3.182) < 0.01)
    #expect(abs(StudentT.quantile(0.9, degrees: 10) - 1.372) < 0.001)
  }

  @Test("logarithms are refused where the exponential makes more of the width than the data")
  func logarithms() throws {
    let air = try Shipped.table("air-passengers").series[0].values
    #expect(TransformLimit.allowsLogarithm(of: air, season: 12, horizon: 12))
    #expect(SeriesPreparation(air, season: 12, horizon: 12, transform: .automatic).transform == .log)
    // Doubles and halves from year to year.
    let wild = (0..<14).map { [40.0, 400, 90, 1600, 30, 700][$0 % 6] * Double($0 + 1) }
    #expect(!TransformLimit.allowsLogarithm(of: wild, season: 1, horizon: 6))
    #expect(SeriesPreparation(wild, season: 1, horizon: 6, transform: .log).transform == .log)
    #expect(!TransformLimit.allowsLogarithm(of: [1, 2, 4], season: 1, horizon: 2))
  }

  /// Each series' bounds against ten times the range of its history and of naive intervals.
  static func exploded(_ forecast: Forecast, _ histories: [String: [Double]]) -> [String] {
    forecast.series.filter { series in
      guard let values = histories[series.id],
        let naive = ReferenceForecast.naive(values: values, horizon: series.point.count)?.interval(level: 95),
        let high = (values + naive.upper).max(), let low = (values + naive.lower).min()
      else { return true }
      return series.upper[1].contains { $0 > max(high, 0) + 10 * (high - low) || $0 > 10 * high }
    }.map(\.id)
  }

  static func yearly(_ histories: [(String, [Double])]) throws -> SeriesTable {
    let frequency = Frequency(.year)
    return try SeriesTable(
      series: histories.map { Series(id: $0.0, start: frequency.timestamp(0), values: $0.1) },
      frequency: frequency)
  }

  @Test("no bound of a panel of short growing series explodes")
  func generatedPanel() throws {
    var noise = Noise(state: 3)
    let histories = (0..<120).map { number -> (String, [Double]) in
      var level = 5 + noise.next() * 4
      let growth = 0.06 + 0.1 * noise.next()
      let spread = [0.05, 0.15, 0.4, 0.9][number % 4]
      return (
        "s\(number)",
        (0..<(14 + number % 20)).map { _ in
          level += growth + spread * noise.normal()
          return exp(min(level, 30))
        }
      )
    }
    let forecast = try RecurrentForecaster().fit(try Self.yearly(histories), horizon: 6).predict()
    #expect(Self.exploded(forecast, Dictionary(uniqueKeysWithValues: histories)).isEmpty)
  }

  /// `FORETELL_M3_YEARLY` names the competition's file (columns id … train, values separated by spaces); it isn't shipped.
  @Test(
    "no bound over M3 yearly explodes",
    .enabled(
      if: ProcessInfo.processInfo.environment["FORETELL_M3_YEARLY"] != nil,
      "FORETELL_M3_YEARLY names no file with the M3 yearly series"))
  func competition() throws {
    let path = try #require(ProcessInfo.processInfo.environment["FORETELL_M3_YEARLY"])
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let column = try #require(lines[0].split(separator: ",").firstIndex(of: "train"))
    let histories = lines.dropFirst().map { line -> (String, [Double]) in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      return (String(cells[0]), cells[column].split(separator: " ").compactMap { Double($0) })
    }
    #expect(histories.count == 645)
    let forecast = try RecurrentForecaster().fit(try Self.yearly(histories), horizon: 6).predict()
    #expect(Self.exploded(forecast, Dictionary(uniqueKeysWithValues: histories)).isEmpty)
  }
}

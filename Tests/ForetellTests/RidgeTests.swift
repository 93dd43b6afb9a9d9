import Foundation
import Testing

@testable import Foretell

@Suite struct RidgeTests: ModelFileMutating {
  typealias Contract = ForecastContractTests

  /// A season of 7 steps on a slope, with noise from a seed.
  private static func weekly(_ count: Int, seed: UInt64, level: Double = 100) -> [Double] {
    var generator = Generator(state: seed)
    return (0..<count).map { step in
      let noise = Double(generator.next() % 2001) / 1000 - 1
      return level * (1 + 0.002 * Double(step)) + level / 10 * Double((step % 7) * (step % 7) % 5) + noise
    }
  }

  @Test func aRecurrenceIsFoundExactly() throws {
    // A sum of two sines and a constant obeys a linear recurrence of five values.
    let values = (0..<200).map { step -> Double in
      50 + 10 * sin(Double(step) * 2 * .pi / 7) + 3 * sin(Double(step) * 2 * .pi / 5.5)
    }
    let past = Contract.table(["a": Array(values[..<190])])
    var model = RidgeForecaster(inputSize: 14, transform: TransformName.none)
    model.strength = 1e-9
    model.scope = .pooled
    let forecast = try model.fit(past, horizon: 10).predict().series[0]
    for step in 0..<10 { #expect(abs(forecast.point[step] - values[190 + step]) < 1e-3) }
  }

  @Test func otherUnitsGiveTheSameForecast() throws {
    for transform in [TransformName.none, .log] {
      let values = Self.weekly(150, seed: 3)
      let model = RidgeForecaster(inputSize: 14, transform: transform)
      let one = try model.fit(Contract.table(["a": values]), horizon: 7).predict().series[0]
      let other = try model.fit(Contract.table(["a": values.map { $0 * 1024 }]), horizon: 7).predict().series[
        0]
      for step in 0..<7 {
        #expect(abs(other.point[step] / 1024 - one.point[step]) < 1e-4 * one.point[step])
        #expect(abs(other.upper[0][step] / 1024 - one.upper[0][step]) < 1e-4 * one.point[step])
      }
    }
  }

  @Test func scopesDifferAndAreKept() throws {
    let table = Contract.table([
      "a": Self.weekly(140, seed: 1), "b": Self.weekly(140, seed: 2, level: 30), "c": Self.weekly(8, seed: 3),
    ])
    var points: [[Double]] = []
    for scope in [RidgeScope.series, .pooled, .shrunk] {
      let fitted = try RidgeForecaster(inputSize: 14, scope: scope, strength: 0.5).fit(table, horizon: 7)
      #expect(fitted.scope == scope && fitted.strength == 0.5 && fitted.inputSize == 14)
      // Series c has no row of its own, so it uses what all have in common.
      #expect(
        fitted.parts.map { $0.solution != nil }
          == (scope == .pooled ? [false, false, false] : [true, true, false]))
      let forecast = try fitted.predict()
      #expect(forecast.series.count == 3)
      points.append(forecast.series[0].point)
    }
    #expect(Set(points.map { $0[0] }).count == 3)
    let automatic = try RidgeForecaster().fit(table, horizon: 7)
    #expect([.pooled, .shrunk].contains(automatic.scope))
  }

  @Test func aPullWithoutEndIsTheCommonSolution() throws {
    let table = Contract.table(["a": Self.weekly(140, seed: 1), "b": Self.weekly(150, seed: 2, level: 30)])
    var model = RidgeForecaster(inputSize: 14, scope: .shrunk, strength: 1e6)
    let shrunk = try model.fit(table, horizon: 7)
    model.scope = .pooled
    model.strength = shrunk.choice.strengths.common
    let pooled = try model.fit(table, horizon: 7)
    for (one, other) in zip(try shrunk.predict().series, try pooled.predict().series) {
      for step in 0..<7 { #expect(abs(one.point[step] - other.point[step]) < 1e-4 * one.point[step]) }
    }
  }

  @Test func threadsAndGapsChangeNoBit() throws {
    var series: [String: [Double]] = [:]
    for number in 0..<37 {
      var values = Self.weekly(90 + number, seed: UInt64(number), level: Double(10 + number))
      if number % 3 == 0 { for index in [20, 21, 50] { values[index] = .nan } }
      series["s\(number)"] = values
    }
    let table = Contract.table(series)
    var first: Forecast?
    for threads in [1, 2, 3, 8] {
      let fitted = try RidgeForecaster().fit(table, horizon: 7, options: FitOptions(threads: threads))
      let forecast = try fitted.predict(horizon: 17)
      #expect(first == nil || forecast == first)
      first = forecast
    }
  }

  @Test func gapsAreFilledAlongTheSeasonBefore() {
    let gap = Double.nan
    #expect(RidgePanel.filled([gap, 1, gap, 3, gap], season: 1) == [1, 1, 2, 3, 3])
    // One season earlier are 2 and 6: the differences to it are 1 before the gap and 1 after it.
    #expect(RidgePanel.filled([1, 5, 2, 6, gap, 7, 4], season: 2)[4] == 3)
    #expect(!RidgePanel.filled([1, 2, gap, gap, gap, gap, 3], season: 2).contains { $0.isNaN })
  }

  @Test func tablesTooSmallRepeatTheLastValueAndSaySo() throws {
    let forecast = try RidgeForecaster().fit(Contract.table(["a": [1, 3, 2, 5]]), horizon: 6).predict()
    #expect(forecast.series[0].point == [5, 5, 5, 5, 5, 5])
    #expect(forecast.warnings.contains { $0.series == nil && $0.text.contains("too few values") })
  }

  @Test func aSingleSeriesTakesTheStrengthToo() throws {
    let table = Contract.table(["a": Self.weekly(90, seed: 1)])
    let points = try [0.001, 10].map {
      try RidgeForecaster(strength: $0).fit(table, horizon: 3).predict().series[0].point
    }
    #expect(points[0] != points[1])
  }

  @Test func optionsOutOfRangeAreRefused() throws {
    let table = Contract.table(["a": Self.weekly(60, seed: 1)])
    var models = [
      RidgeForecaster(inputSize: 0), RidgeForecaster(strength: 0), RidgeForecaster(strength: .nan),
    ]
    models.append(RidgeForecaster(seasonLength: 0))
    for model in models { #expect(throws: ForetellError.self) { try model.fit(table, horizon: 3) } }
    #expect(throws: ForetellError.self) { try RidgeForecaster().fit(table, horizon: 0) }
    let signed = Contract.table(["a": Self.weekly(60, seed: 1).map { $0 - 150 }])
    #expect(throws: ForetellError.self) { try RidgeForecaster(transform: .log).fit(signed, horizon: 3) }
    #expect(throws: ForetellError.self) {
      try RidgeForecaster().fit(table, horizon: 3).predict(
        Contract.table(["a": Self.weekly(60, seed: 1)], frequency: Frequency(.hour)))
    }
  }

  @Test func halfWidthsAreRanksOfTheRatios() {
    let intervals = RidgeIntervals(ratios: [(1...9).map(Double.init)])
    // ⌈10p⌉: of nine ratios the ninth is the last with a rank.
    #expect(intervals.factor(step: 0, level: 50) == 5)
    #expect(intervals.factor(step: 3, level: 80) == 8)
    #expect(intervals.factor(step: 0, level: 90) == 9)
    #expect(intervals.factor(step: 0, level: 0) == 0)
    let beyond = intervals.factor(step: 0, level: 99)
    #expect(abs(beyond - 9 * StandardNormal.quantile(0.995) / StandardNormal.quantile(0.95)) < 1e-12)
    #expect(RidgeIntervals(ratios: []).factor(step: 0, level: 95) > 1.96)
  }

  @Test func intervalsCoverWhatTheySay() throws {
    var series: [String: [Double]] = [:]
    for number in 0..<120 { series["s\(number + 100)"] = Self.weekly(147, seed: UInt64(number + 1)) }
    let past = Contract.table(series.mapValues { Array($0[..<140]) })
    let forecast = try RidgeForecaster(seasonLength: 7).fit(past, horizon: 7).predict()
    var inside = [0, 0]
    for one in forecast.series {
      let values = series[one.id] ?? []
      for step in 0..<7 {
        for level in 0..<2
        where (one.lower[level][step]...one.upper[level][step]).contains(values[140 + step]) {
          inside[level] += 1
        }
      }
    }
    let shares = inside.map { Double($0) / 840 }
    #expect((0.74...0.88).contains(shares[0]) && (0.91...0.99).contains(shares[1]), "\(shares)")
  }

  /// Reads a changed file and forecasts with it; returns whether it was accepted.
  private func isAccepted(_ file: SafetensorsFile, _ path: String, _ what: String) throws -> Bool {
    try file.write(to: path)
    do {
      let forecast = try Catalogue.load(from: path).predict(nil, horizon: nil, levels: Self.levels)
      for series in forecast.series {
        for (step, point) in series.point.enumerated() {
          let bounds = [
            series.lower[1][step], series.lower[0][step], point, series.upper[0][step], series.upper[1][step],
          ]
          #expect(
            bounds.allSatisfy(\.isFinite) && zip(bounds, bounds.dropFirst()).allSatisfy { $0 <= $1 },
            "\(what): \(bounds)")
        }
      }
      return true
    } catch is ForetellError { return false }
  }

  private func saved(to path: String) throws -> SafetensorsFile {
    try RidgeForecaster(scope: .shrunk, strength: 0.1).fit(try table(), horizon: 3).save(to: path)
    return try SafetensorsFile(contentsOf: path)
  }

  @Test func everyNumberOfTheDescriptionAtTheEndsOfItsRange() throws {
    try withFolder { folder in
      let whole = try saved(to: folder.appending(path: "whole").path)
      let path = folder.appending(path: "changed").path
      #expect(try isAccepted(whole, path, "unchanged"))
      let description = try JSONParser().parse(try #require(whole.metadata["description"]))
      let others: [JSONValue?] =
        Self.integers.map { .integer($0) } + Self.doubles.map { .number($0) }
        + [nil, .array([]), .string(""), .string("auto"), .bool(true), .null]
      var (accepted, refused) = (0, 0)
      for place in places(description) {
        for other in others {
          var file = whole
          file.metadata["description"] = try replaced(description, place[...], other).text()
          if try isAccepted(file, path, "\(place) = \(String(describing: other))") {
            accepted += 1
          } else {
            refused += 1
          }
        }
      }
      #expect(accepted > 0 && refused > 400, "\(accepted) \(refused)")
    }
  }

  @Test func everyTensorChanged() throws {
    try withFolder { folder in
      let whole = try saved(to: folder.appending(path: "whole").path)
      let path = folder.appending(path: "changed").path
      for (index, old) in whole.tensors.enumerated() {
        let count = old.bytes.count * 8 / old.element.bits
        #expect(count > 0, "\(old.name)")
        for place in Set([0, count / 2, count - 1]) {
          for bytes in extremes(old.element) {
            let file = replacing(whole, index, with: tensor(old, changing: place, to: bytes))
            _ = try isAccepted(file, path, "\(old.name)[\(place)] = \(bytes)")
          }
        }
        #expect(try !isAccepted(replacing(whole, index, with: nil), path, "without \(old.name)"))
        let shorter = SafetensorsFile.Tensor(
          name: old.name, element: old.element, shape: [count - 1],
          bytes: old.bytes.dropLast(old.element.bits / 8))
        #expect(try !isAccepted(replacing(whole, index, with: shorter), path, "\(old.name) shorter"))
      }
    }
  }
}

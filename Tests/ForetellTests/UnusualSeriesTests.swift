import Foundation
import Testing

@testable import Foretell

/// Large levels with small changes.
@Suite struct LargeLevelTests {
  typealias Contract = ForecastContractTests

  static func meter(_ level: Double, _ unit: Double = 1) -> [Double] {
    var value = level
    return (0..<360).map { hour in
      value += unit * (0.25 + 0.1 * sin(Double(hour) / 24 * 2 * .pi))
      return (value / unit * 1000).rounded() / 1000 * unit
    }
  }

  @Test("differences survive whatever level they stand on", arguments: [0, 84_512_345.789, 9.876e9, 1e12])
  func sameAtEveryLevel(_ level: Double) throws {
    var model = Contract.quick()
    // The automatic choice of the logarithm depends on the level.
    model.transform = .none
    func forecast(_ level: Double) throws -> SeriesForecast {
      let table = Contract.table(["y": Self.meter(level)], frequency: Frequency(.hour))
      return try model.fit(table, horizon: 8).predict(horizon: 20).series[0]
    }
    let low = try forecast(0)
    let high = try forecast(level)
    for step in 0..<20 {
      #expect(abs(high.point[step] - level - low.point[step]) < 0.02)
      #expect(abs(high.upper[1][step] - level - low.upper[1][step]) < 0.02)
      #expect(high.upper[0][step] > high.lower[0][step])
    }
    #expect(high.point[19] > high.point[0])
  }

  @Test("rounding keeps the digits of the distance, and seven digits of ordinary values")
  func digits() {
    let meter = SignificantDigits(resolving: 0.05)
    #expect(meter.rounded(84_512_345.789_123_4) == 84_512_345.789_12)
    #expect(meter.rounded(0.123_456_789) == 0.123_456_8)
    let ordinary = SignificantDigits(resolving: 20)
    #expect(ordinary.rounded(464.324_987_6) == 464.325)
    #expect(ordinary.rounded(123_456_789) == 123_456_789)
    #expect(SignificantDigits(resolving: 20_000_000).rounded(123_456_789) == 123_456_800)
    #expect(SignificantDigits(resolving: 0).rounded(123_456_789) == 123_456_800)
    #expect(SignificantDigits(resolving: 1e-30).rounded(0) == 0)
    // More than a double has.
    #expect(SignificantDigits(resolving: 1e-9).rounded(84_512_345.789_123_4) == 84_512_345.789_123_4)
  }

  @Test("rounding never turns an order around")
  func monotone() {
    for distance in [1e-6, 0.03, 5, 1e5] {
      let rounding = SignificantDigits(resolving: distance)
      var value = 9.99
      var last = rounding.rounded(value)
      for _ in 0..<2000 {
        value *= 1.003_7
        #expect(rounding.rounded(value) >= last)
        last = rounding.rounded(value)
      }
    }
  }
}

/// Constant and short series, values far outside, bounds.
@Suite struct UnusualSeriesTests {
  typealias Contract = ForecastContractTests

  @Test("a constant is forecast as it is", arguments: [0, 3.7, -4, 1e9, 1e-7])
  func constant(_ value: Double) throws {
    for series in [
      ["y": [Double](repeating: value, count: 40)],
      ["y": [Double](repeating: value, count: 40), "other": Contract.weekly(100)],
      ["y": [Double](repeating: value, count: 40) + [.nan, .nan]],
    ] {
      let forecast = try Contract.quick().fit(Contract.table(series), horizon: 5).predict(horizon: 12)
      let own = try #require(forecast.series.first { $0.id == "y" })
      #expect(
        ([own.point] + own.lower + own.upper).allSatisfy { $0 == [Double](repeating: value, count: 12) })
    }
    let scores = try Backtest(horizon: 5).run(
      [("lstm", Contract.quick())], on: Contract.table(["y": [Double](repeating: value, count: 40)])
    ).scores[0]
    #expect(scores.smape == 0 && scores.mase == nil)
  }

  @Test("a series that was constant only lately is none")
  func lately() throws {
    let values = Contract.weekly(100) + [Double](repeating: 500, count: 60)
    let fitted = try Contract.quick().fit(Contract.table(["y": values]), horizon: 5)
    let forecast = try fitted.predict()
    #expect(forecast.series[0].upper[0][0] > forecast.series[0].lower[0][0])
  }

  @Test("up to three values are repeated with wide intervals", arguments: 1...3)
  func short(_ count: Int) throws {
    let values: [Double] = Array([5, 7, 6][..<count])
    let panel = try Contract.quick().fit(
      Contract.table(["a": Contract.weekly(100), "y": values]), horizon: 4
    ).predict()
    let alone = try #require(
      try Contract.quick().substitute(for: Contract.table(["y": values]), horizon: 4)
    ).predict(nil, horizon: nil, levels: [80, 95])
    #expect(alone.model == "LSTM")
    for forecast in [panel, alone] {
      let own = try #require(forecast.series.first { $0.id == "y" })
      #expect(own.point == [Double](repeating: values[count - 1], count: 4))
      let widths = (0..<4).map { own.upper[1][$0] - own.lower[1][$0] }
      #expect(widths[0] > 2 && zip(widths, widths.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(forecast.warnings.map(\.kind) == [.fewValues])
      #expect(forecast.warnings[0].series == "y")
    }
    #expect(throws: ForetellError.self) {
      try Contract.quick().fit(Contract.table(["y": values]), horizon: 4)
    }
  }

  @Test(
    "one value far outside is named and taken as missing", arguments: [0, 60, 149], [99_999.0, -99_999, 1e9])
  func outlier(_ place: Int, _ value: Double) throws {
    var values = Contract.weekly(150)
    values[place] = value
    let table = Contract.table(["y": values])
    let fitted = try Contract.quick().fit(table, horizon: 7)
    let forecast = try fitted.predict()
    #expect(forecast == (try fitted.predict(table)))
    #expect(forecast.series[0].point.allSatisfy { $0 > 350 && $0 < 800 })
    #expect(forecast.warnings.map(\.kind) == [.outlier])
    let stamp = table.text(for: table.timestamp(ofSeries: 0, at: place))
    #expect(forecast.warnings[0].text.contains(stamp))
    #expect(forecast.warnings[0].text.contains(value == 1e9 ? "1000000000" : "99999"))
    for model: any Forecaster in [Naive(), SeasonalNaive()] {
      let naive = try model.fit(table, horizon: 7, seed: 1, options: FitOptions())
        .predict(nil, horizon: nil, levels: [80])
      #expect(naive.warnings.map(\.kind) == [.outlier])
      #expect(naive.series[0].point.allSatisfy { $0 < 1000 })
    }
  }

  @Test("what ordinary series do is no value far outside")
  func notIsolated() throws {
    func found(_ values: [Double]) -> [Int] { IsolatedValues.indices(in: values[...]) }
    let zeros = [Double](repeating: 0, count: 99)
    let tens = [Double](repeating: 10, count: 99)
    var ordinary: [[Double]] = [Contract.weekly(100) + [50_000, 51_000, 49_000], zeros + [1], tens + [12]]
    ordinary.append((0..<60).map { pow(1.5, Double($0)) })
    ordinary.append(
      (0..<120).map { (month: Int) -> Double in month % 12 == 11 ? 100_000 : Double(50 + month % 5) })
    let rare = (0..<200).map { (day: Int) -> Double in day % 9 == 0 ? Double(day % 4) : 0 }
    let stable = (0..<100).map { (day: Int) -> Double in 1e6 + Double(day % 7) }
    ordinary += [rare + [100], stable + [0]]
    for values in ordinary { #expect(found(values) == []) }
    #expect(found([1, 2, 3, 99_999]) == [])
    #expect(found([.nan, .nan]) == [] && found([]) == [])
    for name in ["air-passengers", "sunspots", "nile", "us-employment", "mauna-loa-co2"] {
      for series in try Shipped.table(name).series { #expect(found(series.values) == []) }
    }
    var values = Contract.weekly(200)
    for index in [20, 21, 22, 150] { values[index] = 4e5 }
    #expect(found(values) == [20, 21, 22, 150])
    values[23] = 4e5
    #expect(found(values) == [])
  }

  @Test("series without a negative value have no negative forecast, unless that is wanted")
  func nonNegative() throws {
    let counts = (0..<120).map { Double(($0 * $0) % 11 == 3 ? 2 : 0) }
    let table = Contract.table(["counts": counts, "free": counts.map { $0 - 1 }])
    let fitted = try Contract.quick().fit(table, horizon: 7)
    func lowest(_ forecast: Forecast, _ id: String) -> Double {
      let own = forecast.series.first { $0.id == id }
      return ((own.map { [$0.point] + $0.lower } ?? []).flatMap { $0 }).min() ?? .nan
    }
    let kept = try fitted.predict(horizon: 20)
    #expect(lowest(kept, "counts") == 0 && lowest(kept, "free") < -1)
    #expect(lowest(try fitted.with(bounds: .none).predict(), "counts") < 0)
    let both = try fitted.with(bounds: ForecastBounds(lower: -1, upper: 2)).predict(levels: [80, 99])
    for series in both.series {
      #expect(([series.point] + series.lower + series.upper).allSatisfy { $0.allSatisfy { -1...2 ~= $0 } })
    }
    for model: any Forecaster in [Naive(), SeasonalNaive()] {
      let naive = try model.fit(table, horizon: 7, seed: 1, options: FitOptions())
        .predict(nil, horizon: nil, levels: [95])
      #expect(lowest(naive, "counts") == 0 && lowest(naive, "free") < -1)
    }
  }

  @Test("a history outside its bounds is refused with its place")
  func outsideBounds() throws {
    let table = Contract.table(["y": [3, 4, 2, 5, -1, 3, 4, 2]])
    var model = Contract.quick()
    for bounds in [ForecastBounds(lower: 0), ForecastBounds(upper: 4)] {
      model.bounds = bounds
      #expect {
        try model.fit(table, horizon: 2)
      } throws: { error in
        let text = (error as? ForetellError)?.message ?? ""
        return text.contains("`y`") && text.contains(bounds.lower == nil ? "2021-01-07" : "2021-01-08")
      }
    }
    for bounds in [
      ForecastBounds(lower: 4, upper: 4), ForecastBounds(lower: .nan), ForecastBounds(upper: .infinity),
    ] {
      model.bounds = bounds
      #expect(throws: ForetellError.self) { try model.fit(table, horizon: 2) }
    }
  }

  @Test(
    "series of a size that can't be computed with are left out and spoil nothing",
    arguments: [1e305, 1e200, 1e-200, 1e-300])
  func sizes(_ size: Double) throws {
    let wild = Contract.weekly(100).map { $0 * size / 1000 }
    let alone = try Contract.quick().fit(Contract.table(["a": Contract.weekly(100)]), horizon: 3).predict()
    let fitted = try Contract.quick().fit(Contract.table(["a": Contract.weekly(100), "x": wild]), horizon: 3)
    let forecast = try fitted.predict()
    #expect(forecast.series.map(\.id) == ["a"] && forecast.warnings.map(\.series) == ["x"])
    #expect(forecast.series[0] == alone.series[0])
    #expect(throws: ForetellError.self) {
      try Contract.quick().substitute(for: Contract.table(["x": wild]), horizon: 3)
    }
  }
}

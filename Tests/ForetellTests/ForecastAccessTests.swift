import Foretell
import Foundation
import Testing

/// What embedders do with tables, models and forecasts: dates, bytes, quantiles.
@Suite struct ForecastAccessTests {
  @Test func dates() throws {
    let stamp = Timestamp(year: 2024, month: 2, day: 29, secondOfDay: 3661)
    #expect(Date(stamp) == ISO8601DateFormatter().date(from: "2024-02-29T01:01:01Z"))
    #expect(Timestamp(Date(stamp)) == stamp)
    // Dates are doubles: 0.1 s too little is the same second.
    #expect(Timestamp(Date(timeIntervalSince1970: 86_399.9)) == Timestamp(86_400))
    #expect(Timestamp(Date(timeIntervalSince1970: -0.6)) == Timestamp(-1))
    let start = Date(timeIntervalSince1970: 1_704_067_200)
    let rows = (0..<30).reversed().map { ("A", start.addingTimeInterval(Double($0) * 86_400), Double($0)) }
    let table = try SeriesTable(rows: rows)
    #expect(table.frequency.alias == "D" && table["A"]?.values == (0..<30).map(Double.init))
    let forecast = try SeasonalNaive().fit(table, horizon: 2).predict(nil, horizon: nil, levels: [])
    #expect(forecast["A"]?.dates == [30, 31].map { start.addingTimeInterval($0 * 86_400) })
    let never = [("A", Date(timeIntervalSince1970: .infinity), 1.0), ("A", start, 1)]
    #expect(throws: ForetellError.self) { try SeriesTable(rows: never) }
    #expect(Series(id: "A", start: start, values: []).start == Timestamp(year: 2024, month: 1, day: 1))
  }

  @Test func modelsAsBytes() throws {
    let fitted = try ForecasterTests.quick().fit(try Shipped.table("air-passengers"), horizon: 4)
    let bytes = try fitted.encoded()
    let read = try FittedForecaster(decoding: Data(bytes))
    #expect(try read.predict() == fitted.predict())
    #expect(try read.encoded() == bytes)
    let path = NSTemporaryDirectory() + "foretell-bytes-\(UUID().uuidString).model"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try fitted.save(to: path)
    #expect(try Array(Data(contentsOf: URL(filePath: path))) == bytes)
    for damaged in [[], Array(bytes.dropLast()), bytes.map { $0 == 0x7b ? 0x5b : $0 }] {
      let error = #expect(throws: ForetellError.self) {
        try FittedForecaster(decoding: damaged, name: "row 7 of models")
      }
      #expect(error?.location?.file == "row 7 of models")
    }
  }

  @Test func quantilesOfNaive() throws {
    let table = try Shipped.table("air-passengers")
    let naive = Naive().fit(table, horizon: 6)
    let forecast = try naive.predict(nil, horizon: nil, levels: [50, 80, 95])
    let series = try #require(forecast["passengers"])
    #expect(series.levels == [50, 80, 95] && forecast["other"] == nil)
    #expect(try series.quantile(0.5) == series.point)
    #expect(try series.quantile(0.9) == series.upper[1] && series.quantile(0.1) == series.lower[1])
    #expect(try series.quantile(0.975) == series.upper[2] && series.quantile(0.25) == series.lower[0])
    // Naive intervals are normal: what lies between the levels is what the level itself would give.
    for level in [10.0, 33, 60, 90, 94.9] {
      let asked = try naive.predict(nil, horizon: nil, levels: [level]).series[0]
      for (own, bounds) in [(0.5 + level / 200, asked.upper[0]), (0.5 - level / 200, asked.lower[0])] {
        let read = try series.quantile(own)
        #expect(zip(read, bounds).allSatisfy { abs($0 - $1) < 1e-9 * abs($1) }, "\(level)")
      }
    }
  }

  /// Between trained levels a network's own bounds follow the same rule; they have seven digits.
  @Test func quantilesOfNetworks() throws {
    var model = ForecasterTests.quick()
    model.transform = .none
    let fitted = try model.fit(try Shipped.table("air-passengers"), horizon: 6)
    let series = try fitted.predict(levels: [80, 95]).series[0]
    for level in [20.0, 50, 80, 90, 95] {
      let asked = try fitted.predict(levels: [level]).series[0]
      for (probability, bounds) in [(0.5 + level / 200, asked.upper[0]), (0.5 - level / 200, asked.lower[0])]
      {
        let read = try series.quantile(probability)
        #expect(zip(read, bounds).allSatisfy { abs($0 - $1) < 1e-5 * abs($1) }, "\(level)")
      }
    }
  }

  @Test func quantilesThatAForecastHasNot() throws {
    let naive = try Naive().fit(Shipped.table("air-passengers"), horizon: 2)
    let series = try naive.predict(nil, horizon: nil, levels: [80]).series[0]
    let far = #expect(throws: ForetellError.self) { try series.quantile(0.99) }
    #expect(far?.kind == .usage && far?.hint == "ask for it: predict(levels: [98.0])")
    for wrong in [0, 1, -0.1, 1.5, .nan] {
      #expect(throws: ForetellError.self) { try series.quantile(wrong) }
    }
    let bare = try naive.predict(nil, horizon: nil, levels: []).series[0]
    #expect(try bare.quantile(0.5) == bare.point)
    #expect(throws: ForetellError.self) { try bare.quantile(0.6) }
  }
}

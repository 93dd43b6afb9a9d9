import Foundation
import Testing

@testable import Foretell

/// Networks of this release, as they are and trained further.
@Suite struct PretrainedForecasterTests {
  private static let start = Timestamp(year: 2001, month: 1, day: 1)

  private static func table(
    _ frequency: Frequency = Frequency(.month), count: Int = 3, length: Int = 60, seed: UInt64 = 4
  ) -> SeriesTable {
    let generator = SeriesGenerator(
      family: SyntheticFamily(frequency: frequency, season: frequency.defaultSeasonLength), seed: seed)
    return SeriesTable(
      checked: (0..<count).map { number in
        let values = generator.series(number).map { $0.isNaN ? 1 : $0 }
        return Series(
          id: "s\(number)", start: start, values: (0..<length).map { values[$0 % values.count] })
      }, frequency: frequency.aligned(to: start), name: "panel")
  }

  @Test func allKindsAreInTheBoxAndSmall() throws {
    let shipped = try #require(PretrainedNetworks.shipped)
    #expect(shipped.networks.map(\.family) == SyntheticFamily.allCases)
    #expect(try shipped.encoded().count < 1_000_000)
    for network in shipped.networks {
      let plan = Pretraining(network.family)
      #expect(network.shape == plan.shape && network.updates == plan.updates && network.seed == 1)
    }
  }

  @Test(arguments: [
    Frequency(.year), Frequency(.quarter), Frequency(.month), Frequency.weekly(on: 0), Frequency(.day),
    Frequency(.hour), Frequency(.step), Frequency(.minute, multiple: 30), Frequency(.businessDay),
  ])
  func everyFrequencyIsForecast(_ frequency: Frequency) throws {
    let table = Self.table(frequency, length: 400)
    let fitted = try PretrainedForecaster().fit(table, horizon: 5)
    // Longer than any network forecasts at once.
    let forecast = try fitted.predict(nil, horizon: 60, levels: [80, 95])
    #expect(forecast.series.count == 3 && fitted.name == "Zero" && fitted.forecastHorizon == 5)
    for series in forecast.series {
      #expect(series.point.count == 60 && series.point.allSatisfy(\.isFinite))
      for step in 0..<60 {
        #expect(
          series.lower[1][step] <= series.lower[0][step] && series.upper[0][step] <= series.upper[1][step])
        #expect(series.lower[0][step] <= series.point[step] && series.point[step] <= series.upper[0][step])
      }
    }
    #expect(try fitted.predict(nil, horizon: nil, levels: [80]).series[0].point.count == 5)
  }

  @Test func shortConstantAndNegativeSeriesAreForecast() throws {
    func series(_ id: String, _ values: [Double]) -> Series {
      Series(id: id, start: Self.start, values: values)
    }
    let table = SeriesTable(
      checked: [
        series("one", [3]), series("three", [3, 4, 5]), series("four", [3, 4, 5, 7]),
        series("constant", [Double](repeating: 2, count: 30)),
        series("negative", (0..<40).map { Double($0 % 5) - 20 }),
        series("zeros", (0..<40).map { $0 % 6 == 0 ? 4 : 0 }),
        series("gaps", (0..<40).map { $0 % 4 == 1 ? .nan : 50 + Double($0) }),
        series("tiny", (0..<40).map { 1e-12 * Double(5 + $0 % 3) }),
        series("huge", (0..<40).map { 1e12 * Double(5 + $0 % 3) }),
      ], frequency: Frequency(.month), name: "odd")
    let forecast = try PretrainedForecaster().fit(table, horizon: 6).predict(nil, horizon: nil, levels: [80])
    #expect(forecast.series.map(\.id) == table.series.map(\.id))
    for (one, history) in zip(forecast.series, table.series) {
      let seen = history.values.filter { !$0.isNaN }
      let (low, high) = (seen.min() ?? 0, seen.max() ?? 0)
      let room = 3 * max(high - low, abs(high) / 10)
      #expect(one.point.allSatisfy { $0 > low - room && $0 < high + room }, "\(one.id): \(one.point)")
    }
    #expect(forecast.series[3].point == [Double](repeating: 2, count: 6))
  }

  @Test func aForecastFollowsScaleAndDoesNotNeedOtherSeries() throws {
    let table = Self.table(count: 4)
    let whole = try PretrainedForecaster().fit(table, horizon: 6).predict(nil, horizon: nil, levels: [80])
    for (number, series) in table.series.enumerated() {
      let alone = SeriesTable(checked: [series], frequency: table.frequency, name: "one")
      let own = try PretrainedForecaster().fit(alone, horizon: 6).predict(nil, horizon: nil, levels: [80])
      #expect(own.series[0] == whole.series[number])
      let scaled = SeriesTable(
        checked: [Series(id: series.id, start: series.start, values: series.values.map { $0 * 1024 })],
        frequency: table.frequency, name: "scaled")
      let larger = try PretrainedForecaster().fit(scaled, horizon: 6).predict(nil, horizon: nil, levels: [80])
      for (a, b) in zip(larger.series[0].point, own.series[0].point) {
        #expect(abs(a / 1024 - b) < 1e-4 * abs(b))
      }
    }
  }

  @Test func otherColumnsAreLeftAside() throws {
    let table = Self.table()
    let known = SeriesTable(
      checked: table.series.map {
        Series(id: $0.id, start: $0.start, values: $0.values, covariates: [$0.values.map { $0 * 2 }])
      }, frequency: table.frequency, name: "known", columns: ColumnNames(covariates: ["x"]))
    let fitted = try PretrainedForecaster().fit(known, horizon: 6)
    let forecast = try fitted.predict(nil, horizon: nil, levels: [80])
    #expect(
      forecast.series
        == (try PretrainedForecaster().fit(table, horizon: 6).predict(nil, horizon: nil, levels: [80])).series
    )
    #expect(try fitted.predict(known, horizon: nil, levels: [80]).series == forecast.series)
    // A network that is to read them starts from random weights.
    #expect(RecurrentForecaster(reading: .automatic).start(for: known) == .random)
  }

  @Test func filesKeepTheModel() throws {
    let table = Self.table()
    for forecaster: any NetworkForecaster in [
      PretrainedForecaster(), RecurrentForecaster(reading: .automatic),
    ] {
      let fitted = try forecaster.fit(table, horizon: 6)
      let read = try FittedForecaster(decoding: fitted.encoded())
      #expect(try read.encoded() == fitted.encoded())
      #expect(try read.predict().series == fitted.predict().series)
      #expect(try read.predict(table.droppingLast(3)).series == fitted.predict(table.droppingLast(3)).series)
      var moved = try FittedForecaster(
        decoding: try forecaster.fit(table.droppingLast(4), horizon: 6).encoded())
      let news = try moved.update(with: table, gaps: .mask)
      #expect(news.addedValues == 12)
    }
  }

  @Test func fewShortSeriesStartFromANetworkThatKnowsOthers() throws {
    let open = RecurrentForecaster(reading: .automatic)
    let table = Self.table()
    #expect(open.start(for: table) == .shipped)
    let chosen = open.resolved(for: table, horizon: 6)
    #expect(chosen.start == .shipped && chosen.hiddenSize == Pretraining(.monthly).shape.hiddenSize)
    #expect(open.choices(for: table, horizon: 6).map(\.option) == ["from", "epochs", "learning-rate"])
    #expect(open.start(for: Self.table(count: RecurrentForecaster.fewSeries)) == .random)
    #expect(open.start(for: Self.table(length: RecurrentForecaster.fewValues)) == .random)
    var other = open
    other.start = .random
    #expect(other.start(for: table) == .random)
    other = open
    other.hiddenSize = 5
    #expect(other.start(for: table) == .random)
    #expect(RecurrentForecaster(cell: .gru, reading: .automatic).start(for: table) == .random)
    #expect(RecurrentForecaster().start(for: table) == .random)
    // A cell that isn't the networks' own can't start from them.
    other = RecurrentForecaster(cell: .gru, reading: .automatic)
    other.start = .shipped
    #expect(throws: ForetellError.self) { try other.fit(table, horizon: 6) }
    // Without networks there is nothing to apply.
    #expect(throws: ForetellError.self) { try PretrainedForecaster(start: .random).fit(table, horizon: 6) }
  }

  @Test func trainingFurtherKeepsSomeOfTheStart() throws {
    let table = Self.table(count: 6)
    let zero = try PretrainedForecaster().fit(table, horizon: 6)
    let tuned = try RecurrentForecaster(reading: .automatic).fit(table, horizon: 6)
    #expect(tuned.history.count == FineTuning.passes && zero.history.isEmpty)
    #expect(tuned.parameters.count == zero.parameters.count && tuned.parameters != zero.parameters)
    // No weight moves far, since the rate is small.
    let moves = zip(tuned.parameters, zero.parameters).map { abs($0 - $1) }
    #expect((moves.max() ?? 0) < 0.2)
    var eager = RecurrentForecaster(reading: .automatic)
    eager.start = .shipped
    eager.learningRate = 5e-3
    let far = try eager.fit(table, horizon: 6)
    #expect(zip(far.parameters, zero.parameters).map { abs($0 - $1) }.max() ?? 0 > moves.max() ?? 1)
  }

  @Test func gradientsTellHowFarBackItLooks() throws {
    let table = Self.table(length: 120)
    let fitted = try PretrainedForecaster().fit(table, horizon: 6)
    let snapshot = try fitted.gradients(on: table, batches: 2)
    #expect(!snapshot.verdict.isEmpty)
  }
}

import ForetellCore
import Foundation
import Testing

@testable import Foretell
@testable import ForetellData

/// Forecasters that read origin by origin.
@Suite struct OriginsReadingTests {
  static func quick(_ cell: RecurrentCellKind = .lstm) -> RecurrentForecaster {
    var model = RecurrentForecaster(cell: cell, hiddenSize: 6, reading: .origins)
    model.origins?.count = 5
    model.inputSize = 8
    model.epochs = 2
    model.windowsPerEpoch = 200
    return model
  }

  @Test(
    "the same bits from the model, its file and the table, at any number of threads",
    arguments: ForecastContractTests.tables.keys)
  func sameBits(_ name: String) throws {
    let table = ForecastContractTests.table(try #require(ForecastContractTests.tables[name]))
    var first: Forecast?
    for threads in 1...2 {
      let fitted = try Self.quick().fit(table, horizon: 5, seed: 2, options: FitOptions(threads: threads))
      let forecast = try fitted.predict(table, horizon: 9)
      #expect(forecast == first ?? forecast)
      first = forecast
      #expect(try fitted.predict(horizon: 9) == forecast)
      let loaded = try FittedForecaster(decoding: fitted.encoded())
      #expect(loaded.originCount == 5)
      #expect(try loaded.predict(horizon: 9) == forecast)
      #expect(try loaded.predict(table, horizon: 9) == forecast)
      #expect(
        try loaded.predict(table, droppingLast: [0, 4], horizon: 9)[1]
          == fitted.predict(table.droppingLast(4), horizon: 9))
    }
    let forecast = try #require(first)
    #expect(forecast.series.contains { $0.id == "a" })
    for series in forecast.series {
      for step in 0..<9 {
        let ladder = [
          series.lower[1][step], series.lower[0][step], series.point[step], series.upper[0][step],
          series.upper[1][step],
        ]
        #expect(ladder.allSatisfy { $0.isFinite })
        #expect(zip(ladder, ladder.dropFirst()).allSatisfy { $0 <= $1 })
      }
    }
  }

  @Test("every cell and loss learns a season that is taken off, or one that the windows show")
  func learns() throws {
    let table = ForecastContractTests.table([
      "a": ForecastContractTests.weekly(200), "b": ForecastContractTests.weekly(90, level: 900),
    ])
    let (cells, losses) = (RecurrentCellKind.allCases, LossName.allCases)
    for number in 0..<max(cells.count, losses.count) {
      let (cell, loss) = (cells[number % cells.count], losses[number % losses.count])
      let removes = number % 2 == 0
      var model = Self.quick(cell)
      model.loss = loss
      model.origins?.removesSeason = removes
      let fitted = try model.fit(table.droppingLast(7), horizon: 7)
      let forecast = try fitted.predict()
      for (number, series) in forecast.series.enumerated() {
        let actual = Array(table.series[number].values.suffix(7))
        let error = zip(series.point, actual).reduce(0) { $0 + abs($1.0 - $1.1) } / 7
        #expect(error < 15, "\(cell) \(loss) \(removes): \(error)")
      }
    }
  }

  @Test func resumeGivesTheSameBits() throws {
    let table = ForecastContractTests.table(["a": ForecastContractTests.weekly(120)])
    let path = FileManager.default.temporaryDirectory.appending(path: "origins-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var model = Self.quick()
    model.epochs = 4
    let whole = try model.trained(table, horizon: 5, seed: 3, options: FitOptions()).fitted
    var options = FitOptions(checkpoint: path)
    let asked = Counter()
    options.isCancelled = { asked.next() > 8 }
    #expect(throws: ForetellError.self) { try model.trained(table, horizon: 5, seed: 3, options: options) }
    var rest = FitOptions(checkpoint: path)
    rest.resume = true
    let resumed = try model.trained(table, horizon: 5, seed: 3, options: rest).fitted
    #expect(resumed.parameters == whole.parameters)
    #expect(try resumed.predict() == whole.predict())
  }

  private final class Counter: @unchecked Sendable {
    private var count = 0
    func next() -> Int {
      count += 1
      return count
    }
  }

  @Test("validation stops early on targets that were not trained")
  func validation() throws {
    let table = ForecastContractTests.table(["a": ForecastContractTests.weekly(120)])
    var model = Self.quick()
    model.validationSize = 10
    let fitted = try model.fit(table, horizon: 5)
    #expect(fitted.history.allSatisfy { ($0.validationLoss ?? .infinity).isFinite })
  }

  @Test("covariates and the calendar are read with each origin")
  func covariates() throws {
    let values = ForecastContractTests.weekly(150)
    let table = SeriesTable(
      checked: [
        Series(
          id: "a", start: ForecastContractTests.start, values: values,
          covariates: [(0..<150).map { Double($0 % 5) }])
      ],
      frequency: Frequency(.day), columns: ColumnNames(covariates: ["x"]))
    let fitted = try Self.quick().fit(table, horizon: 5)
    let forecast = try fitted.predict()
    #expect(try fitted.predict(table) == forecast)
    #expect(forecast.series[0].point.allSatisfy { $0.isFinite })
    #expect(throws: ForetellError.self) { try RunningForecast(fitted, of: "a") }
  }

  @Test func layersThatReadBackwardsAreRefused() throws {
    let table = ForecastContractTests.table(["a": ForecastContractTests.weekly(120)])
    var model = Self.quick()
    model.isBidirectional = true
    #expect(throws: ForetellError.self) { try model.fit(table, horizon: 5) }
  }

  @Test("the gradients of a fitted model are those of its last origin's loss")
  func gradients() throws {
    let table = ForecastContractTests.table(["a": ForecastContractTests.weekly(120)])
    let fitted = try Self.quick().fit(table, horizon: 5)
    let snapshot = try fitted.gradients(on: table)
    #expect(snapshot.windowLength == 5)
  }

  // MARK: Going on

  @Test(
    "a running forecast is the prediction, and goes on from its state", arguments: RecurrentCellKind.allCases)
  func running(_ cell: RecurrentCellKind) throws {
    let values = ForecastContractTests.weekly(120)
    let table = ForecastContractTests.table(["a": values, "b": ForecastContractTests.weekly(60)])
    let fitted = try Self.quick(cell).fit(table.droppingLast(20), horizon: 5)
    let past = table.droppingLast(20)
    let running = try RunningForecast(fitted, of: "a", in: past)
    #expect(try running.forecast() == fitted.predict(past).series[0])
    for value in values.suffix(20).prefix(6) { running.append(value) }
    // From zero over all origins that the state has seen.
    let long = FittedForecaster(
      configuration: fitted.configuration, horizon: fitted.horizon, forecastHorizon: fitted.horizon,
      readsSeasonalDifferences: false, seed: 1, inputSize: fitted.inputSize, originCount: 11,
      seasonLength: fitted.seasonLength, parameterCount: fitted.parameterCount, history: [], bestEpoch: 0,
      frequency: fitted.frequency, stampStyle: fitted.stampStyle, columns: fitted.columns,
      trainingChecksum: "", parameters: fitted.parameters, statistics: fitted.statistics, covariates: [],
      preparations: fitted.preparations, facts: fitted.facts, trainingWarnings: [], maskedEnds: [:],
      residualDeviations: fitted.residualDeviations, tails: fitted.tails)
    let expected = try long.predict(table.droppingLast(14)).series[0]
    let found = try running.forecast()
    #expect(found.stamps == expected.stamps)
    #expect(found.point == expected.point)
    running.append(.nan)
    let later = try running.forecast()
    #expect(later.point.allSatisfy { $0.isFinite })
  }

  // MARK: Parts

  @Test("classical season: the means of the distances from the moving average")
  func seasonIndices() {
    let season = [3.0, -1, -4, 2]
    var values: [Double] = []
    for place in 0..<26 { values.append(10 + 0.5 * Double(place) + season[(place + 7) % 4]) }
    let found = SeriesPreparation.seasonIndices(values, season: 4, firstOrdinal: 7)
    for (value, expected) in zip(found, season) { #expect(abs(value - expected) < 1e-12) }
    var gap = values
    gap[11] = Double.nan
    #expect(SeriesPreparation.seasonIndices(gap, season: 4, firstOrdinal: 7).count == 4)
    #expect(SeriesPreparation.seasonIndices(Array(values.prefix(5)), season: 4, firstOrdinal: 7) == [])
  }

  @Test("a constant series has a roughness, too")
  func roughness() throws {
    var recipe = Recipe()
    recipe.origins = OriginsReading()
    var preparation = SeriesPreparation()
    preparation.transform = .log
    preparation.measure([5, 5, 5, 5], firstOrdinal: 0, season: 1, recipe)
    #expect(abs(preparation.roughness - log(1e-3)) < 1e-12)
    preparation.measure([1, exp(0.05), 1, exp(0.05)], firstOrdinal: 0, season: 1, recipe)
    #expect(abs(preparation.roughness) < 1e-9)
  }

  @Test func configurationOfOriginsIsReadWithDefaults() throws {
    let model = try JSONDecoder().decode(OriginsReading.self, from: Data("{}".utf8))
    #expect(model == OriginsReading())
    let plain = String(decoding: try JSONEncoder().encode(RecurrentForecaster()), as: UTF8.self)
    #expect(!plain.contains("origins"))
  }
}

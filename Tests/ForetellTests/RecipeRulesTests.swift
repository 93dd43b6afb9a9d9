import ForetellData
import Foundation
import Testing

@testable import Foretell

/// The rules that choose the options of a network that reads by origins.
@Suite struct RecipeRulesTests {
  /// A table of `count` series of `length` values each, positive unless `low` lies below zero.
  static func table(_ count: Int, length: Int, frequency: Frequency = Frequency(.month), low: Double = 50)
    -> SeriesTable
  {
    let start = Timestamp(year: 2001, month: 1, day: 1)
    let series = (0..<count).map { number in
      let values: [Double] = (0..<length).map { place in
        let step = Double((place * 7 + number * 3) % 12)
        return low + step + Double(place) / 8
      }
      return Series(id: "s\(number)", start: start, values: values)
    }
    return SeriesTable(
      checked: series, frequency: frequency, name: "panel", columns: ColumnNames(targets: ["y"]))
  }

  @Test func optionsFollowFromTheData() {
    var model = RecurrentForecaster(reading: .automatic)
    model.start = .random
    let monthly = model.resolved(for: Self.table(250, length: 100), horizon: 18)
    #expect(!monthly.isAutomatic && monthly.origins?.count == 24 && monthly.origins?.removesSeason == true)
    #expect(monthly.inputSize == 18 && monthly.batchSize == 128 && monthly.loss == .median)
    #expect(monthly.transform == .positiveLog && monthly.scaling == .level && !monthly.seasonalResidual)
    // 25,000 values: 250 updates, and 18·18 weights of the linear map make eight in a hundred more.
    #expect(monthly.updates == 270 && monthly.epochs == nil && monthly.windowsPerEpoch == 128 * 270 / 20)
    let yearly = model.resolved(for: Self.table(20, length: 30, frequency: Frequency(.year)), horizon: 6)
    #expect(yearly.inputSize == 9 && yearly.batchSize == 32 && yearly.origins?.removesSeason == false)
    #expect(yearly.updates == 202)
    let hourly = model.resolved(for: Self.table(2, length: 900, frequency: Frequency(.hour)), horizon: 48)
    #expect(hourly.inputSize == 168 && hourly.seasonalResidual && hourly.updates == 480)
    let weekly = model.resolved(for: Self.table(2, length: 900, frequency: .weekly(on: 0)), horizon: 13)
    #expect(weekly.inputSize == 104 && !weekly.seasonalResidual)
  }

  @Test func valuesNearZeroAreReadAsTheyAre() {
    var model = RecurrentForecaster(reading: .automatic)
    model.start = .random
    let mixed = Self.table(9, length: 60, low: -4)
    #expect(model.resolved(for: mixed, horizon: 6).transform == .none)
    // One series in twenty may be an exception.
    var series = Self.table(39, length: 60).series
    series.append(Series(id: "zero", start: series[0].start, values: series[0].values.map { $0 - 50 }))
    let panel = SeriesTable(
      checked: series, frequency: Frequency(.month), name: "panel", columns: ColumnNames(targets: ["y"]))
    let chosen = model.resolved(for: panel, horizon: 6)
    #expect(chosen.transform == .positiveLog)
    let facts = RecipeFacts(panel, season: 12, horizon: 6)
    #expect(facts.positiveCount == 39 && facts.seriesCount == 40 && facts.valueCount == 2400)
  }

  @Test func whatIsSetStays() throws {
    let table = Self.table(9, length: 60)
    var model = RecurrentForecaster(cell: .gru, hiddenSize: 7, reading: .automatic)
    model.batchSize = 5
    model.loss = .squared
    model.epochs = 2
    let chosen = model.resolved(for: table, horizon: 6)
    #expect(chosen.cell == .gru && chosen.hiddenSize == 7 && chosen.batchSize == 5 && chosen.loss == .squared)
    #expect(chosen.epochs == 2 && chosen.updates == nil && chosen.inputSize == 18)
    let reasons = Dictionary(
      uniqueKeysWithValues: model.choices(for: table, horizon: 6).map { ($0.option, $0.reason) })
    #expect(reasons["batch-size"] == "given" && reasons["input-size"] != "given" && reasons["epochs"] == nil)
    // The fit uses the chosen options and keeps them.
    let fitted = try model.fit(table, horizon: 6)
    #expect(fitted.configuration as? RecurrentForecaster == chosen)
    // A configuration with open options survives its text.
    let text = try JSONEncoder().encode(model)
    #expect(try JSONDecoder().decode(RecurrentForecaster.self, from: text) == model)
    #expect(RecurrentForecaster().choices(for: table, horizon: 6).isEmpty)
  }

  @Test func readingBackwardsKeepsValues() {
    var model = RecurrentForecaster(reading: .automatic)
    model.isBidirectional = true
    let chosen = model.resolved(for: Self.table(9, length: 60), horizon: 6)
    #expect(chosen.origins == nil && !chosen.isAutomatic && chosen.hiddenSize == 32)
  }

  @Test func fewValuesAreReadOneByOne() throws {
    let few = Self.table(4, length: 60)
    let model = RecurrentForecaster(hiddenSize: 5, reading: .automatic)
    let chosen = model.resolved(for: few, horizon: 6)
    var usual = RecurrentForecaster()
    usual.hiddenSize = 5
    #expect(chosen == usual)
    #expect(model.choices(for: few, horizon: 6).map(\.value) == ["values"])
    // An option of the reading of origins decides.
    var asked = model
    asked.origins = OriginsReading()
    #expect(asked.resolved(for: few, horizon: 6).inputSize == 18)
    #expect(model.resolved(for: Self.table(9, length: 60), horizon: 6).origins != nil)
  }

  @Test func theLinearPathStartsFromRidgeWhereASeasonShows() {
    var model = RecurrentForecaster(reading: .automatic)
    model.start = .random
    let monthly = model.resolved(for: Self.table(9, length: 60), horizon: 6)
    #expect(monthly.origins?.linearPath == .ridge && monthly.sampling == .windows)
    let yearly = model.resolved(
      for: Self.table(20, length: 30, frequency: Frequency(.year)), horizon: 6)
    #expect(yearly.origins?.linearPath == .zero && yearly.sampling == .series)
    #expect(monthly.networkCount == 3 && monthly.contexts?.prefix(3) == [18, 27, 13])
  }

  @Test func shortSeriesGetShortWindows() {
    let facts = RecipeFacts(Self.table(3, length: 20), season: 12, horizon: 6)
    #expect(RecipeRules.inputSize(facts).size == 10)
    #expect(RecipeRules.inputSize(facts).reason.hasSuffix("limited by the series' length"))
  }
}

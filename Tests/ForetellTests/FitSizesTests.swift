import Foundation
import Testing

@testable import Foretell

@Suite("sizes of a fit: bounded work, horizons as long as the history")
struct FitSizesTests {
  /// Values with a season and a little noise, on a grid of the given frequency.
  static func table(_ frequency: Frequency, count: Int, season: Int) throws -> SeriesTable {
    var state: UInt64 = 9
    let values = (0..<count).map { index -> Double in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let noise = Double(state >> 40) / Double(1 << 24) - 0.5
      return 100 + 20 * sin(2 * .pi * Double(index) / Double(season)) + noise
    }
    return try SeriesTable(
      series: [Series(id: "a", start: frequency.timestamp(0), values: values)], frequency: frequency)
  }

  @Test("the shipped data sets keep windows of two seasons and horizons in one piece")
  func ordinaryData() throws {
    for (name, horizon, size) in [
      ("air-passengers", 12, 24), ("mauna-loa-co2", 26, 104), ("us-employment", 12, 24),
      ("melbourne-temperature", 14, 14), ("sunspots", 11, 12),
    ] {
      let sizes = RecurrentForecaster().sizes(for: try Shipped.table(name), horizon: horizon)
      #expect(
        sizes == FitSizes(inputSize: size, horizon: horizon, wantedInputSize: size), "\(name): \(sizes)")
    }
  }

  @Test("work is bounded by the budget at any number of rows", arguments: [14_400, 100_000, 1_000_000])
  func boundedWork(_ count: Int) throws {
    let minutes = try Self.table(Frequency(.minute), count: count, season: 1440)
    let model = RecurrentForecaster()
    for horizon in [1, 60, 1440, 10_000] {
      let sizes = model.sizes(for: minutes, horizon: horizon)
      #expect(model.trainingWork(for: minutes, horizon: horizon) <= 1.01 * NetworkDesign.workBudget)
      #expect(sizes.inputSize < 1440 && sizes.inputSize >= 8 && sizes.readsSeasonalDifferences)
    }
    var wide = model
    wide.hiddenSize = 128
    #expect(wide.sizes(for: minutes, horizon: 60) == model.sizes(for: minutes, horizon: 60))
    wide.inputSize = 2880
    let sizes = wide.sizes(for: minutes, horizon: 60)
    #expect(sizes.inputSize == 2880 && !sizes.readsSeasonalDifferences)
    let hours = try Self.table(Frequency(.hour), count: count, season: 24)
    #expect(model.sizes(for: hours, horizon: 24).inputSize == 48)
  }

  @Test("a window shorter than the season keeps the season, in memory and in a file")
  func seasonOfLongSeason() throws {
    let minutes = try Self.table(Frequency(.minute), count: 5000, season: 1440)
    var model = RecurrentForecaster(hiddenSize: 8)
    model.epochs = 2
    model.windowsPerEpoch = 64
    let fitted = try model.fit(minutes, horizon: 30)
    #expect(fitted.inputSize < 1440 && fitted.readsSeasonalDifferences)
    let forecast = try fitted.predict()
    for step in 0..<30 {
      let truth = 100 + 20 * sin(2 * .pi * Double(5000 + step) / 1440)
      #expect(abs(forecast.series[0].point[step] - truth) < 2)
    }
    // The model's own tail is as good as the whole history, and the file keeps how inputs are read.
    #expect(try fitted.predict(minutes) == forecast)
    let path = FileManager.default.temporaryDirectory.appending(path: "season-\(UUID().uuidString).model")
      .path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try fitted.save(to: path)
    #expect(try FittedForecaster.load(from: path).predict() == forecast)
  }

  @Test("a horizon as long as the history, or longer, is learnt in parts and keeps the season")
  func longHorizons() throws {
    let table = try Shipped.table("air-passengers")
    let path = FileManager.default.temporaryDirectory.appending(path: "long-\(UUID().uuidString).model").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    for horizon in [132, 144, 200] {
      let fitted = try RecurrentForecaster().fit(table, horizon: horizon)
      #expect(fitted.horizon < horizon && fitted.horizon % 12 == 0 && fitted.forecastHorizon == horizon)
      let forecast = try fitted.predict()
      let point = forecast.series[0].point
      #expect(point.count == horizon)
      for year in stride(from: 0, to: horizon - 11, by: 12) { #expect(point[year + 6] > 1.3 * point[year]) }
      #expect(forecast.warnings.map(\.kind) == [.longHorizon])
      try fitted.save(to: path)
      #expect(try FittedForecaster.load(from: path).predict() == forecast)
    }
    let short = try RecurrentForecaster().fit(table, horizon: 12)
    #expect(short.horizon == 12 && short.forecastHorizon == 12)
    #expect(try short.predict().warnings.isEmpty)
  }

  @Test("autocorrelations by the transform equal the sums of products")
  func autocorrelations() throws {
    let values = try Self.table(Frequency(.hour), count: 700, season: 24).series[0].values.enumerated().map {
      $0.offset % 37 == 5 ? Double.nan : $0.element
    }
    let direct = Naive2.autocorrelations(values: values, maximumLag: 50)
    let present = values.filter { !$0.isNaN }
    let mean = present.reduce(0, +) / Double(present.count)
    let fast = Autocovariance.correlations(values.map { $0 - mean }, maximumLag: 50)
    #expect(zip(direct, fast).allSatisfy { abs($0 - $1) < 1e-9 } && fast.count == 50)
  }
}

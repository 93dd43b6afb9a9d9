import Foundation
import Testing

@testable import Foretell

/// The properties of all models of the catalogue.
@Suite struct CatalogueTests {
  typealias Contract = ForecastContractTests

  static let names = Catalogue.models.map(\.name)

  /// Settings that keep a network small.
  static let quick: ModelSettings = {
    var settings = ModelSettings()
    settings.hiddenSize = 4
    settings.epochs = 2
    return settings
  }()

  static func model(_ name: String) throws -> any Forecaster {
    try #require(Catalogue.model(named: name)).forecaster(quick)
  }

  @Test func namesAreUnique() {
    #expect(Set(Self.names).count == Self.names.count)
    #expect(Set(RecurrentCellKind.allCases.map(\.rawValue)).isSubset(of: Self.names))
    #expect(Catalogue.models.allSatisfy { !$0.summary.isEmpty && !$0.summary.hasSuffix(".") })
    let types = Catalogue.models.compactMap(\.baselineType).map { "\($0)" }
    #expect(Set(types).count == types.count)
  }

  @Test("the same bits from the fit, its file and the table, at any number of threads", arguments: names)
  func sameBits(_ name: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "catalogue-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "kept.model").path
    for (trouble, series) in Contract.tables {
      let table = Contract.table(series)
      var first: Forecast?
      for threads in [1, 3] {
        let options = FitOptions(threads: threads)
        let fitted = try Self.model(name).fit(table, horizon: 5, seed: 2, options: options)
        let forecast = try fitted.predict(table, horizon: 9, levels: [50, 95])
        #expect(forecast == first ?? forecast, "\(trouble)")
        first = forecast
        #expect(try fitted.predict(nil, horizon: 9, levels: [50, 95]) == forecast, "\(trouble)")
        let kept = try #require(fitted as? any KeptModel)
        try kept.save(to: path)
        let loaded = try Catalogue.load(from: path)
        #expect(loaded.name == kept.name && loaded.forecastHorizon == 5 && loaded.seed == 2)
        #expect(try loaded.predict(nil, horizon: 9, levels: [50, 95]) == forecast, "\(trouble)")
        #expect(try loaded.predict(table, horizon: 9, levels: [50, 95]) == forecast, "\(trouble)")
        #expect(try loaded.encoded() == kept.encoded())
      }
      let forecast = try #require(first)
      #expect(forecast.series.contains { $0.id == "a" })
      for series in forecast.series { Self.expectNested(series, steps: 9, trouble) }
    }
  }

  /// Stamps, points and bounds of every step, in order.
  private static func expectNested(_ series: SeriesForecast, steps: Int, _ comment: String) {
    #expect(series.point.count == steps && series.stamps.count == steps)
    for step in 0..<min(steps, series.point.count) {
      let ladder = [
        series.lower[1][step], series.lower[0][step], series.point[step], series.upper[0][step],
        series.upper[1][step],
      ]
      #expect(ladder.allSatisfy { $0.isFinite }, "\(comment)")
      #expect(zip(ladder, ladder.dropFirst()).allSatisfy { $0 <= $1 }, "\(comment)")
    }
  }

  @Test("a shorter horizon is the beginning of a longer one", arguments: names)
  func horizons(_ name: String) throws {
    let table = Contract.table(["a": Contract.weekly(150), "b": Contract.weekly(90, level: 40)])
    let fitted = try Self.model(name).fit(table, horizon: 6)
    let whole = try fitted.predict(nil, horizon: nil, levels: [80])
    let short = try fitted.predict(nil, horizon: 3, levels: [80])
    let long = try fitted.predict(nil, horizon: 11, levels: [80])
    for (place, series) in whole.series.enumerated() {
      #expect(series.point.count == 6)
      #expect(short.series[place].point == Array(series.point[..<3]))
      #expect(short.series[place].lower[0] == Array(series.lower[0][..<3]))
      #expect(Array(long.series[place].point[..<6]) == series.point)
      #expect(Array(long.series[place].upper[0][..<6]) == series.upper[0])
    }
  }

  @Test("constant and one-point series, alone: forecast, or refused with a reason", arguments: names)
  func alone(_ name: String) throws {
    for values in [[Double](repeating: 3.5, count: 40), [7], [7, 7], [1, 2, 3]] {
      let table = Contract.table(["only": values])
      let model = try Self.model(name)
      let fitted = try model.substitute(for: table, horizon: 4) ?? model.fit(table, horizon: 4)
      let forecast = try fitted.predict(nil, horizon: nil, levels: [50, 95])
      let series = try #require(forecast.series.first)
      Self.expectNested(series, steps: 4, "\(values)")
      if values.allSatisfy({ $0 == values[0] }) { #expect(series.point.allSatisfy { $0 == values[0] }) }
    }
    let empty = Contract.table(["only": Contract.gap])
    #expect(throws: ForetellError.self) {
      let model = try Self.model(name)
      let fitted = try model.substitute(for: empty, horizon: 4) ?? model.fit(empty, horizon: 4)
      _ = try fitted.predict(nil, horizon: nil, levels: [])
    }
  }

  @Test("seeds change what says that it uses random numbers, and nothing else", arguments: names)
  func seeds(_ name: String) throws {
    let table = Contract.table(["a": Contract.weekly(80)])
    let model = try Self.model(name)
    let forecasts = try [UInt64(1), 2].map { seed in
      try model.fit(table, horizon: 3, seed: seed, options: FitOptions())
        .predict(nil, horizon: nil, levels: [])
    }
    #expect((forecasts[0] != forecasts[1]) == model.usesRandomNumbers)
  }

  @Test("a method without random numbers is fitted once, whatever the number of seeds")
  func fittedOnce() throws {
    let table = Contract.table(["a": Contract.weekly(120)])
    let outcome = try Comparison(horizon: 5, seeds: 3, windows: 2).run(
      [("naive", Naive()), ("lstm", try Self.model("lstm"))], on: table)
    #expect(outcome.runs.count { $0.model == "naive" } == 2)
    #expect(outcome.runs.count { $0.model == "lstm" } == 6)
  }

  /// Every reference method has a golden file that gives the same bytes when it is read and written.
  ///
  /// `UPDATE_GOLDEN=1` writes the files `Tests/Fixtures/models/baseline-….model` that are missing. What `predict`
  /// prints for them is compared in `GoldenModelTests`.
  @Test func baselinesHaveGoldenFiles() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/models")
    let table = try SeriesTable(csv: folder.appending(path: "monthly.csv").path)
    for model in Catalogue.models where model.baselineType != nil {
      let path = folder.appending(path: "baseline-\(model.name).model").path
      if !FileManager.default.fileExists(atPath: path),
        ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil
      {
        let fitted = try model.forecaster(ModelSettings()).fit(table, horizon: 4)
        try #require(fitted as? any KeptModel).save(to: path)
      }
      let kept = try Catalogue.load(from: path)
      #expect(try Data(kept.encoded()) == Data(contentsOf: URL(filePath: path)), "\(model.name)")
    }
  }

  @Test("an unknown kind of file is refused with the way out")
  func unknownKinds() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "catalogue-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "x.model").path
    let file = SafetensorsFile(
      metadata: ["kind": "baseline", "version": "1", "family": "oracle"], tensors: [])
    try file.write(to: path)
    #expect { _ = try Catalogue.load(from: path) } throws: {
      let error = $0 as? ForetellError
      return error?.code == ErrorCode.unsupportedModel.rawValue && error?.message.contains("oracle") == true
    }
    for broken in ["naive", "seasonal-naive"] {
      try SafetensorsFile(
        metadata: ["kind": "baseline", "version": "1", "family": broken, "description": "{}"], tensors: []
      ).write(to: path)
      #expect { _ = try Catalogue.load(from: path) } throws: {
        ($0 as? ForetellError)?.code == ErrorCode.damagedModel.rawValue
      }
    }
    #expect(throws: ForetellError.self) { try Catalogue.load(from: folder.appending(path: "none").path) }
  }
}

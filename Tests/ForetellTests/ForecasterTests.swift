import Foretell
import Foundation
import Synchronization
import Testing

/// Paths of the shipped data sets, found from this file.
enum Shipped {
  static func path(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .appending(path: "datasets/\(name)/\(name).csv").path
  }

  static func table(_ name: String) throws -> SeriesTable { try SeriesTable(csv: path(name)) }
}

@Suite struct ForecasterTests {
  static func quick(_ cell: RecurrentCellKind = .lstm) -> RecurrentForecaster {
    var model = RecurrentForecaster(cell: cell, hiddenSize: 8)
    model.epochs = 3
    return model
  }

  /// The required accuracy: the last year of AirPassengers, default settings, seeds 1…5.
  @Test func airPassengersDefaults() throws {
    let table = try Shipped.table("air-passengers")
    var scores: [Double] = []
    for seed in 1...5 {
      let result = try Backtest(horizon: 12).run(
        [("lstm", RecurrentForecaster()), ("seasonal-naive", SeasonalNaive())], on: table, seed: UInt64(seed))
      let lstm = try #require(result.scores[0].smape)
      #expect(lstm < (try #require(result.scores[1].smape)))
      #expect(try #require(result.scores[0].skill) > 0)
      scores.append(lstm)
    }
    #expect(scores.sorted()[2] < 5)
  }

  @Test("same bits at any number of threads", arguments: RecurrentCellKind.allCases)
  func threads(_ cell: RecurrentCellKind) throws {
    let table = try Shipped.table("air-passengers")
    let forecasts = try [1, 2, 3, 8].map { threads in
      try Self.quick(cell).fit(table, horizon: 12, seed: 3, options: FitOptions(threads: threads)).predict()
    }
    #expect(forecasts.allSatisfy { $0 == forecasts[0] })
    let other = try Self.quick(cell).fit(table, horizon: 12, seed: 4).predict()
    #expect(other != forecasts[0])
  }

  @Test("every option has an effect")
  func options() throws {
    let table = try Shipped.table("air-passengers")
    let base = try Self.quick().fit(table, horizon: 6, seed: 1).predict().series[0].point
    let changes: [(String, (inout RecurrentForecaster) -> Void)] = [
      ("hiddenSize", { $0.hiddenSize = 9 }), ("layers", { $0.layers = 2 }),
      ("inputSize", { $0.inputSize = 18 }),
      ("dropout", { $0.dropout = 0.5 }), ("bidirectional", { $0.isBidirectional = true }),
      ("epochs", { $0.epochs = 4 }),
      ("batchSize", { $0.batchSize = 16 }), ("learningRate", { $0.learningRate = 1e-3 }),
      (
        "adamw",
        {
          $0.optimizer = .adamw
          $0.weightDecay = 0.5
        }
      ),
      (
        "momentum",
        {
          $0.optimizer = .nesterov
          $0.momentum = 0.5
        }
      ),
      (
        "centred",
        {
          $0.optimizer = .rmsprop
          $0.isCentered = true
        }
      ),
      (
        "decay of squares",
        {
          $0.optimizer = .rmsprop
          $0.squareDecay = 0.5
        }
      ),
      ("layer normalisation", { $0.normalization = .layer }),
      ("batch normalisation", { $0.normalization = .batch }),
      ("schedule", { $0.schedule = .constant }), ("clip", { $0.gradientClip = 0.01 }),
      ("levels", { $0.trainedLevels = [50] }), ("transform", { $0.transform = .none }),
      ("scaling", { $0.scaling = .standard }), ("robust", { $0.scaling = .robust }),
      ("last value", { $0.scaling = .lastValue }), ("residual", { $0.seasonalResidual = false }),
      ("season", { $0.seasonLength = 6 }), ("calendar", { $0.usesCalendar = false }),
      ("windows", { $0.windowsPerEpoch = 20 }), ("validation", { $0.validationSize = 12 }),
      ("truncation", { $0.truncation = 3 }), ("precision", { $0.precision = .bfloat16 }),
    ]
    let losses: [(String, (inout RecurrentForecaster) -> Void)] = LossName.allCases.filter { $0 != .quantile }
      .map { loss in (loss.rawValue, { $0.loss = loss }) }
    let rules: [(String, (inout RecurrentForecaster) -> Void)] = OptimizerName.allCases.filter { $0 != .adam }
      .map { rule in
        (
          rule.rawValue,
          {
            $0.optimizer = rule
            $0.weightDecay = 0.1
          }
        )
      }
    for (name, change) in changes + losses + rules {
      var model = Self.quick()
      change(&model)
      let point = try model.fit(table, horizon: 6, seed: 1).predict().series[0].point
      #expect(point != base, "\(name) changed nothing")
      #expect(point.allSatisfy { $0.isFinite && $0 > 50 && $0 < 5000 }, "\(name): \(point)")
    }
  }

  @Test func quantilesNeverCross() throws {
    let table = try Shipped.table("sunspots")
    // Sunspots keep to 0 and more, where several quantiles would meet.
    let fitted = try Self.quick().fit(table, horizon: 7, seed: 2).with(bounds: .none)
    let levels: [Double] = [10, 50, 80, 90, 95, 99]
    let forecast = try fitted.predict(horizon: 20, levels: levels)
    for series in forecast.series {
      for step in 0..<20 {
        let ladder =
          levels.indices.reversed().map { series.lower[$0][step] } + [series.point[step]]
          + levels.indices.map { series.upper[$0][step] }
        #expect(zip(ladder, ladder.dropFirst()).allSatisfy { $0 < $1 })
      }
    }
  }

  @Test func otherHorizons() throws {
    let table = try Shipped.table("air-passengers")
    let fitted = try Self.quick().fit(table, horizon: 12, seed: 1)
    let trained = try fitted.predict()
    let short = try fitted.predict(horizon: 5)
    let long = try fitted.predict(horizon: 30)
    #expect(short.series[0].point == Array(trained.series[0].point.prefix(5)))
    #expect(Array(long.series[0].point.prefix(12)) == trained.series[0].point)
    #expect(long.series[0].point.count == 30 && long.series[0].stamps.count == 30)
    #expect(Set(long.series[0].stamps).count == 30)
    let widths = (0..<30).map { long.series[0].upper[1][$0] - long.series[0].lower[1][$0] }
    #expect(widths[29] > widths[5])
  }

  @Test func severalPastMomentsAtOnce() throws {
    for (name, counts) in [("us-employment", [0, 1, 7, 30]), ("air-passengers", Array(0..<50))] {
      let table = try Shipped.table(name)
      let fitted = try Self.quick().fit(table, horizon: 5, seed: 4)
      for levels in [[], [80.0, 95]] {
        let together = try fitted.predict(table, droppingLast: counts, horizon: 8, levels: levels)
        #expect(together.count == counts.count)
        for (count, forecast) in zip(counts, together) {
          #expect(
            try forecast == fitted.predict(table.droppingLast(count), horizon: 8, levels: levels))
        }
      }
    }
    let table = try Shipped.table("air-passengers")
    let fitted = try Self.quick().fit(table, horizon: 5, seed: 4)
    #expect(try fitted.predict(table, droppingLast: []).isEmpty)
    #expect(throws: ForetellError.self) { try fitted.predict(table, droppingLast: [200]) }
  }

  /// Scale and transformation of a series that the fit didn't know are measured on its whole past, not on a window.
  @Test func severalPastMomentsOfUnknownSeries() throws {
    let known = try Shipped.table("us-employment")
    var model = Self.quick()
    model.transform = .boxCox
    let fitted = try model.fit(known, horizon: 5, seed: 4)
    let other = try Shipped.table("air-passengers").series[0]
    var silent = other.values
    for index in 60..<silent.count { silent[index] = .nan }
    let table = try SeriesTable(
      series: [
        Series(id: "unknown", start: other.start, values: other.values),
        Series(id: "silent", start: other.start, values: silent),
      ], frequency: known.frequency)
    let counts = [0, 3, 40, 83]
    let together = try fitted.predict(table, droppingLast: counts, levels: [80])
    for (count, forecast) in zip(counts, together) {
      #expect(try forecast == fitted.predict(table.droppingLast(count), levels: [80]))
    }
  }

  @Test func bfloat16ForecastsAreNearlyThoseOfSinglePrecision() throws {
    let table = try Shipped.table("air-passengers")
    for cell in RecurrentCellKind.allCases {
      var model = RecurrentForecaster(cell: cell)
      let past = table.droppingLast(12)
      let full = try model.fit(past, horizon: 12, seed: 1)
      model.precision = .bfloat16
      let low = try model.fit(past, horizon: 12, seed: 1, options: FitOptions(threads: 1))
      let again = try model.fit(past, horizon: 12, seed: 1, options: FitOptions(threads: 3))
      #expect(try low.predict() == again.predict())
      let (a, b) = (try low.predict().series[0].point, try full.predict().series[0].point)
      #expect(a != b)
      #expect(zip(a, b).allSatisfy { abs($0 / $1 - 1) < 0.05 }, "\(cell): \(a) \(b)")
    }
  }

  @Test func bfloat16HasALargestSize() throws {
    var model = Self.quick()
    model.precision = .bfloat16
    model.hiddenSize = 8193
    let table = try Shipped.table("air-passengers")
    #expect(throws: ForetellError.self) { try model.fit(table, horizon: 2) }
    // Counting parameters, as the matching of sizes does, needs no such network.
    model.hiddenSize = 20_000
    let parameters = model.parameterCount(for: table, horizon: 2)
    model.precision = .float32
    #expect(parameters == model.parameterCount(for: table, horizon: 2))
  }

  @Test func aConfigurationWithoutPrecisionIsSinglePrecision() throws {
    var model = Self.quick()
    model.precision = .bfloat16
    var object = try #require(
      JSONSerialization.jsonObject(with: JSONEncoder().encode(model)) as? [String: Any])
    #expect(object["precision"] as? String == "bf16")
    object["precision"] = nil
    let read = try JSONDecoder().decode(
      RecurrentForecaster.self, from: JSONSerialization.data(withJSONObject: object))
    #expect(read.precision == .float32)
  }

  @Test func modelFileKeepsEverything() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "foretell-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["air-passengers", "us-employment", "mauna-loa-co2", "us-gdp"] {
      let table = try Shipped.table(name)
      for loss in [LossName.quantile, .squared] {
        var model = Self.quick(.gru)
        model.loss = loss
        model.precision = loss == .squared ? .bfloat16 : .float32
        let fitted = try model.fit(table, horizon: 4, seed: 9)
        let path = folder.appending(path: "m.safetensors").path
        try fitted.save(to: path)
        let loaded = try FittedForecaster.load(from: path)
        #expect(try loaded.predict() == fitted.predict())
        #expect(
          try loaded.predict(table, horizon: 9, levels: [66])
            == fitted.predict(table, horizon: 9, levels: [66]))
        #expect(loaded.trainingChecksum == table.checksum)
        #expect(loaded.history == fitted.history)
        let first = try Data(contentsOf: URL(filePath: path))
        try loaded.save(to: path)
        #expect(try Data(contentsOf: URL(filePath: path)) == first)
      }
    }
  }

  @Test func resumeGivesTheSameBits() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "foretell-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let table = try Shipped.table("air-passengers")
    for (number, change) in [
      { $0.schedule = .cosine }, { $0.schedule = .plateau }, { $0.validationSize = 12 },
      { $0.optimizer = .gd }, { $0.optimizer = .nesterov }, { $0.optimizer = .rmsprop },
      { $0.optimizer = .adagrad }, { $0.optimizer = .amsgrad }, { $0.optimizer = .nadam },
      { $0.optimizer = .radam }, { $0.optimizer = .lion }, { $0.schedule = .cosineRestarts },
      {
        $0.optimizer = .rmsprop
        $0.momentum = 0.5
        $0.isCentered = true
      },
      { $0.loss = .gaussian }, { $0.normalization = .layer },
      {
        $0.normalization = .batch
        $0.validationSize = 12
      },
    ].enumerated() as EnumeratedSequence<[(inout RecurrentForecaster) -> Void]> {
      var model = Self.quick()
      model.epochs = 8
      model.dropout = 0.3
      change(&model)
      let whole = try model.fit(table, horizon: 12, seed: 5)
      for stop in [1, 3, 7] {
        let path = folder.appending(path: "\(number)-\(stop).checkpoint").path
        let done = Mutex(0)
        let cut = FitOptions(
          progress: { progress in done.withLock { $0 = progress.epoch } }, checkpoint: path,
          isCancelled: { done.withLock { $0 >= stop } })
        #expect(throws: ForetellError.self) { try model.fit(table, horizon: 12, seed: 5, options: cut) }
        let resumed = try model.fit(
          table, horizon: 12, seed: 5, options: FitOptions(checkpoint: path, resume: true))
        #expect(try resumed.predict() == whole.predict())
        #expect(resumed.history == whole.history)
        #expect(throws: ForetellError.self) {
          try model.fit(table, horizon: 12, seed: 6, options: FitOptions(checkpoint: path, resume: true))
        }
      }
    }
  }

  @Test func gapsAreMasked() throws {
    let table = try Shipped.table("mauna-loa-co2")
    #expect(table.series[0].gaps > 0)
    var model = Self.quick()
    model.windowsPerEpoch = 200
    let forecast = try model.fit(table, horizon: 8, seed: 1).predict()
    #expect(forecast.series[0].point.allSatisfy { $0 > 300 && $0 < 450 })
  }

  @Test func shortSeriesAndConstantSeries() throws {
    let monthly = Frequency(.month)
    let start = Timestamp(year: 2020, month: 1, day: 1)
    let table = try SeriesTable(
      series: [
        Series(
          id: "long", start: start, values: (0..<60).map { 100 + 10 * sin(Double($0) / 2) + Double($0) }),
        Series(id: "short", start: start, values: [5, 6, 7]),
        Series(id: "one", start: start, values: [42]),
        Series(id: "constant", start: start, values: [Double](repeating: 3, count: 40)),
        Series(id: "holes", start: start, values: [1, .nan, .nan, 4, .nan, 6, 7, .nan]),
      ], frequency: monthly)
    let forecast = try Self.quick().fit(table, horizon: 6, seed: 1).predict()
    #expect(forecast.series.map(\.id) == ["long", "short", "one", "constant", "holes"])
    #expect(forecast.series.allSatisfy { $0.point.count == 6 && $0.point.allSatisfy(\.isFinite) })
    #expect(throws: ForetellError.self) {
      try Self.quick().fit(
        try SeriesTable(series: [Series(id: "x", start: start, values: [1])], frequency: monthly), horizon: 2)
    }
  }

  @Test func validationPartsOfAnySize() throws {
    let table = try Shipped.table("air-passengers")
    var model = Self.quick()
    model.validationSize = 4
    let fitted = try model.fit(table, horizon: 12)
    #expect(fitted.history.allSatisfy { $0.validationLoss?.isFinite == true })
    model.validationSize = 143
    #expect(throws: ForetellError.self) { try model.fit(table, horizon: 12) }
  }

  @Test func refusals() throws {
    let table = try Shipped.table("air-passengers")
    for change: (inout RecurrentForecaster) -> Void in [
      { $0.hiddenSize = 0 }, { $0.layers = 0 }, { $0.dropout = 1 }, { $0.learningRate = -1 },
      { $0.inputSize = 0 },
      { $0.trainedLevels = [80, 80] }, { $0.trainedLevels = [] }, { $0.trainedLevels = [100] },
      { $0.trainedLevels = [99.99999999999999] }, { $0.trainedLevels = [1e-300] },
      { $0.batchSize = 0 },
    ] {
      var model = Self.quick()
      change(&model)
      #expect(throws: ForetellError.self) { try model.fit(table, horizon: 3) }
    }
    #expect(throws: ForetellError.self) { try Self.quick().fit(table, horizon: 0) }
    let fitted = try Self.quick().fit(table, horizon: 3)
    #expect(throws: ForetellError.self) { try fitted.predict(horizon: 0) }
    #expect(throws: ForetellError.self) { try fitted.predict(levels: [100]) }
    #expect(throws: ForetellError.self) { try fitted.predict(try Shipped.table("nile")) }
  }

  @Test func divergenceIsAnError() throws {
    var model = Self.quick(.rnnRelu)
    model.learningRate = 1e12
    model.gradientClip = 0
    model.optimizer = .sgd
    model.epochs = 30
    do {
      let forecast = try model.fit(try Shipped.table("air-passengers"), horizon: 6).predict()
      Issue.record("a forecast came out: \(forecast.series[0].point)")
    } catch let error as ForetellError {
      #expect(error.kind == .diverged)
      #expect(error.hint != nil)
    }
  }
}

import Foretell
import Foundation
import Synchronization
import Testing

/// Long work in Swift concurrency: other tasks continue, and cancellation takes effect.
@Suite struct AsynchronousTests {
  /// A fit that would take hours.
  private static var endless: RecurrentForecaster {
    var model = RecurrentForecaster(cell: .gru, hiddenSize: 8)
    model.epochs = 1_000_000_000
    return model
  }

  /// In a process of its own, whose tasks share one thread.
  @Test func fitsDontStarveOtherTasks() throws {
    let tests = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
    let process = Process()
    process.executableURL = tests.deletingLastPathComponent().appending(path: "TaskedFits")
    process.arguments = [Shipped.path("air-passengers")]
    process.environment = ["LIBDISPATCH_COOPERATIVE_POOL_STRICT": "1"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(text == "tick\nfit: interrupted\nfit: interrupted\n")
  }

  @Test func sameBitsAsWithoutAsync() async throws {
    let table = try Shipped.table("air-passengers")
    let model = ForecasterTests.quick()
    let epochs = Mutex<[Int]>([])
    let options = FitOptions(threads: 1, progress: { news in epochs.withLock { $0.append(news.epoch) } })
    let fitted = try await model.fit(table, horizon: 6, seed: 3, options: options)
    #expect(epochs.withLock { $0 } == [1, 2, 3])
    let expected = try Self.blocking { try model.fit(table, horizon: 6, seed: 3) }
    #expect(try await fitted.predict() == Self.blocking { try expected.predict() })
    let forecasts = try await fitted.predict(table, droppingLast: [0, 5], levels: [80])
    #expect(
      try Self.blocking { try expected.predict(table, droppingLast: [0, 5], levels: [80]) } == forecasts)
    let other: any Forecaster = SeasonalNaive()
    let naive = try await other.fit(table, horizon: 6, seed: 1, options: FitOptions())
    #expect(try await naive.predict(nil, horizon: 2, levels: [80]).series[0].point.count == 2)
    let backtest = Backtest(horizon: 6, windows: 2)
    let result = try await backtest.run([("gru", model)], on: table)
    #expect(
      try Self.blocking { try backtest.run([("gru", model)], on: table) }.scores[0].mase
        == result.scores[0].mase)
    let comparison = Comparison(horizon: 6, seeds: 1, windows: 1)
    #expect(try await comparison.run([("gru", model)], on: table).models.count == 2)
  }

  /// In a synchronous function the synchronous variant of a method is called.
  private static func blocking<Value>(_ work: () throws -> Value) rethrows -> Value { try work() }

  @Test func cancellationEndsLongWork() async throws {
    let table = try Shipped.table("air-passengers")
    let model = Self.endless
    let works: [@Sendable (FitOptions) async throws -> Void] = [
      { _ = try await model.fit(table, horizon: 6, options: $0) },
      { _ = try await (model as any Forecaster).fit(table, horizon: 6, seed: 1, options: $0) },
      { _ = try await Backtest(horizon: 6).run([("gru", model)], on: table, options: $0) },
      { _ = try await Comparison(horizon: 6).run([("gru", model)], on: table, options: $0) },
    ]
    for work in works {
      // Cancelled in the middle of the training, however long it takes to get there.
      var asked = 0
      let (questions, report) = AsyncStream.makeStream(of: Void.self)
      let options = FitOptions(
        threads: 1,
        isCancelled: {
          report.yield()
          return false
        })
      let task = Task { try await work(options) }
      for await _ in questions {
        asked += 1
        if asked > 20 { break }
      }
      task.cancel()
      let error = await #expect(throws: ForetellError.self) { try await task.value }
      #expect(error?.kind == .interrupted)
    }
  }

  @Test func cancelledForecastsAndOptions() async throws {
    let table = try Shipped.table("air-passengers")
    let fitted = try await ForecasterTests.quick().fit(table, horizon: 6)
    let task = Task {
      // Cancelled before it starts.
      while !Task.isCancelled { await Task.yield() }
      return try await fitted.predict(table)
    }
    task.cancel()
    let error = await #expect(throws: ForetellError.self) { try await task.value }
    #expect(error?.kind == .interrupted)
    // The caller's own way to stop still counts.
    let model = Self.endless
    let own = await #expect(throws: ForetellError.self) {
      try await model.fit(table, horizon: 6, options: FitOptions(isCancelled: { true }))
    }
    #expect(own?.kind == .interrupted)
  }
}

import ForetellData
import Foundation
import Synchronization
import Testing

@testable import Foretell

/// Several networks in one model.
@Suite struct EnsembleTests {
  private static let table = RecipeRulesTests.table(12, length: 48)

  private static func model(_ networks: Int) -> RecurrentForecaster {
    var model = RecurrentForecaster(hiddenSize: 4, reading: .automatic)
    model.epochs = 2
    model.networkCount = networks
    return model
  }

  @Test func forecastIsTheMeanOfItsNetworks() throws {
    let fitted = try Self.model(3).fit(Self.table, horizon: 6)
    #expect(fitted.networkCount == 3 && fitted.companions.count == 2)
    #expect(fitted.parameterCount == fitted.networks.reduce(0) { $0 + $1.ownParameterCount })
    // Each network has windows of its own length.
    #expect(fitted.networks.map(\.inputSize) == [18, 27, 13])
    let mean = try fitted.predict()
    let single = try fitted.networks.map { network in
      var alone = network
      alone.companions = []
      return try alone.predict()
    }
    for (number, series) in mean.series.enumerated() {
      for step in series.point.indices {
        let points = single.map { $0.series[number].point[step] }
        #expect(abs(series.point[step] - points.reduce(0, +) / 3) < 1e-4 * abs(series.point[step]))
        #expect(Set(points).count == 3)
        #expect(series.lower[1][step] <= series.lower[0][step] && series.lower[0][step] <= series.point[step])
        #expect(series.point[step] <= series.upper[0][step] && series.upper[0][step] <= series.upper[1][step])
      }
    }
    // Forecasts from earlier origins are means too.
    let earlier = try fitted.predict(Self.table, droppingLast: [2])
    let cut = try fitted.predict(Self.table.droppingLast(2))
    #expect(earlier[0].series.map(\.point) == cut.series.map(\.point))
  }

  @Test("same bits at any number of threads", arguments: [2, 3, 8])
  func threads(_ threads: Int) throws {
    let one = try Self.model(3).fit(Self.table, horizon: 6, options: FitOptions(threads: 1)).encoded()
    #expect(
      try Self.model(3).fit(Self.table, horizon: 6, options: FitOptions(threads: threads)).encoded() == one)
  }

  @Test func fileKeepsAllNetworks() throws {
    let fitted = try Self.model(2).fit(Self.table, horizon: 6)
    let bytes = try fitted.encoded()
    let read = try FittedForecaster(decoding: bytes)
    #expect(try read.encoded() == bytes)
    #expect(try read.predict() == fitted.predict())
    // A limit of the forecasts applies to every network.
    let limited = read.with(bounds: ForecastBounds(lower: 80))
    #expect(limited.networks.allSatisfy { $0.bounds.lower == 80 })
    // Without its second network, it is not a whole model.
    var file = try SafetensorsFile(bytes: bytes, file: "x") { _ throws(ForetellError) in }
    file = SafetensorsFile(metadata: file.metadata, tensors: file.tensors.filter { $0.name != "ensemble.2" })
    #expect(throws: ForetellError.self) { try FittedForecaster(decoding: try file.serialized()) }
  }

  @Test func resumedFitHasTheSameBits() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "ensemble-\(UInt64.random(in: 0 ..< .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "m.checkpoint").path
    let whole = try Self.model(2).fit(Self.table, horizon: 6).encoded()
    let epochs = Mutex(0)
    #expect(throws: ForetellError.self) {
      try Self.model(2).fit(
        Self.table, horizon: 6,
        options: FitOptions(
          threads: 1, progress: { _ in epochs.withLock { $0 += 1 } }, checkpoint: path,
          isCancelled: { epochs.withLock { $0 } >= 3 }))
    }
    #expect(FileManager.default.fileExists(atPath: path))
    #expect(FileManager.default.fileExists(atPath: path + ".2"))
    let resumed = try Self.model(2).fit(
      Self.table, horizon: 6, options: FitOptions(checkpoint: path, resume: true))
    #expect(try resumed.encoded() == whole)
  }

  @Test func progressIsThatOfOneNetworkAfterTheOther() throws {
    let seen = Mutex<[Int]>([])
    _ = try Self.model(3).fit(
      Self.table, horizon: 6,
      options: FitOptions(threads: 3, progress: { news in seen.withLock { $0.append(news.epoch) } }))
    #expect(seen.withLock { $0 } == [1, 2, 3, 4, 5, 6])
  }

  @Test func numberOfNetworksIsChecked() {
    for count in [0, 65] {
      #expect(throws: ForetellError.self) { try Self.model(count).fit(Self.table, horizon: 6) }
    }
  }
}

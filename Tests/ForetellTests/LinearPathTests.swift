import ForetellData
import Testing

@testable import Foretell

/// The start of the linear map from windows to forecasts, and which windows are drawn.
@Suite struct LinearPathTests {
  /// Series of which each change is a fixed linear function of the two before it and a little noise.
  static func table(_ lengths: [Int]) -> SeriesTable {
    var state: UInt64 = 88_172_645_463_325_252
    func noise() -> Double {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Double(state >> 11) / 9_007_199_254_740_992 - 0.5
    }
    let start = Timestamp(year: 2001, month: 1, day: 1)
    let series = lengths.enumerated().map { number, length in
      var values = [0.0, 1.0, 2.0]
      for last in 2..<(length - 1) {
        let (change, former) = (values[last] - values[last - 1], values[last - 1] - values[last - 2])
        values.append(values[last] + 0.8 * change - 0.5 * former + noise())
      }
      return Series(id: "s\(number)", start: start, values: values)
    }
    return SeriesTable(
      checked: series, frequency: Frequency(.year), name: "panel", columns: ColumnNames(targets: ["y"]))
  }

  static func model(_ path: LinearPathName) -> RecurrentForecaster {
    var model = RecurrentForecaster(hiddenSize: 4, inputSize: 6, reading: .origins)
    model.origins?.linearPath = path
    model.transform = .none
    model.loss = .squared
    (model.epochs, model.batchSize, model.learningRate) = (1, 8, 1e-9)
    return model
  }

  /// With a learning rate of nearly zero, what is left of a fit is its start.
  @Test func theStartSolvesTheRegression() throws {
    let table = Self.table([300, 200, 260])
    let ends = table.series.map { Array($0.values.suffix(3)) }
    func error(_ path: LinearPathName) throws -> Double {
      let forecast = try Self.model(path).fit(table, horizon: 1).predict(table, horizon: 1)
      var sum = 0.0
      for (series, end) in zip(forecast.series, ends) {
        let expected: Double = end[2] + 0.8 * (end[2] - end[1]) - 0.5 * (end[1] - end[0])
        sum += abs(series.point[0] - expected)
      }
      return sum
    }
    let (ridge, zero) = (try error(.ridge), try error(.zero))
    #expect(ridge < 0.3 * zero, "\(ridge) against \(zero)")
    #expect(abs(try error(.none) - zero) < 1e-4)
  }

  @Test func theStartHasTheSameBitsAtAnyNumberOfThreads() throws {
    let table = Self.table([120, 90, 150])
    let fits = try [1, 3].map {
      try Self.model(.ridge).fit(table, horizon: 3, seed: 1, options: FitOptions(threads: $0)).parameters
    }
    #expect(fits[0] == fits[1])
  }

  @Test func namesAndPropertiesAgree() {
    var reading = OriginsReading()
    #expect(reading.linearPath == .zero)
    for name in LinearPathName.allCases {
      reading.linearPath = name
      #expect(reading.linearPath == name)
      #expect(reading.hasSkip == (name != .none) && reading.startsFromRidge == (name == .ridge))
    }
  }

  @Test func windowsOfASeriesAreNumberedInARow() throws {
    let sampler = try Self.model(.zero).design.prepared(Self.table([40, 30, 50]), horizon: 2).sampler
    let ranges = sampler.training.ranges
    #expect(
      ranges.count == 3 && ranges.first?.lowerBound == 0 && ranges.last?.upperBound == sampler.training.count)
    for (number, range) in ranges.enumerated() {
      #expect(range.allSatisfy { sampler.training[$0].series == number })
      #expect(range.count == sampler.training.count(ofSeries: number))
    }
  }

  @Test func samplingChangesWhatIsLearnt() throws {
    let table = Self.table([400, 40, 40])
    var model = Self.model(.zero)
    model.learningRate = 1e-2
    let windows = try model.fit(table, horizon: 2).parameters
    model.sampling = .series
    #expect(try model.fit(table, horizon: 2).parameters != windows)
  }
}

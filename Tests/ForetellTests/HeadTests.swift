import ForetellCore
import ForetellData
import ForetellTestSupport
import Testing

@testable import Foretell

/// What holds for every head of a network.
@Suite struct HeadTests {
  @Test(arguments: LossName.allCases) func distancesAscendAroundTheCenter(_ loss: LossName) {
    let head = loss.head(levels: [50, 90])
    let middle = head.deviates.count / 2
    #expect(head.deviates[middle] == 0)
    #expect(zip(head.deviates, head.deviates.dropFirst()).allSatisfy(<))
    #expect(head.levels.count == middle)
    for (level, deviate) in zip(head.levels, head.deviates[(middle + 1)...]) {
      #expect(abs(StandardNormal.quantile(0.5 + level / 200) - deviate) < 1e-9)
    }
    // A row in which numbers ascend and are positive is one that each head can put out.
    let row = (1...head.width).map { 0.3 * Double($0) }[...]
    let offsets = head.offsets(row, unit: 2, deviation: 0.7)
    #expect(offsets.count == head.deviates.count && offsets[middle] == 0)
    #expect(zip(offsets, offsets.dropFirst()).allSatisfy(<))
    #expect(throws: ForetellError.self) { try loss.head(levels: [120]).check() }
  }

  @Test func gaussianQuantilesAreThoseOfSamples() {
    let head = LossName.gaussian.head(levels: [80])
    let row = [1.5, 0.4][...]
    let unit = 3.0
    let offsets = head.offsets(row, unit: unit, deviation: 1)
    var random = RandomStream(seed: 8, purpose: .synthetic)
    let samples = (0..<40_000).map { _ in unit * (row[0] + row[1] * random.normal()) }
    // Φ(−2), Φ(−1), Φ(0), Φ(1), Φ(2).
    let shares = [0.022750131948, 0.158655253931, 0.5, 0.841344746069, 0.977249868052]
    for (offset, share) in zip(offsets, shares) {
      let below = samples.count { $0 < unit * head.center(row) + offset }
      #expect(abs(Double(below) / 40_000 - share) < 0.008)
    }
  }

  @Test func gaussianIntervalsCoverWhiteNoise() throws {
    var random = RandomStream(seed: 3, purpose: .synthetic)
    let values = (0..<600).map { _ in 50 + 4 * random.normal() }
    let series = try SeriesTable(
      series: [Series(id: "A", start: Timestamp(0), values: values)],
      frequency: Frequency(.step))
    var model = RecurrentForecaster(cell: .rnn, hiddenSize: 4, inputSize: 24)
    model.loss = .gaussian
    model.transform = .none
    // The best forecast is then nearly zero in scaled units, so that intervals depend on the deviation alone.
    model.scaling = .standard
    let fitted = try model.fit(series, horizon: 5, seed: 2, options: FitOptions(threads: 1))
    let forecast = try fitted.predict(horizon: 5, levels: [50, 80, 95]).series[0]
    for (number, deviate) in [0.6745, 1.2816, 1.96].enumerated() {
      for step in 0..<5 {
        let half = (forecast.upper[number][step] - forecast.lower[number][step]) / 2
        #expect(abs(half / (4 * deviate) - 1) < 0.2)
      }
    }
    #expect(forecast.point.allSatisfy { abs($0 - 50) < 2 })
    let again = try FittedForecaster(decoding: fitted.encoded())
    #expect(try again.predict(horizon: 9, levels: [80]) == fitted.predict(horizon: 9, levels: [80]))
    let parallel = try model.fit(series, horizon: 5, seed: 2, options: FitOptions(threads: 2))
    #expect(try parallel.encoded() == fitted.encoded())
  }
}

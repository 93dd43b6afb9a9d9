import Foundation
import Testing

@testable import Foretell

/// What a comparison calls one observation, and what it says in words; results are invented.
@Suite struct ComparisonVerdictTests {
  @Test(
    "units follow from the shape alone",
    arguments: [
      // series, windows, step, horizon → by series?, units, windows in one
      ([1, 5, 12, 12], false, 5, 1), ([1, 8, 6, 12], false, 4, 2), ([1, 7, 5, 12], false, 2, 3),
      ([1, 2, 1, 12], false, 1, 2), ([24, 2, 12, 12], true, 24, 2), ([3, 5, 12, 12], false, 5, 1),
      ([5, 5, 12, 12], true, 5, 5), ([3, 8, 4, 12], true, 3, 8), ([1, 3, 20, 12], false, 3, 1),
    ])
  func units(shape: [Int], bySeries: Bool, count: Int, together: Int) {
    let units = ComparisonOutcome.Units(
      series: shape[0], windows: shape[1], stepSize: shape[2], horizon: shape[3])
    #expect((units.kind == .series) == bySeries)
    #expect(units.count == count && units.windowsPerUnit == together)
  }

  @Test func leftOverWindowsBelongToTheFirstUnit() {
    let units = ComparisonOutcome.Units(series: 1, windows: 7, stepSize: 5, horizon: 12)
    #expect((0..<7).map { units.unit(ofWindow: $0, of: 7) } == [0, 0, 0, 0, 1, 1, 1])
  }

  /// One series of scale 1, one step ahead: errors by model, window and seed.
  private func result(_ errors: KeyValuePairs<String, [[Double]]>) -> ComparisonOutcome {
    let windows = errors.first?.value.count ?? 0
    let seeds = errors.map { $0.value.first?.count ?? 0 }.max() ?? 0
    var runs: [ComparisonOutcome.Run] = []
    var models: [ComparisonOutcome.Model] = []
    for (label, values) in errors {
      let isNetwork = !label.contains("naive")
      for (window, row) in values.enumerated() {
        for (seed, error) in row.enumerated() {
          let stamp = Timestamp(Int64(window))
          runs.append(
            ComparisonOutcome.Run(
              model: label, seed: isNetwork ? UInt64(seed) : nil, window: window, trainingLosses: [],
              validationLosses: [], bestEpoch: nil,
              forecasts: [
                BacktestResult.Window(
                  model: label, window: window, cutoff: stamp, actual: [0],
                  forecast: SeriesForecast(id: "y", stamps: [stamp], point: [error], lower: [], upper: []),
                  scale: 1)
              ], fitSeconds: 0, predictSeconds: 0))
        }
      }
      let scores = (0..<(values.first?.count ?? 0)).map { seed in
        let mean = values.reduce(0) { $0 + $1[seed] } / Double(windows)
        return BacktestResult.ModelScore(
          model: label, name: label, mae: mean, rmse: nil, smape: nil, mase: mean, rmsse: nil, skill: nil,
          coverage: [:], msis: [:], smapePerWindow: [],
          timing: BacktestResult.Timing(fitSeconds: 0, predictSeconds: 0))
      }
      models.append(
        ComparisonOutcome.Model(
          label: label, name: label, hiddenSize: isNetwork ? 8 : nil, parameterCount: 0, epochs: nil,
          multiplyAdds: nil, seedScores: scores, memories: []))
    }
    return ComparisonOutcome(
      Comparison(horizon: 1, seeds: seeds, windows: windows), seasonLength: 1,
      seeds: (0..<UInt64(seeds)).map { $0 }, series: 1, skippedSeries: 0, models: models, runs: runs)
  }

  private func constant(_ value: Double, _ windows: Int, _ seeds: Int = 1) -> [[Double]] {
    (0..<windows).map { window in
      Array(repeating: value + Double(window) / 500, count: seeds)
    }
  }

  @Test func clearWinner() {
    let found = result([
      "lstm": constant(0.5, 10, 2), "rnn": constant(0.8, 10, 2), "seasonal-naive": constant(1, 10),
    ])
    #expect(found.ranking.map(\.label) == ["lstm", "rnn", "seasonal-naive"])
    #expect(
      found.verdict == [
        "use lstm: its MASE of 0.509 is the lowest, 50 % below the 1.009 of seasonal-naive",
        "the error of lstm is the smaller in 10 of 10 windows against seasonal-naive and 10 of 10 against rnn",
        "the lead of lstm over rnn (p = 0.006) and seasonal-naive (p = 0.006) is significant",
      ])
    #expect(found.pairs.allSatisfy { $0.test.pValue == 2 / 1024.0 && $0.isSignificant })
  }

  @Test func seasonalNaiveWins() {
    let found = result(["lstm": constant(0.9, 10), "seasonal-naive": constant(0.5, 10)])
    #expect(
      found.verdict.first
        == "use seasonal-naive: no network reaches its MASE of 0.509; the nearest, lstm, has 0.909")
    #expect(found.verdict[2] == "the lead of seasonal-naive over lstm (p = 0.002) is significant")
  }

  @Test func fewWindowsCannotDecide() {
    let found = result(["lstm": constant(0.1, 5), "seasonal-naive": constant(5, 5)])
    #expect(found.smallestPValue == 0.0625 && found.fewestUnits == 6)
    #expect(
      found.verdict[2]
        == "with 5 windows no difference can be significant, however large: the smallest p-value that 1 pair can "
        + "reach is 0.062; it takes at least 6 windows")
    let four = result([
      "a": constant(1, 7), "b": constant(2, 7), "c": constant(3, 7), "seasonal-naive": constant(4, 7),
    ])
    #expect(four.fewestUnits == 8 && four.smallestPValue == 6.0 / 64)
  }

  @Test func closeNetworksAndLuck() {
    let lstm = (0..<10).map { window in [0.5, 0.6 + Double(window % 3) / 50] }
    let gru = lstm.enumerated().map { window, row in row.map { $0 + (window % 2 == 0 ? 0.03 : -0.02) } }
    let found = result(["gru": gru, "lstm": lstm, "seasonal-naive": constant(1, 10)])
    #expect(found.best?.label == "lstm")
    #expect(found.verdict[2].hasPrefix("the lead of lstm over seasonal-naive (p = 0.006) is significant; "))
    #expect(found.verdict[2].contains("the lead over gru (p = ") && found.verdict[2].hasSuffix(") isn't"))
    #expect(
      found.verdict[3].hasPrefix("the seed alone moves lstm between 0.500 and 0.618, which is more than"))
    let pair = found.pair("lstm", "gru")
    let turned = found.pair("gru", "lstm")
    #expect(pair?.difference == turned.map { -$0.difference } && pair?.wins == turned?.losses)
    #expect(pair?.adjustedPValue == turned?.adjustedPValue)
  }

  @Test func luckyWindowsDontBeatTheSimpleMethod() {
    let lstm = (0..<10).map { [$0 < 3 ? 0.1 : 1.05 + Double($0) / 500] }
    let found = result(["lstm": lstm, "seasonal-naive": constant(1, 10)])
    #expect(found.best?.label == "lstm" && found.recommended?.label == "seasonal-naive")
    #expect(
      found.verdict[0]
        == "use seasonal-naive, which needs no training: the MASE of 0.773 of lstm is 23 % below its 1.009, but not "
        + "in more than half of 10 windows")
    #expect(found.verdict[1] == "the error of lstm is the smaller in 3 of 10 windows against seasonal-naive")
  }

  /// Seeds are averaged before the test: a model with five seeds has no more observations than one with a single one.
  @Test func seedsAreNotObservations() {
    let found = result(["lstm": constant(0.5, 6, 5), "seasonal-naive": constant(1, 6)])
    #expect(found.pairs.first?.test.count == 6)
    #expect(found.seedDeviation(of: found.models[0]) == 0 && found.seedDeviation(of: found.models[1]) == nil)
  }

  @Test func equalModelsAreCalledEqual() {
    let same = result([
      "rnn": constant(0.5, 8), "lstm": constant(0.5, 8), Comparison.reference: constant(1, 8),
    ])
    #expect(
      same.verdict == [
        "use rnn: rnn and lstm are equal, with the same error in all 8 windows, a MASE of 0.507",
        "the error of rnn is the smaller in 8 of 8 windows against seasonal-naive",
        "the lead of rnn over seasonal-naive (p = 0.023) is significant",
      ])
    let naive = result(["lstm": constant(1, 8), Comparison.reference: constant(1, 8)])
    #expect(naive.recommended?.label == Comparison.reference)
    #expect(
      naive.verdict == [
        "use seasonal-naive, which needs no training: lstm and seasonal-naive are equal, with the same error in all "
          + "8 windows, a MASE of 1.007"
      ])
    let plain = result(["naive": constant(1, 8), Comparison.reference: constant(1, 8)])
    #expect(
      plain.verdict[0].hasPrefix("use seasonal-naive, which needs no training: naive and seasonal-naive"))
  }

  @Test func whatNoFigureShowsIsNoLead() {
    let close = (0..<8).map { [1 + ($0 < 5 ? -1e-6 : 1e-6)] }
    let found = result(["lstm": close, Comparison.reference: constant(1, 8).map { _ in [1] }])
    #expect(found.best?.label == "lstm" && found.recommended?.label == Comparison.reference)
    #expect(
      found.verdict[0]
        == "use seasonal-naive, which needs no training: the MASE of 1.000 of lstm equals its 1.000 to the digits shown"
    )
  }

  @Test func ties() {
    let lstm = (0..<8).map { [$0 < 2 ? 1 : 0.5] }
    let found = result(["lstm": lstm, Comparison.reference: (0..<8).map { _ in [1] }])
    #expect(
      found.verdict[1]
        == "the error of lstm is the smaller in 6 of 8 windows against seasonal-naive (equal in 2)")
  }

  @Test(
    "windows until a difference can be significant, as far as there is room",
    arguments: [
      // points, series, horizon, step, models → needed, windows, horizon with room
      ([144, 1, 12, 12, 3], 8, 8, 0), ([144, 1, 12, 12, 1], 6, 6, 0), ([144, 1, 12, 4, 3], 24, 24, 0),
      ([60, 1, 12, 12, 3], 8, 2, 4), ([144, 30, 12, 12, 3], 1, 5, 0), ([144, 3, 12, 12, 3], 8, 8, 0),
      ([20, 1, 12, 12, 3], 8, 1, 0),
    ])
  func sufficientWindows(shape: [Int], needed: Int, windows: Int, horizon: Int) throws {
    let values = (0..<shape[0]).map { Double($0 % 12) }
    let start = Timestamp(0)
    let table = try SeriesTable(
      series: (0..<shape[1]).map { Series(id: "\($0)", start: start, values: values) },
      frequency: Frequency(.month))
    let comparison = Comparison(horizon: shape[2], stepSize: shape[3])
    let enough = comparison.sufficientWindows(for: (0..<shape[4]).map { "\($0)" }, on: table)
    #expect(enough.models == shape[4] + 1 && enough.needed == needed && enough.windows == windows)
    #expect(enough.horizon ?? 0 == horizon)
  }

  @Test func smallNumbersKeepTheirDigits() {
    #expect(ComparisonOutcome.figure(0.00000012) == "1.2e-07" && ComparisonOutcome.figure(0.0042) == "0.0042")
    #expect(ComparisonOutcome.figure(0.0123) == "0.012" && ComparisonOutcome.figure(12345.6) == "12346")
    let close = result([
      "lstm": [[0.998], [0.998], [0.998]], Comparison.reference: [[1], [1], [1]],
    ])
    #expect(close.verdict.first?.contains("is the lowest, less than 1 % below the 1.000") == true)
  }
}

import Foundation

@testable import ForetellReport

/// Invented data that look like real ones.
enum SamplePictures {
  static func months(from year: Int, count: Int) -> [String] {
    (0..<count).map { index in
      let month = index % 12 + 1
      return "\(year + index / 12)-\(month < 10 ? "0" : "")\(month)"
    }
  }

  /// A small generator of numbers in 0..<1, the same everywhere.
  struct Noise {
    var state: UInt64
    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
    mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + next() } }
  }

  static func seasonal(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var noise = Noise(state: seed)
    return (0..<count).map { step in
      let t = Double(step)
      return (110 + 2.6 * t) * (1 + 0.18 * sin(t / 12 * 2 * .pi)) + 9 * noise.normal()
    }
  }

  static var airline: ForecastPicture {
    let all = seasonal(156)
    let point = Array(all[144...]).map { $0 * 0.98 + 3 }
    func interval(_ level: Double, _ half: Double) -> ForecastPicture.Interval {
      .init(
        level: level, lower: point.enumerated().map { $1 - half * (1 + 0.12 * Double($0)) },
        upper: point.enumerated().map { $1 + half * (1 + 0.12 * Double($0)) })
    }
    return ForecastPicture(
      series: "air passengers", model: "LSTM", quantity: "passengers in thousands",
      stamps: months(from: 1949, count: 156), history: Array(all[..<144]), point: point,
      intervals: [interval(50, 9), interval(80, 20), interval(95, 33)], actuals: Array(all[144...]),
      source: "air-passengers.csv, 144 months", shownHistory: 144)
  }

  static var gappy: ForecastPicture {
    var all = seasonal(60, seed: 4)
    for index in [5, 6, 7, 20, 22, 40] { all[index] = .nan }
    return ForecastPicture(
      series: "a <gappy> & \"quoted\" series", model: "GRU", quantity: "kW",
      stamps: (0..<61).map {
        "2024-01-\($0 / 24 + 1 < 10 ? "0" : "")\($0 / 24 + 1)T\($0 % 24 < 10 ? "0" : "")\($0 % 24):00"
      },
      history: all.map { $0 * 1e7 }, point: [all[59] * 1e7],
      intervals: [.init(level: 80, lower: [all[59] * 0.8e7], upper: [all[59] * 1.2e7])])
  }

  static var panel: [ForecastPicture] {
    (0..<8).map { index in
      let all = seasonal(72, seed: UInt64(index + 7)).map { $0 * pow(10, Double(index % 4)) }
      let point = Array(all[60...])
      return ForecastPicture(
        series: "store \(index + 1)", model: "LSTM", stamps: months(from: 2019, count: 72),
        history: Array(all[..<60]), point: point,
        intervals: [.init(level: 80, lower: point.map { $0 * 0.9 }, upper: point.map { $0 * 1.1 })])
    }
  }

  static var backtest: Chart {
    let all = seasonal(144)
    let forecasts = [108, 120, 132].flatMap { first in
      [
        BacktestForecast(
          model: "LSTM", firstStep: first, values: (0..<12).map { all[first + $0] * 0.97 + 4 }),
        BacktestForecast(model: "RNN", firstStep: first, values: (0..<12).map { all[first + $0] * 0.9 }),
        BacktestForecast(
          model: "SeasonalNaive", firstStep: first, values: (0..<12).map { all[first + $0 - 12] }),
      ]
    }
    return .backtest(
      series: "air passengers", quantity: "passengers in thousands", stamps: months(from: 1949, count: 144),
      actual: all, forecasts: forecasts)
  }

  static var residuals: ChartGrid {
    var noise = Noise(state: 3)
    let values = (0..<120).map { $0 == 17 ? .nan : 8 * noise.normal() + 5 * sin(Double($0) / 6 * .pi) }
    return .residuals(
      values, stamps: months(from: 1951, count: 120), quantity: "thousands", model: "LSTM", seasonLength: 12)
  }

  static var profiles: [GradientProfile] {
    func norms(_ rate: Double) -> [Double] { (0..<60).map { 0.3 * pow(rate, Double($0)) } }
    var broken = norms(0.2)
    broken[3] = .infinity
    return [
      GradientProfile(
        name: "RNN", norms: norms(0.62), lower: norms(0.55), upper: norms(0.67), effectiveMemory: 10),
      GradientProfile(
        name: "LSTM", norms: norms(0.95), lower: norms(0.93), upper: norms(0.97), effectiveMemory: 60),
      GradientProfile(name: "ReLU", norms: broken, effectiveMemory: 3),
    ]
  }

  static var histories: [GradientHistory] {
    func history(_ name: String, _ rate: Double) -> GradientHistory {
      var epochs: [[Double]] = []
      for epoch in 0..<80 {
        let base = rate - 0.1 / (1 + Double(epoch) / 9)
        var norms = (0..<48).map { 0.1 * pow(base, Double($0)) }
        if epoch == 20 { for lag in 31..<48 { norms[lag] = .nan } }
        epochs.append(norms)
      }
      return GradientHistory(name: name, epochs: epochs)
    }
    return [history("RNN", 0.7), history("LSTM", 1.0)]
  }

  static var horizon: Chart {
    .errorByHorizon(
      [
        NamedValues("LSTM", (0..<12).map { 8 + 0.9 * Double($0) }),
        NamedValues("SeasonalNaive", (0..<12).map { 21 + 0.2 * Double($0 % 5) }),
      ], metric: "mean absolute error")
  }

  static var coverage: Chart {
    .coverage(
      levels: [50, 80, 95], models: [NamedValues("LSTM", [44, 76, 93]), NamedValues("GRU", [58, 85, 97])])
  }

  static var scores: Chart {
    .scores(
      [
        NamedValues("LSTM", [0.71, 0.74, 0.69, 0.8, 0.73]),
        NamedValues("GRU", [0.75, 0.7, 0.72, 0.77, 0.71]),
        NamedValues("RNN", [0.93, 1.1, 0.88, 0.97, 1.02]),
      ], metric: "MASE", reference: NamedValues("seasonal naive", [1.04]))
  }

  static var learning: Chart {
    let epochs = (1...60).map(Double.init)
    return .learningCurve(
      training: epochs.map { 2 / $0 + 0.05 }, validation: epochs.map { 2.1 / $0 + 0.08 + 0.0001 * $0 * $0 },
      chosenEpoch: 21, loss: "quantile loss", model: "LSTM", isLogarithmic: false)
  }

  static var learningLogarithmic: Chart {
    let epochs = (1...60).map(Double.init)
    return .learningCurve(
      training: epochs.map { 2000 / ($0 * $0 * $0) + 0.05 },
      validation: epochs.map { 2100 / ($0 * $0) + 0.08 },
      chosenEpoch: 60, model: "GRU")
  }

  static var long: Chart {
    let values = seasonal(20_000)
    return Chart(
      title: "Twenty thousand points", horizontal: Axis(title: "step"),
      layers: [.line(LineLayer(x: values.indices.map(Double.init), y: values))])
  }

  static var all: [(String, Picture)] {
    var result: [(String, Picture)] = []
    result.append(("forecast", .chart(.forecast(airline))))
    result.append(("gappy", .chart(.forecast(gappy))))
    result.append(("panel", .grid(.forecasts(panel, title: "Forecasts of eight stores"))))
    result.append(("empty", .chart(Chart(title: "Nothing to see"))))
    result.append(("backtest", .chart(backtest)))
    result.append(("residuals", .grid(residuals)))
    result.append(("horizon", .chart(horizon)))
    result.append(("coverage", .chart(coverage)))
    result.append(("scores", .chart(scores)))
    result.append(("learning", .chart(learning)))
    result.append(("learning-log", .chart(learningLogarithmic)))
    result.append(("gradients", .chart(.gradientByLag(profiles, seasonLengths: [12, 24]))))
    result.append(("heat", .grid(.gradientHeatMaps(histories))))
    result.append(("long", .chart(long)))
    return result
  }

  static var report: Report {
    Report(
      title: "LSTM against RNN on <air passengers> & more",
      verdict: "Use the LSTM: its error is 29 % below seasonal naive's in all five seeds; the RNN's isn't.",
      facts: [
        .init("file", "air-passengers.csv"), .init("series", "1"), .init("horizon", "12 months"),
        .init("seeds", "5"), .init("windows", "5"),
      ],
      sections: [
        .init(
          "Which model",
          blocks: [
            .table(
              DataTable(
                caption: "Scores over 25 runs",
                columns: [
                  .init("model", isNumeric: false), .init("MASE"), .init("sMAPE"), .init("RMSE"),
                  .init("skill"),
                  .init("parameters"), .init("seconds"), .init("effective memory"),
                ],
                rows: [
                  ["LSTM", "0.73", "3.9", "17.2", "0.29", "17,665", "8.1", "48"],
                  ["RNN", "0.97", "5.8", "25.1", "0.07", "17,540", "3.2", "10"],
                  ["SeasonalNaive", "1.04", "6.3", "27.0", "0.00", "0", "0.0", ""],
                ])), .picture(.chart(scores)), .picture(.chart(backtest)), .picture(.chart(horizon)),
          ]),
        .init("The forecast", blocks: [.picture(.chart(.forecast(airline))), .picture(.chart(coverage))]),
        .init("Residuals", blocks: [.picture(.grid(residuals))]),
        .init(
          "Why",
          blocks: [
            .text(
              "The gradient that reaches lag 24 is 1e-5 of that at lag 0: this RNN can't learn the yearly season."
            ),
            .picture(.chart(.gradientByLag(profiles, seasonLengths: [12, 24]))),
            .picture(.grid(.gradientHeatMaps(histories))), .picture(.chart(learning)),
            .picture(.grid(.forecasts(panel, title: "Forecasts of eight stores"))), .picture(.chart(long)),
          ]),
        .init(
          "How to repeat this",
          blocks: [
            .code("foretell compare air-passengers.csv --models rnn,lstm --seeds 5 --horizon 12 --windows 5")
          ]),
      ], footer: "Written by Foretell.")
  }
}

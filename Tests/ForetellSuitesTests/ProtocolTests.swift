import Foretell
import Synchronization
import Testing

@testable import ForetellSuites

/// The protocols, on small tables whose scores are computed once more here.
@Suite struct ProtocolTests {
  private let folder: SuiteFolder

  init() throws { folder = try SuiteFolder() }

  /// A row of M3's format.
  private static func row(_ id: String, _ train: [Double], _ test: [Double]) -> String {
    func text(_ values: [Double]) -> String { values.map { "\($0)" }.joined(separator: " ") }
    return "\(id),\(id),X,1,1,1,\(train.count),\(test.count),\(text(train)),\(text(test))\n"
  }

  private static let heading = "id,name,category,frequency,start_year,start_period,n,h,train,test\n"
  private static let first = (
    train: [1.0, 3, 2, 5, 4, 6, 8, 7, 9, 12], test: [10.0, 11, 9, 12, 13, 11, 10, 14]
  )
  private static let second = (train: [5.0, 4, 6, 5], test: [4.0, 5, 6, 5, 4, 5, 6, 5])

  private func writeOther() throws {
    try folder.write(
      "m3/m3_other.csv",
      Self.heading + Self.row("A", Self.first.train, Self.first.test)
        + Self.row("B", Self.second.train, Self.second.test))
  }

  @Test func competitionScoresAreAveragesOverSeries() throws {
    try writeOther()
    let suite = try #require(Suite.named("m3-other"))
    let result = try SuiteRun(suite, folder: folder.path).run([("naive", Naive())])
    let table = try #require(result.tables.first)
    #expect(result.total == nil && table.series == 2 && table.horizon == 8 && table.measures[0] == .smape)
    func smape(_ part: (train: [Double], test: [Double])) -> Double {
      let last = part.train[part.train.count - 1]
      return part.test.reduce(0) { $0 + 200 * abs($1 - last) / ($1 + last) } / 8
    }
    func mase(_ part: (train: [Double], test: [Double])) -> Double {
      let last = part.train[part.train.count - 1]
      let steps = zip(part.train, part.train.dropFirst()).map { abs($0 - $1) }
      let scale = steps.reduce(0, +) / Double(steps.count)
      return part.test.reduce(0) { $0 + abs($1 - last) } / 8 / scale
    }
    let expected = (smape(Self.first) + smape(Self.second)) / 2
    for name in ["Naive2", "Naive", "naive"] {
      let row = try #require(table.rows.first { $0.name == name })
      #expect(abs((row.mean(.smape) ?? 0) - expected) < 1e-12)
      #expect(abs((row.mean(.mase) ?? 0) - (mase(Self.first) + mase(Self.second)) / 2) < 1e-12)
      #expect(row.mean(.owa) == 1 && row.deviation(.owa) == nil)
    }
    let model = try #require(table.rows.first { $0.kind == .model })
    #expect(model.usage != nil && model.mean(.coverage80) != nil && model.mean(.wql) != nil)
    #expect(table.rows.contains { $0.name == "Theta" })
  }

  @Test func validationHoldsOutTheEndOfTraining() throws {
    try writeOther()
    let result = try Suite.read("m3-other", folder.path, part: .validation)
    let table = try #require(result.tables.first)
    #expect(table.series == 1 && result.remarks == ["m3-other: 1 series are too short to hold out 8 values"])
    // The history is 1, 3.
    let expected = Self.first.train[2...].reduce(0) { $0 + 200 * abs($1 - 3) / ($1 + 3) } / 8
    #expect(abs((table.rows[0].mean(.smape) ?? 0) - expected) < 1e-12)
    #expect(!table.rows.contains { $0.name == "Theta" })
  }

  @Test func m4SetsNegativeForecastsToZero() throws {
    try folder.write("m4/Weekly-train.csv", "V1,V2,V3,V4\nW1,3,-2,-4\n")
    try folder.write(
      "m4/Weekly-test.csv", "V\nW1" + String(repeating: ",1", count: 13) + "\n")
    let row = try #require(try Suite.read("m4-weekly", folder.path).tables.first?.rows.first)
    #expect(row.mean(.smape) == 200 && row.mean(.mase) == 1 / 3.5)
  }

  @Test func totalsWeighForecastsAlike() throws {
    try writeOther()
    for (kind, horizon) in [("yearly", 6), ("quarterly", 8), ("monthly", 18)] {
      let train = (0..<60).map { 10 + Double($0 * 7 % 5) }
      try folder.write(
        "m3/m3_\(kind).csv",
        Self.heading + Self.row("S", train, (0..<horizon).map { 12 + Double($0 * 3 % 4) }))
    }
    let result = try Suite.read("m3", folder.path)
    let total = try #require(result.total)
    for name in ["Naive2", "Naive", "sNaive"] {
      var (sum, count) = (0.0, 0.0)
      for table in result.tables {
        let weight = Double(table.series * (table.horizon ?? 0))
        let row = table.rows.first { $0.name == name && $0.kind == .reference } ?? table.rows[1]
        sum += weight * (row.mean(.smape) ?? 0)
        count += weight
      }
      #expect(count == 6 + 8 + 18 + 16)
      let row = try #require(total.rows.first { $0.name == name })
      #expect(abs((row.mean(.smape) ?? 0) - sum / count) < 1e-12)
    }
  }

  @Test func seedsGiveMeanAndSpread() throws {
    try writeOther()
    let suite = try #require(Suite.named("m3-other"))
    var network = RecurrentForecaster(cell: .gru, hiddenSize: 2)
    network.epochs = 1
    let result = try SuiteRun(suite, folder: folder.path, seeds: 3).run([
      ("gru", network), ("naive", Naive()),
    ])
    let rows = try #require(result.tables.first?.rows)
    let row = try #require(rows.first { $0.name == "gru" })
    let values = try #require(row.values[.smape])
    let mean = values.reduce(0, +) / 3
    #expect(values.count == 3 && Set(values).count > 1 && row.mean(.smape) == mean)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2
    #expect(abs((row.deviation(.smape) ?? 0) - variance.squareRoot()) < 1e-12)
    #expect(rows.first { $0.name == "naive" }?.values[.smape]?.count == 1)
  }

  // MARK: Long horizons

  /// Two channels of 200 rows: 140 to learn from, 20 of validation, 40 of test.
  private static let channels = (0..<200).map { row -> [Double] in
    [Double(row * row % 17) - 3, 100 + Double(row * 5 % 23) * 4]
  }

  private func writeIllness() throws {
    let rows = Self.channels.map { "2002-01-01,\($0[0]),\($0[1])\n" }
    try folder.write("illness/national_illness.csv", "date,A,B\n" + rows.joined())
  }

  @Test(arguments: [(SuitePart.test, 1), (.test, 5), (.validation, 1)])
  func repeatedValuesAreScoredOnEveryWindow(_ part: SuitePart, _ stride: Int) throws {
    try writeIllness()
    var task = LongHorizonTask.illness
    task.horizons = [12, 16]
    let run = try LongHorizonRun(
      task, part: part, horizons: [12], stride: stride, folder: try DataFolder(folder.path))
    let work = SuiteWork(seed: 1, seeds: 1, part: part, options: FitOptions(), progress: nil)
    let table = try #require(try run.run([("naive", Naive())], work).first)
    let rows = part == .test ? 160..<200 : 140..<160
    var (squares, sizes, count, windows) = (0.0, 0.0, 0.0, 0)
    for channel in 0..<2 {
      let train = Self.channels[..<140].map { $0[channel] }
      let mean = train.reduce(0, +) / 140
      let deviation = (train.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 140).squareRoot()
      let scaled = Self.channels.map { ($0[channel] - mean) / deviation }
      for origin in Swift.stride(from: rows.lowerBound, through: rows.upperBound - 12, by: stride) {
        windows += 1
        for step in 0..<12 {
          let error = scaled[origin + step] - scaled[origin - 1]
          squares += error * error
          sizes += abs(error)
          count += 1
        }
      }
    }
    #expect(table.windows == windows / 2 && table.series == 2)
    for row in table.rows.prefix(2) {
      #expect(abs((row.mean(.mse) ?? 0) - squares / count) < 1e-12, "\(row.name)")
      #expect(abs((row.mean(.mae) ?? 0) - sizes / count) < 1e-12, "\(row.name)")
    }
    #expect(run.remarks.count == (stride > 1 ? 1 : 0))
  }

  @Test func horizonsThatDoNotFitAreTold() throws {
    try writeIllness()
    let suite = try #require(Suite.named("illness"))
    let result = try SuiteRun(suite, folder: folder.path).run([])
    #expect(result.tables.map(\.horizon) == [24, 36])
    #expect(result.remarks == ["illness: the test part of 40 rows is shorter than some horizons"])
    let total = try #require(result.total)
    let means = result.tables.compactMap { $0.rows[0].mean(.mse) }
    #expect(total.rows.count == 1 && total.rows[0].mean(.mse) == (means[0] + means[1]) / 2)
    #expect(result.tables[0].rows.contains { $0.name == "NLinear, L 104" })
    let one = try SuiteRun(suite, folder: folder.path, horizons: [36]).run([])
    #expect(one.tables.map(\.horizon) == [36] && one.total == nil)
    #expect(one.tables[0].rows[0].mean(.mse) == means[1])
  }

  @Test func manyOriginsAreForecastAsOneByOne() throws {
    let values = (0..<80).map { Double($0 * 7 % 11) + Double($0) / 10 }
    let start = Timestamp(year: 2020, month: 1, day: 1)
    let table = try SeriesTable(
      series: [Series(id: "a", start: start, values: values)], frequency: Frequency(.day))
    var network = RecurrentForecaster(cell: .gru, hiddenSize: 2)
    network.epochs = 1
    let models: [any FittedModel] = [
      Drift().fit(table, horizon: 3), try network.fit(table, horizon: 3),
    ]
    for model in models {
      let many = try model.predict(table, droppingLast: [9, 0, 4], horizon: 3, levels: [])
      for (count, forecast) in zip([9, 0, 4], many) {
        let one = try model.predict(table.droppingLast(count), horizon: 3, levels: [])
        #expect(forecast.series.map { $0.point } == one.series.map { $0.point }, "\(model.name), \(count)")
      }
    }
  }

  @Test func aRunCanBeInterrupted() throws {
    try writeIllness()
    let suite = try #require(Suite.named("illness"))
    let calls = Atomic(0)
    let error = SuiteFolder.error {
      _ = try SuiteRun(suite, folder: folder.path).run([("drift", Drift())]) { _ in
        calls.add(1, ordering: .relaxed)
      }
    }
    #expect(error == nil && calls.load(ordering: .relaxed) > 4)
    let stopped = try #require(
      SuiteFolder.error {
        _ = try SuiteRun(suite, folder: folder.path).run(
          [("drift", Drift())], options: FitOptions(isCancelled: { true }))
      })
    #expect(stopped.kind == .interrupted)
  }
}

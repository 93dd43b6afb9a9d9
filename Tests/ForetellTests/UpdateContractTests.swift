import Foundation
import Testing

@testable import Foretell
@testable import ForetellData

/// A model that went on with new rows forecasts the same bits as one that reads the whole history.
@Suite struct UpdateContractTests {
  typealias Contract = ForecastContractTests

  /// The last `count` steps of every series, with their stamps.
  static func rows(_ table: SeriesTable, last count: Int) -> SeriesTable {
    table.with(
      table.series.enumerated().map { number, one in
        let first = max(one.values.count - count, 0)
        return one.part(first..<one.values.count, start: table.timestamp(ofSeries: number, at: first))
      })
  }

  /// The forecasts in the order of the ids; warnings may differ in their order.
  static func sorted(_ forecast: Forecast) -> [SeriesForecast] { forecast.series.sorted { $0.id < $1.id } }

  /// Fits to a table without its last steps, goes on with them in several ways, and compares.
  static func expectEqual(
    _ model: any Forecaster, _ table: SeriesTable, last count: Int = 12, horizon: Int = 5,
    ahead: [Int] = [5, 8], _ comment: String
  ) throws {
    let fit = try model.fit(
      table.droppingLast(count), horizon: horizon, seed: 2, options: FitOptions(threads: 2))
    let kept = try #require(fit as? any KeptModel, "\(comment)")
    let expected = try ahead.map { try sorted(kept.predict(table, horizon: $0, levels: [50, 95])) }
    func expect(_ model: any KeptModel, _ way: String) throws {
      for (steps, expected) in zip(ahead, expected) {
        let found = try sorted(model.predict(nil, horizon: steps, levels: [50, 95]))
        #expect(found == expected, "\(comment), \(way), \(steps) steps")
      }
    }
    let before = try sorted(kept.predict(nil, horizon: ahead[0], levels: [50, 95]))
    #expect(zip(before, expected[0]).allSatisfy { $0 != $1 }, "\(comment)")
    var once = kept
    let news = try once.update(with: rows(table, last: count), gaps: .mask)
    #expect(news.knownValues == 0 && news.newSeries.isEmpty && news.addedValues > 0, "\(comment)")
    try expect(once, "at once")
    let bytes = try once.encoded()
    // With rows that are known, or all.
    for more in [count + 4, 100_000] {
      var other = kept
      let again = try other.update(with: rows(table, last: more), gaps: .mask)
      #expect(again.addedValues == news.addedValues && again.knownValues > 0, "\(comment)")
      #expect(try other.encoded() == bytes, "\(comment), \(more)")
    }
    // Nothing is new any more.
    let none = try once.update(with: table, gaps: .mask)
    #expect(!none.changesModel, "\(comment)")
    #expect(try once.encoded() == bytes, "\(comment)")
    // Step by step, through files.
    let path = FileManager.default.temporaryDirectory.appending(path: "update-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try kept.save(to: path)
    for left in [count - 1, count - 5, 0] {
      var step = try Catalogue.load(from: path)
      try step.update(with: rows(table.droppingLast(left), last: count - left), gaps: .mask)
      try step.save(to: path)
    }
    try expect(try Catalogue.load(from: path), "in three steps")
  }

  /// Two seasonal series of which one misses some values, and one with a step.
  static let panel: SeriesTable = {
    var gappy: [Double] = Contract.weekly(90, level: 900)
    for index in [17, 18, 60, 81] { gappy[index] = .nan }
    var rising: [Double] = []
    for day in 0..<100 { rising.append(Double(40 + day % 7 * 3 + day / 50 * 20) + sin(Double(day * day))) }
    return Contract.table(["a": Contract.weekly(120), "b": gappy, "c": rising])
  }()

  private static func network(
    _ cell: RecurrentCellKind = .lstm, _ reading: ReadingName = .values
  ) -> RecurrentForecaster {
    var model = RecurrentForecaster(cell: cell, hiddenSize: 4, reading: reading)
    (model.epochs, model.windowsPerEpoch) = (1, 32)
    return model
  }

  // MARK: Contract

  @Test("every cell and reading", arguments: RecurrentCellKind.allCases)
  func cells(_ cell: RecurrentCellKind) throws {
    for reading in [ReadingName.values, .origins, .automatic] {
      try Self.expectEqual(Self.network(cell, reading), Self.panel, "\(cell), \(reading)")
    }
  }

  @Test("every scaling and transform", arguments: ScalingName.allCases)
  func scalings(_ scaling: ScalingName) throws {
    for (number, transform) in TransformName.allCases.enumerated() {
      var model = Self.network(.gru, number % 2 == 0 ? .values : .origins)
      (model.scaling, model.transform) = (scaling, transform)
      try Self.expectEqual(model, Self.panel, "\(scaling), \(transform)")
    }
  }

  @Test func removedSeasonsAndLosses() throws {
    for (number, loss) in LossName.allCases.enumerated() {
      var model = Self.network(.mgu, .origins)
      model.loss = loss
      model.origins?.removesSeason = number % 2 == 0
      model.origins?.count = 3 + number
      try Self.expectEqual(model, Self.panel, "\(loss)")
    }
  }

  @Test func depthDirectionsAndWindows() throws {
    for (layers, input, both) in [(2, 3, false), (1, 30, true), (1, 60, false)] {
      var model = Self.network(.rnn)
      (model.layers, model.inputSize, model.isBidirectional) = (layers, input, both)
      try Self.expectEqual(model, Self.panel, "\(layers) layers, \(input) steps")
    }
  }

  @Test func ensembles() throws {
    var model = Self.network(.lstm, .automatic)
    model.networkCount = 3
    try Self.expectEqual(model, Self.panel, "three networks")
  }

  @Test("every model of the catalogue", arguments: CatalogueTests.names)
  func catalogue(_ name: String) throws {
    var settings = CatalogueTests.quick
    (settings.epochs, settings.pathCount) = (1, 20)
    let model = try #require(Catalogue.model(named: name)).forecaster(settings)
    try Self.expectEqual(model, Self.panel, name)
  }

  @Test("histories with every kind of trouble", arguments: Contract.tables.keys)
  func troubles(_ name: String) throws {
    let table = Contract.table(try #require(Contract.tables[name]))
    for (label, model) in [
      ("values", Self.network() as any Forecaster), ("origins", Self.network(.gru, .origins)),
      ("deepar", DeepARForecaster()), ("ridge", RidgeForecaster()), ("drift", Drift()),
    ] {
      var model = model
      if var sampled = model as? DeepARForecaster {
        (sampled.hiddenSize, sampled.epochs, sampled.pathCount) = (4, 1, 10)
        model = sampled
      }
      for count in [1, 8, 33] {
        // What was only a gap at the end is followed by a value.
        let later = table.with(table.series.map { $0.with(values: Array($0.values.dropLast()) + [500]) })
        for (kind, table) in [("as it is", table), ("with a last value", later)] {
          let fit = try model.fit(table.droppingLast(count), horizon: 5, seed: 2, options: FitOptions())
          var kept = try #require(fit as? any KeptModel)
          let expected = try Self.sorted(kept.predict(table, horizon: 6, levels: [80]))
          try kept.update(with: Self.rows(table, last: count), gaps: .mask)
          #expect(
            try Self.sorted(kept.predict(nil, horizon: 6, levels: [80])) == expected,
            "\(name), \(label), \(count), \(kind)")
        }
      }
    }
  }

  @Test("values beyond the range of the fit")
  func range() throws {
    var (growing, falling): ([Double], [Double]) = ([], [])
    for day in 0..<120 {
      growing.append(20 * pow(1.03, Double(day)) * (1 + 0.1 * Double(day % 7)))
      falling.append(Double(110 - day + day % 7 * 2))
    }
    let table = Contract.table(["a": growing, "b": falling])
    var sampled = DeepARForecaster()
    (sampled.hiddenSize, sampled.epochs, sampled.pathCount) = (4, 1, 20)
    var logarithms = Self.network(.gru)
    logarithms.transform = .automatic
    var origins = Self.network(.lstm, .origins)
    origins.transform = .automatic
    for model in [sampled, logarithms, origins, RidgeForecaster()] as [any Forecaster] {
      try Self.expectEqual(model, table, last: 30, ahead: [5, 40], model.name)
    }
  }

  @Test("covariates, what is known ahead, static columns and words")
  func knownColumns() throws {
    let columns = ColumnNames(
      covariates: ["heat", "mood"], futures: ["promo"], statics: ["size", "region"],
      categories: ["mood": ["low", "high"], "region": ["n", "s"]])
    func table(_ days: Int, ahead: Int) -> SeriesTable {
      SeriesTable(
        checked: (0..<3).map { number in
          var promo: [Double] = []
          for day in 0..<(days + ahead) {
            promo.append((day * 7 + number) % 5 == 0 ? 1 : day == 35 || day == 78 ? .nan : 0)
          }
          var (values, heat, mood): ([Double], [Double], [Double]) = ([], [], [])
          for day in 0..<days {
            values.append(50 + (promo[day] > 0 ? 30 : 0) + Double(day % 7 + day * day % 5))
            heat.append(day % 11 == 3 ? .nan : Double(day % 4))
            mood.append(Double(day % 2))
          }
          return Series(
            id: "s\(number)", start: Contract.start, values: values, covariates: [heat, mood],
            futures: [promo], statics: [Double(number), Double(number % 2)])
        }, frequency: Frequency(.day), columns: columns)
    }
    for reading in [ReadingName.values, .origins] {
      let full = table(90, ahead: 6)
      let fitted = try Self.network(.lstm, reading).fit(table(80, ahead: 10), horizon: 5)
      for more in [10, 16, 90] {
        let updated = try fitted.updated(with: Self.rows(full, last: more))
        #expect(try updated.predict(horizon: 5) == fitted.predict(full, horizon: 5), "\(reading), \(more)")
        #expect(try FittedForecaster(decoding: updated.encoded()).predict() == fitted.predict(full))
      }
      #expect(try !fitted.updated(with: full).changes(with: full))
      // A longer plan of the future alone is news, too.
      var model = fitted
      let news = try model.update(with: table(80, ahead: 20), gaps: .mask)
      #expect(news.changesFuture && news.addedValues == 0 && news.changesModel)
      #expect(try model.predict(horizon: 18) == fitted.predict(table(80, ahead: 20), horizon: 18))
    }
  }

  // MARK: The running forecast

  @Test("a running forecast goes on as the updated model does", arguments: RecurrentCellKind.allCases)
  func running(_ cell: RecurrentCellKind) throws {
    var model = Self.network(cell, .origins)
    model.inputSize = 8
    // As many origins as the series has, so that a forecast from zero sees what the state has seen.
    model.origins?.count = 60
    let table = Contract.table(["a": Contract.weekly(50), "b": Contract.weekly(200, level: 900)])
    let fitted = try model.fit(
      table.with([table.series[0].droppingLast(12), table.series[1].droppingLast(100)]), horizon: 5)
    #expect(fitted.originCount > 50)
    let running = try RunningForecast(fitted, of: "a")
    for value in table.series[0].values.suffix(12) { running.append(value) }
    let updated = try fitted.updated(with: table)
    let expected = try #require(updated.predict().series.first { $0.id == "a" })
    #expect(try running.forecast() == expected)
    for id in ["a", "b"] {
      let again = try RunningForecast(updated, of: id).forecast()
      #expect(try again == updated.predict().series.first { $0.id == id })
    }
  }
}

extension FittedForecaster {
  /// Whether a table has anything new.
  fileprivate func changes(with table: SeriesTable) throws -> Bool {
    var model = self
    return try model.update(with: table).changesModel
  }
}

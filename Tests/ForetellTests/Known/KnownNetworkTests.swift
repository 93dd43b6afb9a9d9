import ForetellCore
import ForetellTestSupport
import Testing

@testable import Foretell

/// Networks that read futures, statics and words: gradients, and what their inputs change.
@Suite struct KnownNetworkTests {
  private static let columns = ColumnNames(
    covariates: ["past", "mood"], futures: ["promo", "kind"], statics: ["size", "region"],
    categories: ["mood": ["a", "b"], "kind": ["x", "y", "z"], "region": ["n", "s"]])

  private static func shape(_ columns: ColumnNames) -> NetworkShape {
    let known = KnownColumns(columns)
    return NetworkShape(
      rows: 2, steps: 4,
      features: Recipe.standard.featureCount(frequency: Frequency(.step), known: known, inputSize: 4),
      horizon: 3, known: known)
  }

  private static func design(_ loss: LossName = .quantile) -> NetworkDesign {
    var model = RecurrentForecaster(cell: .gru, hiddenSize: 3)
    model.dropout = 0
    model.loss = loss
    return model.design
  }

  @Test func countsAreOfOnePlace() {
    let known = KnownColumns(Self.columns)
    #expect(known.past == [0] && known.futures == [0] && known.statics == [0])
    #expect(known.categories.map(\.rows) == [3, 4, 3] && known.categories.map(\.width) == [2, 2, 2])
    // Value, mask; past, whether known; promo, whether known; size. Integer steps have no calendar.
    #expect(Self.shape(Self.columns).features == 2 + 2 + 2 + 1)
    #expect(KnownColumns(ColumnNames(covariates: ["a", "b"])).featureCount == 3)
  }

  @Test(arguments: [false, true]) func gradientsAreThoseOfFiniteDifferences(_ isByOrigins: Bool) {
    var shape = Self.shape(Self.columns)
    if isByOrigins {
      shape.origins = OriginsShape(window: 2, hasSkip: true, forecastsFromAll: true)
    }
    let network = NetworkPlan<Double>(Self.design(), shape: shape)
    var random = RandomStream(seed: 5, purpose: .synthetic)
    func noise(_ slot: Slot) -> [Double] { (0..<slot.count).map { _ in random.normal() } }
    var constants = [
      (network.input, noise(network.input)), (network.starts, [0, 2]),
      (network.target, noise(network.target)), (network.weight, network.weight.shape.map { _ in 0 }),
    ]
    constants[3].1 = (0..<network.weight.count).map { $0 == 1 ? 0 : 1 }
    if let horizon = network.known.horizon { constants.append((horizon, noise(horizon))) }
    for (slot, category) in zip(network.known.codes, network.shape.known.categories) {
      constants.append((slot, (0..<slot.count).map { Double($0 * 7 % category.rows) }))
    }
    let report = checkPrimitive(
      RecordedNetwork(plan: network.plan, outputs: [network.loss], inputs: [], constants: constants))
    #expect(report.worstError < 1e-6, "\(report.worstPlace)")
    #expect(report.doublingError < 1e-12 && report.largestGradient > 0.01 && report.checked > 100)
    let names = network.plan.parameters.entries.map(\.name)
    #expect(names.contains("future.weight") && names.contains("known.2.weight"))
  }

  @Test func oldColumnsRecordTheOldNetwork() {
    let network = NetworkPlan<Float>(Self.design(), shape: Self.shape(ColumnNames(covariates: ["past"])))
    #expect(network.known.horizon == nil && network.known.codes.isEmpty)
    #expect(network.plan.parameters.entries.allSatisfy { !$0.name.hasPrefix("future") })
  }

  // MARK: - A promotion that nothing else tells of

  private static let start = Timestamp(year: 2023, month: 1, day: 2)

  /// Daily sales of some shops, whose promotions come at random days and add a good deal.
  private static func shops(
    _ count: Int = 4, days: Int = 160, ahead: Int = 14, promo: Bool = true, seed: UInt64 = 3
  ) throws -> SeriesTable {
    var random = RandomStream(seed: seed, purpose: .synthetic)
    let series = (0..<count).map { number in
      let plan = (0..<(days + ahead)).map { _ in random.uniform() < 0.25 ? 1.0 : 0.0 }
      let values = (0..<days).map { day in
        100 + 10 * Double(number) + Double(day % 7) * 4 + 40 * plan[day] + 3 * random.normal()
      }
      return Series(
        id: "s\(number)", start: start, values: values, futures: promo ? [plan] : [])
    }
    return try SeriesTable(
      series: series, frequency: Frequency(.day), columns: ColumnNames(futures: promo ? ["promo"] : []))
  }

  private static func model() -> RecurrentForecaster {
    var model = RecurrentForecaster(cell: .lstm, hiddenSize: 8)
    model.epochs = 12
    return model
  }

  @Test func aKnownPromotionMakesForecastsBetter() throws {
    let backtest = Backtest(horizon: 7, windows: 2)
    func error(_ promo: Bool) throws -> Double {
      let result = try backtest.run([("lstm", Self.model())], on: try Self.shops(promo: promo))
      return try #require(result.scores.first?.mae)
    }
    let (with, without) = (try error(true), try error(false))
    #expect(with < 0.6 * without, "\(with) with the promotions, \(without) without")
  }

  @Test func onlyTheStepsOwnFutureMovesIt() throws {
    let table = try Self.shops()
    let fitted = try Self.model().fit(table, horizon: 7)
    let before = try fitted.predict(table)
    let series = table.series.map { one in
      var plan = one.futures[0]
      plan[one.values.count + 2] = 1 - plan[one.values.count + 2]
      plan[one.values.count + 9] = 1 - plan[one.values.count + 9]
      return Series(id: one.id, start: one.start, values: one.values, futures: [plan])
    }
    let after = try fitted.predict(table.with(series))
    for (old, new) in zip(before.series, after.series) {
      for step in 0..<7 {
        let change = abs(new.point[step] - old.point[step])
        #expect(step == 2 ? change > 15 : change == 0, "step \(step): \(change)")
      }
    }
    // Beyond the trained horizon the network walks on, and the future of those steps counts too.
    let far = try fitted.predict(table, horizon: 14)
    let moved = try fitted.predict(table.with(series), horizon: 14)
    #expect(abs(far.series[0].point[9] - moved.series[0].point[9]) > 10)
    #expect(far.series[0].point.prefix(2) == moved.series[0].point.prefix(2))
  }

  @Test func aMissingFutureIsRefused() throws {
    let table = try Self.shops(ahead: 9)
    let fitted = try Self.model().fit(table, horizon: 7)
    _ = try fitted.predict(table, horizon: 9)
    let error = #expect(throws: ForetellError.self) { try fitted.predict(table, horizon: 10) }
    #expect(error?.code == "F046" && error?.location?.series == "s0")
    #expect(error?.location?.columnName == "promo" && error?.hint?.contains("horizon: 9") == true)
    let none = try Self.shops(promo: false)
    #expect(#expect(throws: ForetellError.self) { try fitted.predict(none) }?.code == "F102")
  }

  // MARK: - Words and numbers of a whole series

  /// Series whose shape of the week depends on a word that holds for the whole series.
  private static func regions(_ texts: [String] = ["north", "south"]) throws -> SeriesTable {
    let series = (0..<6).map { number in
      let isNorth = number % 2 == 0
      let values = (0..<90).map { (day: Int) -> Double in
        let weekday = isNorth ? day % 7 : 6 - day % 7
        return Double(50 + weekday * 5 + day * day % 3)
      }
      return Series(
        id: "r\(number)", start: start, values: values,
        covariates: [(0..<90).map { Double($0 % 3 % 2) }],
        futures: [(0..<100).map { Double($0 % 5 % 2) }],
        statics: [Double(texts.firstIndex(of: isNorth ? "north" : "south") ?? 0), Double(number)])
    }
    return try SeriesTable(
      series: series, frequency: Frequency(.day),
      columns: ColumnNames(
        covariates: ["mood"], futures: ["kind"], statics: ["region", "size"],
        categories: ["mood": ["a", "b"], "kind": ["x", "y"], "region": texts]))
  }

  @Test func theModelFileHoldsEverything() throws {
    let table = try Self.regions()
    for threads in 1...2 {
      let fitted = try Self.model().fit(table, horizon: 7, options: FitOptions(threads: threads))
      let forecast = try fitted.predict(table)
      let kept = try FittedForecaster(decoding: try fitted.encoded())
      #expect(try kept.predict(table) == forecast)
      #expect(try kept.predict(nil).series.map(\.point) == forecast.series.map(\.point))
      #expect(kept.columns == table.columns)
    }
  }

  @Test func wordsKeepTheirMeaningInAnotherOrder() throws {
    let table = try Self.regions()
    let fitted = try Self.model().fit(table, horizon: 7)
    let turned = try Self.regions(["south", "east", "north"])
    #expect(try fitted.predict(turned).series == (try fitted.predict(table)).series)
    let east = turned.with(
      turned.series.map { one in
        Series(
          id: one.id, start: one.start, values: one.values, covariates: one.covariates, futures: one.futures,
          statics: [1, one.statics[1]])
      })
    let error = #expect(throws: ForetellError.self) { try fitted.predict(east) }
    #expect(error?.code == "F047" && error?.location?.columnName == "region")
  }

  @Test func updatesPredictFromNewRows() throws {
    let table = try Self.shops()
    let fitted = try Self.model().fit(table.droppingLast(20), horizon: 7)
    let longer = try fitted.predict(table.droppingLast(6))
    let several = try fitted.predict(table, droppingLast: [6, 0])
    #expect(several[0].series == longer.series)
    #expect(several[1].series == (try fitted.predict(table)).series)
  }
}

import Foundation
import Testing

@testable import Foretell
@testable import ForetellCore

/// How several forecasts become one.
@Suite struct CombinationRuleTests {
  @Test func numbersAreCombined() {
    let values = [1.0, 2, 4, 9]
    #expect(CombinationRule.mean.combined(values, weights: []) == 4)
    #expect(CombinationRule.median.combined(values, weights: []) == 3)
    #expect(CombinationRule.trimmed.combined(values, weights: []) == 3)
    #expect(CombinationRule.greedy.combined(values, weights: [3, 1, 0, 0]) == 1.25)
    // Of fewer than four none is left out.
    #expect(CombinationRule.trimmed.combined([1, 2, 9], weights: []) == 4)
    // Equal values stay as they are, to the last bit.
    #expect(CombinationRule.mean.combined([0.1, 0.1, 0.1], weights: [0.3, 0.7, 0.1]) == 0.1)
  }

  @Test func boundsAreCombinedLevelByLevelAndNested() throws {
    func series(_ point: Double, _ inner: Double, _ outer: Double) -> SeriesForecast {
      SeriesForecast(
        id: "a", stamps: [Timestamp(0)], point: [point], lower: [[point - inner], [point - outer]],
        upper: [[point + inner], [point + outer]])
    }
    let parts = [series(10, 1, 2), series(20, 3, 5)]
    let mean = try #require(SeriesForecast.combined(parts, .mean, weights: [1, 1]))
    #expect(mean.point == [15] && mean.lower == [[13], [11.5]] && mean.upper == [[17], [18.5]])
    #expect(SeriesForecast.combined([], .mean, weights: []) == nil)
    #expect(SeriesForecast.combined([parts[1]], .median, weights: [1]) == parts[1])
  }
}

/// Which models stay, by trials whose outcome is known.
@Suite struct CombinationChoiceTests {
  /// A trial of models with these errors per window, each window of twenty series.
  ///
  /// - Parameter value: the observed value of every series, to which the errors are added.
  static func trial(
    _ errors: [[Double]], floor: Double = 10, series count: Int = 20, value: Double = 0
  ) -> CombinationTrial {
    let windows = errors[0].count
    var places: [CombinationTrial.Place] = []
    for window in 0..<windows {
      for series in 0..<count {
        places.append(
          CombinationTrial.Place(
            series: series, window: window, actual: [value], scale: 1, isSigned: value <= 0,
            limits: -.infinity ... .infinity))
      }
    }
    func forecasts(_ errors: [Double]) -> [SeriesForecast?] {
      places.map { place in
        let side: Double = place.series % 2 == 0 ? 1 : -1
        return SeriesForecast(
          id: "s\(place.series)", stamps: [Timestamp(0)], point: [value + side * errors[place.window]],
          lower: CombinationTrial.levels.map { _ in [-20] }, upper: CombinationTrial.levels.map { _ in [20] })
      }
    }
    return CombinationTrial(
      labels: errors.indices.map { "m\($0)" }, places: places, forecasts: errors.map(forecasts),
      windows: windows,
      points: places.count, floor: forecasts(Array(repeating: floor, count: windows)))
  }

  @Test func aMemberLeavesWithoutWhichEveryWindowIsBetter() {
    let choice = CombinationChoice(
      Self.trial([[1, 1, 1], [1.05, 1, 1.05], [1.3, 1.3, 1.2]]), rule: .mean, isOpen: true)
    #expect(choice.members == [0, 1] && choice.left.keys.sorted() == [2] && !choice.isFloor)
    #expect(choice.left[2] == "without it the error on held-out ends is 8 % smaller")
  }

  @Test func fewSeriesNeedAClearerCase() {
    let errors: [[Double]] = [[1, 1, 1], [1.05, 1, 1.05], [1.3, 1.3, 1.2]]
    #expect(CombinationChoice(Self.trial(errors, series: 19), rule: .mean, isOpen: true).left.isEmpty)
    let worse: [[Double]] = [[1, 1], [1, 1], [1.6, 1.6]]
    #expect(CombinationChoice(Self.trial(worse, series: 1), rule: .mean, isOpen: true).members == [0, 1])
    let equal: [[Double]] = [[1, 1], [1, 1]]
    #expect(CombinationChoice(Self.trial(equal, floor: 0.8), rule: .mean, isOpen: true).isFloor)
    #expect(!CombinationChoice(Self.trial(equal, floor: 0.8, series: 1), rule: .mean, isOpen: true).isFloor)
  }

  @Test func errorsInProportionToTheValuesCount() throws {
    // Every value is 1, and the first model is off by 1, upwards for half of the series and downwards for the others.
    let trial = Self.trial([[1, 1], [3, 3]], value: 1)
    let error = try #require(trial.windowErrors(trial.forecasts[0]).first)
    #expect(error.scaled == 1)
    // Of 1 and 2: 200/3 %; of 1 and 0: 200 %; half of the series each.
    let percentage = try #require(error.percentage)
    #expect(abs(percentage - 133.3333) < 1e-3)
    let other = WindowError(scaled: 2, percentage: 100)
    let ratio = try #require(error.ratio(to: other))
    #expect(abs(ratio - 0.916667) < 1e-5)
    #expect(WindowError(scaled: 1).ratio(to: other) == 0.5)
    #expect(WindowError().ratio(to: other) == nil)
    // Series with values below 0 have no percentage.
    let signed = Self.trial([[1, 1]])
    #expect(signed.windowErrors(signed.forecasts[0]).allSatisfy { $0.percentage == nil && $0.scaled == 1 })
  }

  @Test func errorsThatCancelStay() {
    // The third model errs to the other side, so that it helps although it is worse.
    let choice = CombinationChoice(
      Self.trial([[1, 1], [1.05, 1], [-2, -2]]), rule: .mean, isOpen: true)
    #expect(choice.members == [0, 1, 2])
  }

  @Test func oneWindowOrOneBadWindowDropsNobody() {
    #expect(CombinationChoice(Self.trial([[1], [5], [1]]), rule: .mean, isOpen: true).members == [0, 1, 2])
    #expect(
      CombinationChoice(Self.trial([[1, 1], [1.5, 0.5], [1, 1]]), rule: .mean, isOpen: true).members
        == [0, 1, 2])
  }

  @Test func givenMembersStay() {
    #expect(
      CombinationChoice(Self.trial([[1, 1], [9, 9]]), rule: .mean, isOpen: false).members == [0, 1])
  }

  @Test func seasonalNaiveTakesOverWhereAllAreWorse() {
    let choice = CombinationChoice(Self.trial([[1, 1], [1, 1]], floor: 0.5), rule: .mean, isOpen: true)
    #expect(choice.isFloor)
    #expect(
      !CombinationChoice(Self.trial([[1, 1], [1, 1]], floor: 0.95), rule: .mean, isOpen: true).isFloor)
  }

  @Test func greedyWeightsPreferTheBetterModel() {
    let choice = CombinationChoice(Self.trial([[1, 1], [4, 4]]), rule: .greedy, isOpen: false)
    #expect(choice.weights == [20, 0])
  }
}

/// Corrections of intervals, by errors whose distribution is known.
@Suite struct CombinationCalibrationTests {
  /// Ends with normal errors of deviation 1 whose forecast intervals are those of another deviation.
  private static func trial(_ deviation: Double, count: Int, windows: Int = 2) -> (
    CombinationTrial, [SeriesForecast?]
  ) {
    var random = RandomStream(seed: 5, purpose: .shuffle, index: 0, step: 0)
    let places = (0..<count).map { number in
      CombinationTrial.Place(
        series: number, window: number % windows, actual: [random.normal(), random.normal()], scale: 1,
        limits: -.infinity ... .infinity)
    }
    let bounds = CombinationTrial.levels.map { StandardNormal.quantile(0.5 + $0 / 200) * deviation }
    let forecasts = places.map { place -> SeriesForecast? in
      SeriesForecast(
        id: "s\(place.series)", stamps: [Timestamp(0), Timestamp(1)], point: [0, 0],
        lower: bounds.map { [-$0, -$0] }, upper: bounds.map { [$0, $0] })
    }
    return (
      CombinationTrial(
        labels: ["m"], places: places, forecasts: [forecasts], windows: windows, points: 2 * count,
        floor: forecasts),
      forecasts
    )
  }

  @Test(arguments: [(0.5, 2.0), (1.0, 1.0), (1.25, 0.8)])
  func intervalsBecomeRight(_ deviation: Double, _ factor: Double) throws {
    let (trial, forecasts) = Self.trial(deviation, count: 4000, windows: 50)
    let found = try #require(CombinationCalibration.checked(trial, forecasts, horizon: 2))
    for level in [20.0, 50, 80, 95, 99] {
      #expect(abs(found.factor(level, step: 0) / factor - 1) < 0.12, "\(level)")
    }
    #expect(found.coverage.map(\.level) == [80, 95] && found.coverage.allSatisfy { $0.values == 8000 })
    #expect(abs(found.coverage[0].percent - 80) < 1.5 && abs(found.coverage[1].percent - 95) < 1)
    // One window alone says half as much: the factor is drawn towards 1.
    let (single, own) = Self.trial(deviation, count: 4000, windows: 1)
    let half = try #require(CombinationCalibration(single, own, horizon: 2) { _ in true })
    #expect(abs(half.factor(80, step: 0) / factor.squareRoot() - 1) < 0.1)
    // Beyond the horizon the last step's factors hold.
    #expect(found.factor(80, step: 9) == found.factor(80, step: 1))
    #expect(found.isValid(horizon: 2) && !found.isValid(horizon: 3))
  }

  @Test func fewPointsNarrowNothingAndWidenByStudentsT() throws {
    let (wide, forecasts) = Self.trial(3, count: 20)
    let kept = try #require(CombinationCalibration(wide, forecasts, horizon: 2) { _ in true })
    #expect(kept.factors.allSatisfy { $0.allSatisfy { $0 == 1 } })
    let (narrow, own) = Self.trial(0.4, count: 6, windows: 6)
    let widened = try #require(CombinationCalibration(narrow, own, horizon: 2) { _ in true })
    #expect(widened.factor(95, step: 0) > 1.3 && widened.factor(95, step: 0) < 8)
  }

  @Test func correctedBoundsStayInTheirLimitsAndNested() throws {
    let (trial, forecasts) = Self.trial(0.3, count: 500)
    let found = try #require(CombinationCalibration(trial, forecasts, horizon: 2) { _ in true })
    let forecast = try #require(forecasts[0])
    let corrected = found.corrected(forecast, levels: CombinationTrial.levels, limits: -1...1.5)
    for step in 0..<2 {
      let ladder = corrected.lower.reversed().map { $0[step] } + [0] + corrected.upper.map { $0[step] }
      #expect(zip(ladder, ladder.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(ladder.first == -1 && ladder.last == 1.5)
    }
  }
}

/// Which models are considered, and at which origins.
@Suite struct CombinationPlanTests {
  private static func values(_ number: Int, _ length: Int) -> [Double] {
    (0..<length).map { step in
      let season = 10 * sin(Double(step % 12 + number))
      return 100 + season + Double((step * 7 + number) % 5)
    }
  }

  static func table(_ count: Int, _ length: Int, _ frequency: Frequency = Frequency(.month)) -> SeriesTable {
    let start = Timestamp(year: 1980, month: 1, day: 1)
    return SeriesTable(
      checked: (0..<count).map { number in
        Series(id: "s\(number)", start: start, values: values(number, length))
      }, frequency: frequency.aligned(to: start), name: "panel")
  }

  private static func labels(_ table: SeriesTable, horizon: Int = 12, seconds: Double? = nil) -> [String] {
    var plan = CombinationPlan(for: table, horizon: horizon, season: table.frequency.defaultSeasonLength)
    plan.choose(for: table, season: nil, bounds: ForecastBounds(), seconds: seconds, levels: nil)
    return plan.entries.map(\.label)
  }

  @Test func panelsAreComparedAtOriginsAHorizonApart() {
    func counts(_ table: SeriesTable) -> [Int] { CombinationPlan(for: table, horizon: 12, season: 12).counts }
    #expect(counts(Self.table(40, 120)) == [36, 24, 12])
    #expect(counts(Self.table(40, 50)) == [24, 12])
    #expect(counts(Self.table(40, 37)) == [12])
    #expect(counts(Self.table(40, 30)) == [])
    // Few series: at every step of the last quarter.
    #expect(counts(Self.table(1, 100)) == Array((1...25).reversed()))
    #expect(counts(Self.table(1, 1000)).count <= 32)
    #expect(counts(Self.table(1, 8)) == [])
    let plan = CombinationPlan(for: Self.table(1, 100), horizon: 12, season: 12)
    #expect(plan.windows == 3 && plan.blocks == 3)
    #expect([1, 9, 10, 25].map(plan.window(of:)) == [0, 0, 1, 2])
    let long = CombinationPlan(for: Self.table(1, 2400), horizon: 12, season: 12)
    #expect(long.windows == 3 && long.blocks == 50 && (6...12).contains(long.counts.count))
    #expect(CombinationPlan(for: Self.table(5000, 60), horizon: 6, season: 12).sample.count <= 2000)
  }

  @Test func membersFollowFromTheData() {
    #expect(Self.labels(Self.table(1, 20)) == ["zero", "dotm", "ets", "ces"])
    #expect(Self.labels(Self.table(1, 100)) == ["zero", "dotm", "lstm", "ets", "ces"])
    #expect(Self.labels(Self.table(3, 40, Frequency(.year))) == ["zero", "dotm", "lstm", "ets", "ces"])
    #expect(Self.labels(Self.table(300, 60)).contains("deepar"))
    #expect(Self.labels(Self.table(2, 400)).contains("ridge"))
  }

  /// The network of a combination chooses its options from the data, as the model `lstm` does.
  @Test func theNetworkIsOpen() throws {
    let table = Self.table(1, 100)
    var plan = CombinationPlan(for: table, horizon: 12, season: 12)
    plan.choose(
      for: table, season: 12, bounds: ForecastBounds(lower: 0), seconds: nil, levels: [50])
    let entry = try #require(plan.entries.first { $0.label == "lstm" })
    let network = try #require(entry.forecaster as? RecurrentForecaster)
    #expect(network.isAutomatic && network.givenOptions.isEmpty)
    #expect(network.seasonLength == 12 && network.bounds == ForecastBounds(lower: 0))
    #expect(network.trainedLevels == [50] && network.start(for: table) == .shipped)
  }

  @Test func thePlannedTimeIsKept() {
    let table = Self.table(50, 100)
    var plan = CombinationPlan(for: table, horizon: 12, season: 12)
    plan.choose(for: table, season: nil, bounds: ForecastBounds(), seconds: 0.05, levels: nil)
    #expect(plan.entries.map(\.label).contains("zero") && !plan.entries.map(\.label).contains("lstm"))
    #expect(plan.leftOut.contains { $0.label == "lstm" && $0.reason.contains("planned time") })
  }
}

/// Combinations as models.
@Suite struct CombinedForecasterTests {
  private static func names(_ fitted: FittedCombination) -> [String] { fitted.members.map(\.label) }

  private static func given(_ rule: CombinationRule = .mean) -> CombinedForecaster {
    CombinedForecaster(
      members: [.init("naive", Naive()), .init("drift", Drift()), .init("ses", SES())], rule: rule)
  }

  @Test func theForecastIsTheMeanOfItsMembers() throws {
    let table = CombinationPlanTests.table(3, 60)
    var model = Self.given()
    model.intervals = .model
    let fitted = try model.fit(table, horizon: 6)
    let found = try fitted.predict()
    let parts = try [
      Naive().fit(table, horizon: 6).predict(), Drift().fit(table, horizon: 6).predict(),
      SES().fit(table, horizon: 6).predict(),
    ]
    for series in 0..<3 {
      for step in 0..<6 {
        let mean = parts.reduce(0) { $0 + $1.series[series].point[step] } / 3
        #expect(abs(found.series[series].point[step] - mean) < 1e-3)
        let lower = parts.reduce(0) { $0 + $1.series[series].lower[1][step] } / 3
        #expect(abs(found.series[series].lower[1][step] - lower) < 1e-3)
      }
    }
    #expect(found.model == "Combined" && fitted.calibration == nil)
  }

  @Test func filesThreadsAndTablesChangeNothing() throws {
    let table = CombinationPlanTests.table(3, 80)
    let one = try CombinedForecaster().fit(table, horizon: 6, seed: 3, options: FitOptions(threads: 1))
    let two = try CombinedForecaster().fit(table, horizon: 6, seed: 3, options: FitOptions(threads: 3))
    let forecast = try one.predict(levels: [50, 80, 95])
    #expect(try two.predict(levels: [50, 80, 95]) == forecast)
    #expect(try two.predict(table, levels: [50, 80, 95]) == forecast)
    #expect(try one.encoded() == two.encoded())
    let path = FileManager.default.temporaryDirectory.appending(path: "auto-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try one.save(to: path)
    let kept = try #require(try Catalogue.load(from: path) as? FittedCombination)
    #expect(try kept.predict(levels: [50, 80, 95]) == forecast)
    #expect(kept.reports == one.reports && kept.calibration == one.calibration)
    #expect(try kept.encoded() == one.encoded())
    // A longer horizon, and a series that the model doesn't know.
    let other = CombinationPlanTests.table(4, 70)
    #expect(try kept.predict(other, horizon: 14).series.map(\.point.count) == [14, 14, 14, 14])
  }

  @Test func newRowsMoveAllMembersOn() throws {
    let table = CombinationPlanTests.table(2, 80)
    for model in [CombinedForecaster(), Self.given()] {
      try UpdateContractTests.expectEqual(model, table, "\(model.name)")
    }
  }

  @Test func intermittentSeriesHaveTheirOwnMethods() throws {
    let demand: [Double] = (0..<60).map { $0 % 5 != 2 ? 0 : $0 % 2 == 0 ? 3 : 4 }
    #expect(demand.isIntermittent(season: 12))
    let lowered: [Double] = demand.map { $0 - 1 }
    #expect(!lowered.isIntermittent(season: 12))
    // A season of zeros is no intermittent demand.
    let night: [Double] = [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 3]
    let nights: [Double] = night + night + night + night + night
    #expect(!nights.isIntermittent(season: 12))
    var table = CombinationPlanTests.table(2, 60)
    table = table.with(table.series + [Series(id: "t", start: table.series[0].start, values: demand)])
    let fitted = try CombinedForecaster().fit(table, horizon: 4)
    let found = try #require(try fitted.predict()["t"])
    let forecasts = [
      try SBA().fit(table, horizon: 4).predict(), try TSB().fit(table, horizon: 4).predict(),
      try IMAPA().fit(table, horizon: 4).predict(),
    ]
    let means: [Double] = forecasts.compactMap { $0["t"]?.point[0] }
    let mean = means.reduce(0, +) / 3
    #expect(means.count == 3 && abs(found.point[0] - mean) < 1e-9 && found.point[0] > 0.3)
  }

  @Test func unusualSeriesAreForecast() throws {
    let start = Timestamp(year: 2001, month: 1, day: 1)
    func series(_ id: String, _ values: [Double]) -> Series { Series(id: id, start: start, values: values) }
    for (name, values) in [
      ("constant", [Double](repeating: 4, count: 40)), ("one", [5]), ("three", [5, 6, 7]),
      ("gap", Array(repeating: 7, count: 20) + [.nan, .nan, 9]), ("zero", [Double](repeating: 0, count: 40)),
    ] {
      let table = SeriesTable(
        checked: [series(name, values)], frequency: Frequency(.month).aligned(to: start), name: name)
      let fitted = try CombinedForecaster().fit(table, horizon: 3)
      let forecast = try #require(try fitted.predict().series.first, "\(name)")
      #expect(forecast.point.allSatisfy(\.isFinite) && forecast.point.count == 3)
      #expect(zip(forecast.lower[1], forecast.upper[1]).allSatisfy { $0 <= $1 })
    }
  }

  @Test func optionsOutOfRangeAreRefused() {
    let table = CombinationPlanTests.table(1, 30)
    func refuses(_ model: CombinedForecaster, horizon: Int = 3) -> Bool {
      do {
        _ = try model.fit(table, horizon: horizon)
        return false
      } catch { return (error as? ForetellError)?.kind == .usage }
    }
    #expect(refuses(CombinedForecaster(), horizon: 0))
    #expect(refuses(CombinedForecaster(seasonLength: 0)))
    #expect(refuses(CombinedForecaster(plannedSeconds: 0)))
    #expect(refuses(CombinedForecaster(members: [.init("naive", Naive())])))
    #expect(refuses(CombinedForecaster(members: [.init("a", Naive()), .init("a", Drift())])))
  }

  @Test func damagedFilesAreRefused() throws {
    let fitted = try Self.given().fit(CombinationPlanTests.table(2, 60), horizon: 4)
    var bytes = try fitted.encoded()
    bytes[bytes.count / 2] ^= 1
    let path = FileManager.default.temporaryDirectory.appending(path: "auto-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(bytes).write(to: URL(filePath: path))
    #expect(throws: ForetellError.self) { try Catalogue.load(from: path) }
  }
}

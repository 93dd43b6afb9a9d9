import Foundation
import Testing

@testable import Foretell
@testable import ForetellData

/// What an update says, refuses and leaves as it is.
@Suite struct UpdateTests {
  typealias Contract = ForecastContractTests

  private static func network() -> RecurrentForecaster {
    var model = RecurrentForecaster(cell: .gru, hiddenSize: 4)
    (model.epochs, model.windowsPerEpoch) = (1, 32)
    return model
  }

  private static func models(_ table: SeriesTable) throws -> [any KeptModel] {
    [
      try network().fit(table, horizon: 5), try RidgeForecaster().fit(table, horizon: 5),
      Naive().fit(table, horizon: 5),
    ]
  }

  /// A daily CSV with the days from `first` on.
  private static func csv(_ first: Int, _ values: [Double?], id: String = "y") -> String {
    let start = Frequency(.day).ordinal(of: Contract.start) ?? 0
    return "ds,\(id)\n"
      + values.enumerated().map { index, value in
        let stamp = StampStyle.isoDate.text(for: Frequency(.day).timestamp(start + first + index))
        return "\(stamp),\(value.map { "\($0)" } ?? "")\n"
      }.joined()
  }

  private static func read(_ text: String) throws -> SeriesTable {
    var options = CSVOptions(frequency: Frequency(.day))
    options.locatesValues = true
    return try SeriesTable(csvText: text, name: "new.csv", options: options)
  }

  private static func error(_ body: () throws -> Void) -> ForetellError? {
    do { try body() } catch { return error as? ForetellError }
    return nil
  }

  @Test func otherValuesAreRefusedWithTheirLine() throws {
    let values = Contract.weekly(80)
    for model in try Self.models(Contract.table(["y": values])) {
      var changed = model
      let text = Self.csv(76, [values[76], values[77] + 1, values[78], values[79] - 2, 500])
      let table = try Self.read(text)
      let error = try #require(Self.error { try changed.update(with: table, gaps: .mask) })
      #expect(error.code == ErrorCode.changedValue.rawValue && error.kind == .data)
      #expect(error.location?.line == 3 && error.location?.column == 12 && error.more == 1)
      #expect(error.message.contains("has \(values[77]) at 2021-03-22, the file has \(values[77] + 1)"))
      #expect(error.onCommandLine.hint?.contains("foretell fit") == true)
      // Nothing was changed.
      #expect(try changed.encoded() == model.encoded())
    }
  }

  @Test func lateValuesAreRefused() throws {
    var values = Contract.weekly(80)
    values[77] = .nan
    for model in try Self.models(Contract.table(["y": values])) {
      var changed = model
      let table = try Self.read(Self.csv(76, [values[76], 612, values[78]]))
      let error = try #require(Self.error { try changed.update(with: table, gaps: .mask) })
      #expect(error.message == "the model has no value at 2021-03-22, the file has 612")
      #expect(error.location?.line == 3)
      // An empty cell says nothing of a value that the model has.
      let silent = try Self.read(Self.csv(76, [values[76], nil, nil, values[79], 500]))
      #expect(try changed.update(with: silent, gaps: .mask).addedValues == 1)
    }
  }

  @Test func gapsFollowTheirPolicy() throws {
    let table = Contract.table(["y": Contract.weekly(80)])
    let end = table.series[0].values[79]
    let rows = try Self.read(Self.csv(83, [500, 510]))
    for model in try Self.models(table) {
      let error = try #require(Self.error { _ = try model.updated(with: rows, gaps: .error) })
      #expect(error.code == ErrorCode.gap.rawValue && error.location?.line == 2)
      for (policy, between) in [
        (CSVOptions.GapPolicy.mask, [Double](repeating: .nan, count: 3)),
        (.ffill, [end, end, end]),
        (.linear, (1...3).map { end * (1 - Double($0) / 4) + 500 * (Double($0) / 4) }),
      ] {
        var changed = model
        let news = try changed.update(with: rows, gaps: policy)
        #expect(news.missingSteps == 3 && news.addedValues == 2)
        let tail = changed.lastTable.series[0].values.suffix(5)
        #expect(zip(tail, between + [500, 510]).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }, "\(policy)")
        let last = changed.lastTable
        #expect(
          last.text(for: last.timestamp(ofSeries: 0, at: last.series[0].values.count - 1)) == "2021-03-29")
      }
      let far = try Self.read(Self.csv(200_000, [500]))
      #expect(
        Self.error { _ = try model.updated(with: far, gaps: .mask) }?.code == ErrorCode.hugeGap.rawValue)
    }
  }

  @Test func otherSeriesAndFrequenciesAreRefused() throws {
    for model in try Self.models(Contract.table(["y": Contract.weekly(80)])) {
      let other = try Self.read(Self.csv(80, [5, 6], id: "z"))
      let error = try #require(Self.error { _ = try model.updated(with: other) })
      #expect(error.code == ErrorCode.modelMismatch.rawValue && error.message.contains("`z`"))
      let hourly = Contract.table(["y": Contract.weekly(80)], frequency: Frequency(.hour))
      #expect(
        Self.error { _ = try model.updated(with: hourly) }?.code == ErrorCode.modelMismatch.rawValue)
    }
    let weekly = Contract.table(["y": Contract.weekly(80)], frequency: Frequency(.week))
    for model in try Self.models(weekly) {
      let tuesdays = SeriesTable(
        checked: [Series(id: "y", start: Timestamp(year: 2023, month: 1, day: 3), values: [4])],
        frequency: Frequency(.week))
      #expect(
        Self.error { _ = try model.updated(with: tuesdays) }?.code == ErrorCode.modelMismatch.rawValue)
      let both = weekly.with(weekly.series + [tuesdays.series[0].renamed("new")])
      #expect(Self.error { _ = try model.updated(with: both) }?.code == ErrorCode.modelMismatch.rawValue)
    }
  }

  @Test func boundsHoldForNewRows() throws {
    let table = Contract.table(["y": Contract.weekly(80)])
    var model = Self.network()
    model.bounds = ForecastBounds(lower: 0)
    let fitted = try model.fit(table, horizon: 5)
    let rows = try Self.read(Self.csv(80, [-4]))
    #expect(throws: ForetellError.self) { try fitted.updated(with: rows) }
    let counts = try Catalogue.model(named: "deepar").map { entry in
      var settings = CatalogueTests.quick
      settings.likelihood = .poisson
      return try entry.forecaster(settings).fit(
        Contract.table(["y": (0..<60).map { Double($0 % 5) }]), horizon: 3, seed: 1, options: FitOptions())
    }
    var kept = try #require(counts as? any KeptModel)
    #expect(throws: ForetellError.self) { try kept.update(with: try Self.read(Self.csv(60, [1.5]))) }
  }

  @Test("a new series is measured from its whole history until the model no longer keeps it")
  func newSeries() throws {
    let old = Contract.table(["a": Contract.weekly(80)])
    for model in try Self.models(old) {
      var kept = model
      for length in [2, 9, 25, 70, 71] {
        let table = Contract.table([
          "a": Contract.weekly(80 + length), "b": Contract.weekly(length, level: 4_000),
        ])
        let news = try kept.update(with: UpdateContractTests.rows(table, last: 90), gaps: .mask)
        #expect(news.newSeries == (length == 2 ? ["b"] : []))
        let found = try kept.predict(nil, horizon: 4, levels: [80])
        let expected = try model.predict(table, horizon: 4, levels: [80])
        #expect(found.series.map(\.id) == ["a", "b"])
        #expect(found.series[0] == expected.series[0])
        // After 25 steps the network no longer keeps the beginning.
        let isWhole = length <= 25 || !(model is FittedForecaster)
        if isWhole { #expect(found.series[1] == expected.series[1], "\(model.name), \(length)") }
        #expect(found.series[1].point.allSatisfy { abs($0 - 4_000) < 400 })
      }
    }
  }

  @Test func valuesFarOutsideAreTakenAsMissingAndTold() throws {
    let table = Contract.table(["y": Contract.weekly(150)])
    var model = try Self.network().fit(table, horizon: 5)
    let rows = try Self.read(Self.csv(150, [510, 99_999, 520]))
    let news = try model.update(with: rows, gaps: .mask)
    #expect(news.warnings.map(\.kind) == [.outlier])
    #expect(news.warnings[0].text.contains("99999 at 2021-06-04"))
    #expect(model.warnings == news.warnings)
    #expect(model.facts["y"]?.maximum == table.series[0].values.max())
    // The file still has it; the model doesn't.
    let again = try model.update(with: rows, gaps: .mask)
    #expect(again.knownValues == 3 && !again.changesModel)
    let read = try FittedForecaster(decoding: model.encoded())
    #expect(try read.predict().warnings == news.warnings)
  }

  @Test("rare peaks, which only the whole history shows to be usual, stay")
  func rarePeaks() throws {
    let values = (0..<400).map { $0 % 30 == 29 ? 4000 : 10 + sin(Double($0 * $0)) }
    let table = Contract.table(["y": values])
    // Each distance of the last peak from the end.
    for dropped in 0..<30 {
      let whole = table.droppingLast(dropped)
      var model = Self.network()
      model.inputSize = 8
      let fitted = try model.fit(whole.droppingLast(12), horizon: 3)
      #expect(try fitted.predict() == fitted.predict(whole.droppingLast(12)))
      let updated = try fitted.updated(with: UpdateContractTests.rows(whole, last: 12))
      #expect(try updated.predict() == fitted.predict(whole), "\(dropped)")
    }
  }

  @Test func closedTimesOpenWithAValue() throws {
    let values = (0..<140).map { $0 % 7 > 4 ? .nan : 100 + Double($0 * $0 % 13) }
    let table = Contract.table(["y": values.dropLast(2)])
    for model in try Self.models(table) {
      #expect(model.closedTimes["y"]?.text == "on Saturdays and Sundays")
      var kept = model
      // 2021-05-22 is a Saturday.
      try kept.update(with: try Self.read(Self.csv(138, [120, nil, 130])), gaps: .mask)
      #expect(kept.closedTimes["y"]?.text == "on Sundays", "\(model.name)")
    }
  }

  @Test("what is kept doesn't grow with the history")
  func constantSize() throws {
    let table = Contract.table(["y": Contract.weekly(100)])
    var model = try Self.network().fit(table, horizon: 5)
    let size = try model.encoded().count
    for step in 0..<40 {
      try model.update(with: try Self.read(Self.csv(100 + 25 * step, (0..<25).map { 500 + Double($0 % 7) })))
    }
    #expect(model.facts["y"]?.observed == 1100)
    #expect(try model.encoded().count <= size + 64)
  }
}

extension Series {
  fileprivate func renamed(_ id: String) -> Series { Series(id: id, start: start, values: values) }
}

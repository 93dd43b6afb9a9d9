import ForetellData

extension NetworkForecaster {
  /// The largest number of training windows for which intervals are calibrated: with more, a network sees
  /// each window too rarely to memorise it, and the additional fit would take long.
  static var fewWindows: Int { 2048 }

  /// The largest number of held-out origins from which forecasts are made.
  private static var mostOrigins: Int { 512 }

  /// The calibration of a fit to `table`; nil when there are more than ``fewWindows`` windows, or too few
  /// points to hold any out.
  ///
  /// - Parameter windows: the number of the fit's training windows.
  /// - Throws: `ForetellError` of kind `interrupted`.
  func calibration(
    of fitted: FittedForecaster, windows: Int, on given: SeriesTable, seed: UInt64, options: FitOptions
  ) throws -> IntervalCalibration? {
    // The intervals of sample paths are quantiles of the paths.
    guard windows <= Self.fewWindows, fitted.sampling == nil else { return nil }
    let table = given.withoutIsolatedValues
    let lengths = table.series.map { ($0.values.lastIndex { !$0.isNaN } ?? -1) + 1 }.sorted()
    let length = lengths[lengths.count / 2]
    // The held-out part is a quarter of the series, at least a horizon, and at most a third.
    let held = min(max(fitted.horizon, length / 4), length / 3)
    guard held >= 3 else { return nil }
    var quiet = FitOptions(threads: options.threads)
    quiet.isCancelled = options.isCancelled
    let levels = design.head.levels
    let step = (held + Self.mostOrigins - 1) / Self.mostOrigins
    let counts = Array(stride(from: held, through: 1, by: -step))
    do {
      let early = try trainedMembers(
        table.droppingLast(held), horizon: fitted.horizon, seed: seed, options: quiet
      )
      .fitted
      let steps = fitted.horizon
      let forecasts = try early.predict(table, droppingLast: counts, horizon: steps, levels: levels)
      let own = try fitted.predict(table, droppingLast: counts, horizon: steps, levels: levels)
      var evidence = IntervalCalibration.Evidence(steps: steps, levels: levels.count)
      var numbers: [String: Int] = [:]
      for (number, series) in table.series.enumerated() {
        numbers[series.id] = number
        evidence.points += series.values.suffix(held).count { !$0.isNaN }
      }
      for (moment, count) in counts.enumerated() {
        for forecast in forecasts[moment].series {
          guard let number = numbers[forecast.id] else { continue }
          add(forecast, count, table.series[number].values, fitted, &evidence)
        }
        for forecast in own[moment].series { add(widthsOf: forecast, count, fitted, &evidence) }
      }
      return IntervalCalibration(evidence, levels: levels)
    } catch let error as ForetellError where error.kind != .interrupted {
      // The shortened table is too short, or the fit to it diverges: the fit's own intervals stay.
      return nil
    }
  }

  private func add(
    _ forecast: SeriesForecast, _ count: Int, _ values: [Double], _ fitted: FittedForecaster,
    _ evidence: inout IntervalCalibration.Evidence
  ) {
    guard let preparation = fitted.preparations[forecast.id], let scale = preparation.scale else { return }
    for step in 0..<min(count, forecast.point.count) where values.count >= count {
      let value = values[values.count - count + step]
      let error = abs(preparation.forward(value) - preparation.forward(forecast.point[step])) / scale
      if error.isFinite { evidence.errors[step].append(error) }
    }
  }

  private func add(
    widthsOf forecast: SeriesForecast, _ count: Int, _ fitted: FittedForecaster,
    _ evidence: inout IntervalCalibration.Evidence
  ) {
    guard let preparation = fitted.preparations[forecast.id], let scale = preparation.scale else { return }
    for level in forecast.upper.indices {
      for step in 0..<min(count, forecast.point.count) {
        let middle = preparation.forward(forecast.point[step])
        // Where the data's bounds cut off one side of the interval, the other side shows the width.
        let width = max(
          preparation.forward(forecast.upper[level][step]) - middle,
          middle - preparation.forward(forecast.lower[level][step]))
        guard width.isFinite else { continue }
        evidence.widths[step][level].sum += width / scale
        evidence.widths[step][level].count += 1
      }
    }
  }
}

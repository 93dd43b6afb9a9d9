import ForetellData

/// The forecast of one series in progress: the values that the network reads, and its output so far in
/// transformed units.
///
/// A horizon longer than the trained one is reached in blocks; the point forecasts of each block are fed back
/// as values.
struct ForecastWalk {
  let preparation: SeriesPreparation
  /// The range of the forecast in the data's units.
  let limits: ClosedRange<Double>
  /// Limits the inverse of an automatic transform; nil when values weren't transformed.
  let transformLimit: TransformLimit?
  /// The position of the first value on the table's time grid.
  private(set) var firstOrdinal: Int
  /// Values up to the last observation, then the forecasts that are fed back.
  private(set) var values: [Double]
  /// Covariates from the first value on, as far as known.
  private(set) var covariates: [[Double]]
  /// What is known into the future, from the first value on.
  private(set) var futures: [[Double]]
  /// What holds for the whole series.
  let statics: [Double]
  /// Number of steps to forecast, counted from the last observation.
  let needed: Int
  /// Count and range of the series' values, which limit sample paths.
  var facts = HistoryFacts()
  /// Distinguishes the random numbers of series.
  var key: UInt64 = 0
  /// Number of values before the first one here, for the series' age.
  var earlier = 0
  /// The sample paths of all needed steps, where the network draws them; otherwise empty.
  private(set) var paths: [[Double]] = []

  private var point: [Double] = []
  /// For each step, the distances of the quantiles from the median, one per deviate of the head (negative
  /// below the median).
  private var offsets: [[Double]] = []
  private var carried: [Double] = []
  /// The largest distances within a single block.
  private var widest: [Double] = []
  /// The smallest unit of the network's output over all blocks.
  private var unit = Double.infinity

  init(
    preparation: SeriesPreparation, limits: ClosedRange<Double>, transformLimit: TransformLimit?,
    firstOrdinal: Int,
    values: [Double], covariates: [[Double]], futures: [[Double]] = [], statics: [Double] = [], needed: Int
  ) {
    self.preparation = preparation
    self.limits = limits
    self.transformLimit = transformLimit
    self.firstOrdinal = firstOrdinal
    self.values = values
    self.covariates = covariates
    self.futures = futures
    self.statics = statics
    self.needed = needed
  }

  /// Whether all steps are forecast.
  var isDone: Bool { point.count >= needed || !paths.isEmpty }

  /// Keeps the sample paths of all needed steps, limited to the range that the data and their bounds allow and rounded to
  /// the digits that single precision supports.
  mutating func keep(_ drawn: [[Double]], unit: Double) {
    self.unit = unit
    paths = drawn.map { $0.map { limits.clamped(rounding.rounded($0)) } }
  }

  /// Rounds what is made of sample paths.
  var rounding: SignificantDigits { SignificantDigits(resolving: unit) }

  /// The paths of the last `steps` steps.
  func paths(id: String, stamps: [Timestamp]) -> SamplePaths {
    SamplePaths(id: id, stamps: stamps, values: paths.map { Array($0.suffix(stamps.count)) })
  }

  /// The series in the form from which windows are cut.
  func column(startsFromSeason: Bool) -> WindowColumn {
    var column = preparation.column(
      values, firstOrdinal: firstOrdinal, covariates: covariates, startsFromSeason: startsFromSeason)
    (column.known.futures, column.known.statics) = (futures, statics)
    column.earlier = earlier
    return column
  }

  /// The seasonal index of the forecast's step number `step`, in transformed units; 0 when the season isn't
  /// removed.
  func seasonIndex(step: Int) -> Double { preparation.seasonIndex(firstOrdinal + values.count + step) }

  /// Appends the network's output for one trained horizon.
  ///
  /// - Parameters:
  ///   - output: one row of the head per step.
  ///   - bases: for each step the value to which the output is added.
  ///   - unit: the size of an output of 1 in transformed units.
  ///   - head: interprets the rows.
  ///   - deviations: for each step the root mean square of the fit's residuals, where the head needs it.
  ///   - calibration: widens the intervals; nil leaves them as they are.
  mutating func append(
    _ output: [Double], bases: [Double], unit: Double, head: any OutputHead,
    deviations: [Float], calibration: IntervalCalibration?, withOffsets: Bool
  ) {
    let (width, deviates) = (head.width, head.deviates)
    let carried = carried
    self.unit = min(self.unit, unit)
    point.reserveCapacity(point.count + bases.count)
    for step in bases.indices {
      let values = output[(step * width)..<((step + 1) * width)]
      point.append(bases[step] + unit * head.center(values))
      guard withOffsets else { continue }
      var offsets = head.offsets(
        values, unit: unit, deviation: head.needsResiduals ? Double(deviations[step]) : 1)
      calibration?.widen(&offsets, step: step)
      widest = widest.isEmpty ? offsets.map(abs) : zip(widest, offsets).map { max($0, abs($1)) }
      if !carried.isEmpty {
        // Errors of earlier blocks and of this one are treated as independent, so their squares add. For a
        // stationary series the distance is limited by the spread of its values.
        for index in offsets.indices {
          var sum = (offsets[index] * offsets[index] + carried[index] * carried[index]).squareRoot()
          if let spread = preparation.spread {
            sum = min(sum, max(widest[index], abs(deviates[index]) * spread))
          }
          offsets[index] = offsets[index] < 0 ? -sum : sum
        }
      }
      self.offsets.append(offsets)
      self.carried = offsets
    }
  }

  /// Appends the last point forecasts to the values that the network reads.
  ///
  /// - Parameters:
  ///   - count: the number of steps in the last block.
  ///   - reach: the number of values before the next step that must stay.
  mutating func feedBack(_ count: Int, keeping reach: Int) {
    let first = point.count - min(count, point.count)
    values += point.indices[first...].map { limited(preparation.inverse(point[$0]), step: $0) }
    // Once everything that the network reads is itself forecast, older values are dropped to save time.
    guard point.count >= reach, values.count > 2 * reach else { return }
    let surplus = values.count - reach
    values.removeFirst(surplus)
    covariates = covariates.map { Array($0.dropFirst(surplus)) }
    futures = futures.map { Array($0.dropFirst(surplus)) }
    firstOrdinal += surplus
  }

  /// Undoes the transformation and interpolates the bounds at `levels` from the distances at the head's
  /// normal `deviates`.
  func forecast(id: String, stamps: [Timestamp], levels: [Double], deviates: [Double]) -> SeriesForecast {
    let steps = (needed - stamps.count)..<needed
    let middle = preparation.inverse(point[steps.lowerBound])
    let rounding = SignificantDigits(
      resolving: abs(preparation.inverse(point[steps.lowerBound] + unit) - middle))
    func value(_ transformed: Double, _ step: Int) -> Double {
      limited(rounding.rounded(preparation.inverse(transformed)), step: step)
    }
    var forecast = SeriesForecast(
      id: id, stamps: stamps, point: steps.map { value(point[$0], $0) }, lower: [], upper: [])
    for level in levels {
      let deviate = StandardNormal.quantile(0.5 + level / 200)
      func bound(_ z: Double) -> [Double] {
        steps.map { value(point[$0] + Self.interpolate(offsets[$0], deviates, at: z), $0) }
      }
      forecast.lower.append(bound(-deviate))
      forecast.upper.append(bound(deviate))
    }
    return forecast
  }

  /// The value limited to the range that the data and their transform allow.
  private func limited(_ value: Double, step: Int) -> Double {
    limits.clamped(transformLimit?.limits(step: step).clamped(value) ?? value)
  }

  /// The distance at the normal deviate `z`: interpolated linearly between known ones, proportional to `z`
  /// beyond the outermost.
  private static func interpolate(_ offsets: [Double], _ deviates: [Double], at z: Double) -> Double {
    if z == 0 { return 0 }
    guard let first = deviates.first, let last = deviates.last else { return 0 }
    if z <= first { return first == 0 ? 0 : offsets[0] * z / first }
    if z >= last { return last == 0 ? 0 : offsets[offsets.count - 1] * z / last }
    let upper = deviates.firstIndex { $0 > z } ?? deviates.count - 1
    let part = (z - deviates[upper - 1]) / (deviates[upper] - deviates[upper - 1])
    return offsets[upper - 1] + part * (offsets[upper] - offsets[upper - 1])
  }
}

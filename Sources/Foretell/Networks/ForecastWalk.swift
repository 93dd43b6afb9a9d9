import ForetellData

/// The forecast of one series on its way: what the network reads, and what it has said so far, in transformed units.
struct ForecastWalk {
  let preparation: SeriesPreparation
  /// What the forecast keeps to, in the data's units.
  let limits: ClosedRange<Double>
  /// What the inverse of an automatic transform keeps to; nil for values that weren't transformed.
  let transformLimit: TransformLimit?
  /// Number of the first value's grid point.
  private(set) var firstOrdinal: Int
  /// Values up to the last observation, then the forecasts that are fed back.
  private(set) var values: [Double]
  /// Covariates from the first value on, as far as they are known.
  private(set) var covariates: [[Double]]
  /// Steps to go from the last observation.
  let needed: Int

  private var point: [Double] = []
  /// Per quantile level of the network, the distance from the median (negative below).
  private var offsets: [[Double]] = []
  private var carried: [Double] = []
  /// The largest distances that one block spoke of by itself.
  private var widest: [Double] = []
  /// The least unit in which the network spoke.
  private var unit = Double.infinity

  init(
    preparation: SeriesPreparation, limits: ClosedRange<Double>, transformLimit: TransformLimit?,
    firstOrdinal: Int,
    values: [Double], covariates: [[Double]], needed: Int
  ) {
    self.preparation = preparation
    self.limits = limits
    self.transformLimit = transformLimit
    self.firstOrdinal = firstOrdinal
    self.values = values
    self.covariates = covariates
    self.needed = needed
  }

  /// Whether enough steps were forecast.
  var isDone: Bool { point.count >= needed }

  /// The series as windows are cut from it.
  func column(startsFromSeason: Bool) -> WindowColumn {
    WindowColumn(
      values: preparation.transform == .none ? values : values.map(preparation.forward),
      firstOrdinal: firstOrdinal, covariates: covariates,
      scale: preparation.scale.map { AffineScale(scale: $0) },
      startsFromSeason: startsFromSeason && preparation.isSeasonal)
  }

  /// Takes one trained horizon of the network's output.
  ///
  /// - Parameters:
  ///   - output: one row of the head per step.
  ///   - bases: what each step counts from.
  ///   - unit: what one of the output means.
  ///   - head: reads the rows.
  ///   - deviations: for each step the deviation of residuals, where the head needs it.
  ///   - calibration: by how much intervals are widened.
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
        // Errors of earlier blocks and of this one as if independent: widths add as squares. A series that keeps to a
        // level doesn't go farther from there than its values lie apart.
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

  /// Lets the network read its last forecasts as if they had been observed.
  ///
  /// - Parameters:
  ///   - count: steps that were appended last.
  ///   - reach: values that have to stay in front of the next step.
  mutating func feedBack(_ count: Int, keeping reach: Int) {
    let first = point.count - min(count, point.count)
    values += point.indices[first...].map { limited(preparation.inverse(point[$0]), step: $0) }
    // Once everything that is read was forecast, older values only cost time.
    guard point.count >= reach, values.count > 2 * reach else { return }
    let surplus = values.count - reach
    values.removeFirst(surplus)
    covariates = covariates.map { Array($0.dropFirst(surplus)) }
    firstOrdinal += surplus
  }

  /// Undoes the transformation and reads the asked levels off the network's quantiles at the normal `deviates`.
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

  /// The value within what the data and their transform allow.
  private func limited(_ value: Double, step: Int) -> Double {
    limits.clamped(transformLimit?.limits(step: step).clamped(value) ?? value)
  }

  /// The offset at normal deviate `z`: linear between the known ones, proportional beyond the outermost.
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

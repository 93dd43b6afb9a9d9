/// Reading step by step: each step of the network's sequence is told the past of one value and forecasts this value
/// alone, as in DeepAR (Salinas, Flunkert, Gasthaus, Januschowski 2020).
///
/// A ``WindowPlace`` of such a sampler is a sequence of `inputSize` steps before its origin, the context, and `horizon`
/// steps from it on. The step of index t, which forecasts the value at t, has these features:
///
/// - for each lag l of `configuration.lags` the difference of the value at t − l from the last observed value before t,
///   in units of the mean absolute change u; 0 where it is missing;
/// - whether the value at t − 1 is observed (1) or missing (0): a missing one is replaced by the last observed before it;
/// - ln ν, ln(u/ν) and the logarithm of the series' age at t, each shifted and divided so that it is about 1;
/// - past covariates at t − 1, which count as unknown from the origin on; and futures, statics and calendar features
///   at t.
///
/// With `configuration.readsLevel` the last observed value before t in units of the level ν follows the mask. It is for
/// forecasts that don't start from the last value: as ν is measured over the whole context, it tells each step of the
/// context something of what comes after it.
extension WindowSampler {
  /// The sizes by which the steps of a sequence are scaled, both measured over its context; positive and finite.
  public struct StepScale: Sendable, Equatable {
    /// The mean absolute value, ν.
    public var level: Double
    /// The mean absolute change from one value to the next, u.
    public var change: Double
  }

  /// Scaled differences are limited to this magnitude.
  static let differenceLimit: Float = 64

  /// Number of features that depend on the values before a step: the lags, the mask and, if it is read, the level.
  public var recentFeatureCount: Int {
    (configuration.lags?.count ?? 0) + (configuration.readsLevel ? 2 : 1)
  }

  /// Number of features of one step.
  public var stepFeatureCount: Int { recentFeatureCount + 3 + futureFeatures.count }

  /// Number of steps of a sequence that have no value before them, because they lie at or before the series' start.
  public func stepPadding(of place: WindowPlace) -> Int {
    min(max(0, configuration.inputSize + 1 - place.origin), configuration.inputSize)
  }

  /// The sizes of the values in a sequence's context; those of the series where the context doesn't tell.
  public func stepScale(of place: WindowPlace) -> StepScale {
    let column = columns[place.series]
    let first = max(0, place.origin - configuration.inputSize)
    let whole = seriesScales[place.series].scale
    var (sum, count, changes, pairs) = (0.0, 0, 0.0, 0)
    var before = Double.nan
    for index in first..<max(first, min(place.origin, column.values.count)) {
      let value = column.values[index]
      if !value.isNaN {
        sum += abs(value)
        count += 1
        if !before.isNaN {
          changes += abs(value - before)
          pairs += 1
        }
      }
      before = value
    }
    let change = pairs > 0 ? max(changes / Double(pairs), configuration.leastScale * whole) : whole
    let level = count > 0 ? sum / Double(count) : 0
    return StepScale(level: level > 0 ? level : change, change: change)
  }

  /// The last observed value before each step of a sequence, from its first step on; NaN where there is none.
  ///
  /// A value is looked for as far back as the longest lag before the context.
  public func lastValues(of place: WindowPlace, steps: Int) -> [Double] {
    let values = columns[place.series].values
    let first = place.origin - configuration.inputSize
    var last = Double.nan
    for index in max(0, first - 1 - (configuration.lags?.max() ?? 0))..<max(0, first)
    where index < values.count && !values[index].isNaN { last = values[index] }
    return (0..<steps).map { step in
      let index = first + step - 1
      if index >= 0, index < values.count, !values[index].isNaN { last = values[index] }
      return last
    }
  }

  /// Writes the features that depend on the values before a step.
  ///
  /// - Parameters:
  ///   - last: the last observed value before the step; NaN for none.
  ///   - isObserved: whether it is that of the step before.
  ///   - lagged: the value so many steps before; NaN for a missing one.
  @inlinable public func fillRecent(
    last: Double, isObserved: Bool, scale: StepScale, into buffer: inout MutableSpan<Float>, at start: Int,
    lagged: (Int) -> Double
  ) {
    let inverse = 1 / scale.change
    var offset = start
    for lag in configuration.lags ?? [] {
      let difference = (lagged(lag) - last) * inverse
      buffer[offset] = difference.isNaN ? 0 : Self.limited(difference)
      offset += 1
    }
    buffer[offset] = isObserved ? 1 : 0
    if configuration.readsLevel {
      buffer[offset + 1] = last.isNaN ? 0 : Self.limited(last / scale.level)
    }
  }

  @usableFromInline static func limited(_ value: Double) -> Float {
    min(max(Float(value), -differenceLimit), differenceLimit)
  }

  /// Writes the features that depend on the step's place alone.
  ///
  /// - Parameters:
  ///   - index: the index of the value that the step forecasts.
  ///   - logarithm: the natural logarithm.
  public func fillCircumstances(
    of place: WindowPlace, index: Int, scale: StepScale, into buffer: inout MutableSpan<Float>, at start: Int,
    logarithm: (Double) -> Double
  ) {
    let column = columns[place.series]
    buffer[start] = Float(logarithm(scale.level) / 8)
    buffer[start + 1] = Float((logarithm(scale.change / scale.level) + 3) / 2)
    buffer[start + 2] = Float(logarithm(2 + Double(column.earlier + max(index, 0))) / 4 - 1)
    guard !futureFeatures.isEmpty else { return }
    fillKnown(column, index, &buffer, start + 3)
    // What isn't known ahead is read one step late, and not at all from the origin on.
    guard !column.covariates.isEmpty else { return }
    var areKnown: Float = index - 1 < place.origin ? 1 : 0
    for (number, covariate) in column.covariates.enumerated() {
      let isInside = index >= 1 && index <= min(place.origin, covariate.count)
      let value = isInside ? covariate[index - 1] : .nan
      let scale = covariateScales[number]
      buffer[start + 3 + number] = value.isNaN ? 0 : Float((value - scale.location) / scale.scale)
      if value.isNaN { areKnown = 0 }
    }
    if configuration.hasCovariateMask { buffer[start + 3 + column.covariates.count] = areKnown }
  }

  /// Writes the features of the first `steps` steps of a sequence, one row per step; rows of padding are not written.
  public func fillSteps(
    of place: WindowPlace, steps: Int, into buffer: inout MutableSpan<Float>, layout: WindowLayout,
    logarithm: (Double) -> Double
  ) {
    let values = columns[place.series].values
    let scale = stepScale(of: place)
    let last = lastValues(of: place, steps: steps)
    let first = place.origin - configuration.inputSize
    func value(_ index: Int) -> Double { index >= 0 && index < values.count ? values[index] : .nan }
    for step in stepPadding(of: place)..<max(steps, stepPadding(of: place)) {
      let index = first + step
      let start = layout.base + step * layout.stride
      fillRecent(
        last: last[step], isObserved: !value(index - 1).isNaN, scale: scale, into: &buffer, at: start
      ) { value(index - $0) }
      fillCircumstances(
        of: place, index: index, scale: scale, into: &buffer, at: start + recentFeatureCount,
        logarithm: logarithm)
    }
  }

  /// Writes the targets of all steps of a sequence and their mask, one number per step.
  ///
  /// A target is 0 with mask 0 if it is missing, lies at or after the limit, belongs to padding, or has no observed value
  /// before it.
  ///
  /// - Parameters:
  ///   - onlyHorizon: whether the targets of the context are left out.
  ///   - relative: whether a target is the change from the last observed value in units of u, rather than the value.
  ///   - layout: the position of the first step's target, and the distance to the next.
  public func fillStepTargets(
    of place: WindowPlace, onlyHorizon: Bool, relative: Bool, into targets: inout MutableSpan<Float>,
    mask: inout MutableSpan<Float>, layout: WindowLayout
  ) {
    let steps = configuration.inputSize + configuration.horizon
    let scale = stepScale(of: place)
    let last = lastValues(of: place, steps: steps)
    for step in 0..<steps {
      let offset = layout.base + step * layout.stride
      guard let value = stepTarget(of: place, step: step, last: last[step], onlyHorizon: onlyHorizon) else {
        targets[offset] = 0
        mask[offset] = 0
        continue
      }
      targets[offset] = Float(relative ? (value - last[step]) / scale.change : value)
      mask[offset] = 1
    }
  }

  /// The number of targets to which ``fillStepTargets(of:onlyHorizon:relative:into:mask:layout:)`` gives mask 1.
  public func observedStepTargets(of place: WindowPlace, onlyHorizon: Bool) -> Int {
    let last = lastValues(of: place, steps: configuration.inputSize + configuration.horizon)
    return last.indices.count {
      stepTarget(of: place, step: $0, last: last[$0], onlyHorizon: onlyHorizon) != nil
    }
  }

  /// The value that a step forecasts; nil where it doesn't count.
  private func stepTarget(of place: WindowPlace, step: Int, last: Double, onlyHorizon: Bool) -> Double? {
    let values = columns[place.series].values
    let index = place.origin - configuration.inputSize + step
    guard step >= stepPadding(of: place), !onlyHorizon || index >= place.origin,
      index < min(place.limit, values.count), !values[index].isNaN, !last.isNaN
    else { return nil }
    return values[index]
  }
}

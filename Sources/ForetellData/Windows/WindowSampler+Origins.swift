/// Reading origin by origin: each step of the network's sequence is a whole window of values, and the
/// sequence consists of the windows of `origins` successive origins.
///
/// A ``WindowPlace`` holds the last origin of the sequence. The step of origin t has these features: the
/// `inputSize` scaled values before t, oldest first, with 0 for a missing one; the series' roughness
/// (``WindowColumn/roughness``); the share of these values that are observed; and the ``futureFeatures`` of
/// the step before t.
extension WindowSampler {
  /// Scaled values of an origin's window are limited to this magnitude.
  static let originLimit: Float = 8

  /// Number of features of one origin.
  public var originFeatureCount: Int { configuration.inputSize + 2 + futureFeatures.count }

  /// Number of features of one step that the network reads: of ``inputFeatures``, of an origin, or of a step with lags.
  public var featureCount: Int {
    if configuration.lags != nil { return stepFeatureCount }
    return configuration.origins == nil ? inputFeatures.count : originFeatureCount
  }

  /// Number of steps of a sequence that lie before the first value of its series: origins below 1.
  public func originPadding(of place: WindowPlace) -> Int {
    max(0, (configuration.origins ?? 1) - place.origin)
  }

  /// The origin of step number `step` of a sequence.
  public func origin(of place: WindowPlace, step: Int) -> WindowPlace {
    WindowPlace(
      series: place.series, origin: place.origin - (configuration.origins ?? 1) + 1 + step, limit: place.limit
    )
  }

  /// Writes the features of all origins of a sequence, one row per step; rows of padding are not written.
  ///
  /// - Parameters:
  ///   - unit: the size of a network input of 1, in units of a window's scale.
  ///   - layout: the position of step 0, and the distance to the next step.
  public func fillOrigins(
    of place: WindowPlace, unit: Double, into buffer: inout MutableSpan<Float>, layout: WindowLayout
  ) {
    for step in originPadding(of: place)..<(configuration.origins ?? 1) {
      fillOrigin(
        origin(of: place, step: step), unit: unit, into: &buffer, at: layout.base + step * layout.stride)
    }
  }

  /// Writes the features of one origin.
  public func fillOrigin(
    _ place: WindowPlace, unit: Double, into buffer: inout MutableSpan<Float>, at start: Int
  ) {
    let size = configuration.inputSize
    let scale = scale(for: place)
    let inverse = 1 / (scale.scale * unit)
    let values = columns[place.series].values
    let first = place.origin - size
    var observed = 0
    for index in 0..<size {
      let value = first + index >= 0 ? values[first + index] : .nan
      guard !value.isNaN else {
        buffer[start + index] = 0
        continue
      }
      observed += 1
      let scaled = Float((value - scale.location) * inverse)
      buffer[start + index] = min(max(scaled, -Self.originLimit), Self.originLimit)
    }
    buffer[start + size] = Float(columns[place.series].roughness)
    buffer[start + size + 1] = Float(observed) / Float(size)
    if !futureFeatures.isEmpty {
      fillKnown(columns[place.series], place.origin - 1, &buffer, start + size + 2)
    }
  }

  /// Writes the scaled differences of the targets of all origins from their bases, and their mask.
  ///
  /// A target is 0 with mask 0 if it is missing, lies at or after the limit, belongs to a window without
  /// observed values, or to padding.
  ///
  /// - Parameters:
  ///   - unit: the size of a network output of 1, in units of a window's scale.
  ///   - onlyLast: whether the targets of all origins but the last are left out.
  ///   - layout: the position of the first target of step 0, and the distance to that of the next step; the
  ///     targets of one step are consecutive.
  /// - Returns: the number of targets with mask 1.
  @discardableResult public func fillOriginTargets(
    of place: WindowPlace, unit: Double, onlyLast: Bool, into targets: inout MutableSpan<Float>,
    mask: inout MutableSpan<Float>, layout: WindowLayout
  ) -> Int {
    let (count, horizon) = (configuration.origins ?? 1, configuration.horizon)
    let first = max(originPadding(of: place), onlyLast ? count - 1 : 0)
    var observed = 0
    for step in 0..<count {
      let start = layout.base + step * layout.stride
      let here = origin(of: place, step: step)
      guard step >= first, hasObservedInputs(here) else {
        for target in start..<(start + horizon) {
          targets[target] = 0
          mask[target] = 0
        }
        continue
      }
      let scale = scale(for: here)
      let inverse = 1 / (scale.scale * unit)
      let column = columns[place.series]
      let values = column.values
      let end = min(here.origin + horizon, here.limit, values.count)
      for target in 0..<horizon {
        let index = here.origin + target
        let value = index < end ? values[index] : .nan
        guard !value.isNaN else {
          targets[start + target] = 0
          mask[start + target] = 0
          continue
        }
        let base =
          column.startsFromSeason
          ? targetBase(of: here, step: target, location: scale.location) : scale.location
        targets[start + target] = Float((value - base) * inverse)
        mask[start + target] = 1
        observed += 1
      }
    }
    return observed
  }

  /// The number of targets to which ``fillOriginTargets(of:unit:onlyLast:into:mask:layout:)`` gives mask 1.
  public func observedOriginTargets(of place: WindowPlace, onlyLast: Bool) -> Int {
    let count = configuration.origins ?? 1
    let values = columns[place.series].values
    var observed = 0
    for step in max(originPadding(of: place), onlyLast ? count - 1 : 0)..<count {
      let here = origin(of: place, step: step)
      guard hasObservedInputs(here) else { continue }
      let end = min(here.origin + configuration.horizon, here.limit, values.count)
      for index in here.origin..<max(here.origin, end) where !values[index].isNaN { observed += 1 }
    }
    return observed
  }

  /// Whether any value of a window is observed.
  private func hasObservedInputs(_ place: WindowPlace) -> Bool {
    let values = columns[place.series].values
    var index = min(place.origin, values.count) - 1
    let first = max(0, place.origin - configuration.inputSize)
    while index >= first {
      if !values[index].isNaN { return true }
      index -= 1
    }
    return false
  }

  /// The last origins of the training sequences of a series with `usable` values.
  ///
  /// The latest one has one target. At the earliest one, all windows of the sequence are complete; if fewer
  /// than `enoughWindows` origins follow it, the earliest is the one at which every origin of the sequence
  /// has at least one value before it.
  static func sequenceOrigins(
    usable: Int, _ count: Int, _ configuration: Configuration
  ) -> (earliest: Int, latest: Int) {
    let latest = max(1, usable - 1)
    let whole = configuration.inputSize + count - 1
    let isEnough = latest - whole + 1 >= configuration.enoughWindows ?? 1
    return (min(isEnough ? whole : count, latest), latest)
  }
}

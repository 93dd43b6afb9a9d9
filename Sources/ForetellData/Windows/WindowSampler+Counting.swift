extension WindowSampler {
  /// Number of origins of a series with `usable` values, before windows with too many gaps are left out.
  public static func windowCount(usable: Int, _ configuration: Configuration) -> Int {
    guard usable >= 2 else { return 0 }
    let (earliest, latest) = origins(usable: usable, configuration)
    return (latest - earliest) / configuration.stepSize + 1
  }

  private static func origins(usable: Int, _ configuration: Configuration) -> (earliest: Int, latest: Int) {
    if let count = configuration.origins { return sequenceOrigins(usable: usable, count, configuration) }
    let least = leastHistory(usable: usable, configuration)
    let full = usable - configuration.horizon
    if configuration.allowsPartialTargets, full < least {
      let origin = max(1, min(least, usable - 1))
      return (origin, origin)
    }
    let latest = max(1, full)
    return (min(least, latest), latest)
  }

  private static func leastHistory(usable: Int, _ configuration: Configuration) -> Int {
    // Differences to one season earlier need a season of values before the window.
    let before = configuration.readsSeasonalDifferences ? configuration.seasonLength : 0
    let size = configuration.inputSize + before
    if let enough = configuration.enoughWindows, usable - configuration.horizon - size + 1 >= enough {
      return size
    }
    return max(1, min(size, configuration.minimumInputSize.map { $0 + before } ?? size))
  }

  /// The end of the training part, which is before the validation part unless the series is too short to have
  /// one, and the length of the validation part.
  ///
  /// A series is too short if fewer than horizon + 1 values would remain for training. A validation part
  /// shorter than the horizon contains no window and is dropped. If partial targets are allowed, two values
  /// for training and a validation part of any length are enough.
  static func parts(end: Int, _ configuration: Configuration) -> (trainingEnd: Int, validation: Int) {
    let size = configuration.validationSize
    let isPartial = configuration.allowsPartialTargets
    guard size >= (isPartial ? 1 : configuration.horizon),
      end - size >= (isPartial ? 2 : configuration.horizon + 1)
    else { return (end, 0) }
    return (end - size, size)
  }

  static func appendTraining(
    _ column: WindowColumn, _ series: Int, _ end: Int, _ configuration: Configuration,
    _ index: inout WindowIndex
  ) {
    guard end >= 2 else { return }
    var usable = end
    if configuration.allowsPartialTargets,
      configuration.origins != nil
        || end - configuration.horizon < leastHistory(usable: end, configuration)
    {
      // A series with a single window must have a target in it: the part used ends with an observation.
      while usable > 2, column.values[usable - 1].isNaN { usable -= 1 }
    }
    let (earliest, latest) = origins(usable: usable, configuration)
    // Origins are counted back from the latest one, so that the newest values are always learnt from.
    let first = latest - (latest - earliest) / configuration.stepSize * configuration.stepSize
    append(column, series, first, latest, end, configuration, &index)
  }

  static func appendValidation(
    _ column: WindowColumn, _ series: Int, _ start: Int, _ end: Int, _ configuration: Configuration,
    _ index: inout WindowIndex
  ) {
    let latest = max(start, end - configuration.horizon)
    let first = latest - (latest - start) / configuration.stepSize * configuration.stepSize
    append(column, series, first, latest, end, configuration, &index)
  }

  private static func append(
    _ column: WindowColumn, _ series: Int, _ first: Int, _ latest: Int, _ limit: Int,
    _ configuration: Configuration, _ index: inout WindowIndex
  ) {
    let step = configuration.stepSize
    let count = (latest - first) / step + 1
    var observed: [Int32] = [0]
    observed.reserveCapacity(limit + 1)
    var total: Int32 = 0
    for position in 0..<limit {
      if !column.values[position].isNaN { total += 1 }
      observed.append(total)
    }
    if Int(total) == limit {
      index.append(series: series, first: first, step: step, count: count, limit: limit, origins: nil)
      return
    }
    var origins: [Int32] = []
    for origin in stride(from: first, through: latest, by: step) {
      let start = max(0, origin - configuration.inputSize)
      let stop = min(limit, origin + configuration.horizon)
      if observed[origin] > observed[start], observed[stop] > observed[origin] {
        origins.append(Int32(origin))
      }
    }
    if origins.count == count {
      index.append(series: series, first: first, step: step, count: count, limit: limit, origins: nil)
    } else {
      index.append(series: series, first: first, step: step, count: 0, limit: limit, origins: origins)
    }
  }

  /// Location and scale of a series over its training part or, if nothing was observed there, over all of it.
  static func seriesScale(
    of column: WindowColumn, trainingEnd: Int, end: Int, _ configuration: Configuration
  ) -> AffineScale {
    let isObserved = column.values[..<trainingEnd].contains { !$0.isNaN }
    return seriesScale(
      of: column.values.span.extracting(0..<(isObserved ? trainingEnd : end)), configuration)
  }

  private static func seriesScale(of values: Span<Double>, _ configuration: Configuration) -> AffineScale {
    let scaling = configuration.scaling
    let isScaleNeeded = scaling.scaleScope == .series || configuration.leastScale > 0
    return AffineScale(
      location: scaling.locationScope == .series
        ? Moments.location(scaling.location, of: values, seasonLength: configuration.seasonLength) : 0,
      scale: isScaleNeeded
        ? Moments.scale(scaling.scale, of: values, seasonLength: configuration.seasonLength) : 1)
  }

  /// Mean and standard deviation of each covariate over the training parts of all series.
  static func covariateScales(_ columns: [WindowColumn], _ ends: [Int]) -> [AffineScale] {
    let count = columns.first?.covariates.count ?? 0
    precondition(columns.allSatisfy { $0.covariates.count == count }, "series differ in their covariates")
    let scaling = Scaling(location: .mean, scale: .standardDeviation)
    let scales = (0..<count).map { number in
      var values: [Double] = []
      for (column, end) in zip(columns, ends) { values += column.covariates[number].prefix(end) }
      return scaling.statistics(of: values.span)
    }
    return scales + knownScales(columns, ends)
  }

  /// The same of each future over the training parts, and of each static number over the series.
  ///
  /// A number that never varies there is read as 0, since nothing can be learned of another value.
  private static func knownScales(_ columns: [WindowColumn], _ ends: [Int]) -> [AffineScale] {
    guard let first = columns.first?.known else { return [] }
    let scaling = Scaling(location: .mean, scale: .standardDeviation)
    func scale(_ values: [Double]) -> AffineScale {
      let observed = values.lazy.filter { !$0.isNaN }
      guard let least = observed.min(), let most = observed.max(), least < most else {
        return AffineScale(location: observed.first ?? 0, scale: .greatestFiniteMagnitude)
      }
      return scaling.statistics(of: values.span)
    }
    let futures = first.futures.indices.map { number in
      scale(zip(columns, ends).flatMap { $0.known.futures[number].prefix($1) })
    }
    return futures + first.statics.indices.map { number in scale(columns.map { $0.known.statics[number] }) }
  }
}

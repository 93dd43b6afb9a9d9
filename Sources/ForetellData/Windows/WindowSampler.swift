/// Cuts windows from series when they are needed and writes them directly into a batch.
///
/// A window has `inputSize` steps before its origin and `horizon` targets from it on. For a series with n
/// usable values (up to its end limit, less the validation part) the training origins are, counted back from
/// the latest, every `stepSize`:
///
///     latest = max(1, n − H),  earliest = min(minimumInputSize, latest),  count = (latest − earliest) / stepSize + 1
///
/// so with minimumInputSize = L and n ≥ L + H that is (n − L − H) / stepSize + 1. Inputs before the start of
/// the series are padding: value 0 and mask 0. No target at or beyond the limit is ever read. Windows without
/// an observed target or without an observed input are left out.
public struct WindowSampler: Sendable {
  /// Sizes and options of all windows.
  public struct Configuration: Sendable, Hashable {
    /// Number of input steps, at least 1.
    public var inputSize: Int
    /// Number of target steps, at least 1.
    public var horizon: Int
    /// Distance between successive origins of a series, at least 1.
    public var stepSize = 1
    /// Least number of real inputs of a training window; nil means `inputSize`.
    ///
    /// A smaller number than `inputSize` adds windows that are padded on the left. A series that is too short
    /// always gives one padded window.
    public var minimumInputSize: Int?
    /// Number of windows with complete histories from which on a series gets no padded ones; nil: it always
    /// gets them.
    public var enoughWindows: Int?
    /// Whether windows may reach beyond the end of their part of a series; the targets there are masked.
    ///
    /// A series with fewer than minimumInputSize + horizon values then keeps minimumInputSize values as
    /// history, if it has them, and learns from the targets that remain; and a validation part may be shorter
    /// than the horizon.
    public var allowsPartialTargets = false
    /// How values are centred and scaled.
    public var scaling = Scaling.none
    /// The smallest scale of a window, relative to the same statistic of its series; 0 for no limit.
    public var leastScale = 0.0
    /// Season length in steps, at least 1, for seasonal statistics and forecasts.
    public var seasonLength = 1
    /// Whether a mask (1 observed, 0 missing or padding) is an input feature.
    public var hasMaskFeature = true
    /// Whether another mask shows if all covariates are known.
    public var hasCovariateMask = false
    /// Whether the inputs of series whose targets start from the season are differences to one season
    /// earlier.
    ///
    /// For windows shorter than a season, which don't show the season itself: the differences show how the
    /// present departs from it. The season of the targets is then also looked up before the window.
    public var readsSeasonalDifferences = false
    /// Number of origins in a sequence of the network, each with its own window, at least 1; nil: a sequence
    /// is the values of one window.
    public var origins: Int?
    /// The lags that each step of a sequence reads step by step, ascending and above 1; nil for other readings.
    public var lags: [Int]?
    /// Whether each step also reads the last observed value in units of the level of its sequence.
    public var readsLevel = false
    /// Number of points at the end of each series held out for validation; 0 for none.
    public var validationSize = 0

    /// Makes a configuration of these sizes, with defaults for everything else.
    public init(inputSize: Int, horizon: Int) {
      self.inputSize = inputSize
      self.horizon = horizon
    }
  }

  /// The sizes and options.
  public let configuration: Configuration
  /// The series.
  public let columns: [WindowColumn]
  /// The windows whose targets end before the validation part.
  public let training: WindowIndex
  /// The windows whose targets all lie in the validation part.
  public let validation: WindowIndex
  /// Names of the input features in order: `value`, `mask`, covariates and their mask, calendar features.
  public let inputFeatures: [String]
  /// Names of the features that are known for the horizon, in order: covariates and their mask, calendar
  /// features.
  public let futureFeatures: [String]
  /// For each series the index after its last usable value.
  public let ends: [Int]
  /// Location and scale of each series: the column's, or measured over its training part.
  public let seriesScales: [AffineScale]
  /// Location and scale of each covariate, then of each future and each static number.
  public let covariateScales: [AffineScale]
  /// How many numbers are known into the future.
  let futureCount: Int

  /// For columns with gaps, the latest observed index of the same step of the season, up to each index; empty
  /// for the others.
  private let seasonSources: [[Int32]]
  private let calendar: CalendarFeatures?
  private let calendarCount: Int
  private let calendarStart: Int
  private let calendarTable: [Float]

  /// Makes a sampler and counts its windows, in one pass over the values.
  ///
  /// - Parameters:
  ///   - columns: the series, all with the same number of covariates, futures, statics and categories.
  ///   - configuration: sizes and options; traps on sizes below 1.
  ///   - ends: for each series the index after the last value that may be used; nil for all values.
  ///   - covariateNames: one name per covariate, then per future and static number, for `inputFeatures`.
  ///   - covariateScales: location and scale of each of them; nil takes mean and standard deviation over
  ///     all training parts.
  ///   - calendar: calendar features to add, which need the columns' `firstOrdinal`; nil for none.
  public init(
    columns: [WindowColumn], configuration: Configuration, ends: [Int]? = nil,
    covariateNames: [String] = [], covariateScales: [AffineScale]? = nil, calendar: CalendarFeatures? = nil
  ) {
    precondition(configuration.inputSize >= 1 && configuration.horizon >= 1, "sizes are at least 1")
    precondition(configuration.stepSize >= 1, "the step between windows is at least 1")
    precondition(configuration.origins ?? 1 >= 1, "a sequence has an origin")
    precondition(ends == nil || ends?.count == columns.count, "one end for each series")
    self.configuration = configuration
    self.columns = columns
    let limits = columns.indices.map { index in
      max(0, min(columns[index].values.count, ends?[index] ?? Int.max))
    }
    self.ends = limits
    var training = WindowIndex()
    var validation = WindowIndex()
    var scales: [AffineScale] = []
    scales.reserveCapacity(columns.count)
    var trainingEnds: [Int] = []
    for (series, column) in columns.enumerated() {
      let parts = WindowSampler.parts(end: limits[series], configuration)
      trainingEnds.append(parts.trainingEnd)
      WindowSampler.appendTraining(column, series, parts.trainingEnd, configuration, &training)
      if parts.trainingEnd < limits[series] {
        WindowSampler.appendValidation(
          column, series, parts.trainingEnd, limits[series], configuration, &validation)
      }
      scales.append(
        column.scale
          ?? WindowSampler.seriesScale(
            of: column, trainingEnd: parts.trainingEnd, end: limits[series], configuration))
    }
    seasonSources = columns.map { $0.seasonSources(seasonLength: max(1, configuration.seasonLength)) }
    self.training = training
    self.validation = validation
    seriesScales = scales
    let known = covariateScales ?? WindowSampler.covariateScales(columns, trainingEnds)
    precondition(columns.allSatisfy { $0.numberCount == known.count }, "one scale for each covariate")
    self.covariateScales = known
    let names = known.indices.map { index in
      index < covariateNames.count ? covariateNames[index] : "covariate-\(index + 1)"
    }
    let pastCount = columns.first?.covariates.count ?? known.count
    futureCount = columns.first?.known.futures.count ?? 0
    var covariates = Array(names[..<pastCount])
    if configuration.hasCovariateMask, !covariates.isEmpty { covariates.append("covariates-known") }
    covariates += names[pastCount..<(pastCount + futureCount)]
    if futureCount > 0 { covariates.append("futures-known") }
    covariates += names[(pastCount + futureCount)...]
    futureFeatures = covariates + (calendar?.names ?? [])
    inputFeatures = ["value"] + (configuration.hasMaskFeature ? ["mask"] : []) + futureFeatures
    self.calendar = calendar
    calendarCount = calendar?.count ?? 0
    var lowest = Int.max
    var highest = Int.min
    for column in columns {
      lowest = min(lowest, column.firstOrdinal)
      highest = max(highest, column.firstOrdinal + column.values.count)
    }
    // For series far apart in time, a table of calendar features would be much larger than the data.
    if let calendar, calendar.count > 0, lowest < highest, highest - lowest < 1 << 22 {
      // Padding needs points before the start, inference points after the end.
      calendarStart = lowest - configuration.inputSize
      calendarTable = calendar.table(calendarStart..<(highest + configuration.horizon))
    } else {
      calendarStart = 0
      calendarTable = []
    }
  }

  /// The window whose targets follow the last usable value of a series.
  public func inferencePlace(series: Int) -> WindowPlace {
    WindowPlace(series: series, origin: ends[series], limit: ends[series])
  }

  /// The location and scale that the `fill` functions use for a window.
  public func scale(for place: WindowPlace) -> AffineScale {
    let scaling = configuration.scaling
    let own = seriesScales[place.series]
    let values = columns[place.series].values
    let first = max(0, place.origin - configuration.inputSize)
    let inputs = values.span.extracting(first..<min(place.origin, values.count))
    let season = configuration.seasonLength
    // A window whose values don't vary, or of which little was observed, says nothing about the size of a
    // change.
    let isOwn = scaling.scaleScope == .series
    let isTelling = !isOwn && (configuration.leastScale == 0 || Self.isObservedEnough(inputs))
    let measured =
      isTelling ? Moments.measuredScale(scaling.scale, of: inputs, seasonLength: season) : nil
    return AffineScale(
      location: scaling.locationScope == .series
        ? own.location : Moments.location(scaling.location, of: inputs, seasonLength: season),
      scale: measured.map { max($0, configuration.leastScale * own.scale) }
        ?? (isOwn || configuration.leastScale > 0
          ? own.scale : Moments.scale(scaling.scale, of: inputs, seasonLength: season)))
  }

  /// Whether at least a quarter of the values is observed.
  private static func isObservedEnough(_ values: Span<Double>) -> Bool {
    var observed = 0
    for index in values.indices where !values[index].isNaN { observed += 1 }
    return 4 * observed >= values.count
  }

  /// The value from which target number `step` is measured: the window's location, or its seasonal naive
  /// forecast if the column asks for it.
  ///
  /// The seasonal naive forecast is the value of the same step of the season in the last season in which it
  /// was observed, in the inputs or before them. Without one, or if the inputs are too short to contain that
  /// step, the location is used.
  public func targetBase(of place: WindowPlace, step: Int, location: Double) -> Double {
    seasonIndex(of: place, step: step).map { columns[place.series].values[$0] } ?? location
  }

  /// The index of the value that is the seasonal naive forecast of target number `step`; nil where the target is measured
  /// from the window's location.
  func seasonIndex(of place: WindowPlace, step: Int) -> Int? {
    let column = columns[place.series]
    guard column.startsFromSeason else { return nil }
    let season = max(1, configuration.seasonLength)
    let first = differs(column) ? 0 : max(0, place.origin - configuration.inputSize)
    let index = place.origin - season + step % season
    guard index >= first else { return nil }
    let sources = seasonSources[place.series]
    let source = sources.isEmpty ? index : Int(sources[index])
    return source >= 0 ? source : nil
  }

  /// Whether the inputs of a series are differences to one season earlier.
  private func differs(_ column: WindowColumn) -> Bool {
    configuration.readsSeasonalDifferences && column.startsFromSeason
  }

  /// Number of observed targets of a window.
  public func observedTargets(of place: WindowPlace) -> Int {
    let values = columns[place.series].values
    var count = 0
    for index in place.origin..<max(place.origin, lastTarget(place)) where !values[index].isNaN { count += 1 }
    return count
  }

  /// Number of rows of padding before a window's first real input.
  public func padding(of place: WindowPlace) -> Int { max(0, configuration.inputSize - place.origin) }

  /// The index after the last point that may be read as a target.
  private func lastTarget(_ place: WindowPlace) -> Int {
    min(place.origin + configuration.horizon, place.limit, columns[place.series].values.count)
  }

  /// Writes a window's scaled inputs: L rows of `inputFeatures.count` values.
  ///
  /// Missing and padded values are 0 (the location, or no difference to the season) with mask 0. Covariates
  /// are standardised; unknown ones are 0.
  public func fillInputs(
    of place: WindowPlace, scale: AffineScale, into buffer: inout MutableSpan<Float>, layout: WindowLayout
  ) {
    let column = columns[place.series]
    let start = place.origin - configuration.inputSize
    let inverse = 1 / scale.scale
    let hasMask = configuration.hasMaskFeature
    let differs = differs(column)
    let season = max(1, configuration.seasonLength)
    for step in 0..<configuration.inputSize {
      let index = start + step
      var offset = layout.base + step * layout.stride
      let value = index >= 0 ? column.values[index] : Double.nan
      let location = differs ? (index >= season ? column.values[index - season] : .nan) : scale.location
      let isObserved = !value.isNaN && !location.isNaN
      buffer[offset] = isObserved ? Float((value - location) * inverse) : 0
      offset += 1
      if hasMask {
        buffer[offset] = isObserved ? 1 : 0
        offset += 1
      }
      if !futureFeatures.isEmpty { fillKnown(column, index, &buffer, offset) }
    }
  }

  /// Writes the features that are known for the horizon: H rows of `futureFeatures.count` values.
  public func fillFuture(
    of place: WindowPlace, into buffer: inout MutableSpan<Float>, layout: WindowLayout
  ) {
    guard !futureFeatures.isEmpty else { return }
    let column = columns[place.series]
    for step in 0..<configuration.horizon {
      fillKnown(column, place.origin + step, &buffer, layout.base + step * layout.stride)
    }
  }

  /// Writes the scaled differences of the targets from their bases (``targetBase(of:step:location:)``) and
  /// their mask: H rows of one value each, both in the same layout.
  ///
  /// Targets that are missing, or at or after the window's limit, are 0 with mask 0.
  public func fillTargets(
    of place: WindowPlace, scale: AffineScale, into targets: inout MutableSpan<Float>,
    mask: inout MutableSpan<Float>, layout: WindowLayout
  ) {
    let column = columns[place.series]
    let inverse = 1 / scale.scale
    let limit = lastTarget(place)
    for step in 0..<configuration.horizon {
      let index = place.origin + step
      let offset = layout.base + step * layout.stride
      let value = index < limit ? column.values[index] : Double.nan
      let isObserved = !value.isNaN
      let base = isObserved ? targetBase(of: place, step: step, location: scale.location) : 0
      targets[offset] = isObserved ? Float((value - base) * inverse) : 0
      mask[offset] = isObserved ? 1 : 0
    }
  }

  func fillKnown(
    _ column: WindowColumn, _ index: Int, _ buffer: inout MutableSpan<Float>, _ start: Int
  ) {
    var offset = start
    var areKnown: Float = 1
    for (number, covariate) in column.covariates.enumerated() {
      let value = index >= 0 && index < covariate.count ? covariate[index] : Double.nan
      let scale = covariateScales[number]
      buffer[offset] = value.isNaN ? 0 : Float((value - scale.location) / scale.scale)
      if value.isNaN { areKnown = 0 }
      offset += 1
    }
    if configuration.hasCovariateMask, !column.covariates.isEmpty {
      buffer[offset] = areKnown
      offset += 1
    }
    if column.numberCount > column.covariates.count { fillNumbers(column, index, &buffer, &offset) }
    guard let calendar, calendarCount > 0 else { return }
    if calendarTable.isEmpty {
      for value in calendar.values(at: column.firstOrdinal + index) {
        buffer[offset] = value
        offset += 1
      }
      return
    }
    let row = (column.firstOrdinal + index - calendarStart) * calendarCount
    for feature in 0..<calendarCount { buffer[offset + feature] = calendarTable[row + feature] }
  }
}

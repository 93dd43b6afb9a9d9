/// Cuts windows out of series on the fly, straight into a batch; nothing is copied before.
///
/// A window has `inputSize` steps before its origin and `horizon` targets from it on. For a series with n
/// usable values (up to its end limit, less the validation part) the training origins are, counted back from
/// the latest, every `stepSize`:
///
///     latest = max(1, n − H),  earliest = min(minimumInputSize, latest),  count = (latest − earliest) / stepSize + 1
///
/// so with minimumInputSize = L and n ≥ L + H that is (n − L − H) / stepSize + 1. Inputs before the start of
/// the series are padding: value 0 and mask 0. No target at or beyond the limit is ever read. Windows without
/// an observed target, or with fewer observed inputs than asked for, aren't counted.
public struct WindowSampler: Sendable {
  /// Sizes and choices that hold for all windows.
  public struct Configuration: Sendable, Hashable, Codable {
    /// Steps the network looks back, at least 1.
    public var inputSize: Int
    /// Steps to forecast, at least 1.
    public var horizon: Int
    /// Distance between the origins of one series, at least 1.
    public var stepSize = 1
    /// Shortest history of a training window; nil means `inputSize`.
    ///
    /// Less than `inputSize` adds windows padded at the left. Series that are too short give one padded window
    /// in any case.
    public var minimumInputSize: Int?
    /// Observed inputs a training window must have, at least 1.
    ///
    /// No more than half of a window's real inputs are asked for, so that short series aren't lost.
    public var minimumObserved = 1
    /// How values are centred and scaled.
    public var scaling = Scaling.none
    /// Steps of a season, at least 1, for the seasonal statistics.
    public var seasonLength = 1
    /// Whether a mask (1 observed, 0 missing or padding) is one of the input features.
    public var hasMaskFeature = true
    /// Points at the end of each series that are kept for validation; 0 for none.
    public var validationSize = 0

    /// Sizes, with everything else at its default.
    public init(inputSize: Int, horizon: Int) {
      self.inputSize = inputSize
      self.horizon = horizon
    }
  }

  /// The sizes and choices.
  public let configuration: Configuration
  /// The series.
  public let columns: [WindowColumn]
  /// Windows whose targets end before the validation part.
  public let training: WindowIndex
  /// Windows whose targets all lie in the validation part.
  public let validation: WindowIndex
  /// Names of the input features in order: `value`, `mask`, covariates, calendar.
  public let inputFeatures: [String]
  /// Names of the features known for the horizon in order: covariates, calendar.
  public let futureFeatures: [String]
  /// Index after the last usable value of each series.
  public let ends: [Int]
  /// Location and scale of each series over its training part.
  public let seriesScales: [AffineScale]

  private let covariateScales: [AffineScale]
  private let calendar: CalendarFeatures?
  private let calendarCount: Int
  private let calendarStart: Int
  private let calendarTable: [Float]

  /// Counts the windows; takes one pass over the values.
  ///
  /// - Parameters:
  ///   - columns: the series; all with the same number of covariates.
  ///   - configuration: sizes; programmer mistakes (sizes below 1) trap.
  ///   - ends: for each series the index after the last value that may be used, nil for all values.
  ///   - covariateNames: names for `inputFeatures`, one for each covariate.
  ///   - calendar: adds these calendar features, which need the columns' `firstOrdinal`.
  public init(
    columns: [WindowColumn], configuration: Configuration, ends: [Int]? = nil,
    covariateNames: [String] = [], calendar: CalendarFeatures? = nil
  ) {
    precondition(configuration.inputSize >= 1 && configuration.horizon >= 1, "sizes are at least 1")
    precondition(configuration.stepSize >= 1, "the step between windows is at least 1")
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
      let usable = column.values.span.extracting(0..<parts.trainingEnd)
      scales.append(
        WindowSampler.seriesScale(of: usable, configuration.scaling, configuration.seasonLength))
    }
    self.training = training
    self.validation = validation
    seriesScales = scales
    covariateScales = WindowSampler.covariateScales(columns, trainingEnds)
    let covariates = covariateScales.indices.map { index in
      index < covariateNames.count ? covariateNames[index] : "covariate-\(index + 1)"
    }
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
    // Series that lie far apart would make a table much larger than the data.
    if let calendar, calendar.count > 0, lowest < highest, highest - lowest < 1 << 22 {
      // Padding looks before the start, inference beyond the end.
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

  /// The location and scale `fill` uses for a window.
  public func scale(for place: WindowPlace) -> AffineScale {
    let scaling = configuration.scaling
    let own = seriesScales[place.series]
    let values = columns[place.series].values
    let first = max(0, place.origin - configuration.inputSize)
    let inputs = values.span.extracting(first..<min(place.origin, values.count))
    let season = configuration.seasonLength
    return AffineScale(
      location: scaling.locationScope == .series
        ? own.location : Moments.location(scaling.location, of: inputs, seasonLength: season),
      scale: scaling.scaleScope == .series
        ? own.scale : Moments.scale(scaling.scale, of: inputs, seasonLength: season))
  }

  /// Writes a window's scaled inputs: L rows of `inputFeatures.count` values.
  ///
  /// Missing and padded values are 0 (the location) with mask 0; covariates are standardised, unknown ones 0.
  public func fillInputs(
    of place: WindowPlace, scale: AffineScale, into buffer: inout MutableSpan<Float>, layout: WindowLayout
  ) {
    let column = columns[place.series]
    let start = place.origin - configuration.inputSize
    let inverse = 1 / scale.scale
    let hasMask = configuration.hasMaskFeature
    for step in 0..<configuration.inputSize {
      let index = start + step
      var offset = layout.base + step * layout.stride
      let value = index >= 0 ? column.values[index] : Double.nan
      let isObserved = !value.isNaN
      buffer[offset] = isObserved ? Float((value - scale.location) * inverse) : 0
      offset += 1
      if hasMask {
        buffer[offset] = isObserved ? 1 : 0
        offset += 1
      }
      if !futureFeatures.isEmpty { fillKnown(column, index, &buffer, offset) }
    }
  }

  /// Writes what is known of the horizon: H rows of `futureFeatures.count` values.
  public func fillFuture(
    of place: WindowPlace, into buffer: inout MutableSpan<Float>, layout: WindowLayout
  ) {
    guard !futureFeatures.isEmpty else { return }
    let column = columns[place.series]
    for step in 0..<configuration.horizon {
      fillKnown(column, place.origin + step, &buffer, layout.base + step * layout.stride)
    }
  }

  /// Writes the scaled targets and their mask: H rows of one value each, both in the same layout.
  ///
  /// Targets that are missing or lie at or beyond the place's limit are 0 with mask 0.
  public func fillTargets(
    of place: WindowPlace, scale: AffineScale, into targets: inout MutableSpan<Float>,
    mask: inout MutableSpan<Float>, layout: WindowLayout
  ) {
    let column = columns[place.series]
    let inverse = 1 / scale.scale
    let limit = min(place.limit, column.values.count)
    for step in 0..<configuration.horizon {
      let index = place.origin + step
      let offset = layout.base + step * layout.stride
      let value = index < limit ? column.values[index] : Double.nan
      let isObserved = !value.isNaN
      targets[offset] = isObserved ? Float((value - scale.location) * inverse) : 0
      mask[offset] = isObserved ? 1 : 0
    }
  }

  private func fillKnown(
    _ column: WindowColumn, _ index: Int, _ buffer: inout MutableSpan<Float>, _ start: Int
  ) {
    var offset = start
    for (number, covariate) in column.covariates.enumerated() {
      let value = index >= 0 && index < covariate.count ? covariate[index] : Double.nan
      let scale = covariateScales[number]
      buffer[offset] = value.isNaN ? 0 : Float((value - scale.location) / scale.scale)
      offset += 1
    }
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

/// One series as the sampler sees it: arrays shared with the table, not copied.
public struct WindowColumn: Sendable {
  /// The values on the grid, NaN where there is a gap.
  public let values: [Double]
  /// Number of the first value's grid point, for calendar features.
  public let firstOrdinal: Int
  /// Covariate columns, NaN where unknown; each may reach beyond `values` into the future.
  public let covariates: [[Double]]
  /// The series' own location and scale where they are known already; nil: measured on the training part.
  public let scale: AffineScale?
  /// Whether targets count from the window's seasonal naive forecast instead of its location.
  public let startsFromSeason: Bool

  /// A series of values that starts at a grid point.
  public init(
    values: [Double], firstOrdinal: Int = 0, covariates: [[Double]] = [], scale: AffineScale? = nil,
    startsFromSeason: Bool = false
  ) {
    self.values = values
    self.firstOrdinal = firstOrdinal
    self.covariates = covariates
    self.scale = scale
    self.startsFromSeason = startsFromSeason
  }

  /// For every index the latest index up to it, whole seasons back, with an observed value; −1 where there is none.
  ///
  /// Empty where nothing is asked for, or every value was observed.
  func seasonSources(seasonLength: Int) -> [Int32] {
    guard startsFromSeason, values.contains(where: \.isNaN) else { return [] }
    var sources: [Int32] = []
    sources.reserveCapacity(values.count)
    for (index, value) in values.enumerated() {
      let earlier = index >= seasonLength ? sources[index - seasonLength] : -1
      sources.append(value.isNaN ? earlier : Int32(clamping: index))
    }
    return sources
  }
}

/// The place of a window: the inputs end just before `origin`, the targets start there.
public struct WindowPlace: Sendable, Hashable {
  /// Index of the series.
  public let series: Int
  /// Index of the first target in the series.
  public let origin: Int
  /// No value at or after this index is read as a target.
  public let limit: Int

  /// A place by its parts.
  public init(series: Int, origin: Int, limit: Int) {
    self.series = series
    self.origin = origin
    self.limit = limit
  }
}

/// Where a window's rows go in a buffer: row t starts at `base + t × stride`, its values are consecutive.
///
/// For window b of a time-major batch `[T, B, F]`: base b·F, stride B·F. Batch-major `[B, T, F]`: base b·T·F,
/// stride F.
public struct WindowLayout: Sendable, Hashable {
  /// Index of the first row's first value.
  public var base: Int
  /// Distance between rows.
  public var stride: Int

  /// A layout by its parts.
  public init(base: Int, stride: Int) {
    self.base = base
    self.stride = stride
  }

  /// Window `index` of a batch in time-major order `[T, B, F]`.
  public static func timeMajor(window index: Int, of windows: Int, features: Int) -> WindowLayout {
    WindowLayout(base: index * features, stride: windows * features)
  }

  /// Window `index` in batch-major order `[B, T, F]`.
  public static func batchMajor(window index: Int, steps: Int, features: Int) -> WindowLayout {
    WindowLayout(base: index * steps * features, stride: features)
  }
}

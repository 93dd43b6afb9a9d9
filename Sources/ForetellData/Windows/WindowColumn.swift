/// One series as the window sampler reads it; arrays are shared with the table, not copied.
public struct WindowColumn: Sendable {
  /// The values on the time grid, NaN for gaps.
  public let values: [Double]
  /// The grid index of the first value, for calendar features.
  public let firstOrdinal: Int
  /// The covariates, NaN where unknown; each may be longer than `values`, into the future.
  public let covariates: [[Double]]
  /// The series' own location and scale if known; nil measures them on the training part.
  public let scale: AffineScale?
  /// Whether targets are differences from the window's seasonal naive forecast instead of its location.
  public let startsFromSeason: Bool
  /// How much the series changes from one step to the next, scaled to about 1; an input at every origin.
  public let roughness: Double
  /// Number of values that the series had before the first one here, for its age.
  public var earlier = 0
  /// What else is known of the series; nothing by default.
  public var known = KnownColumn()

  /// Makes a column; `firstOrdinal` is the grid index of the first value.
  public init(
    values: [Double], firstOrdinal: Int = 0, covariates: [[Double]] = [], scale: AffineScale? = nil,
    startsFromSeason: Bool = false, roughness: Double = 0
  ) {
    self.values = values
    self.firstOrdinal = firstOrdinal
    self.covariates = covariates
    self.scale = scale
    self.startsFromSeason = startsFromSeason
    self.roughness = roughness
  }

  /// For every index, the latest index at or before it, whole seasons back, that has an observed value; −1
  /// where there is none.
  ///
  /// Empty when it isn't needed: the targets don't start from the season, or every value is observed.
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

/// The position of a window: the inputs end just before `origin`, the targets start there.
public struct WindowPlace: Sendable, Hashable {
  /// The index of the series.
  public let series: Int
  /// The index of the first target in the series.
  public let origin: Int
  /// The index from which on no value is read as a target.
  public let limit: Int

  /// Makes a position from its parts.
  public init(series: Int, origin: Int, limit: Int) {
    self.series = series
    self.origin = origin
    self.limit = limit
  }
}

/// Where a window's rows are written in a buffer: row t starts at `base + t × stride`, and its values are
/// consecutive.
///
/// For window b of a time-major batch `[T, B, F]`: base b·F, stride B·F. Batch-major `[B, T, F]`: base b·T·F,
/// stride F.
public struct WindowLayout: Sendable, Hashable {
  /// Index of the first row's first value.
  public var base: Int
  /// Distance between the starts of successive rows.
  public var stride: Int

  /// Makes a layout from its parts.
  public init(base: Int, stride: Int) {
    self.base = base
    self.stride = stride
  }

  /// The layout of window `index` in a batch of `windows` windows in time-major order `[T, B, F]`.
  public static func timeMajor(window index: Int, of windows: Int, features: Int) -> WindowLayout {
    WindowLayout(base: index * features, stride: windows * features)
  }

  /// The layout of window `index` in batch-major order `[B, T, F]`.
  public static func batchMajor(window index: Int, steps: Int, features: Int) -> WindowLayout {
    WindowLayout(base: index * steps * features, stride: features)
  }
}

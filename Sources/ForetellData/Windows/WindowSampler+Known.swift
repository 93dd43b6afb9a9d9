/// What is known of a series beside its values and past covariates; all series of a sampler have the same columns.
public struct KnownColumn: Sendable {
  /// Numbers that are known into the future, one array per column, which may reach beyond the values; NaN where unknown.
  public var futures: [[Double]] = []
  /// Numbers that hold for the whole series; NaN where unknown.
  public var statics: [Double] = []
  /// Columns of categories.
  public var categories: [CategoryColumn] = []

  /// Nothing is known.
  public init() {}
}

/// The categories of one column at the steps of a series.
public struct CategoryColumn: Sendable {
  /// The place of each step's text among the column's, from 0, NaN where unknown; one only for a static column.
  public var places: [Double]
  /// Whether the first place holds for all steps.
  public var isStatic: Bool

  /// Collects the parts.
  public init(places: [Double], isStatic: Bool = false) {
    self.places = places
    self.isStatic = isStatic
  }
}

extension WindowColumn {
  /// Past covariates, futures and static numbers.
  var numberCount: Int { covariates.count + known.futures.count + known.statics.count }
}

/// What a network is told of the steps that it forecasts, and the categories.
extension WindowSampler {
  /// Numbers per step of the horizon: the futures and whether all are known, at the step and at what its forecast starts
  /// from; 0 without futures.
  public var horizonFeatureCount: Int { futureCount > 0 ? 2 * (futureCount + 1) : 0 }

  /// Writes what is known of the horizon: H rows of ``horizonFeatureCount`` values, standardised, unknown ones 0.
  ///
  /// The second half of a row holds the same columns at the step whose value is the seasonal naive forecast, or their
  /// means over the values whose mean the forecast starts from. So the difference of both halves says what is different
  /// from there.
  public func fillHorizon(
    of place: WindowPlace, into buffer: inout MutableSpan<Float>, layout: WindowLayout
  ) {
    guard futureCount > 0 else { return }
    let column = columns[place.series]
    let width = futureCount + 1
    var meanStart: Int?
    for step in 0..<configuration.horizon {
      let start = layout.base + step * layout.stride
      fillFutures(column, place.origin + step, &buffer, start)
      if let index = seasonIndex(of: place, step: step) {
        fillFutures(column, index, &buffer, start + width)
      } else if let other = meanStart {
        for feature in 0..<width { buffer[start + width + feature] = buffer[other + feature] }
      } else {
        fillMeans(column, place, &buffer, start + width)
        meanStart = start + width
      }
    }
  }

  /// The futures and whether all are known at one step.
  private func fillFutures(
    _ column: WindowColumn, _ index: Int, _ buffer: inout MutableSpan<Float>, _ start: Int
  ) {
    var areKnown: Float = 1
    for (number, future) in column.known.futures.enumerated() {
      let value = index >= 0 && index < future.count ? future[index] : Double.nan
      buffer[start + number] = scaled(value, column.covariates.count + number)
      if value.isNaN { areKnown = 0 }
    }
    buffer[start + futureCount] = areKnown
  }

  /// Their means over the values that make the window's location.
  private func fillMeans(
    _ column: WindowColumn, _ place: WindowPlace, _ buffer: inout MutableSpan<Float>, _ start: Int
  ) {
    var range = max(0, place.origin - configuration.inputSize)..<place.origin
    switch configuration.scaling.location {
    case .none: range = 0..<0
    case .mean, .median: break
    case .lastValue:
      let last = range.last { !column.values[$0].isNaN }
      range = last.map { $0..<($0 + 1) } ?? 0..<0
    case .seasonMean:
      range = max(range.lowerBound, place.origin - max(1, configuration.seasonLength))..<place.origin
    }
    var share: Float = 0
    for (number, future) in column.known.futures.enumerated() {
      var (sum, count) = (0.0, 0)
      for index in range where index < future.count && !future[index].isNaN {
        sum += future[index]
        count += 1
      }
      buffer[start + number] = scaled(
        count > 0 ? sum / Double(count) : .nan, column.covariates.count + number)
      if count > 0 { share = 1 }
    }
    buffer[start + futureCount] = share
  }

  /// Futures, whether all are known, and static numbers of one input step.
  func fillNumbers(
    _ column: WindowColumn, _ index: Int, _ buffer: inout MutableSpan<Float>, _ offset: inout Int
  ) {
    if futureCount > 0 {
      fillFutures(column, index, &buffer, offset)
      offset += futureCount + 1
    }
    for (number, value) in column.known.statics.enumerated() {
      buffer[offset] = scaled(value, column.covariates.count + futureCount + number)
      offset += 1
    }
  }

  private func scaled(_ value: Double, _ number: Int) -> Float {
    let scale = covariateScales[number]
    return value.isNaN ? 0 : Float((value - scale.location) / scale.scale)
  }

  /// The code of a column of categories at a step of a series: 0 for an unknown one, else one more than its place.
  public func category(_ number: Int, ofSeries series: Int, at index: Int) -> Float {
    let column = columns[series].known.categories[number]
    let index = column.isStatic ? 0 : index
    guard index >= 0, index < column.places.count, !column.places[index].isNaN else { return 0 }
    return Float(column.places[index]) + 1
  }

  /// The same at the step whose value is the seasonal naive forecast of target number `step`; 0 where there is none.
  public func seasonCategory(_ number: Int, of place: WindowPlace, step: Int) -> Float {
    seasonIndex(of: place, step: step).map { category(number, ofSeries: place.series, at: $0) } ?? 0
  }
}

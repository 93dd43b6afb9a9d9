import ForetellClassics
import ForetellData

/// The series of a table as a regression reads them: transformed, from the first observed value to the last one, gaps
/// filled.
struct RidgePanel {
  /// The series that have more than a few different values.
  private(set) var members: [LagRegression.Member] = []
  /// The place of each member in the table.
  private(set) var places: [Int] = []
  /// The transform of each series of the table.
  private(set) var transforms: [ValueTransform]
  /// Whether most members have a season.
  let isSeasonal: Bool
  /// Whether the regression was made for logarithms.
  let isLogarithmic: Bool
  /// Season length in steps.
  let season: Int

  /// Prepares a table; throws when log or Box-Cox is requested for values that aren't all positive.
  init(_ given: SeriesTable, season: Int, horizon: Int, transform: TransformName) throws {
    let table = given.withoutIsolatedValues
    self.season = season
    var name = transform
    if name == .automatic {
      name = ValueTransform.allowsLogarithm(table.series.map(\.values)) ? .log : .none
    }
    isLogarithmic = name == .log
    transforms = []
    var seasonal = 0
    for (place, series) in table.series.enumerated() {
      let preparation = try SeriesPreparation.checked(
        series, season: season, horizon: horizon, transform: name)
      transforms.append(preparation.transform)
      let facts = HistoryFacts(series.values[...])
      guard !facts.isShort, facts.constant == nil, facts.isComputable,
        let first = series.values.firstIndex(where: { !$0.isNaN }),
        let last = series.values.lastIndex(where: { !$0.isNaN })
      else { continue }
      if preparation.isSeasonal { seasonal += 1 }
      let values = series.values[first...last].map(preparation.forward)
      members.append(
        LagRegression.Member(
          values: Self.filled(values, season: season), missing: values.indices.filter { values[$0].isNaN }))
      places.append(place)
    }
    isSeasonal = season > 1 && 2 * seasonal > members.count
  }

  /// The values with their gaps filled: along the line from the last value before a gap to the first one after it or,
  /// after the first season, along the values of the season before, moved by the line between the two differences to it.
  ///
  /// Missing values at the beginning become the first observed one.
  static func filled(_ values: [Double], season: Int) -> [Double] {
    var result = values
    guard let first = values.firstIndex(where: { !$0.isNaN }) else { return values }
    for index in 0..<first { result[index] = values[first] }
    var start = first
    while let gap = result[start...].firstIndex(where: \.isNaN) {
      let end = result[gap...].firstIndex { !$0.isNaN } ?? result.count
      let before = gap - 1
      let isShaped = season > 1 && before >= season
      let left = result[before] - (isShaped ? result[before - season] : 0)
      var right = left
      // The values one season before the end of a gap longer than a season are themselves filled.
      if end < result.count, !isShaped || end - season < gap {
        right = result[end] - (isShaped ? result[end - season] : 0)
      }
      for index in gap..<end {
        let share = Double(index - before) / Double(end - before)
        result[index] = (isShaped ? result[index - season] : 0) + left + (right - left) * share
      }
      start = end
      if start >= result.count { break }
    }
    return result
  }
}

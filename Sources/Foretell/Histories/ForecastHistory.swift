import ForetellData

/// The history of one series up to a forecast origin, as a forecast reads it.
struct ForecastHistory: Sendable {
  /// The values from the series' start to the origin; NaN for gaps and for values treated as missing.
  let values: ArraySlice<Double>
  /// Index of the first observed value.
  let first: Int
  /// Index of the last observed value.
  let last: Int
  /// Indices of values so far from all others that they are treated as missing.
  let isolated: [Int]
  /// Count and range of all values of the history.
  let facts: HistoryFacts

  /// Takes values whose first index is 0; nil when none of them was observed.
  ///
  /// - Parameter isJudged: whether isolated values are missing already, as in the ends of series that a model keeps, which
  ///   don't show what is usual in the whole history.
  init?(_ given: ArraySlice<Double>, isJudged: Bool = false) {
    precondition(given.startIndex == 0, "a history begins with its series")
    let isolated = isJudged ? [] : IsolatedValues.indices(in: given)
    var values = given
    for index in isolated { values[index] = .nan }
    guard let first = values.firstIndex(where: { !$0.isNaN }),
      let last = values.lastIndex(where: { !$0.isNaN })
    else { return nil }
    self.values = values
    self.first = first
    self.last = last
    self.isolated = isolated
    facts = HistoryFacts(values)
  }

  /// Steps after the last observed value.
  var gap: Int { values.count - 1 - last }

  /// Steps from the last observed value to the latest value that is treated as missing; 0 when there is none
  /// after it.
  var masked: Int { max((isolated.last ?? last) - last, 0) }

  /// Whether the gap at the end is longer than the history before it.
  var isStale: Bool { gap > last - first + 1 }

  /// Index of the first value that a forecast needs.
  ///
  /// From there on the values give the same forecast as the whole history: they include the `reach` steps
  /// before the last observation, the latest value of every step of the season, as many steps of history as
  /// the gap at the end has, and enough observed values to distinguish a short history from one with gaps.
  func start(reach: Int, season: Int) -> Int {
    var start = max(last + 1 - max(reach, gap), 0)
    var observed = values[start...last].count { !$0.isNaN }
    while start > 0, observed <= ShortHistory.most {
      start -= 1
      if !values[start].isNaN { observed += 1 }
    }
    let isWhole = observed == last + 1 - start
    if !isWhole || last + 1 - start < season {
      var seen = Set<Int>()
      for index in start...last where !values[index].isNaN { seen.insert(index % season) }
      var index = start - 1
      while index >= 0, seen.count < season {
        if !values[index].isNaN, seen.insert(index % season).inserted { start = index }
        index -= 1
      }
    }
    if gap > 0, start > first {
      while values[start].isNaN { start -= 1 }
    }
    return start
  }
}

extension Series {
  /// The end of the series that a model keeps: enough for the same forecasts as from the whole series.
  ///
  /// - Parameter isJudged: whether isolated values are missing already.
  func tail(reach: Int, season: Int, isJudged: Bool = false, timestamp: (Int) -> Timestamp) -> Series {
    let history = ForecastHistory(values[...], isJudged: isJudged)
    // Of a series without any value only the last step is kept, which says where the series ends.
    let start = history?.start(reach: reach, season: season) ?? max(values.count - 1, 0)
    return part(
      start..<values.count, start: timestamp(start),
      values: Array((history?.values ?? values[...])[start...]))
  }
}

extension SeriesTable {
  /// The table with isolated values (``IsolatedValues``) replaced by NaN, and with all values of a series
  /// replaced when they are too large or too small to compute with; the table itself when there are none.
  package var withoutIsolatedValues: SeriesTable {
    let found = series.map { IsolatedValues.indices(in: $0.values[...]) }
    let isComputable = series.map { HistoryFacts($0.values[...]).isComputable }
    guard found.contains(where: { !$0.isEmpty }) || isComputable.contains(false) else { return self }
    let changed = series.indices.map { number in
      let series = series[number]
      var values = series.values
      for index in isComputable[number] ? found[number] : Array(values.indices) { values[index] = .nan }
      return series.with(values: values)
    }
    return SeriesTable(
      checked: changed, frequency: frequency, name: name, columns: columns, stampStyle: stampStyle)
  }
}

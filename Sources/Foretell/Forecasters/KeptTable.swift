import ForetellData

/// The values of a table in a model file.
enum KeptTable {
  /// Starts, lengths and values of all series.
  static func tensors(of table: SeriesTable) -> [SafetensorsFile.Tensor] {
    let series = table.series
    let starts = series.indices.map { table.timestamp(ofSeries: $0, at: 0).value }
    return [
      .init(name: "state.starts", shape: [series.count], int64s: starts),
      .init(name: "state.lengths", shape: [series.count], int64s: series.map { Int64($0.values.count) }),
      .init(
        name: "state.values", shape: [series.reduce(0) { $0 + $1.values.count }],
        doubles: series.flatMap(\.values)),
    ]
  }

  /// The columns that a file names: those without values of their own are left out.
  static func columns(of table: SeriesTable) -> ColumnNames {
    let columns = table.columns
    return ColumnNames(id: columns.id, time: columns.time, targets: columns.targets)
  }

  /// Reads the series of a file, whose every number is checked.
  ///
  /// - Parameter damaged: makes the error for a file that isn't whole.
  static func series(
    _ file: SafetensorsFile, ids: [String], columns: ColumnNames, frequency: Frequency,
    damaged: (String) -> ForetellError
  ) throws -> [Series] {
    guard let starts = file["state.starts"]?.int64s, let lengths = file["state.lengths"]?.int64s,
      let values = file["state.values"]?.doubles, starts.count == ids.count,
      lengths.count == ids.count, !ids.isEmpty, Set(ids).count == ids.count,
      columns.known.isEmpty,
      lengths.allSatisfy({ (0...Int64(values.count)).contains($0) }),
      lengths.reduce(0, +) == values.count
    else { throw damaged("its last state is missing") }
    guard !values.contains(where: \.isInfinite) else {
      throw damaged("a value of its last state is infinite")
    }
    var place = 0
    return try ids.indices.map { index in
      let start = Timestamp(starts[index])
      let length = Int(lengths[index])
      guard frequency.reaches(from: start, steps: length + 1_000_000) else {
        throw damaged("the start of a series is out of range")
      }
      guard frequency.ordinal(of: start) != nil else { throw damaged("a start is off the grid") }
      defer { place += length }
      return Series(id: ids[index], start: start, values: Array(values[place..<(place + length)]))
    }
  }
}

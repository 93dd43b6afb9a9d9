import Foretell

/// The channels of a long-horizon set, one value per step each.
struct ChannelTable {
  /// The channels' names.
  var names: [String]
  /// One array per channel, all of the same length.
  var values: [[Double]]
  /// The number of rows.
  var count: Int { values.first?.count ?? 0 }
}

extension LongHorizonTask {
  /// Reads the channels; the first column, the date, is left out.
  ///
  /// - Throws: `ForetellError` for an absent or damaged file.
  func channels(in folder: DataFolder) throws -> ChannelTable {
    let path = try folder.file(file, for: name, origin: origin)
    var table = ChannelTable(names: [], values: [])
    try RecordFile.read(path) { number, cells in
      let at = Cells(path: path, record: number)
      if number == 1 {
        table.names = Array(cells.dropFirst())
        table.values = Array(repeating: [], count: table.names.count)
        return
      }
      guard cells.count == table.names.count + 1 else {
        throw at.trouble(
          "the record has \(cells.count) cells, the header \(table.names.count + 1)", .fieldCount)
      }
      for channel in table.names.indices { table.values[channel].append(try at.number(cells[channel + 1])) }
    }
    guard table.count > 0 else {
      throw ForetellError(.noRows, "the file has no rows", location: .init(file: path))
    }
    return table
  }
}

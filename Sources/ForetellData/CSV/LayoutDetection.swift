/// Decides which column is what, from names, sample and options.
struct LayoutDetection {
  let rows: SampleRows
  let dialect: Dialect
  let options: CSVOptions
  let names: [String]
  /// First row of the sample with data.
  let first: Int
  let profiles: [ColumnProfile]
  private(set) var remarks: [String] = []
  private(set) var warnings: [String] = []

  /// Names that mean the time column, best first.
  static let timeNames = [
    "ds", "timestamp", "date", "datetime", "time", "month", "quarter", "year", "week", "day", "period",
    "time_idx", "t", "step", "index", "stamp", "date_time",
  ]
  /// Time names under which plain integers are parts of a date, not steps.
  static let calendarNames: Set<String> = [
    "date", "datetime", "month", "quarter", "week", "day", "date_time",
  ]
  /// Names that mean the id column, best first.
  static let idNames = ["unique_id", "item_id", "series_id", "id", "series", "ts_id", "group_id"]
  /// Names that often tell series apart; used only when stamps repeat.
  static let groupNames = [
    "store", "item", "sku", "product", "region", "state", "country", "city", "site", "sensor", "station",
    "meter", "household", "key", "group", "name", "symbol", "ticker", "shop", "line", "category", "location",
  ]
  /// Names that mean the target column.
  static let targetNames = ["y", "target", "value"]

  init(rows: SampleRows, dialect: Dialect, options: CSVOptions) {
    self.rows = rows
    self.dialect = dialect
    self.options = options
    let first = dialect.hasHeader ? 1 : 0
    self.first = first
    let width = rows.width(0)
    names = (0..<width).map { column in
      let name = dialect.hasHeader ? rows.text(0, column) : ""
      return name.isEmpty ? "column \(column + 1)" : name
    }
    let dayFirst = options.dateOrder.map { $0 == .dayFirst }
    profiles = (0..<width).map {
      ColumnProfile(rows, column: $0, from: first, decimal: dialect.decimal, dayFirst: dayFirst)
    }
  }

  /// The layout, or a refusal that names the flag that decides.
  ///
  /// - Parameter locate: makes a location of a row of the sample and a column.
  mutating func detect(locate: (Int, Int) -> ForetellError.Location) throws -> (ColumnLayout, StampStyle) {
    try refuseDuplicateNames(locate)
    let time = try timeColumn(locate)
    let style = try stampStyle(time, locate)
    let namedTargets = try options.targets.map { try column($0, flag: "--target", locate) }
    let covariates = try options.covariates.map { try column($0, flag: "--covariates", locate) }
    var taken = Set([time] + namedTargets + covariates)
    let id = try idColumn(time: time, taken: taken, locate)
    if let id { taken.insert(id) }
    let chosen = [time] + (id.map { [$0] } ?? []) + namedTargets + covariates
    if let twice = chosen.indices.first(where: { chosen[..<$0].contains(chosen[$0]) }) {
      throw ForetellError(
        .conflictingOptions, "column `\(Excerpt.clean(names[chosen[twice]]))` is named for two purposes",
        hint: "a column is the time, the id, a target or a covariate")
    }
    let numeric = profiles.indices.filter { !taken.contains($0) && profiles[$0].isNumeric }
    // A column that only numbers the rows is a series only when there is nothing else.
    let real = numeric.filter { !isRowIndex($0) }
    let candidates = real.isEmpty ? numeric : real
    var targets = namedTargets
    var kind = options.layout
    let aliased = candidates.first { Self.targetNames.contains(names[$0].lowercased()) }
    if targets.isEmpty {
      if id != nil || kind == .long {
        targets = (aliased ?? candidates.first).map { [$0] } ?? []
        kind = .long
      } else if let aliased, kind == .auto {
        targets = [aliased]
      } else {
        targets = candidates
      }
    }
    if kind == .auto { kind = id != nil || targets.count == 1 ? .long : .wide }
    guard !targets.isEmpty else { throw noTarget(locate, taken: taken) }
    let used = Set(taken).union(targets)
    let unused = profiles.indices.filter { !used.contains($0) }
    let layout = ColumnLayout(
      kind: kind, names: names, time: time, id: id, targets: targets, covariates: covariates, unused: unused,
      idCandidates: unused.filter { isRepeating($0) }.map { names[$0] })
    return (layout, style)
  }

  private func isRowIndex(_ column: Int) -> Bool {
    let name = names[column].lowercased()
    return profiles[column].isRowNumber
      && (name.hasPrefix("column ") || ["index", "unnamed: 0", "rownames"].contains(name))
  }

  private func isRepeating(_ column: Int) -> Bool {
    !profiles[column].isEmpty && profiles[column].distinct * 2 <= profiles[column].filled
  }

  private func refuseDuplicateNames(_ locate: (Int, Int) -> ForetellError.Location) throws {
    guard dialect.hasHeader else { return }
    var seen: [String: Int] = [:]
    for (column, name) in names.enumerated() {
      if let earlier = seen[name] {
        throw ForetellError(
          .duplicateColumn,
          "columns \(earlier + 1) and \(column + 1) are both named `\(Excerpt.clean(name))`",
          location: locate(0, column), hint: "give each column its own name in the header")
      }
      seen[name] = column
    }
  }

  /// The column with a name, or with a number in a file without header.
  private func column(
    _ name: String, flag: String, _ locate: (Int, Int) -> ForetellError.Location
  ) throws -> Int {
    if let column = names.firstIndex(of: name) { return column }
    if !dialect.hasHeader, let number = Int(name), number >= 1, number <= names.count { return number - 1 }
    var location = locate(0, 0)
    location.columnName = name
    let near = names.first { $0.lowercased() == name.lowercased() }
    let list = names.prefix(12).map { "`\(Excerpt.clean($0))`" }.joined(separator: ", ")
    throw ForetellError(
      .noSuchColumn, "there is no column `\(Excerpt.clean(name))`", location: location,
      hint: near.map { "did you mean: \(flag) \(ShellWord.quoted(Excerpt.clean($0)))" }
        ?? "name one of \(list)\(names.count > 12 ? ", …" : "") with \(flag)")
  }

  // MARK: - Time

  private func timeColumn(_ locate: (Int, Int) -> ForetellError.Location) throws -> Int {
    if let name = options.time { return try column(name, flag: "--time", locate) }
    let lowered = names.map { $0.lowercased() }
    let free = profiles.indices.filter {
      names[$0] != options.id && !options.targets.contains(names[$0])
        && !options.covariates.contains(names[$0])
    }
    for name in Self.timeNames {
      guard let column = free.first(where: { lowered[$0] == name }), let stamps = profiles[column].stamps
      else {
        continue
      }
      // Months 1…12 or quarters 1…4 beside a year are no time axis.
      if stamps.style?.layout == .integer, Self.calendarNames.contains(name) { continue }
      return column
    }
    if let column = free.first(where: { profiles[$0].stamps.map { !$0.isNumeric } ?? false }) {
      return column
    }
    if let column = free.first(where: {
      profiles[$0].stamps?.style.map { $0.layout != .integer } ?? false
    }) {
      return column
    }
    // Plain integers are steps only where people put them: in the first column.
    if let column = free.first, column == 0, profiles[column].stamps != nil, isAscending(column) {
      return column
    }
    if let column = Self.timeNames.lazy.compactMap({ lowered.firstIndex(of: $0) }).first,
      !profiles[column].isEmpty
    {
      throw notAStamp(column, locate)
    }
    let location = locate(0, 0)
    let hint =
      names.count == 1
      ? "only one column was found; if the delimiter is unusual: --delimiter CHARACTER"
      : "name the column of time stamps: --time NAME"
    throw ForetellError(.noTimeColumn, "no column holds time stamps", location: location, hint: hint)
  }

  private func isAscending(_ column: Int) -> Bool {
    var previous = -Double.infinity
    for row in first..<min(rows.count, first + 500) {
      let cell = rows.cell(row, column)
      guard let value = cell.withUnsafeBufferPointer({ NumberParser.parse($0, decimal: 0x2e) }),
        value > previous
      else { return false }
      previous = value
    }
    return previous > -.infinity
  }

  private mutating func stampStyle(
    _ column: Int, _ locate: (Int, Int) -> ForetellError.Location
  ) throws -> StampStyle {
    let dayFirst = options.dateOrder.map { $0 == .dayFirst }
    // All rows of the sample, as day and month may be told apart late.
    let profile = StampProfile(rows, column: column, from: first, limit: .max, dayFirst: dayFirst)
    if let failure = profile?.failure {
      if options.frequency?.unit == .step, let steps = try? integerStyle(column, locate) { return steps }
      throw ForetellError(
        ErrorCode(rawValue: failure.code) ?? .notAStamp, failure.message, location: locate(first, column),
        hint: failure.hint)
    }
    guard let profile, let style = profile.style else {
      let row = (first..<max(first, rows.count)).first { !rows.cell($0, column).isEmpty } ?? first
      guard row < rows.count else {
        throw ForetellError(
          .noRows, "the file has no rows with data", location: locate(0, 0),
          hint: "a forecast needs at least a few rows below the header")
      }
      throw notAStamp(column, locate)
    }
    if let step = options.frequency, step.unit == .step {
      if style.isNumeric { return try integerStyle(column, locate) }
      throw stepOfDates(step, column, locate)
    }
    remarks += profile.remarks
    warnings += profile.warnings
    return style
  }

  // MARK: - Id

  private func idColumn(
    time: Int, taken: Set<Int>, _ locate: (Int, Int) -> ForetellError.Location
  ) throws -> Int? {
    if let name = options.id { return try column(name, flag: "--id", locate) }
    if options.layout == .wide { return nil }
    let free = profiles.indices.filter { !taken.contains($0) && !profiles[$0].isEmpty }
    let lowered = names.map { $0.lowercased() }
    for name in Self.idNames {
      if let column = free.first(where: { lowered[$0] == name && !profiles[$0].isRowNumber }) {
        return column
      }
    }
    guard stampsRepeat(time) else { return nil }
    let texts = free.filter { profiles[$0].isText }
    if let named = texts.first(where: { Self.groupNames.contains(lowered[$0]) && separates($0, time) }) {
      return named
    }
    if let text = texts.first(where: { separates($0, time) }) { return text }
    return free.first { Self.groupNames.contains(lowered[$0]) && separates($0, time) }
  }

  private func stampsRepeat(_ time: Int) -> Bool {
    var seen: Set<ArraySlice<UInt8>> = []
    for row in first..<min(rows.count, first + 2000) where !seen.insert(rows.cell(row, time)).inserted {
      return true
    }
    return false
  }

  /// Whether the column tells (nearly) all rows with equal stamps apart.
  private func separates(_ column: Int, _ time: Int) -> Bool {
    var seen: Set<[ArraySlice<UInt8>]> = []
    var repeats = 0
    let last = min(rows.count, first + 2000)
    for row in first..<last where !seen.insert([rows.cell(row, time), rows.cell(row, column)]).inserted {
      repeats += 1
    }
    return repeats * 20 <= last - first
  }

  private func noTarget(
    _ locate: (Int, Int) -> ForetellError.Location, taken: Set<Int>
  ) -> ForetellError {
    let text = profiles.indices.first { !taken.contains($0) && profiles[$0].isText }
    let location = locate(min(first, rows.count - 1), text ?? 0)
    return ForetellError(
      .noValueColumn, "no column holds numbers to forecast", location: location,
      hint: "name the column of values: --target NAME")
  }
}

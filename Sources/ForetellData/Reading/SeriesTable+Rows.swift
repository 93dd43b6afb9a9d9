extension SeriesTable {
  /// Makes a table of rows in any order, by the rules of a CSV in long format: rows are grouped, sorted and
  /// put on a regular time grid, whose points without a row become gaps.
  ///
  /// - Parameters:
  ///   - rows: the observations, with at least two time stamps of one series unless `frequency` is given.
  ///   - frequency: the common frequency; it is aligned to the first time stamp if needed, so that `W` also
  ///     fits Mondays. Nil infers it from the calendar; integer steps need `Frequency(.step)`.
  ///   - gaps: the treatment of missing values.
  ///   - duplicates: the treatment of several rows of a series for one time stamp.
  ///   - name: the table's name in messages, where the line of a problem is the number of its row, counted
  ///     from 1.
  ///   - columns: the names of the columns for output; `covariates` names the covariates of every row, in
  ///     order.
  ///   - stampStyle: how time stamps are printed; nil takes the usual style of the frequency.
  ///   - columns: names for output; its covariates, futures and statics name those of every row, in order.
  ///   - stampStyle: how stamps are printed; nil takes the usual style of the frequency.
  /// - Throws: ``ForetellError`` with the first problem.
  public init(
    rows: some Sequence<SeriesRow>, frequency: Frequency? = nil, gaps: CSVOptions.GapPolicy = .mask,
    duplicates: CSVOptions.DuplicatePolicy = .error, name: String = "table", columns: ColumnNames = .init(),
    stampStyle: StampStyle? = nil
  ) throws {
    var options = CSVOptions(frequency: frequency, gaps: gaps, duplicates: duplicates)
    options.threads = 1
    var collector = RowCollector(name: name, columns: columns)
    collector.isInteger = frequency?.unit == .step || frequency == nil && stampStyle?.isInteger == true
    for row in rows { collector.append(row) }
    self = try collector.table(options, style: stampStyle)
  }

  /// Makes a table of rows without covariates, each with an id, a time stamp and a value; otherwise like the
  /// initializer that takes ``SeriesRow``s.
  public init(
    rows: [(String, Timestamp, Double)], frequency: Frequency? = nil,
    gaps: CSVOptions.GapPolicy = .mask, duplicates: CSVOptions.DuplicatePolicy = .error,
    name: String = "table",
    columns: ColumnNames = .init(), stampStyle: StampStyle? = nil
  ) throws {
    try self.init(
      rows: rows.lazy.map { SeriesRow(id: $0.0, stamp: $0.1, value: $0.2) }, frequency: frequency,
      gaps: gaps, duplicates: duplicates, name: name, columns: columns, stampStyle: stampStyle)
  }
}

/// Checks rows and passes them to the same assembly as rows of files.
private struct RowCollector {
  private let name: String
  private let columns: ColumnNames
  private var rows = RowColumns()
  /// The first problem of each code, in the order of the rows.
  private var problems: [ForetellError] = []
  private var count = 0
  /// Whether time stamps are integer steps.
  var isInteger = false
  private var hasTimeOfDay = false

  init(name: String, columns: ColumnNames) {
    self.name = name
    self.columns = columns
  }

  mutating func append(_ row: SeriesRow) {
    count += 1
    if let (code, message) = TableChecks.trouble(withId: row.id) { report(code, message) }
    if !Timestamp.bounds(of: isInteger ? .step : .second).contains(row.stamp) {
      let range = Timestamp.rangeText(isInteger ? .step : .second)
      report(.notAStamp, "the stamp \(row.stamp.value) lies outside \(range)", row)
    }
    if row.covariates.count != columns.covariates.count {
      report(
        .covariateShape,
        "the row has \(row.covariates.count) covariates; the table names \(columns.covariates.count)", row,
        hint: "name them in order: columns: ColumnNames(covariates: […])")
    }
    for (what, names, count) in [
      ("futures", columns.futures, row.futures.count), ("statics", columns.statics, row.statics.count),
    ] where names.count != count {
      report(
        .covariateShape, "the row has \(count) \(what); the table names \(names.count)", row,
        hint: "name them in order: columns: ColumnNames(\(what): […])")
    }
    let numbers = [[row.value], row.covariates, row.futures, row.statics]
    if numbers.contains(where: { $0.contains(where: \.isInfinite) }) {
      report(.notFinite, "a number is infinite", row, hint: "Double.nan stands for a value that is missing")
    }
    guard problems.isEmpty else { return }
    if row.stamp.secondOfDay != 0 { hasTimeOfDay = true }
    rows.stamps.append(row.stamp.value)
    var id = row.id
    rows.ids.append(id.withUTF8 { rows.idTable.code(of: $0) })
    rows.cells.append(row.value)
    rows.cells.append(contentsOf: row.covariates)
    rows.cells.append(contentsOf: row.futures)
    rows.cells.append(contentsOf: row.statics)
  }

  private mutating func report(
    _ code: ErrorCode, _ message: String, _ row: SeriesRow? = nil, hint: String? = nil
  ) {
    if let index = problems.firstIndex(where: { $0.code == code.rawValue }) {
      problems[index].more += 1
      return
    }
    problems.append(
      ForetellError(
        code, "row \(count): \(message)",
        location: .init(
          file: name, line: count, series: row.map { String(Excerpt.clean($0.id).prefix(200)) }),
        hint: hint))
  }

  /// The table, or the first problem.
  func table(_ options: CSVOptions, style given: StampStyle?) throws -> SeriesTable {
    if let problem = problems.first { throw problem }
    guard columns.targets.count == 1 else {
      throw ForetellError(
        .badOption, "rows have one value each, so that columns need one target",
        hint: "name one target, or make a table of series")
    }
    if rows.count == 0 {
      throw ForetellError(
        .noRows, "there are no rows", location: .init(file: name), hint: "add at least a few rows")
    }
    guard rows.count < UInt32.max else {
      throw ForetellError(
        .badOption, "\(rows.count) rows are more than a table takes",
        hint: "split them into several tables")
    }
    var named = columns
    let id = columns.id ?? "unique_id"
    named.id = id
    let names = [id, columns.time, columns.targets[0]] + columns.known
    let width = 1 + columns.known.count
    let futures = 3 + columns.covariates.count
    let statics = futures + columns.futures.count
    let layout = ColumnLayout(
      kind: .long, names: names, time: 1, ids: [0], targets: [2], covariates: Array(3..<futures),
      futures: Array(futures..<statics), statics: Array(statics..<(2 + width)),
      categories: names.indices.filter { $0 > 2 && columns.categories[names[$0]] != nil }, unused: [])
    var plan = RowPlan(
      delimiter: 0x2c, decimal: 0x2e, roles: layout.roles, names: names, valueCount: width, idCount: 1,
      headerRecords: 0, stamps: StampParser(style: given ?? guessedStyle), missing: [],
      fieldLimit: options.fieldLimit, lineLimit: options.lineLimit)
    plan.categorySlots = layout.categories.map { $0 - 2 }
    plan.knownCategories = layout.categories.map { columns.categories[names[$0]] ?? [] }
    let finder = RowFinder(
      source: ByteSource(bytes: [], name: name), chunks: [], plan: plan, mark: 0, countsRows: true)
    var assembly = TableAssembly(rows: rows, plan: plan, options: options, layout: layout, finder: finder)
    assembly.run()
    if var problem = assembly.problems.min(by: { ($0.location?.line ?? 0) < ($1.location?.line ?? 0) }) {
      if let hint = Self.hint(problem.code) { problem.hintText = hint }
      throw problem
    }
    let style = given ?? .usual(for: assembly.frequency)
    var checks = TableChecks(frequency: assembly.frequency, name: name, columns: named, style: style)
    checks.check(assembly.series)
    if let problem = checks.problems.first { throw problem }
    var table = SeriesTable(
      checked: assembly.series, frequency: assembly.frequency, name: name, columns: named, stampStyle: style)
    table.findings.rows = rows.count
    table.findings.isFrequencyGiven = options.frequency != nil
    table.findings.notes = assembly.notes
    table.places = assembly.places
    return table
  }

  /// The style of time stamps in messages before the frequency is known.
  private var guessedStyle: StampStyle {
    if isInteger { return .integer }
    var style = StampStyle.isoDate
    style.hasTime = hasTimeOfDay
    style.hasSeconds = hasTimeOfDay
    return style
  }

  /// The hint where the assembly's speaks of columns to choose, which rows don't have.
  private static func hint(_ code: String) -> OptionText? {
    if code == ErrorCode.duplicateStamp.rawValue {
      return "keep one: \(option: .duplicates, "last") or \(option: .duplicates, "mean")"
    }
    if code == ErrorCode.noObservations.rawValue {
      return "NaN stands for a missing value; check that the numbers were read"
    }
    return nil
  }
}

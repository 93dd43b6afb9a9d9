/// Decides the role of each column from names, sample and options.
struct LayoutDetection {
  let rows: SampleRows
  let dialect: Dialect
  let options: CSVOptions
  let header: HeaderBlock
  /// First row of the sample with data.
  let first: Int
  let profiles: [ColumnProfile]
  /// Time stamps in the header, if there are any.
  let stamps: HeaderStamps?
  var remarks: [OptionText] = []
  var warnings: [OptionText] = []

  /// The unique names of the columns.
  var names: [String] { header.names }

  /// Makes a location of a row of the sample and a column.
  typealias Locate = (Int, Int) -> ForetellError.Location

  /// Names for the time column, best first.
  static let timeNames = [
    "ds", "timestamp", "date", "datetime", "time", "month", "quarter", "year", "week", "day", "period",
    "time_idx", "t", "step", "index", "stamp", "date_time",
  ]
  /// Names of time columns whose plain integers are parts of a date, not time steps.
  static let calendarNames: Set<String> = [
    "date", "datetime", "month", "quarter", "week", "day", "date_time",
  ]
  /// Names for the id column, best first.
  static let idNames = ["unique_id", "item_id", "series_id", "id", "series", "ts_id", "group_id"]

  init(
    rows: SampleRows, dialect: Dialect, options: CSVOptions, header: HeaderBlock, stamps: HeaderStamps?
  ) {
    self.rows = rows
    self.dialect = dialect
    self.options = options
    self.header = header
    self.stamps = stamps
    let first = header.records
    self.first = first
    let dayFirst = options.dateOrder.map { $0 == .dayFirst }
    let values = Set(stamps?.columns ?? [])
    profiles = header.names.indices.map {
      ColumnProfile(
        rows, column: $0, name: header.names[$0], from: first, decimal: dialect.decimal, dayFirst: dayFirst,
        readsStamps: !values.contains($0))
    }
  }

  /// The layout; throws an error that names the deciding option when the columns are ambiguous.
  ///
  /// - Parameter locate: makes a location of a row of the sample and a column.
  mutating func detect(locate: Locate) throws -> (ColumnLayout, StampStyle) {
    if let stamps { return try detectByRows(stamps, locate) }
    let namedTargets = try options.targets.map { try column($0, as: .target, locate) }
    let covariates = try options.covariates.map { try column($0, as: .covariates, locate) }
    let futures = try options.futures.map { try column($0, as: .future, locate) }
    let statics = try options.statics.map { try column($0, as: .static, locate) }
    let known = covariates + futures + statics
    let named = try options.idColumns.flatMap { try columns($0, as: .id, locate) }
    let (time, style) = try timeColumns(taken: Set(namedTargets + known + named), locate)
    let ids =
      named.isEmpty
      ? idColumns(time: time.columns, taken: Set(time.columns + namedTargets + known)) : named
    let chosen = time.columns + ids + namedTargets + known
    if let twice = chosen.indices.first(where: { chosen[..<$0].contains(chosen[$0]) }) {
      throw ForetellError(
        .conflictingOptions, "column `\(Excerpt.clean(names[chosen[twice]]))` is named for two purposes",
        hint: "a column is the time, the id, a target or a covariate")
    }
    var taken = Set(chosen)
    var kind = options.layout
    let targets =
      namedTargets.isEmpty
      ? try self.targets(taken: taken, hasId: !ids.isEmpty, kind: &kind, locate) : namedTargets
    if kind == .auto { kind = !ids.isEmpty || targets.count == 1 ? .long : .wide }
    if kind == .wide, namedTargets.isEmpty { try refuseMonthsInHeader(targets, style, locate) }
    taken.formUnion(targets)
    try refuseDoubledNames(Array(taken), locate)
    let unused = profiles.indices.filter { !taken.contains($0) }
    var layout = ColumnLayout(
      kind: kind, names: names, time: time.columns[0], timeParts: time.parts, ids: ids, targets: targets,
      covariates: covariates, futures: futures, statics: statics, unused: unused)
    layout.categories = known.filter { isCategory($0) }.sorted()
    layout.distinction = distinction(time: time.columns, ids: ids, among: unused)
    return (layout, style)
  }

  /// Whether a column beside the targets holds words, as far as the sample and the options say.
  private func isCategory(_ column: Int) -> Bool {
    if let known = options.categories { return known[names[column]] != nil }
    let profile = profiles[column]
    // Beside other words, one such as `none` is a word too.
    return profile.filled > 0 && (!profile.isNumeric || profile.numbers == 0 && profile.words > 0)
  }

  // MARK: - Names

  /// The columns with this name, or with several names separated by commas.
  func columns(_ name: String, as option: OptionKey, _ locate: Locate) throws -> [Int] {
    if names.contains(name) || !name.contains(",") { return [try column(name, as: option, locate)] }
    return try name.split(separator: ",").map { part in
      let trimmed = String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      return try column(trimmed, as: option, locate)
    }
  }

  /// The column with this name, or with this number in a file without header.
  func column(_ name: String, as option: OptionKey, _ locate: Locate) throws -> Int {
    if let column = names.firstIndex(of: name) { return column }
    if !dialect.hasHeader, let number = Int(name), number >= 1, number <= names.count { return number - 1 }
    if let doubled = header.rawNames.lastIndex(of: name) { throw doubledName(doubled, as: option, locate) }
    var location = locate(0, 0)
    location.columnName = name
    let near = names.first { $0.lowercased() == name.lowercased() }
    let list = names.prefix(12).map { "`\(Excerpt.clean($0))`" }.joined(separator: ", ")
    throw ForetellError(
      .noSuchColumn, "there is no column `\(Excerpt.clean(name))`", location: location,
      hint: near.map { "did you mean: \(option: option, Excerpt.clean($0))" }
        ?? "name one of \(list)\(names.count > 12 ? ", …" : "") with \(option: option)")
  }

  /// Refuses columns whose name occurs twice, unless an option says which one is meant.
  private func refuseDoubledNames(_ used: [Int], _ locate: Locate) throws {
    guard dialect.hasHeader else { return }
    let said = Set(
      options.timeColumns + options.idColumns + options.targets + options.covariates + options.futures
        + options.statics)
    for column in used.sorted(by: >) where names[column] != header.rawNames[column] {
      if said.contains(names[column]) { continue }
      // A second column without any value can't be the one that is meant.
      let others = names.indices.filter { header.rawNames[$0] == header.rawNames[column] && $0 != column }
      if others.allSatisfy({ profiles[$0].isEmpty }) { continue }
      let last = ([column] + others).max() ?? column
      throw doubledName(last, as: .target, locate)
    }
  }

  private func doubledName(_ column: Int, as option: OptionKey, _ locate: Locate) -> ForetellError {
    let raw = header.rawNames[column]
    let all = names.indices.filter { header.rawNames[$0] == raw }
    let numbers = all.map { "\($0 + 1)" }
    let list = numbers.dropLast().joined(separator: ", ") + " and " + (numbers.last ?? "")
    let both = numbers.count == 2 ? "both" : "all"
    return ForetellError(
      .duplicateColumn, "columns \(list) are \(both) named `\(Excerpt.clean(raw))`",
      location: locate(0, column),
      hint:
        "give each column its own name in the header, or choose one: \(option: option, Excerpt.clean(names[all[0]]))"
    )
  }
}

/// The checks shared by series made in code and those read from files.
struct TableChecks {
  private let frequency: Frequency
  private let name: String
  private let columns: ColumnNames
  private let style: StampStyle
  /// The first problem of each code, in the order of the series.
  private(set) var problems: [ForetellError] = []

  init(frequency: Frequency, name: String, columns: ColumnNames, style: StampStyle) {
    self.frequency = frequency
    self.name = name
    self.columns = columns
    self.style = style
  }

  /// The largest number of bytes of an id, which is that of a file's cell.
  static let idLimit = CSVOptions().fieldLimit

  /// Checks all series and collects problems.
  mutating func check(_ series: [Series]) {
    checkColumns()
    if series.isEmpty {
      report(.noRows, "the table has no series", hint: "a forecast needs at least one series")
    }
    var ids: Set<String> = []
    ids.reserveCapacity(series.count)
    for one in series {
      if let (code, message) = Self.trouble(withId: one.id) { report(code, message, id: one.id) }
      if !ids.insert(one.id).inserted {
        report(
          .duplicateSeries, "two series have the id `\(Excerpt.clean(one.id))`", id: one.id,
          hint: "give each series an id of its own")
      }
      checkShape(one)
      if checkGrid(one) { checkNumbers(one) }
    }
  }

  /// The problem of an id, or nil.
  ///
  /// Control characters are allowed: they are escaped wherever an id is shown.
  static func trouble(withId id: String) -> (ErrorCode, String)? {
    if id.isEmpty { return (.emptyId, "a series has an empty id") }
    if id.utf8.count > idLimit {
      return (.fieldTooLong, "an id has \(id.utf8.count) bytes; the limit is \(idLimit)")
    }
    if id.utf8.contains(0) { return (.nulByte, "an id has a byte with the value zero") }
    return nil
  }

  private mutating func checkColumns() {
    if frequency.unit == .step, !style.isInteger {
      report(.badOption, "integer steps can't be written as calendar stamps", hint: "stampStyle: .integer")
    }
    if frequency.unit != .step, style.isInteger {
      report(
        .badOption, "\(frequency.name) stamps can't be written as integer steps",
        hint: "leave stampStyle out to have them written as ISO 8601 dates")
    }
    var names: Set<String> = []
    for covariate in columns.known {
      if covariate.isEmpty { report(.covariateShape, "a covariate has no name") }
      if !names.insert(covariate).inserted {
        report(.duplicateColumn, "two covariates have the name `\(Excerpt.clean(covariate))`")
      }
    }
    for (name, texts) in columns.categories.sorted(by: { $0.key < $1.key }) {
      let shown = Excerpt.clean(name)
      if !names.contains(name) {
        report(.covariateShape, "the categories of `\(shown)` belong to no covariate of the table")
      }
      if Set(texts).count != texts.count {
        report(.duplicateColumn, "two categories of `\(shown)` have the same text")
      }
    }
  }

  private mutating func checkShape(_ one: Series) {
    let shown = Excerpt.clean(one.id)
    if one.covariates.count != columns.covariates.count {
      report(
        .covariateShape,
        "series `\(shown)` has \(one.covariates.count) covariates; the table names "
          + (columns.covariates.isEmpty ? "none" : "\(columns.covariates.count)"), id: one.id,
        hint: "name them in order: columns: ColumnNames(covariates: […])")
    }
    for (position, covariate) in one.covariates.enumerated() where covariate.count != one.values.count {
      let label =
        position < columns.covariates.count ? "`\(columns.covariates[position])`" : "\(position + 1)"
      report(
        .covariateShape,
        "covariate \(Excerpt.clean(label)) of series `\(shown)` has \(covariate.count) values; the series has "
          + "\(one.values.count)", id: one.id, hint: "one value for each step, Double.nan where it is unknown"
      )
    }
    for (what, names, count) in [
      ("futures", columns.futures, one.futures.count), ("statics", columns.statics, one.statics.count),
    ] where names.count != count {
      report(
        .covariateShape,
        "series `\(shown)` has \(count) \(what); the table names \(names.isEmpty ? "none" : "\(names.count)")",
        id: one.id, hint: "name them in order: columns: ColumnNames(\(what): […])")
    }
    for (name, future) in zip(columns.futures, one.futures) where future.count < one.values.count {
      report(
        .covariateShape,
        "covariate `\(Excerpt.clean(name))` of series `\(shown)` has \(future.count) values; the series has "
          + "\(one.values.count)", id: one.id,
        hint: "one value for each step and for those to be forecast, Double.nan where it is unknown")
    }
  }

  /// The table's longest column of a series, in steps.
  private func length(_ one: Series) -> Int {
    one.futures.reduce(one.values.count) { max($0, $1.count) }
  }

  /// Whether first and last time stamp lie on the grid and in the calendar's range.
  private mutating func checkGrid(_ one: Series) -> Bool {
    let shown = Excerpt.clean(one.id)
    guard Timestamp.bounds(of: frequency.unit).contains(one.start) else {
      report(
        .notAStamp,
        "series `\(shown)` starts at \(one.start.value), outside \(Timestamp.rangeText(frequency.unit))",
        id: one.id)
      return false
    }
    guard let first = frequency.ordinal(of: one.start) else {
      report(
        .wrongFrequency,
        "series `\(shown)` starts at \(stampText(one.start)), which isn't on the grid: \(frequency.name)",
        id: one.id, stamp: one.start, hint: "frequency.aligned(to: start) moves a grid so that it has a stamp"
      )
      return false
    }
    let steps = max(length(one) - 1, 0)
    guard frequency.isInBounds(steps, after: first) else {
      report(
        .notAStamp,
        "series `\(shown)` has \(length(one)) values and would end outside \(Timestamp.rangeText(frequency.unit))",
        id: one.id)
      return false
    }
    return true
  }

  private mutating func checkNumbers(_ one: Series) {
    let first = frequency.ordinal(of: one.start) ?? 0
    func refuse(_ index: Int, _ what: String) {
      let stamp = frequency.timestamp(first + index)
      report(
        .notFinite, "\(what) at \(stampText(stamp)) (index \(index)) is infinite", id: one.id, stamp: stamp,
        hint: "Double.nan stands for a value that is missing")
    }
    let shown = Excerpt.clean(one.id)
    if let index = one.values.firstIndex(where: \.isInfinite) {
      refuse(index, "the value of series `\(shown)`")
    }
    for (name, covariate) in zip(columns.covariates, one.covariates) {
      guard let index = covariate.firstIndex(where: \.isInfinite), index < one.values.count else { continue }
      refuse(index, "covariate `\(Excerpt.clean(name))` of series `\(shown)`")
    }
    for (name, future) in zip(columns.futures, one.futures) {
      guard let index = future.firstIndex(where: \.isInfinite) else { continue }
      refuse(index, "covariate `\(Excerpt.clean(name))` of series `\(shown)`")
    }
    for (name, value) in zip(columns.statics, one.statics) where value.isInfinite {
      refuse(0, "static value `\(Excerpt.clean(name))` of series `\(shown)`")
    }
    checkCategories(one)
  }

  /// Whether values of categories are places of texts.
  private mutating func checkCategories(_ one: Series) {
    guard !columns.categories.isEmpty else { return }
    let parts = [
      (columns.covariates, one.covariates), (columns.futures, one.futures),
      (columns.statics, one.statics.map { [$0] }),
    ]
    for (names, arrays) in parts {
      for (name, array) in zip(names, arrays) {
        guard let texts = columns.categories[name] else { continue }
        let wrong = array.first {
          !$0.isNaN && !($0 >= 0 && $0 < Double(texts.count) && $0 == $0.rounded())
        }
        guard let wrong else { continue }
        report(
          .unknownCategory,
          "covariate `\(Excerpt.clean(name))` of series `\(Excerpt.clean(one.id))` has the category \(wrong); the "
            + "table names \(texts.count)", id: one.id,
          hint: "a category is a whole number: the place of its text in columns.categories, from 0")
      }
    }
  }

  private func stampText(_ stamp: Timestamp) -> String { style.text(for: stamp) }

  private mutating func report(
    _ code: ErrorCode, _ message: String, id: String? = nil, stamp: Timestamp? = nil, hint: String? = nil
  ) {
    if let index = problems.firstIndex(where: { $0.code == code.rawValue }) {
      problems[index].more += 1
      return
    }
    problems.append(
      ForetellError(
        code, message,
        location: .init(
          file: name, series: id.map { String(Excerpt.clean($0).prefix(200)) }, stamp: stamp.map(stampText)),
        hint: hint))
  }
}

extension Timestamp {
  /// The possible time stamps: the years 0 to 9999, or integers that a `Double` represents exactly.
  package static func bounds(of unit: Frequency.Unit) -> ClosedRange<Timestamp> {
    if unit == .step { return Timestamp(-(1 << 53))...Timestamp(1 << 53) }
    return Timestamp(
      year: 0, month: 1, day: 1)...Timestamp(year: 9999, month: 12, day: 31, secondOfDay: 86_399)
  }

  /// The bounds as text.
  static func rangeText(_ unit: Frequency.Unit) -> String {
    unit == .step ? "-2^53 to 2^53" : "the years 0 to 9999"
  }
}

extension Frequency {
  /// Whether the grid point `steps` steps after `first`, which lies within the bounds, lies within them too.
  func isInBounds(_ steps: Int, after first: Int) -> Bool {
    let bounds = Timestamp.bounds(of: unit)
    // Check with the shortest possible step first, so that the exact product below can't overflow.
    let unitLength = unit.months > 0 ? Int64(unit.months) * 28 * 86_400 : max(unit.seconds, 1)
    let (length, overflows) = unitLength.multipliedReportingOverflow(by: Int64(multiple))
    let span = bounds.upperBound.value - bounds.lowerBound.value
    guard !overflows, Int64(steps) <= span / length else { return steps == 0 }
    return timestamp(first + steps) <= bounds.upperBound
  }
}

/// Counts of what was changed while rows were made into series.
struct AssemblyTally {
  var sorted = 0
  var merged = 0
  var missingRows = 0
  var leading = 0
  var trailing = 0
  var trailingSeries = 0
  var filled = 0
  var covariateGaps = 0
  var futureGaps = 0
  /// The ids of series without any value.
  var empty: [String] = []

  /// The counts as sentences; zeros are left out.
  func notes(_ options: CSVOptions) -> [Findings.Note] {
    var notes: [Findings.Note] = []
    func note(_ kind: Findings.Note.Kind, _ count: Int, _ text: OptionText) {
      if count > 0 { notes.append(.init(kind: kind, text: text, count: count)) }
    }
    note(.sorted, sorted, "\(counted(sorted, "row")) out of time order: sorted")
    note(
      .merged, merged,
      "\(counted(merged, "duplicate row")) merged (\(option: .duplicates, options.duplicates.rawValue))")
    let fate = options.gaps == .mask ? "left as gaps, masked in training" : "gaps"
    note(.missingRows, missingRows, "\(counted(missingRows, "time stamp")) without a row: \(fate)")
    note(.leadingGaps, leading, "\(counted(leading, "missing value")) before the first value cut off")
    note(
      .trailingGaps, trailing,
      "\(counted(trailing, "missing value")) at the end of \(trailingSeries) series")
    note(.filled, filled, "\(counted(filled, "gap")) filled (\(option: .gaps, options.gaps.rawValue))")
    note(.covariateGaps, covariateGaps, "\(counted(covariateGaps, "value")) of covariates missing")
    note(
      .covariateGaps, futureGaps,
      "\(counted(futureGaps, "value")) of covariates known into the future missing before the last values")
    let names = empty.prefix(3).map { "`\(Excerpt.clean($0))`" }.joined(separator: ", ")
    note(
      .emptySeries, empty.count,
      "\(empty.count) series without any value left out: \(names)\(empty.count > 3 ? ", …" : "")")
    return notes
  }

  private func counted(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }
}

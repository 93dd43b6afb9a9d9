/// A problem of a cell that is reported only if its row turns out to be data.
struct CellReport: Sendable {
  var code: ErrorCode
  /// The error; nil when the chunk already has one with this code.
  var error: ForetellError?
}

/// A row that was left out because it isn't data.
struct RemarkRow: Sendable {
  /// The line, counted from 1.
  var line: Int
  /// Number of data rows before it.
  var rowsBefore: Int
  /// The row's first filled cell, shortened.
  var text: String
  /// The error if rows of data follow; nil if the row certainly isn't data.
  var error: ForetellError?
}

extension ChunkParser {
  func overlongLine() -> Int? {
    var start = 0
    for i in 0..<text.count where text[i] == 0x0a {
      if i - start > plan.lineLimit { return start }
      start = i + 1
    }
    return text.count - start > plan.lineLimit ? start : nil
  }

  /// Leaves out a row that has no time stamp and looks like a total, a source or a line of text.
  ///
  /// - Returns: whether the row was left out.
  mutating func setAside(filled: Int, isWrongCount: Bool, fields: Int) -> Bool {
    let lacksStamp = troubles.contains { $0.code == .emptyStamp || $0.code == .notAStamp } || isWrongCount
    guard lacksStamp, startsWithWord else { return false }
    let isCertain = word != .none
    // A single word may be a remark below the table or a damaged row: the rows after it decide.
    guard isCertain || filled == 1 && plan.roles.count > 1 && result.remarks.count < 50 else { return false }
    let place = RecordLocator.place(
      ofRecord: result.records, field: 0, in: text, delimiter: plan.delimiter)
    var error: ForetellError?
    if !isCertain {
      error =
        isWrongCount
        ? fieldCountError(fields) : troubles.compactMap(\.error).first ?? repeated(troubles.first)
    }
    result.remarks.append(
      RemarkRow(line: place.line, rowsBefore: result.stamps.count, text: place.excerpt, error: error))
    return true
  }

  /// Reports the postponed problems of a row of data.
  mutating func tellTroubles() {
    for trouble in troubles where !count(trouble.code) {
      if let error = trouble.error { result.problems.append(error) }
    }
    troubles.removeAll(keepingCapacity: true)
  }

  /// The error about a row with too few or too many cells.
  func fieldCountError(_ fields: Int) -> ForetellError {
    let place = RecordLocator.place(
      ofRecord: result.records, field: min(fields, plan.roles.count), in: text, delimiter: plan.delimiter)
    return TextRefusal.error(.fieldCount, place: place, plan: plan, byte: 0, fields: fields)
  }

  /// The error again, for counting, when the chunk already has one with its code.
  private func repeated(_ trouble: CellReport?) -> ForetellError? {
    result.problems.first { $0.code == trouble?.code.rawValue }.map { problem in
      var copy = problem
      copy.more = 0
      return copy
    }
  }
}

/// Ids whose parts are in several columns.
enum IdJoin {
  /// The byte between the parts while a file is read; it doesn't occur in text.
  static let mark: UInt8 = 0x1f

  /// Readable ids: the non-empty parts joined by `/`, or by another mark if two ids would become equal.
  static func texts(of ids: [String]) -> [String] {
    var texts: [String] = []
    for separator in ["/", " / ", "|", " | ", "::", "\\"] {
      texts = ids.map { id in
        id.utf8.split(separator: mark).map { String(decoding: Array($0), as: UTF8.self) }
          .joined(separator: separator)
      }
      if Set(texts).count == texts.count { return texts }
    }
    // Ids that differ only in which part is empty keep their empty parts.
    return ids.map { id in
      id.utf8.split(separator: mark, omittingEmptySubsequences: false)
        .map { String(decoding: Array($0), as: UTF8.self) }.joined(separator: "/")
    }
  }
}

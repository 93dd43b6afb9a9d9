/// A trouble of a cell that is told when its row is known to be data.
struct CellReport: Sendable {
  var code: ErrorCode
  /// The error, unless the chunk has one with this code already.
  var error: ForetellError?
}

/// A row that was left out because it is no data.
struct RemarkRow: Sendable {
  /// The line, from 1.
  var line: Int
  /// How many rows of data stand before it.
  var rowsBefore: Int
  /// The row's first filled cell, shortened.
  var text: String
  /// What is wrong if rows of data follow; nil if the row is surely no data.
  var error: ForetellError?
}

extension ChunkParser {
  /// Leaves a row out that has no time stamp and reads like a total, a source or a line of text.
  ///
  /// - Returns: whether the row was left out.
  mutating func setAside(filled: Int, isWrongCount: Bool, fields: Int) -> Bool {
    let lacksStamp = troubles.contains { $0.code == .emptyStamp || $0.code == .notAStamp } || isWrongCount
    guard lacksStamp, startsWithWord else { return false }
    let isCertain = word != .none
    // One word alone may be a remark below the table, or a damaged row: what follows decides.
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

  /// Reports the postponed troubles of a row of data.
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

  /// The error of a trouble that the chunk has already, counted once more.
  private func repeated(_ trouble: CellReport?) -> ForetellError? {
    result.problems.first { $0.code == trouble?.code.rawValue }.map { problem in
      var copy = problem
      copy.more = 0
      return copy
    }
  }
}

/// Ids that stand in several columns.
enum IdJoin {
  /// The byte between the parts while a file is read; text doesn't hold it.
  static let mark: UInt8 = 0x1f

  /// Ids for people: the filled parts with `/` between, or another mark if two ids would be the same.
  static func texts(of ids: [String]) -> [String] {
    var texts: [String] = []
    for separator in ["/", " / ", "|", " | ", "::", "\\"] {
      texts = ids.map { id in
        id.utf8.split(separator: mark).map { String(decoding: Array($0), as: UTF8.self) }
          .joined(separator: separator)
      }
      if Set(texts).count == texts.count { return texts }
    }
    // Ids that differ only in which part is empty show the empty parts.
    return ids.map { id in
      id.utf8.split(separator: mark, omittingEmptySubsequences: false)
        .map { String(decoding: Array($0), as: UTF8.self) }.joined(separator: "/")
    }
  }
}

/// Messages for the problems found while text is turned into columns.
enum TextRefusal {
  /// An error about the text itself or the number of its fields; the line is relative to the chunk.
  static func error(
    _ code: ErrorCode, place: RecordLocator.Place, plan: RowPlan, byte: UInt8, fields: Int = 0
  ) -> ForetellError {
    let location = ForetellError.Location(line: place.line, column: place.column, excerpt: place.excerpt)
    let message: String
    let hint: String?
    switch code {
    case .strayQuote:
      message = "misplaced quotation mark: a cell must be quoted as a whole"
      hint = "write the cell as \"…\" and every quotation mark inside it twice"
    case .openQuote:
      message = "the quotation mark that opens here is never closed"
      hint = "close the cell with another quotation mark"
    case .nulByte:
      message = "the text holds a zero byte"
      hint = "the file is damaged or is not text; look at it: od -c \(ShellWord.quoted(plan.path)) | head"
    case .notUTF8:
      message = "the byte 0x\(hexadecimal(byte)) is not valid UTF-8"
      hint =
        "convert the file: "
        + FileEdit.command("iconv -f latin1 -t utf-8", path: plan.path, word: "utf8")
    case .lineTooLong:
      message = "the line is longer than \(plan.lineLimit) bytes"
      hint = "a quotation mark or line break may be missing"
    case .fieldCount:
      message =
        "the row has \(fields) \(fields == 1 ? "cell" : "cells"), but the "
        + (plan.hasHeader ? "header" : "first row") + " has \(plan.roles.count)"
      hint =
        fields > plan.roles.count
        ? "put cells that contain the delimiter \(Dialect.name(of: plan.delimiter)) in quotation marks"
        : "add the missing cells (an empty cell is a gap), or remove the row"
    default:
      message = code.explanation
      hint = nil
    }
    return ForetellError(code, message, location: location, hint: hint)
  }

  /// An error about a cell; the line is relative to the chunk.
  static func error(
    _ code: ErrorCode, place: RecordLocator.Place, plan: RowPlan, cell: [UInt8], column: Int,
    problem: StampProblem = .notInStyle
  ) -> ForetellError {
    let name = Excerpt.clean(plan.name(column))
    let location = ForetellError.Location(
      line: place.line, column: place.column, columnName: plan.name(column), excerpt: place.excerpt)
    let shown = Excerpt.cell(cell)
    let message: String
    let hint: OptionText?
    switch code {
    case .fieldTooLong:
      message = "a cell in column `\(name)` is longer than \(plan.fieldLimit) bytes"
      hint = "a closing quotation mark may be missing"
    case .emptyStamp:
      message = "the cell in time column `\(name)` is empty"
      hint = "remove the row or write its time stamp; another time column: \(option: .time, "NAME")"
    case .notAStamp:
      message = "\(shown) in time column `\(name)` \(problem.explanation)"
      let example = plan.stamps.style.text(for: Timestamp(plan.stamps.style.isInteger ? 1 : 1_704_067_200))
      hint = "the others are written like \(example); another time column: \(option: .time, "NAME")"
    case .emptyId:
      message = "the cell in id column `\(name)` is empty"
      hint = "write the id of the series; another id column: \(option: .id, "NAME")"
    default:
      message = "\(shown) in column `\(name)`: \(code.explanation)"
      hint = nil
    }
    return ForetellError(code, OptionText(message), location: location, hint: hint)
  }

  /// An error about a cell that should be a number; the line is relative to the chunk.
  static func error(
    _ trouble: CellTrouble, place: RecordLocator.Place, plan: RowPlan, cell: [UInt8], column: Int
  ) -> ForetellError {
    let name = plan.name(column)
    let location = ForetellError.Location(
      line: place.line, column: place.column, columnName: name, excerpt: place.excerpt)
    return ForetellError(
      trouble.code, "\(Excerpt.cell(cell)) in column `\(Excerpt.clean(name))` \(trouble.phrase)",
      location: location, hint: trouble.hint)
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16)
    return byte < 16 ? "0" + text : text
  }
}

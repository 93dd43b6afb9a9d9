import Foretell

/// The numbers and words in the cells of a suite's file.
struct Cells {
  /// The file's path.
  let path: String
  /// The record's number, counted from 1.
  let record: Int

  /// A number.
  func number(_ text: some StringProtocol) throws(ForetellError) -> Double {
    guard let value = Double(text), value.isFinite else { throw trouble("`\(text)` is not a number") }
    return value
  }

  /// A whole number.
  func whole(_ text: some StringProtocol) throws(ForetellError) -> Int {
    guard let value = Int(text) else { throw trouble("`\(text)` is not a whole number") }
    return value
  }

  /// Numbers with spaces between them; NA is missing.
  func numbers(_ text: String) throws(ForetellError) -> [Double] {
    var values: [Double] = []
    for word in text.split(separator: " ") { values.append(word == "NA" ? .nan : try number(word)) }
    return values
  }

  /// Refuses a record with fewer cells.
  func need(_ count: Int, _ cells: [String], _ columns: String) throws(ForetellError) {
    guard cells.count < count else { return }
    throw trouble("the record has \(cells.count) cells; the columns are \(columns)", .fieldCount)
  }

  /// An error at this record.
  func trouble(_ message: String, _ code: ErrorCode = .notANumber) -> ForetellError {
    ForetellError(code, message, location: .init(file: path, line: record))
  }
}

import ForetellData
import Testing

/// Cells of a CSV that is written.
@Suite struct CSVCellTests {
  @Test(arguments: [
    ("plain text", "plain text"), ("a,b", "\"a,b\""), ("say \"a\"", "\"say \"\"a\"\"\""),
    ("a\r\nb", "\"a\r\nb\""),
    // A quotation mark and a comma with an accent over them.
    ("a\"\u{301}", "\"a\"\"\u{301}\""), ("a,\u{301}", "\"a,\u{301}\""), ("", ""),
  ])
  func quoted(text: String, cell: String) {
    #expect(Array(CSVCell.quoted(text).utf8) == Array(cell.utf8))
  }
}

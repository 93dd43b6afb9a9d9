import Testing

@testable import ForetellData

/// A first row with a number or a time stamp isn't a header, so that no row of data is lost.
@Suite struct HeaderTests {
  @Test(arguments: [
    ("2024-01-01,err\n2024-01-02,1\n2024-01-03,2\n", 12),
    ("A,2024-01-01,n.a.\nA,2024-01-02,5\nA,2024-01-03,6\n", 14),
    ("2024-01-01,x,y\n2024-01-02,1,2\n2024-01-03,2,3\n", 12),
    ("err,2024-01-01\n1,2024-01-02\n2,2024-01-03\n", 1),
    ("2015,n.a.\n2016,5\n2017,6\n2018,7\n", 6),
    ("1,bad\n2,5\n3,6\n4,7\n", 3),
  ])
  func aBadFirstRowIsRefused(text: String, column: Int) throws {
    let error = try #require(try refusal(text))
    #expect(error.location?.line == 1 && error.location?.column == column, "\(error)")
  }

  @Test func anEmptyCellOfTheFirstRowIsAGap() throws {
    let read = try table("2024-01-01,,1\n2024-01-02,5,2\n2024-01-03,6,3\n")
    #expect(!read.findings.hasHeader && read.findings.rows == 3)
  }

  @Test(arguments: [
    "date,1\n2024-01-01,5\n2024-01-02,6\n",
    ",0\n2024-01-01,5\n2024-01-02,6\n",
    ",y\n2024-01-01,5\n2024-01-02,6\n",
    "year,1\n2015,5\n2016,6\n2017,7\n",
    "t,0,1\n1,5,6\n2,6,7\n3,7,8\n",
    "y\n1\n2\n",
    "id,2015,2016,2017\nA,5,6,7\nB,6,7,8\n",
    "name,2024-01-01,2024-01-02\nA,5,6\nB,6,7\n",
  ])
  func namesAreAHeader(text: String) {
    Array(text.utf8).withUnsafeBufferPointer {
      #expect(HeaderDetection.hasHeader(SampleRows($0, delimiter: 0x2c), decimal: 0x2e))
    }
  }

  /// Rows of different widths are counted in a dictionary, whose order must not matter.
  @Test func theDelimiterIsAFunctionOfTheText() {
    for text in ["commit,rollback, ab?rt\n1,1;1", "a,,,,,,,,,unique_id,,,\n123,999;,,,,,,,,,value2\n"] {
      Array(text.utf8).withUnsafeBufferPointer { bytes in
        #expect(Set((0..<20).map { _ in Dialect.delimiter(of: bytes).delimiter }) == [0x2c])
      }
    }
  }
}

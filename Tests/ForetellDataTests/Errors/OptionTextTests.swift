import ForetellData
import Foundation
import Testing

@Suite struct OptionTextTests {
  @Test func aSentenceHasBothWordings() {
    let name = "Kette A"
    let text: OptionText =
      "keep one: \(option: .duplicates, "last"), or name \(option: .id, name) (\(3) rows)"
    #expect(text.inCode == "keep one: duplicates: .last, or name id: \"Kette A\" (3 rows)")
    #expect(text.onCommandLine == "keep one: --duplicates last, or name --id 'Kette A' (3 rows)")
    #expect(text.options == [.duplicates, .id])
    let both: OptionText = "leave \(option: .repair) out" + OptionText("; ") + "\(option: .missing, "-,NA")"
    #expect(both.inCode == "leave repair out; missing: [\"-\", \"NA\"]")
    #expect(both.onCommandLine == "leave --repair out; --missing=-,NA")
  }

  @Test func namesWithHyphensAreCasesInCode() {
    let text: OptionText =
      "\(option: .format, "wide-rows"), \(option: .frequency, "MS"), \(option: .season, "12")"
    #expect(text.inCode == "layout: .wideRows, frequency: Frequency(alias: \"MS\"), seasonLength: 12")
    #expect(text.onCommandLine == "--format wide-rows, --freq MS, --season 12")
  }

  /// What the library throws has no flags; the command's wording has them, and what is stored is that of the library.
  @Test func anErrorNamesItsOptions() throws {
    let csv = "ds,y\n01/02/2024,1\n02/02/2024,2\n03/02/2024,3\n"
    let error = try #require(throws: ForetellError.self) { try SeriesTable(csvText: csv) }
    #expect(error.hint == "say which with dateOrder: .dayFirst or dateOrder: .monthFirst")
    #expect(error.options == [.dayFirst, .monthFirst])
    #expect(error.onCommandLine.hint == "say which with --day-first or --month-first")
    #expect(error.onCommandLine.description.contains("= help: say which with --day-first"))
    let read = try JSONDecoder().decode(ForetellError.self, from: try JSONEncoder().encode(error))
    #expect(read.hint == error.hint && read.message == error.message && read.code == error.code)
    #expect(error.onCommandLine.onCommandLine == error.onCommandLine)
  }
}

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
    let both: OptionText =
      "leave \(option: .repair) out" + OptionText("; ") + "\(option: .missing, ["-", "NA"])"
    #expect(both.inCode == "leave repair out; missing: [\"-\", \"NA\"]")
    #expect(both.onCommandLine == "leave --repair out; --missing=-,NA")
  }

  @Test func namesWithHyphensAreCasesInCode() {
    let text: OptionText =
      "\(option: .format, "wide-rows"), \(option: .frequency, "MS"), \(option: .season, "12")"
    #expect(text.inCode == "layout: .wideRows, frequency: try Frequency(alias: \"MS\"), seasonLength: 12")
    #expect(text.onCommandLine == "--format wide-rows, --freq MS, --season 12")
  }

  @Test func textsAreLiteralsInCode() {
    let name = #"Sales "net", C:\new"#
    let text: OptionText = "\(option: .target, name), \(option: .time, name), \(option: .past, [name, "x"])"
    let literal = #""Sales \"net\", C:\\new""#
    #expect(text.inCode == "targets: [\(literal)], time: \(literal), covariates: [\(literal), \"x\"]")
    #expect(
      text.onCommandLine
        == #"--target 'Sales "net", C:\new', --time 'Sales "net", C:\new', --past 'Sales "net", C:\new,x'"#)
  }

  @Test func valuesThatAreNoTextsHaveAFormOfTheirOwn() {
    let text: OptionText =
      "\(option: .reading, "values"), \(option: .reading, "origins"), \(option: .holidays, "days.csv")"
    #expect(
      text.inCode
        == "origins: nil, origins: OriginsReading(), holidays: HolidayOptions(try Holidays(csv: \"days.csv\"))"
    )
    #expect(text.onCommandLine == "--reading values, --reading origins, --holidays days.csv")
    let names: OptionText =
      "\(option: .normalization, "layer"), \(option: .batchSize, "2"), \(option: .track)"
    #expect(names.inCode == "normalization: .layer, batchSize: 2, a RunRecorder")
    #expect(names.onCommandLine == "--norm layer, --batch-size 2, --track")
  }

  /// A name with a comma is one column.
  @Test func aNameWithACommaIsOneTarget() throws {
    let rows = (1...3).map { "a;2024-01-0\($0);\($0);4\nb;2024-01-0\($0);3;\($0)\n" }
    let csv = "unique_id;ds;\"Sales, net\";b\n" + rows.joined()
    let error = try #require(throws: ForetellError.self) { try SeriesTable(csvText: csv) }
    #expect(error.code == ErrorCode.ambiguousTarget.rawValue)
    #expect(error.hint == "name the column to forecast: targets: [\"Sales, net\"]")
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
    #expect(read == error && read.hashValue == error.hashValue)
    #expect(read.onCommandLine.description == error.onCommandLine.description)
    let printed = error.onCommandLine
    let plain = try JSONEncoder().encode(printed)
    #expect(!String(decoding: plain, as: UTF8.self).contains("OnCommandLine"))
    #expect(try JSONDecoder().decode(ForetellError.self, from: plain) == printed)
    #expect(error.onCommandLine.onCommandLine == error.onCommandLine)
  }
}

import Foretell
import ForetellReport

/// Text shared by all pages: names from data without control characters, sentences, tables, the last section.
enum PageText {
  /// A name from data or the command line, on one short line without control characters.
  static func name(_ text: String) -> String { TerminalText.clean(text) }

  /// A sentence with a capital letter and a full stop.
  static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }

  /// A table with the first column aligned to the left and numbers to the right.
  static func table(_ cells: TextTable, caption: String, note: String = "") -> DataTable {
    DataTable(
      caption: caption,
      columns: cells.headings.enumerated().map { .init($1, isNumeric: $0 >= cells.leading) },
      rows: cells.rows, note: note)
  }

  /// The facts about a file that all pages show.
  static func facts(_ table: SeriesTable) -> [Report.Fact] {
    let findings = table.findings
    return [
      .init("file", name(table.name)), .init("series", Chart.grouped(findings.series)),
      .init("values", Chart.grouped(findings.observations)), .init("gaps", Chart.grouped(findings.gaps)),
      .init("frequency", table.frequency.alias),
    ]
  }

  /// The command that makes the same page again, including options from environment and configuration file.
  static var repetition: Report.Section {
    Report.Section(
      "How to repeat this",
      blocks: [
        .code(TerminalText.harmless(Invocation.line)),
        .text(
          "The same program, data and seeds give the same forecasts and scores, with any number of threads."),
      ])
  }

  /// The last line.
  static var footer: String { "Foretell \(ForetellRelease.version)" }

  /// Time stamps in ISO 8601, from which pictures make their axis labels; nil if the file itself uses ISO
  /// 8601.
  static func calendar(_ table: SeriesTable, _ stamps: [Timestamp]) -> [String]? {
    let style = StampStyle.usual(for: table.frequency)
    let own = table.stampStyle
    let isISO =
      own.layout == .year
      || [.yearMonthDay, .yearMonth].contains(own.layout) && own.dateSeparator == UInt8(ascii: "-")
    guard !style.isInteger, !own.isInteger, !isISO else { return nil }
    return stamps.map { style.text(for: $0) }
  }

  /// The title of an axis: the target's name, if there is only one.
  static func quantity(_ table: SeriesTable) -> String {
    table.columns.targets.count == 1 ? name(table.columns.targets[0]) : ""
  }
}

/// Everything that was detected in a file and everything that was altered on the way into a table.
public struct Findings: Sendable, Hashable, Codable {
  /// Something worth telling, with how often it happened.
  public struct Note: Sendable, Hashable, Codable {
    /// The kind of a note.
    public enum Kind: String, Sendable, Hashable, Codable {
      /// Rows were not in time order and were sorted.
      case sorted
      /// Rows with the same series and stamp were merged.
      case merged
      /// Grid points without a row became gaps.
      case missingRows
      /// Empty cells (or listed words) became gaps.
      case emptyCells
      /// Missing values at the start of series were cut off.
      case leadingGaps
      /// Series end with missing values.
      case trailingGaps
      /// Gaps were filled because an option said so.
      case filled
      /// Series without any value were left out.
      case emptySeries
      /// Covariates have missing values.
      case covariateGaps
      /// Time stamps beside the grid were moved onto it.
      case movedStamps
      /// Columns were not used.
      case unusedColumns
      /// Numbers were written with a unit, a currency, thousands marks or the like.
      case numbers
      /// Rows that are no data were left out: totals, sources, rows without any cell.
      case leftOutRows
      /// Lines above the header, or rows below it, were left out.
      case leftOutLines
      /// Something in the text itself, such as a byte order mark.
      case text
    }

    /// The kind.
    public var kind: Kind
    /// One sentence for people.
    public var text: String
    /// How many rows, points, series or columns.
    public var count: Int
    /// Whether it deserves attention, because the data may say something else than was read.
    public var isWarning: Bool

    /// Collects the parts.
    public init(kind: Kind, text: String, count: Int, isWarning: Bool = false) {
      self.kind = kind
      self.text = text
      self.count = count
      self.isWarning = isWarning
    }

    /// Reads a note; records written before there were warnings have none.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      kind = try container.decode(Kind.self, forKey: .kind)
      text = try container.decode(String.self, forKey: .text)
      count = try container.decode(Int.self, forKey: .count)
      isWarning = try container.decodeIfPresent(Bool.self, forKey: .isWarning) ?? false
    }
  }

  /// Name of the file.
  public var file = ""
  /// Rows with data.
  public var rows = 0
  /// Bytes read.
  public var bytes = 0
  /// The delimiter: `,`, `;`, `|` or `tab`.
  public var delimiter = ","
  /// Whether the first row has the names.
  public var hasHeader = true
  /// The decimal mark.
  public var decimal = "."
  /// What separates thousands: `.`, `,`, a space, `'` or `_`; nil when nothing does.
  public var thousands: String?
  /// Long or wide.
  public var layout: CSVOptions.Layout = .long
  /// Columns in use.
  public var columns = ColumnNames()
  /// Columns that were not read.
  public var unused: [String] = []
  /// How stamps are written, as an example.
  public var stampExample = ""
  /// Canonical alias of the frequency.
  public var frequency = ""
  /// Whether the frequency was given rather than inferred.
  public var isFrequencyGiven = false
  /// Steps of a season, by the frequency; 1 means none.
  public var seasonLength = 1
  /// Number of series.
  public var series = 0
  /// Values that are present.
  public var observations = 0
  /// Values that are missing between the first and the last stamp of their series.
  public var gaps = 0
  /// What was altered or is odd, in order.
  public var notes: [Note] = []

  /// Makes empty findings, as for tables that were not read from a file.
  public init() {}

  /// The sentences of the notes that deserve attention.
  public var warnings: [String] { notes.filter(\.isWarning).map(\.text) }

  /// The findings as people read them, one fact per line, without the warnings.
  public var lines: [String] {
    let remarks = notes.filter { !$0.isWarning }.map(\.text)
    guard !file.isEmpty else { return remarks }
    var lines: [String] = []
    let header = hasHeader ? "header" : "no header"
    var mark = decimal == "," ? ", decimal comma" : ""
    if let thousands { mark += ", thousands mark " + (thousands == " " ? "space" : thousands) }
    lines.append("\(file): \(rows) rows, delimiter \(delimiter), \(header)\(mark), \(layout.rawValue) format")
    var parts = ["time `\(columns.time)` (\(stampExample))"]
    if let id = columns.id { parts.append("id `\(id)`") }
    if columns.targets.count <= 4 {
      parts.append("target " + columns.targets.map { "`\($0)`" }.joined(separator: ", "))
    } else {
      parts.append("\(columns.targets.count) target columns")
    }
    if !columns.covariates.isEmpty {
      parts.append("covariate " + columns.covariates.map { "`\($0)`" }.joined(separator: ", "))
    }
    lines.append(Excerpt.clean(parts.joined(separator: ", ")))
    if series > 0 {
      let given = isFrequencyGiven ? "given" : "inferred"
      lines.append(
        "\(series) series, \(observations) values, \(gaps) gaps, frequency \(frequency) (\(given)), "
          + "season length \(seasonLength)")
    }
    return lines + remarks
  }
}

/// The names of the columns that a table uses.
public struct ColumnNames: Sendable, Hashable, Codable {
  /// The id column, if there is one.
  public var id: String?
  /// The time column.
  public var time: String
  /// The columns that hold the series.
  public var targets: [String]
  /// The columns known beside the targets.
  public var covariates: [String]

  /// The time column of tables whose time stamps stand in the header; `--time` takes it too.
  public static let timeInHeader = "(header)"
  /// The target of such tables.
  public static let valueInRows = "value"

  /// Makes names; the defaults are those of forecasting's long format.
  public init(
    id: String? = "unique_id", time: String = "ds", targets: [String] = ["y"], covariates: [String] = []
  ) {
    self.id = id
    self.time = time
    self.targets = targets
    self.covariates = covariates
  }
}

/// Everything that was detected in a file, and everything that was changed while reading it into a table.
public struct Findings: Sendable, Hashable, Codable {
  /// A remark on what was detected or changed, with a count.
  public struct Note: Sendable, Hashable, Codable {
    /// The kind of a note.
    public enum Kind: String, Sendable, Hashable, Codable {
      /// Rows were not in time order and were sorted.
      case sorted
      /// Several rows of a series for one time stamp were merged.
      case merged
      /// Points of the time grid without a row became gaps.
      case missingRows
      /// Empty cells (or cells with listed words) became gaps.
      case emptyCells
      /// Missing values at the start of series were cut off.
      case leadingGaps
      /// Series end with missing values.
      case trailingGaps
      /// Gaps were filled because an option asked for it.
      case filled
      /// Series without any value were left out.
      case emptySeries
      /// Covariates have missing values.
      case covariateGaps
      /// Rows behind the last values say what is known of the future.
      case futureRows
      /// Columns of words are read as categories.
      case categories
      /// Time stamps close to the grid were moved onto it.
      case movedStamps
      /// Columns were not used.
      case unusedColumns
      /// Numbers were written with a unit, a currency, thousands separators or similar.
      case numbers
      /// Rows that aren't data were left out: totals, sources, empty rows.
      case leftOutRows
      /// Lines above the header, or rows below it, were left out.
      case leftOutLines
      /// Something in the text itself, such as a byte order mark.
      case text
    }

    /// The kind.
    public var kind: Kind
    /// The remark as one sentence, with the options that it names as in code.
    public var text: String { wording.inCode }
    /// The remark with flags of the command line.
    public var textOnCommandLine: String { wording.onCommandLine }
    /// The number of rows, points, series or columns concerned.
    public var count: Int
    /// Whether it is a warning, because the data may mean something other than what was read.
    public var isWarning: Bool
    /// The remark in both wordings.
    private let wording: OptionText

    /// Makes a note from its parts.
    public init(kind: Kind, text: OptionText, count: Int, isWarning: Bool = false) {
      self.kind = kind
      wording = OptionText(inCode: text.inCode, onCommandLine: text.onCommandLine)
      self.count = count
      self.isWarning = isWarning
    }

    private enum CodingKeys: String, CodingKey {
      case kind, text, textOnCommandLine, count, isWarning
    }

    /// Decodes a note; those of the first records can't be warnings, and have one wording.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      kind = try container.decode(Kind.self, forKey: .kind)
      let text = try container.decode(String.self, forKey: .text)
      wording = OptionText(
        inCode: text,
        onCommandLine: try container.decodeIfPresent(String.self, forKey: .textOnCommandLine) ?? text)
      count = try container.decode(Int.self, forKey: .count)
      isWarning = try container.decodeIfPresent(Bool.self, forKey: .isWarning) ?? false
    }

    /// Encodes a note; the second wording only where it differs.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(kind, forKey: .kind)
      try container.encode(text, forKey: .text)
      if textOnCommandLine != text { try container.encode(textOnCommandLine, forKey: .textOnCommandLine) }
      try container.encode(count, forKey: .count)
      try container.encode(isWarning, forKey: .isWarning)
    }
  }

  /// Name of the file, or of the input.
  public var file = ""
  /// Number of rows with data.
  public var rows = 0
  /// Number of bytes read.
  public var bytes = 0
  /// The delimiter: `,`, `;`, `|` or `tab`.
  public var delimiter = ","
  /// Whether the first row holds the names.
  public var hasHeader = true
  /// The decimal mark.
  public var decimal = "."
  /// The thousands separator: `.`, `,`, a space, `'` or `_`; nil when there is none.
  public var thousands: String?
  /// The layout of the file; never `auto`.
  public var layout: CSVOptions.Layout = .long
  /// The names of the columns in use.
  public var columns = ColumnNames()
  /// The names of columns that were not read.
  public var unused: [String] = []
  /// A time stamp of the file, as an example of how they are written.
  public var stampExample = ""
  /// The canonical alias of the frequency (see ``Frequency/alias``).
  public var frequency = ""
  /// Whether the frequency was given rather than inferred.
  public var isFrequencyGiven = false
  /// The frequency's usual season length in steps; 1 means no season.
  public var seasonLength = 1
  /// Number of series.
  public var series = 0
  /// Number of values that are present.
  public var observations = 0
  /// Number of missing values between the first and the last time stamp of their series.
  public var gaps = 0
  /// Remarks on what was changed or is unusual, in order.
  public var notes: [Note] = []

  /// Makes empty findings, for tables that weren't read from a file.
  public init() {}

  /// These findings with notes that name flags of the command line.
  public var onCommandLine: Findings {
    var findings = self
    findings.notes = notes.map {
      Note(
        kind: $0.kind, text: OptionText($0.textOnCommandLine), count: $0.count, isWarning: $0.isWarning)
    }
    return findings
  }

  /// The sentences of the notes that are warnings.
  public var warnings: [String] { notes.filter(\.isWarning).map(\.text) }

  /// The findings as text, one fact per line, without the warnings.
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
    for (role, names) in [("future", columns.givenFutures), ("static", columns.statics)] where !names.isEmpty
    {
      parts.append("\(role) " + names.map { "`\($0)`" }.joined(separator: ", "))
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

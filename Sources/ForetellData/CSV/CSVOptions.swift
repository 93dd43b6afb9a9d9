/// What a caller may say about a CSV; everything left out is found in the data and reported.
public struct CSVOptions: Sendable, Hashable {
  /// How series are laid out in the file.
  public enum Layout: String, Sendable, Hashable, Codable, CaseIterable {
    /// Decided by the columns.
    case auto
    /// One row per series and time stamp, with an id column unless there is one series only.
    case long
    /// One row per time stamp, one column per series.
    case wide
    /// One row per series, one column per time stamp; the header has the stamps.
    case wideRows = "wide-rows"
  }

  /// What happens to missing values.
  public enum GapPolicy: String, Sendable, Hashable, Codable, CaseIterable {
    /// They stay missing (NaN) and training leaves them out.
    case mask
    /// A straight line between the neighbours; gaps at the ends stay missing.
    case linear
    /// The last value before the gap.
    case ffill
    /// A gap is an error.
    case error
  }

  /// What happens when a series has two rows for one time stamp.
  public enum DuplicatePolicy: String, Sendable, Hashable, Codable, CaseIterable {
    /// It is an error.
    case error
    /// The row that comes first in the file counts.
    case first
    /// The row that comes last in the file counts.
    case last
    /// The sum of the rows counts, as for sales or counts; missing values are left out of it.
    case sum
    /// The mean of the rows counts, as for measurements; missing values are left out of it.
    case mean
    /// The smallest value counts.
    case min
    /// The largest value counts.
    case max
  }

  /// What happens when rows are not in time order.
  public enum UnsortedPolicy: String, Sendable, Hashable, Codable, CaseIterable {
    /// They are sorted, which is reported.
    case sort
    /// It is an error.
    case error
  }

  /// Damage that is repaired when asked for.
  public enum Repair: String, Sendable, Hashable, Codable, CaseIterable {
    /// Days and months that a spreadsheet exchanged where both are at most 12.
    case swappedDates = "swapped-dates"
  }

  /// How dates such as 03/04/2024 are read.
  public enum DateOrder: String, Sendable, Hashable, Codable, CaseIterable {
    /// Day, month, year.
    case dayFirst = "day-first"
    /// Month, day, year.
    case monthFirst = "month-first"
  }

  /// Field delimiter, one ASCII character; nil finds it among comma, semicolon, tab and bar.
  public var delimiter: Character?
  /// Whether the first row has names; nil decides by its content.
  public var hasHeader: Bool?
  /// Decimal mark, `.` or `,`; nil decides by the numbers.
  public var decimal: Character?
  /// What separates thousands: `.`, `,`, a space, `'` or `_`; nil decides by the numbers.
  public var thousands: Character?
  /// Names of the columns that make the series id together (or their numbers, counted from 1, in a file
  /// without header); empty finds them.
  ///
  /// The cells of several columns are joined by `/`. An element that is no column's name may list several names
  /// with commas between.
  public var idColumns: [String]
  /// Names of the columns that make the time stamp together, such as `Date` and `Time` or `Year` and `Month`;
  /// empty finds them.
  ///
  /// An element that is no column's name may list several names with commas between.
  public var timeColumns: [String]
  /// Names of the columns to forecast.
  public var targets: [String]
  /// Names of the columns known beside the targets.
  public var covariates: [String]
  /// The frequency; nil infers it.
  public var frequency: Frequency?
  /// Order of day and month; nil decides by the data.
  public var dateOrder: DateOrder?
  /// Treatment of missing values.
  public var gaps: GapPolicy
  /// Treatment of rows with the same series and time stamp.
  public var duplicates: DuplicatePolicy
  /// Treatment of rows out of order.
  public var unsorted: UnsortedPolicy
  /// Damage to repair.
  public var repair: Repair?
  /// Words that mean a missing value; the empty cell always does.
  ///
  /// Words are compared exactly, numbers by value: -999 also means -999.0 and -9.99e2.
  public var missing: [String]
  /// Layout of the file.
  public var layout: Layout
  /// Lines above the header that are not read; nil finds titles, comments and blank lines.
  public var skippedLines: Int?
  /// The most bytes of a cell.
  public var fieldLimit: Int
  /// The most bytes of a row.
  public var lineLimit: Int
  /// Threads that parse; nil takes all cores, and the result never depends on it.
  public var threads: Int?

  /// Bytes per block; only tests set it, and the result never depends on it.
  package var chunkLength = 1 << 20
  /// Whether libcsv splits blocks without quotation marks too; only tests set it.
  package var alwaysUsesLibrary = false

  /// Makes options; every argument that is left out is found in the data.
  public init(
    delimiter: Character? = nil, hasHeader: Bool? = nil, decimal: Character? = nil,
    thousands: Character? = nil, id: String? = nil,
    time: String? = nil, targets: [String] = [], covariates: [String] = [], frequency: Frequency? = nil,
    dateOrder: DateOrder? = nil, gaps: GapPolicy = .mask, duplicates: DuplicatePolicy = .error,
    unsorted: UnsortedPolicy = .sort, missing: [String] = [], layout: Layout = .auto,
    skippedLines: Int? = nil, fieldLimit: Int = 65_536, lineLimit: Int = 2_000_000, threads: Int? = nil,
    repair: Repair? = nil
  ) {
    self.delimiter = delimiter
    self.hasHeader = hasHeader
    self.decimal = decimal
    self.thousands = thousands
    idColumns = id.map { [$0] } ?? []
    timeColumns = time.map { [$0] } ?? []
    self.targets = targets
    self.covariates = covariates
    self.frequency = frequency
    self.dateOrder = dateOrder
    self.gaps = gaps
    self.duplicates = duplicates
    self.unsorted = unsorted
    self.missing = missing
    self.layout = layout
    self.skippedLines = skippedLines
    self.fieldLimit = fieldLimit
    self.lineLimit = lineLimit
    self.threads = threads
    self.repair = repair
  }

  /// The id columns as one text, with commas between several; nil when they are to be found.
  public var id: String? {
    get { idColumns.isEmpty ? nil : idColumns.joined(separator: ",") }
    set { idColumns = newValue.map { [$0] } ?? [] }
  }

  /// The time columns as one text, with commas between several; nil when they are to be found.
  public var time: String? {
    get { timeColumns.isEmpty ? nil : timeColumns.joined(separator: ",") }
    set { timeColumns = newValue.map { [$0] } ?? [] }
  }
}

/// The options for reading a CSV; whatever is left out is detected from the data and reported.
public struct CSVOptions: Sendable, Hashable {
  /// How series are laid out in the file.
  public enum Layout: String, Sendable, Hashable, Codable, CaseIterable {
    /// Chosen from the columns.
    case auto
    /// One row per series and time stamp, with an id column unless there is only one series.
    case long
    /// One row per time stamp, one column per series.
    case wide
    /// One row per series, one column per time stamp; the header holds the time stamps.
    case wideRows = "wide-rows"
  }

  /// The treatment of missing values.
  public enum GapPolicy: String, Sendable, Hashable, Codable, CaseIterable {
    /// They stay missing (NaN) and training leaves them out.
    case mask
    /// They are interpolated linearly between their neighbours; gaps at the ends stay missing.
    case linear
    /// They are replaced by the last value before the gap.
    case ffill
    /// A gap is an error.
    case error
  }

  /// The treatment of several rows for one series and time stamp.
  public enum DuplicatePolicy: String, Sendable, Hashable, Codable, CaseIterable {
    /// They are an error.
    case error
    /// The row that comes first in the file is used.
    case first
    /// The row that comes last in the file is used.
    case last
    /// Values are added, as for sales or counts; missing values are left out.
    case sum
    /// The mean of the values is used, as for measurements; missing values are left out.
    case mean
    /// The smallest value is used.
    case min
    /// The largest value is used.
    case max
  }

  /// The treatment of rows that are not in time order.
  public enum UnsortedPolicy: String, Sendable, Hashable, Codable, CaseIterable {
    /// They are sorted, which is reported.
    case sort
    /// It is an error.
    case error
  }

  /// Damage that is repaired only on request.
  public enum Repair: String, Sendable, Hashable, Codable, CaseIterable {
    /// Days and months that a spreadsheet exchanged in dates whose day is at most 12.
    case swappedDates = "swapped-dates"
  }

  /// How dates such as 03/04/2024 are read.
  public enum DateOrder: String, Sendable, Hashable, Codable, CaseIterable {
    /// Day, month, year.
    case dayFirst = "day-first"
    /// Month, day, year.
    case monthFirst = "month-first"
  }

  /// Field delimiter, one ASCII character; nil chooses among comma, semicolon, tab and vertical bar.
  public var delimiter: Character?
  /// Whether the first row holds column names; nil decides by its content.
  public var hasHeader: Bool?
  /// Decimal mark, `.` or `,`; nil decides by the numbers.
  public var decimal: Character?
  /// Thousands separator: `.`, `,`, a space, `'` or `_`; nil decides by the numbers.
  public var thousands: Character?
  /// Names of the columns that together form the series id (or their numbers, counted from 1, in a file
  /// without header); when empty they are detected.
  ///
  /// The cells of several columns are joined by `/`. An element that isn't a column's name may list several
  /// names separated by commas.
  public var idColumns: [String]
  /// Names of the columns that together form the time stamp, such as `Date` and `Time` or `Year` and `Month`;
  /// when empty they are detected.
  ///
  /// An element that isn't a column's name may list several names separated by commas.
  public var timeColumns: [String]
  /// Names of the columns to forecast; when empty they are detected.
  public var targets: [String]
  /// Names of the columns known beside the targets up to the last value: past covariates.
  public var covariates: [String]
  /// Names of the columns that are known into the future; rows behind the last value of a series hold it.
  public var futures: [String] = []
  /// Names of the columns that say one thing about a whole series.
  public var statics: [String] = []
  /// The columns of categories with the texts that they may have, any other being refused; nil finds them.
  ///
  /// Of the columns beside the targets, those of words become columns of categories.
  public var categories: [String: [String]]?
  /// Holidays that are added to what is known into the future.
  public var holidays: HolidayOptions?
  /// The frequency; nil infers it.
  public var frequency: Frequency?
  /// Order of day and month; nil decides by the data.
  public var dateOrder: DateOrder?
  /// Treatment of missing values.
  public var gaps: GapPolicy
  /// Treatment of several rows with the same series and time stamp.
  public var duplicates: DuplicatePolicy
  /// Treatment of rows that are not in time order.
  public var unsorted: UnsortedPolicy
  /// Damage to repair; nil repairs none.
  public var repair: Repair?
  /// Words that mean a missing value; the empty cell always does.
  ///
  /// Words are compared exactly, numbers by value: -999 also means -999.0 and -9.99e2.
  public var missing: [String]
  /// Layout of the file.
  public var layout: Layout
  /// Number of lines above the header to skip; nil detects titles, comments and blank lines.
  public var skippedLines: Int?
  /// Whether the table remembers the row of every value, so that an error that is found later, as by an
  /// update of a model, names its line; costs four bytes per value.
  public var locatesValues = false
  /// The largest number of bytes of a cell.
  public var fieldLimit: Int
  /// The largest number of bytes of a row.
  public var lineLimit: Int
  /// The largest number of threads that parse, which doesn't change the result; nil uses all cores.
  public var threads: Int?

  /// Bytes per block; only tests set it, and the result doesn't depend on it.
  package var chunkLength = 1 << 20
  /// Whether libcsv also splits blocks without quotation marks; only tests set it.
  package var alwaysUsesLibrary = false

  /// Makes options; what an argument leaves out is detected from the data.
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

  /// The id columns as one text, separated by commas; nil when they are to be detected.
  public var id: String? {
    get { idColumns.isEmpty ? nil : idColumns.joined(separator: ",") }
    set { idColumns = newValue.map { [$0] } ?? [] }
  }

  /// The time columns as one text, separated by commas; nil when they are to be detected.
  public var time: String? {
    get { timeColumns.isEmpty ? nil : timeColumns.joined(separator: ",") }
    set { timeColumns = newValue.map { [$0] } ?? [] }
  }
}

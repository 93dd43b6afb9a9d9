import ForetellData

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Timestamp {
  /// The time stamp of a date in UTC, rounded to the nearest second; traps on a date beyond ±292 billion
  /// years.
  public init(_ date: Date) {
    guard let stamp = Timestamp(nearest: date) else {
      preconditionFailure("a date \(date.timeIntervalSince1970) s from 1970 can't be a stamp")
    }
    self = stamp
  }

  /// The same as `init(_:)`, but nil for a date beyond that range.
  init?(nearest date: Date) {
    guard let seconds = Int64(exactly: date.timeIntervalSince1970.rounded()) else { return nil }
    self.init(seconds)
  }
}

extension Date {
  /// The date of a time stamp that counts seconds, taking the data's local time as UTC.
  ///
  /// The inverse of `Timestamp(date)` for whole seconds. Time stamps that are plain integers (frequency
  /// `step`) have no date.
  public init(_ stamp: Timestamp) { self.init(timeIntervalSince1970: Double(stamp.value)) }
}

extension SeriesForecast {
  /// The forecast's time stamps as dates in UTC, one per step; see `Date(stamp)`.
  public var dates: [Date] { stamps.map { Date($0) } }
}

extension SeriesRow {
  /// An observation at a date in UTC, rounded to the nearest second; traps as `Timestamp(date)` does.
  public init(
    id: String, date: Date, value: Double, covariates: [Double] = [], futures: [Double] = [],
    statics: [Double] = []
  ) {
    self.init(
      id: id, stamp: Timestamp(date), value: value, covariates: covariates, futures: futures, statics: statics
    )
  }
}

extension Series {
  /// A series that starts at a date in UTC, rounded to the nearest second; traps as `Timestamp(date)` does.
  public init(
    id: String, start date: Date, values: [Double], covariates: [[Double]] = [], futures: [[Double]] = [],
    statics: [Double] = []
  ) {
    self.init(
      id: id, start: Timestamp(date), values: values, covariates: covariates, futures: futures,
      statics: statics)
  }
}

extension SeriesTable {
  /// Makes a table of rows in any order, each with an id, a date in UTC, rounded to the nearest second, and a
  /// value.
  ///
  /// Otherwise as the initializer that takes ``SeriesRow``s.
  public init(
    rows: [(String, Date, Double)], frequency: Frequency? = nil,
    gaps: CSVOptions.GapPolicy = .mask, duplicates: CSVOptions.DuplicatePolicy = .error,
    name: String = "table",
    columns: ColumnNames = .init(), stampStyle: StampStyle? = nil
  ) throws {
    let stamped = try rows.enumerated().map { number, row in
      guard let stamp = Timestamp(nearest: row.1) else {
        throw ForetellError(
          .notAStamp, "row \(number + 1): the date is no point in time that can be counted in seconds",
          location: .init(file: name, line: number + 1))
      }
      return SeriesRow(id: row.0, stamp: stamp, value: row.2)
    }
    try self.init(
      rows: stamped, frequency: frequency, gaps: gaps, duplicates: duplicates, name: name, columns: columns,
      stampStyle: stampStyle)
  }
}

import ForetellClassics
import ForetellCore
import ForetellData
import Foundation

extension SeriesTable {
  /// The parts of every series: trend, seasons, holidays and remainder.
  ///
  /// Trend and seasons are those of MSTL, a decomposition by local regression for several seasons (K. Bandara, R. J. Hyndman
  /// and C. Bergmeir, International Journal of Operational Research 52 (2025) 79–98); where a window is longer than a
  /// hundred values, only every tenth part of it is computed and straight lines join them, as the source of STL proposes.
  /// A series without a season has the trend of a local regression whose window is that of a decomposition by the
  /// frequency's usual season, or else a third of the series. Missing values are filled along straight lines through the
  /// values without seasons, and have no remainder. A table with holidays (`adding(_:)`) also has the effect of each holiday
  /// (``HolidayEffect``).
  ///
  /// - Parameter options: seasons, mode and whether outliers count less; by default they follow from the data.
  /// - Returns: one element per series, in the table's order; the same at any number of threads.
  /// - Throws: `ForetellError` of kind `usage` for seasons of fewer than two steps, and for a multiplicative decomposition
  ///   of values that aren't positive.
  public func components(_ options: ComponentOptions = ComponentOptions()) throws(ForetellError)
    -> TableComponents
  {
    if let short = options.seasons?.first(where: { $0 < 2 }) {
      throw ForetellError(
        .badOption, "a season has at least 2 steps, not \(short)",
        hint: "leave \(option: .seasons) out to use the seasons that the data have")
    }
    let detected = options.seasons == nil ? detectedSeasons(threads: options.threads) : nil
    let seasons = Set(options.seasons ?? detected?.lengths ?? []).sorted()
    let choice = options.mode == nil ? ModeChoice(series, seasons: seasons) : nil
    let mode = options.mode ?? choice?.mode ?? .additive
    if mode == .multiplicative { try refuseWithoutLogarithm() }
    let names = columns.holidays
    let decomposer = SeriesDecomposer(
      seasons: seasons, mode: mode, isRobust: options.isRobust, usualSeason: frequency.defaultSeasonLength,
      holidayNames: names, countsSteps: frequency.isDayOrShorter)
    let threads = options.threads ?? ProcessInfo.processInfo.activeProcessorCount
    let all = series
    let parts = WorkerPool(threads: max(1, min(threads, all.count))).map(all.count) { number in
      decomposer.components(all[number], holidays: Array(all[number].futures.suffix(names.count)))
    }
    return TableComponents(
      seasons: seasons, detected: detected, mode: mode, choice: choice, hasHolidays: !names.isEmpty,
      series: parts)
  }

  private func refuseWithoutLogarithm() throws(ForetellError) {
    for (position, one) in series.enumerated() {
      guard let place = one.values.firstIndex(where: { $0 <= 0 }) else { continue }
      let stamp = text(for: timestamp(ofSeries: position, at: place))
      throw ForetellError(
        .badOption,
        "a multiplicative decomposition needs positive values, but the series has \(one.values[place]) at \(stamp)",
        location: .init(file: name, series: one.id, stamp: stamp),
        hint: "\(option: .mode, "additive") takes any values")
    }
  }
}

extension Frequency {
  /// Whether a step is a day or shorter.
  var isDayOrShorter: Bool {
    switch unit {
    case .year, .quarter, .month, .businessMonth, .semiMonth, .week, .step: false
    case .businessDay, .day, .hour, .minute, .second: true
    }
  }
}

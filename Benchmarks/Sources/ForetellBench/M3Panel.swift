import Foretell
import Foundation

/// Series of the M3 competition with their test values, read from a CSV with the columns
/// `id,name,category,frequency,start_year,start_period,n,h,train,test`, where the last two are numbers separated by spaces.
struct M3Panel {
  /// The series without their test values.
  let table: SeriesTable
  /// The test values of each series, in the order of the table.
  let tests: [[Double]]
  /// Steps of a season.
  let season: Int

  /// Reads a file.
  ///
  /// - Throws: an error if the file can't be read or a row lacks a column.
  init(csv path: String) throws {
    struct Damaged: Error {}
    var series: [Series] = []
    var tests: [[Double]] = []
    var season = 1
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == 10, let length = Int(cells[3]), let year = Int(cells[4]),
        let period = Int(cells[5])
      else { throw Damaged() }
      season = length
      let frequency = try Self.frequency(season)
      // Where the year isn't known, any will do.
      let start = ((year > 1000 ? year : 1970) - 1970) * season + max(period, 1) - 1
      series.append(
        Series(id: String(cells[0]), start: frequency.timestamp(start), values: Self.numbers(cells[8])))
      tests.append(Self.numbers(cells[9]))
    }
    self.season = season
    self.tests = tests
    table = try SeriesTable(series: series, frequency: Self.frequency(season), name: "M3")
  }

  private static func frequency(_ season: Int) throws -> Frequency {
    try Frequency(alias: season == 12 ? "MS" : season == 4 ? "QS" : "YS")
  }

  private static func numbers(_ text: Substring) -> [Double] {
    text.split(separator: " ").compactMap { Double($0) }
  }

  /// sMAPE in percent and MASE of forecasts in the order of the table, averaged over the series.
  func errors(of forecast: Forecast) -> (smape: Double, mase: Double) {
    var sums = (smape: 0.0, mase: 0.0)
    for (number, series) in table.series.enumerated() {
      let point = forecast.series[number].point
      sums.smape += Metrics.smape(actual: tests[number], forecast: point) ?? 0
      sums.mase +=
        Metrics.mase(
          actual: tests[number], forecast: point, history: series.values, seasonLength: season) ?? 0
    }
    let count = Double(tests.count)
    return (sums.smape / count, sums.mase / count)
  }
}

import Foretell
import Foundation

/// Orders of two products as a service may have them: rows in any order, with dates.
func ordersNextWeek() throws -> [String] {
  let monday = Date(timeIntervalSince1970: 1_704_067_200)
  func day(_ number: Int) -> Date { monday.addingTimeInterval(Double(number) * 86_400) }
  var rows = (0..<28).reversed().map { ("bread", day($0), Double(40 + $0 % 7 * 5 + $0 % 4)) }
  rows += [("cake", day(9), 3), ("cake", day(2), 4), ("cake", day(1), 5)]
  let table = try SeriesTable(rows: rows, name: "orders")
  let forecast = try SeasonalNaive().fit(table, horizon: 7).predict(nil, horizon: nil, levels: [80])
  var lines = [
    "\(table.name): \(table.series.map(\.id)), \(table.frequency.name), \(table.findings.gaps) gaps"
  ]
  if let bread = forecast["bread"] {
    let high = try bread.quantile(0.9)
    for (date, enough) in zip(bread.dates, high).prefix(2) {
      lines.append("bread on \(date): \(Int(enough.rounded(.up)))")
    }
  }
  return lines
}

/// Problems of a table are thrown, whether it was read or made in code.
func refusal() -> String {
  let start = Timestamp(year: 2024, month: 1, day: 1)
  let twice = [
    Series(id: "bread", start: start, values: [40, 45]), Series(id: "bread", start: start, values: [3]),
  ]
  do {
    _ = try SeriesTable(series: twice, frequency: Frequency(.day), name: "orders")
    return "taken"
  } catch { return "\(error)" }
}

import Foretell
import ForetellReport
import Glibc

/// The charts of a forecast, for a file and for the terminal.
struct Pictures {
  private let pictures: [ForecastPicture]
  private let source: String
  private let seasonLength: Int

  /// Combines history and forecast of every series that has both.
  ///
  /// - Parameter members: the forecasts of the models that a combination consists of, by name.
  init(_ table: SeriesTable, _ forecast: Forecast, members: [(name: String, forecast: Forecast)] = []) {
    let parts = members.map { member in
      (
        member.name,
        Dictionary(member.forecast.series.map { ($0.id, $0.point) }, uniquingKeysWith: { $1 })
      )
    }
    source = table.name
    // With a season of hundreds of steps, the forecast would fill only a small part of the chart.
    seasonLength = min(table.frequency.defaultSeasonLength, 60)
    let quantity = table.columns.targets.count == 1 ? table.columns.targets[0] : ""
    let places = Dictionary(table.series.indices.map { (table.series[$0].id, $0) }, uniquingKeysWith: { $1 })
    pictures = forecast.series.compactMap { future in
      guard let index = places[future.id] else { return nil }
      let history = table.series[index].values
      let stamps = history.indices.map { table.timestamp(ofSeries: index, at: $0) } + future.stamps
      var picture = ForecastPicture(
        series: TerminalText.clean(future.id), model: forecast.model, quantity: quantity,
        stamps: stamps.map(table.text(for:)), history: history, point: future.point,
        intervals: forecast.levels.indices.map {
          .init(level: forecast.levels[$0], lower: future.lower[$0], upper: future.upper[$0])
        },
        source: table.name, calendar: PageText.calendar(table, stamps))
      picture.members = parts.compactMap { name, points in
        points[future.id].map { (name, Array($0.prefix(future.point.count))) }
      }
      return picture
    }
  }

  /// One chart, or small multiples of up to 24 series.
  var picture: Picture {
    pictures.count == 1
      ? .chart(.forecast(pictures[0]))
      : .grid(.forecasts(pictures, title: "Forecasts of \(PageText.name(source))", source: source))
  }

  /// Writes an SVG with one chart, or small multiples of up to 24 series.
  ///
  /// - Throws: ``ForetellError`` of kind `inputOutput` when the file can't be written.
  func write(to path: String) throws(ForetellError) {
    try AtomicFile.write(path, Array(SVGRenderer().render(picture).utf8))
  }

  /// Shows the first series on standard error, with little enough history that the forecast is clearly
  /// visible.
  func show(_ console: Console) {
    guard var first = pictures.first else { return }
    let enough = max(5 * first.point.count, 3 * seasonLength, 30)
    if first.history.count > enough * 3 / 2 { first.shownHistory = enough }
    let style = TerminalStyle.detect(.standardError, colorDisabled: !console.usesColor)
    console.put(TerminalRenderer(style: style).render(.chart(.forecast(first))))
    if pictures.count > 1 { console.say("shown: the first of \(pictures.count) series (--plot draws more)") }
  }
}

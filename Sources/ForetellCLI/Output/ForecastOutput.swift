import Foretell
import ForetellReport

/// Everything a forecast goes to: standard output or a file, a picture, the terminal.
struct ForecastOutput {
  let options: OutputOptions
  let isJSON: Bool
  let console: Console

  /// Writes files first, standard output last, so that a reader of standard output finds the files complete.
  ///
  /// - Parameters:
  ///   - model: what made the forecast, for the report.
  ///   - holdout: how the model did on points held out, for the report.
  ///   - members: what the JSON document holds before the forecasts.
  /// - Throws: ``ForetellError`` for a forecast that is not finite, or something that can't be written.
  func write(
    _ forecast: Forecast, _ table: SeriesTable, of model: any FittedModel, holdout: Holdout? = nil,
    _ members: [(String, JSONValue)]
  ) throws {
    let text = try ForecastText(forecast, stamp: table.text(for:))
    let pictures = Pictures(table, forecast)
    if let path = options.output { try AtomicFile.write(path, Array(text.csv.utf8)) }
    if let path = options.plot { try pictures.write(to: path) }
    if let path = options.page.report {
      let page = ForecastPage(
        table: table, forecast: forecast, pictures: pictures, network: model as? FittedForecaster,
        holdout: holdout, facts: Self.facts(members))
      try AtomicFile.write(path, Array(try page.report.html().utf8))
    }
    tellWarnings(of: forecast)
    if isJSON {
      let document =
        members + [
          ("model", .string(forecast.model)), ("warnings", .array(forecast.warnings.map(Self.json))),
          ("levels", .array(forecast.levels.map(JSONValue.number))),
          ("forecasts", text.json),
        ]
      try StandardOutput.write(try JSONValue.object(JSONObject(document)).document())
    } else if options.output == nil {
      try StandardOutput.write(text.csv)
    }
    if options.picture ?? console.showsPictures { pictures.show(console) }
    for path in [options.output, options.plot, options.page.report].compactMap({ $0 }) {
      console.say("written: \(path)")
    }
  }

  /// The most warnings of one kind that are told one by one.
  private static let toldOneByOne = 5

  /// Says the forecast's warnings, of each kind the first few and how many more there are.
  private func tellWarnings(of forecast: Forecast) {
    for kind in ForecastWarning.Kind.allCases {
      let warnings = forecast.warnings.filter { $0.kind == kind }
      let limit = console.volume == .verbose ? warnings.count : Self.toldOneByOne
      for warning in warnings.prefix(limit) { console.warn(warning.text) }
      let rest = warnings.count - limit
      if rest > 0 {
        console.warn(
          "the same of \(Figures.count(rest, "further series", "further series")) (--verbose names them all)")
      }
    }
  }

  private static func json(_ warning: ForecastWarning) -> JSONValue {
    .members([
      "kind": .string(warning.kind.rawValue), "series": warning.series.map(JSONValue.string) ?? .null,
      "text": .string(warning.text),
    ])
  }

  /// The numbers and words among the document's members that aren't told elsewhere on the page.
  private static func facts(_ members: [(String, JSONValue)]) -> [Report.Fact] {
    members.compactMap { name, value in
      guard name != "file", name != "frequency" else { return nil }
      let title = name.split(separator: "_").joined(separator: " ")
      if let text = value.string { return .init(title, PageText.name(text)) }
      return value.integer.map { .init(title, "\($0)") }
    }
  }
}

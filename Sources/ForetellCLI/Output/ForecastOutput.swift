import Foretell
import ForetellReport

/// Writes a forecast to all its destinations: standard output or a file, a picture, the terminal, a report.
struct ForecastOutput {
  let options: OutputOptions
  let isJSON: Bool
  let console: Console
  /// Number of steps of each sum that is forecast; nil for single steps.
  var total: Int?
  /// The forecasts of the models that a combination consists of, by name.
  var parts: [(name: String, forecast: Forecast)] = []

  /// Whether a picture is drawn anywhere.
  var drawsPictures: Bool {
    options.plot != nil || options.page.report != nil
      || (options.picture ?? (console.showsPictures && total == nil))
  }

  /// Writes files first and standard output last, so that a program that reads standard output finds the
  /// files complete.
  ///
  /// - Parameters:
  ///   - model: the model that made the forecast, for the report.
  ///   - holdout: the model's scores on held-out points, for the report.
  ///   - members: the members of the JSON document before the forecasts.
  /// - Throws: ``ForetellError`` for a forecast that is not finite, or a file that can't be written.
  func write(
    _ forecast: Forecast, _ table: SeriesTable, of model: any FittedModel, holdout: Holdout? = nil,
    _ members: [(String, JSONValue)]
  ) throws {
    let text = try ForecastText(forecast, stamp: table.text(for:))
    let pictures = Pictures(table, forecast, members: parts)
    if let path = options.output { try AtomicFile.write(path, Array(text.csv.utf8)) }
    if let path = options.plot { try pictures.write(to: path) }
    if let path = options.page.report {
      let page = ForecastPage(
        table: table, forecast: forecast, pictures: pictures, network: model.trained,
        combination: CombinationText(model), holdout: holdout, facts: Self.facts(members))
      try AtomicFile.write(path, Array(try page.report.html().utf8))
    }
    console.tell(forecast.warnings)
    if isJSON {
      let document =
        members + (total.map { [("total", .count($0))] } ?? []) + [
          ("model", .string(forecast.model)), ("warnings", .array(forecast.warnings.map(\.json))),
          ("levels", .array(forecast.levels.map(JSONValue.number))),
          ("forecasts", text.json),
        ]
      try StandardOutput.write(try JSONValue.object(JSONObject(document)).document())
    } else if options.output == nil {
      try StandardOutput.write(text.csv)
    }
    if options.picture ?? (console.showsPictures && total == nil) { pictures.show(console) }
    for path in [options.output, options.plot, options.page.report].compactMap({ $0 }) {
      console.say("written: \(path)")
    }
  }

  /// The document's numbers and words that aren't shown elsewhere on the page.
  private static func facts(_ members: [(String, JSONValue)]) -> [Report.Fact] {
    members.compactMap { name, value in
      guard name != "file", name != "frequency" else { return nil }
      let title = name.split(separator: "_").joined(separator: " ")
      if let text = value.string { return .init(title, PageText.name(text)) }
      return value.integer.map { .init(title, "\($0)") }
    }
  }
}

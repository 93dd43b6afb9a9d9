import Foretell

/// Everything a forecast goes to: standard output or a file, a picture, the terminal.
struct ForecastOutput {
  let options: OutputOptions
  let isJSON: Bool
  let console: Console

  /// Writes files first, standard output last, so that a reader of standard output finds the files complete.
  ///
  /// - Parameter members: what the JSON document holds before the forecasts.
  /// - Throws: ``ForetellError`` for a forecast that is not finite, or something that can't be written.
  func write(_ forecast: Forecast, _ table: SeriesTable, _ members: [(String, JSONValue)]) throws {
    let text = try ForecastText(forecast, stamp: table.text(for:))
    let pictures = Pictures(table, forecast)
    if let path = options.output { try AtomicFile.write(path, Array(text.csv.utf8)) }
    if let path = options.plot { try pictures.write(to: path) }
    if isJSON {
      let document =
        members + [
          ("model", .string(forecast.model)), ("levels", .array(forecast.levels.map(JSONValue.number))),
          ("forecasts", text.json),
        ]
      try StandardOutput.write(try JSONValue.object(JSONObject(document)).document())
    } else if options.output == nil {
      try StandardOutput.write(text.csv)
    }
    if options.picture ?? console.showsPictures { pictures.show(console) }
    for path in [options.output, options.plot].compactMap({ $0 }) { console.say("written: \(path)") }
  }
}

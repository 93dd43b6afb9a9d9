import Foretell

/// A forecast as CSV and as JSON.
struct ForecastText {
  private let forecast: Forecast
  private let stamp: (Timestamp) -> String

  /// Takes a forecast; `stamp` writes its time stamps.
  ///
  /// - Throws: ``ForetellError`` of kind `diverged` for a forecast that is not finite, which must never be
  ///   printed as a value.
  init(_ forecast: Forecast, stamp: @escaping (Timestamp) -> String) throws(ForetellError) {
    for series in forecast.series {
      let values = [series.point] + series.lower + series.upper
      guard values.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
        throw ForetellError(
          .diverged, "the forecast of `\(series.id)` is not finite", location: .init(series: series.id),
          hint: "try a smaller --learning-rate or another --scaling")
      }
    }
    self.forecast = forecast
    self.stamp = stamp
  }

  /// The forecast as CSV: the header `unique_id,ds,LSTM,LSTM-lo-80,LSTM-hi-80,…` and one row per series and
  /// step (RFC 4180, with line feeds).
  var csv: String {
    let headings = ["unique_id", "ds"] + Self.valueNames(forecast.model, forecast.levels)
    var text = headings.map(CSVCell.quoted).joined(separator: ",") + "\n"
    for series in forecast.series {
      let id = CSVCell.quoted(series.id)
      for step in series.stamps.indices {
        text +=
          id + "," + CSVCell.quoted(stamp(series.stamps[step])) + "," + Figures.exact(series.point[step])
        for level in forecast.levels.indices {
          text +=
            "," + Figures.exact(series.lower[level][step]) + "," + Figures.exact(series.upper[level][step])
        }
        text += "\n"
      }
    }
    return text
  }

  /// The forecast as JSON: one object per series, with one array per column.
  var json: JSONValue {
    let names = Self.valueNames(forecast.model, forecast.levels)
    return .array(
      forecast.series.map { series in
        var columns = [series.point]
        for level in forecast.levels.indices { columns += [series.lower[level], series.upper[level]] }
        var members: [(String, JSONValue)] = [
          ("unique_id", .string(series.id)), ("ds", .array(series.stamps.map { .string(stamp($0)) })),
        ]
        for (name, values) in zip(names, columns) {
          members.append((name, .array(values.map(JSONValue.number))))
        }
        return .object(JSONObject(members))
      })
  }

  /// The headings of the point forecast and of the bounds, level by level.
  static func valueNames(_ model: String, _ levels: [Double]) -> [String] {
    [model] + levels.flatMap { ["\(model)-lo-\(Figures.exact($0))", "\(model)-hi-\(Figures.exact($0))"] }
  }
}

import Foretell

extension JSONValue {
  /// The value as an indented JSON document with a line break at its end.
  ///
  /// - Throws: ``ForetellError`` if it contains a number that is not finite, which JSON can't express.
  func document() throws(ForetellError) -> String {
    do {
      return try text(layout: .pretty) + "\n"
    } catch {
      throw ForetellError(.diverged, "a number of the result is not finite")
    }
  }

  /// An integer.
  static func count(_ value: Int) -> JSONValue { .integer(Int64(value)) }

  /// An array of strings.
  static func texts(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }

  /// A seed, which may be larger than a signed integer can be.
  static func seed(_ value: UInt64) -> JSONValue {
    Int64(exactly: value).map(JSONValue.integer) ?? .string(String(value))
  }
}

extension Findings {
  /// The findings as JSON.
  var json: JSONValue {
    .members([
      "file": .string(file), "rows": .count(rows), "bytes": .count(bytes), "delimiter": .string(delimiter),
      "header": .bool(hasHeader), "decimal": .string(decimal),
      "thousands": thousands.map(JSONValue.string) ?? .null, "format": .string(layout.rawValue),
      "stamp_example": .string(stampExample), "frequency": .string(frequency),
      "frequency_given": .bool(isFrequencyGiven), "season_length": .count(seasonLength),
      "series": .count(series), "observations": .count(observations), "gaps": .count(gaps),
      "unused_columns": .texts(unused),
      "notes": .array(
        notes.map { note in
          .members([
            "kind": .string(note.kind.rawValue), "text": .string(note.textOnCommandLine),
            "count": .count(note.count),
            "warning": .bool(note.isWarning),
          ])
        }),
    ])
  }
}

extension ColumnNames {
  /// The names as JSON.
  var json: JSONValue {
    let known = [("futures", givenFutures), ("statics", statics), ("holidays", holidays)]
    let names: [(String, JSONValue)] =
      [
        ("id", id.map(JSONValue.string) ?? .null), ("time", .string(time)), ("targets", .texts(targets)),
        ("covariates", .texts(covariates)),
      ] + known.filter { !$1.isEmpty }.map { ($0, .texts($1)) }
    return .object(JSONObject(names))
  }
}

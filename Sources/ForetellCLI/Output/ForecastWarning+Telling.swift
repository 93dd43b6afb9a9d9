import Foretell

extension Console {
  /// The largest number of warnings of one kind that are printed individually.
  private static let toldOneByOne = 5

  /// Prints warnings: the first few of each kind and the number of others, or all of them with `--verbose`.
  func tell(_ warnings: [ForecastWarning]) {
    for kind in ForecastWarning.Kind.allCases {
      let same = warnings.filter { $0.kind == kind }
      let limit = volume == .verbose ? same.count : Self.toldOneByOne
      for warning in same.prefix(limit) { warn(warning.text) }
      let rest = same.count - limit
      if rest > 0 {
        warn(
          "the same of \(Figures.count(rest, "further series", "further series")) (--verbose names them all)")
      }
    }
  }
}

extension ForecastWarning {
  /// The warning as JSON.
  var json: JSONValue {
    .members([
      "kind": .string(kind.rawValue), "series": series.map(JSONValue.string) ?? .null,
      "text": .string(text),
    ])
  }
}

import Foretell

extension ComponentReport {
  /// Everything as one document.
  var json: JSONValue {
    .members([
      "file": .string(table.name), "frequency": .string(table.frequency.alias),
      "mode": .string(components.mode.rawValue),
      "mode_choice": components.choice.map { choice in
        .members([
          "series_measured": .count(choice.measured), "series_growing": .count(choice.growing),
          "has_values_not_positive": .bool(choice.hasOthers),
        ])
      } ?? .null,
      "seasons": .array(components.seasons.map(JSONValue.count)),
      "detected": components.detected.map(SeasonText.json) ?? .null,
      "series": .array(components.series.indices.map(json)), "findings": table.findings.json,
    ])
  }

  private func json(_ position: Int) -> JSONValue {
    let series = components.series[position]
    var members: [(String, JSONValue)] = [
      ("unique_id", .string(series.id)), ("remark", Self.json(series.remark)),
      ("strengths", series.strengths.map { json($0, position) } ?? .null),
    ]
    if components.hasHolidays {
      members.append(
        (
          "holiday_effects",
          .array(
            series.holidayEffects.map {
              .members([
                "name": .string($0.name), "offset": .count($0.offset), "effect": .finite($0.effect),
                "count": .count($0.count),
              ])
            })
        ))
    }
    let stamps = series.values.indices.map { table.text(for: table.timestamp(ofSeries: position, at: $0)) }
    members += [("ds", .texts(stamps)), ("value", Self.json(series.values))]
    for (name, values) in zip(partNames, parts(series)) {
      members.append((name, values.map(Self.json) ?? .null))
    }
    return .object(JSONObject(members))
  }

  private func json(_ strengths: ComponentStrengths, _ position: Int) -> JSONValue {
    .members([
      "trend": .number(strengths.trend),
      "seasons": .array(
        strengths.seasons.map { season in
          .members([
            "length": .count(season.length), "strength": .number(season.strength),
            "peak": .string(table.name(ofStep: season.peak, season: season.length, series: position)),
            "trough": .string(table.name(ofStep: season.trough, season: season.length, series: position)),
          ])
        }),
      "linearity": .number(strengths.linearity), "curvature": .number(strengths.curvature),
      "spikiness": .number(strengths.spikiness),
      "remainder_autocorrelation": .number(strengths.remainderAutocorrelation),
    ])
  }

  private static func json(_ values: [Double]) -> JSONValue { .array(values.map { .finite($0) }) }

  private static func json(_ remark: SeriesComponents.Remark?) -> JSONValue {
    switch remark {
    case nil: .null
    case .empty: .string("empty")
    case .tooShort: .string("too short")
    case .constant: .string("constant")
    case .shorterThanSeasons: .string("shorter than two seasons")
    }
  }
}

import Foretell
import ForetellReport

/// The parts of series as CSV, as JSON, and in words.
struct ComponentReport {
  let table: SeriesTable
  let components: TableComponents
  /// Whether the season lengths were given.
  let isGiven: Bool
  /// The number of series that are described one by one.
  static let mostLines = 5

  /// Takes the parts of a table.
  init(_ table: SeriesTable, _ components: TableComponents, isGiven: Bool) {
    self.table = table
    self.components = components
    self.isGiven = isGiven
  }

  /// The names of the columns after id, time and value.
  var partNames: [String] {
    ["trend"] + components.seasons.map { "season-\($0)" } + (components.hasHolidays ? ["holidays"] : [])
      + ["remainder"]
  }

  /// The parts of a series in the order of ``partNames``; nil for a season that it doesn't have.
  func parts(_ series: SeriesComponents) -> [[Double]?] {
    [series.trend]
      + components.seasons.map { length in series.seasons.first { $0.length == length }?.values }
      + (components.hasHolidays ? [series.holidays] : []) + [series.remainder]
  }

  /// One row per series and step; unknown parts are empty.
  var csv: String {
    var text = (["unique_id", "ds", "value"] + partNames).joined(separator: ",") + "\n"
    for (position, series) in components.series.enumerated() {
      let id = CSVCell.quoted(series.id)
      let columns = [series.values] + parts(series)
      for step in series.values.indices {
        let stamp = table.text(for: table.timestamp(ofSeries: position, at: step))
        text += id + "," + CSVCell.quoted(stamp)
        for column in columns { text += "," + (column.map { Figures.exact($0[step]) } ?? "") }
        text += "\n"
      }
    }
    return text
  }

  // MARK: Words

  /// The mode, the seasons and the strengths.
  var lines: [String] {
    var lines = [modeText, seasonText]
    let described = components.series.indices.filter { components.series[$0].strengths != nil }
    if described.count <= Self.mostLines {
      lines += described.map { "\(TerminalText.clean(components.series[$0].id)): \(description($0))" }
    } else {
      lines.append("medians of \(described.count) series: \(medians)")
    }
    for series in components.series.prefix(Self.mostLines) {
      for effect in series.holidayEffects.filter({ $0.offset == 0 }).prefix(8) {
        lines.append("\(TerminalText.clean(series.id)): \(text(of: effect, series))")
      }
    }
    return lines
  }

  /// The strengths of the series that ``lines`` tells only as medians, and the shape of the parts of every series.
  var details: [String] {
    let described = components.series.indices.filter { components.series[$0].strengths != nil }
    return described.flatMap { position -> [String] in
      guard let strengths = components.series[position].strengths else { return [] }
      let name = TerminalText.clean(components.series[position].id)
      let shape =
        "\(name): linearity \(Figures.short(strengths.linearity)), curvature \(Figures.short(strengths.curvature)), "
        + "spikiness \(Figures.brief(strengths.spikiness))"
      return described.count > Self.mostLines ? ["\(name): \(description(position))", shape] : [shape]
    }
  }

  private var modeText: String {
    let choice = components.choice
    switch components.mode {
    case .additive:
      guard let choice else { return "additive: value = sum of the parts" }
      let reason =
        components.seasons.isEmpty
        ? "without a season"
        : choice.hasOthers
          ? "not all values are positive"
          : choice.measured == 0
            ? "too few seasons to see whether they grow with the level"
            : table.series.count == 1
              ? "the season doesn't grow with the level"
              : "the season grows with the level in \(choice.growing) of \(choice.measured) series"
      return "additive: value = sum of the parts (\(reason))"
    case .multiplicative:
      let reason =
        choice.map {
          table.series.count == 1
            ? " (the season grows with the level)"
            : " (the season grows with the level in \($0.growing) of \($0.measured) series)"
        } ?? ""
      return "multiplicative: value = trend × factors\(reason)"
    }
  }

  private var seasonText: String {
    guard let detected = components.detected else {
      let list = components.seasons.map(String.init).joined(separator: ", ")
      return "seasons: " + (list.isEmpty ? "none" : "\(list)") + " (given)"
    }
    let taken = components.seasons
    let isAll = detected.seasons.allSatisfy { $0.share < 0.1 || taken.contains($0.length) }
    guard !isAll else { return SeasonText.line(detected) }
    let list = taken.map(String.init).joined(separator: ", ")
    let choice = taken.isEmpty ? "none is taken" : "only \(list) is taken"
    return SeasonText.line(detected) + "; \(choice): less than half have others (--seasons decides)"
  }

  /// The strengths of one series.
  func description(_ position: Int) -> String {
    guard let strengths = components.series[position].strengths else { return "" }
    var parts = ["trend \(Self.text(strengths.trend))"]
    for season in strengths.seasons {
      let names = [season.peak, season.trough].map {
        table.name(ofStep: $0, season: season.length, series: position)
      }
      parts.append(
        "season \(season.length) \(Self.text(season.strength)), peak \(names[0]), trough \(names[1])")
    }
    parts.append("remainder's autocorrelation \(Figures.fixed(strengths.remainderAutocorrelation, 2))")
    return parts.joined(separator: "; ")
  }

  private var medians: String {
    let strengths = components.series.compactMap(\.strengths)
    var parts = ["trend \(Self.text(Self.median(strengths.map(\.trend))))"]
    for length in components.seasons {
      let found = strengths.compactMap { one in one.seasons.first { $0.length == length }?.strength }
      if !found.isEmpty { parts.append("season \(length) \(Self.text(Self.median(found)))") }
    }
    let memory = Self.median(strengths.map(\.remainderAutocorrelation))
    return (parts + ["remainder's autocorrelation \(Figures.fixed(memory, 2))"]).joined(separator: "; ")
  }

  /// A strength with a word: weak below 0.4, strong from 0.64 on, the limit above which `nsdiffs` of R's package forecast
  /// calls a season strong enough for a seasonal difference.
  static func text(_ strength: Double) -> String {
    let word = strength < 0.4 ? "weak" : strength < 0.64 ? "moderate" : "strong"
    return "\(Figures.fixed(strength, 2)) (\(word))"
  }

  /// The median; of an even number the lower one of the two in the middle.
  private static func median(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.sorted()[(values.count - 1) / 2]
  }

  private func text(of effect: HolidayEffect, _ series: SeriesComponents) -> String {
    let size =
      series.mode == .multiplicative
      ? "× \(Figures.short(effect.effect))" : (effect.effect > 0 ? "+" : "") + Figures.short(effect.effect)
    let several = series.holidayEffects.count { $0.name == effect.name }
    let more = several > 1 ? " at the first of \(several) steps" : ""
    return "holiday \(TerminalText.clean(effect.name)) \(size)\(more) "
      + "(\(Figures.count(effect.count, "occurrence", "occurrences")))"
  }

  /// What a reader might miss: series without all parts.
  var warnings: [String] {
    var warnings: [String] = []
    func list(_ series: [SeriesComponents]) -> String {
      let names = series.prefix(3).map { "`\(TerminalText.clean($0.id))`" }.joined(separator: ", ")
      return series.count > 3 ? "\(names) and \(series.count - 3) more" : names
    }
    let all = components.series
    let short = all.filter {
      if case .tooShort = $0.remark { true } else { $0.remark == .empty }
    }
    if !short.isEmpty {
      warnings.append("fewer than \(SeriesComponents.fewestValues) values, so no parts: \(list(short))")
    }
    let constant = all.filter { $0.remark == .constant }
    if !constant.isEmpty { warnings.append("constant, so the trend is the whole value: \(list(constant))") }
    for length in components.seasons {
      let without = all.filter {
        if case .shorterThanSeasons(let lengths) = $0.remark { lengths.contains(length) } else { false }
      }
      if !without.isEmpty {
        warnings.append("fewer than two seasons of \(length), so without that part: \(list(without))")
      }
    }
    return warnings
  }
}

/// The seasons that data have, in words.
enum SeasonText {
  /// One line, such as `seasons: 24 (in 98 % of series), 168 (in 91 %)`.
  static func line(_ detected: DetectedSeasons) -> String {
    let shown = detected.seasons.filter { $0.share >= 0.1 && $0.found > 0 }
    var text = "seasons: "
    if shown.isEmpty {
      text += "none" + reason(detected)
    } else {
      text += shown.enumerated().map { number, season in
        guard detected.sampled > 1 else { return "\(season.length)" }
        return "\(season.length) (in \(percent(season.share))\(number == 0 ? " of series" : ""))"
      }.joined(separator: ", ")
      if detected.isSearched { text += " (period found in the values)" }
    }
    if detected.sampled < detected.total {
      text += "; a sample of \(detected.sampled) of \(detected.total) series was tested"
    }
    return text
  }

  private static func reason(_ detected: DetectedSeasons) -> String {
    if detected.isSearched { return " (no clear period)" }
    let tested = detected.seasons.filter { $0.tested > 0 }
    guard tested.isEmpty else {
      return " (tested: \(tested.map { "\($0.length)" }.joined(separator: ", ")))"
    }
    guard let shortest = detected.seasons.first else { return "" }
    return " (too short: a season of \(shortest.length) shows in \(3 * shortest.length) values or more)"
  }

  private static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }

  /// The findings as JSON.
  static func json(_ detected: DetectedSeasons) -> JSONValue {
    .members([
      "lengths": .array(detected.lengths.map(JSONValue.count)),
      "tested": .array(
        detected.seasons.map { season in
          .members([
            "length": .count(season.length), "series_tested": .count(season.tested),
            "series_found": .count(season.found), "share": .number(season.share),
            "strength": season.strength.map(JSONValue.number) ?? .null,
          ])
        }),
      "series_sampled": .count(detected.sampled), "series": .count(detected.total),
      "is_searched": .bool(detected.isSearched),
    ])
  }
}

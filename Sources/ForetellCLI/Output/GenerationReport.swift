import Foretell
import ForetellReport
import ForetellSynthetic

/// Generated series beside real ones: their features, and a page.
struct GenerationReport {
  let made: GeneratedSeries
  let real: [Series]
  private let comparison: FeatureComparison

  /// The most series of each kind whose features are computed.
  static let most = 1000
  /// The most series of each kind that are drawn.
  private static let drawn = 100

  init(made: GeneratedSeries, real: [Series]) {
    self.made = made
    self.real = real
    let season = made.family.season
    comparison = FeatureComparison(
      (0..<min(made.count, Self.most)).compactMap { SeriesFeatures(made.values($0), season: season) },
      Self.spread(real.count, over: Self.most).compactMap { SeriesFeatures(real[$0].values, season: season) })
  }

  /// At most `limit` of the numbers below `count`, at equal distances.
  private static func spread(_ count: Int, over limit: Int) -> [Int] {
    count <= limit ? Array(0..<count) : (0..<limit).map { $0 * count / limit }
  }

  /// The features as a table.
  var cells: TextTable {
    let quartiles = ["25 %", "median", "75 %"]
    var table = TextTable(headings: ["feature"] + (real.isEmpty ? quartiles : quartiles.map { "made \($0)" }))
    if !real.isEmpty { table.headings += quartiles.map { "real \($0)" } + ["distance"] }
    for row in comparison.rows {
      guard row.first != nil || row.second != nil else { continue }
      var line = [row.name.rawValue] + Self.texts(row.first)
      if !real.isEmpty { line += Self.texts(row.second) + [Figures.fixed(row.distance, 2)] }
      table.rows.append(line)
    }
    return table
  }

  private static func texts(_ spread: FeatureComparison.Spread?) -> [String] {
    guard let spread else { return ["–", "–", "–"] }
    return [spread.lower, spread.median, spread.upper].map { Figures.short($0, digits: 3) }
  }

  /// The table as text, with the mean distance.
  var lines: [String] { cells.lines + (verdict.map { ["", $0] } ?? []) }

  private var verdict: String? {
    comparison.distance.map { "mean distance of the features: \(Figures.fixed($0, 3))" }
  }

  /// The features as JSON.
  var json: JSONValue {
    func quartiles(_ spread: FeatureComparison.Spread?) -> JSONValue {
      guard let spread else { return .null }
      return .members([
        "lower": .number(spread.lower), "median": .number(spread.median), "upper": .number(spread.upper),
      ])
    }
    return .members([
      "kind": .string(made.family.rawValue), "seed": .seed(made.seed), "count": .count(made.count),
      "real_series": .count(real.count), "distance": .finite(comparison.distance),
      "features": .array(
        comparison.rows.map { row in
          .members([
            "name": .string(row.name.rawValue), "made": quartiles(row.first), "real": quartiles(row.second),
            "distance": .finite(row.distance),
          ])
        }),
    ])
  }

  /// The page: small lines of both, and the table.
  func page(_ files: [String]) -> Report {
    var facts = [
      Report.Fact("kind", made.family.rawValue), .init("seed", "\(made.seed)"),
      .init("series", Chart.grouped(made.count)),
    ]
    if !real.isEmpty {
      facts += [
        .init("real series", Chart.grouped(real.count)),
        .init("from", files.map(PageText.name).joined(separator: ", ")),
      ]
    }
    let note =
      "Features of the logarithms where all values are positive. The distance is the greatest difference of the two "
      + "distribution functions, from 0 to 1."
    return Report(
      title: "Generated \(made.family.rawValue) series",
      verdict: verdict.map(PageText.sentence) ?? "\(Chart.grouped(made.count)) generated series.",
      facts: facts,
      sections: [
        Report.Section(
          real.isEmpty ? "What do they look like?" : "Can they be told from real ones?", blocks: pictures),
        Report.Section(
          "How do their features compare?",
          blocks: [.table(PageText.table(cells, caption: "Quartiles of the features", note: note))]),
        PageText.repetition,
      ], footer: PageText.footer)
  }

  /// Sheets of generated series, with real ones on the right as long as there are some.
  private var pictures: [Report.Block] {
    let (columns, rows) = (8, 5)
    let count = min(made.count, Self.drawn)
    var others = Self.spread(real.count, over: Self.drawn)[...]
    var blocks: [Report.Block] = []
    var start = 0
    while start < count {
      let end = min(start + (others.isEmpty ? columns : columns / 2) * rows, count)
      let right = others.prefix(columns / 2 * rows).map {
        NamedValues(PageText.name(real[$0].id), real[$0].values)
      }
      others = others.dropFirst(right.count)
      let left = (start..<end).map { NamedValues(made.name($0), made.values($0)) }
      blocks.append(
        .picture(
          .chart(
            .sheet(
              left, beside: right, columns: columns, rows: rows, names: ("generated", "real"),
              title: "Series \(start + 1) to \(end)", subtitle: "every line fills its cell"))))
      start = end
    }
    return blocks
  }
}

import Foretell
import ForetellReport

/// The parts of series as a page: the strengths in a table, and pictures of the first series.
struct ComponentPage {
  private let components: ComponentReport
  private let pictures: ComponentPictures
  /// The number of series that are drawn, and that are in the table.
  private static let (mostPictures, mostRows) = (6, 100)

  /// Takes the parts of a table.
  init(_ components: ComponentReport, _ pictures: ComponentPictures) {
    self.components = components
    self.pictures = pictures
  }

  /// The page.
  var report: Report {
    let drawn = pictures.pictures(most: Self.mostPictures)
    return Report(
      title: "Components of \(PageText.name(components.table.name))",
      verdict: components.lines.prefix(2).map(PageText.sentence).joined(separator: " "),
      facts: PageText.facts(components.table),
      sections: [
        Report.Section("How strong are the parts?", blocks: [.text(Self.explanation), .table(strengths)]),
        Report.Section("What do they look like?", blocks: drawn.map { .picture($0) }),
        PageText.repetition,
      ], footer: PageText.footer)
  }

  private static let explanation =
    "The strength of a part is 1 − Var(remainder) / Var(part + remainder), at least 0: 0 when the part is lost in the "
    + "remainder, 1 when nothing else is left."

  private var strengths: DataTable {
    let lengths = components.components.seasons
    var list = TextTable(
      headings: ["series", "trend"] + lengths.flatMap { ["season \($0)", "peak", "trough"] }
        + ["linearity", "curvature", "spikiness", "remainder's autocorrelation"])
    let described = components.components.series.indices.filter {
      components.components.series[$0].strengths != nil
    }
    for position in described.prefix(Self.mostRows) {
      let series = components.components.series[position]
      guard let strengths = series.strengths else { continue }
      var row = [PageText.name(series.id), Figures.fixed(strengths.trend, 3)]
      for length in lengths {
        guard let season = strengths.seasons.first(where: { $0.length == length }) else {
          row += ["–", "", ""]
          continue
        }
        row.append(Figures.fixed(season.strength, 3))
        row += [season.peak, season.trough].map {
          components.table.name(ofStep: $0, season: length, series: position)
        }
      }
      row += [strengths.linearity, strengths.curvature, strengths.spikiness].map { Figures.short($0) }
      list.rows.append(row + [Figures.fixed(strengths.remainderAutocorrelation, 2)])
    }
    let left = described.count - list.rows.count
    return PageText.table(
      list, caption: "Strength and shape of the parts",
      note: left > 0 ? "\(left) more series are not shown." : "")
  }
}

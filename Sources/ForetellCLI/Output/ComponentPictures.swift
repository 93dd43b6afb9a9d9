import Foretell
import ForetellReport

/// The picture of a series' parts, for a file and for the terminal.
struct ComponentPictures {
  private let report: ComponentReport
  /// The series that is drawn: the first one that has parts.
  private let position: Int?

  /// Takes the parts of a table.
  init(_ report: ComponentReport) {
    self.report = report
    position = report.components.series.firstIndex {
      if case .tooShort = $0.remark { false } else { $0.remark != .empty }
    }
  }

  /// The picture of the first series that has parts; nil when none has.
  var picture: Picture? { position.map { .grid(.components(values($0))) } }

  /// The pictures of the first series that have parts.
  func pictures(most: Int) -> [Picture] {
    report.components.series.indices.filter { report.components.series[$0].strengths != nil }.prefix(most)
      .map { .grid(.components(values($0))) }
  }

  private func values(_ position: Int) -> ComponentPicture {
    let series = report.components.series[position]
    let table = report.table
    let stamps = series.values.indices.map { table.timestamp(ofSeries: position, at: $0) }
    let parts = zip(report.partNames, report.parts(series)).compactMap { name, values in
      values.map { ComponentPicture.Part(name.replacing("-", with: " "), $0) }
    }
    return ComponentPicture(
      series: TerminalText.clean(series.id), quantity: PageText.quantity(table),
      stamps: stamps.map(table.text(for:)), calendar: PageText.calendar(table, stamps),
      parts: [.init("value", series.values)] + parts, isMultiplicative: series.mode == .multiplicative,
      subtitle: strengths(series), source: table.name)
  }

  /// The strengths in short.
  private func strengths(_ series: SeriesComponents) -> String {
    guard let strengths = series.strengths else { return "" }
    let seasons = strengths.seasons.map { "season \($0.length) \(Figures.fixed($0.strength, 2))" }
    return "Strength of the parts: "
      + (["trend \(Figures.fixed(strengths.trend, 2))"] + seasons).joined(separator: ", ")
  }

  /// Writes an SVG of the first series.
  ///
  /// - Throws: ``ForetellError`` of kind `inputOutput` when the file can't be written, of kind `data` when no series has
  ///   parts.
  func write(to path: String) throws(ForetellError) {
    guard let picture else {
      throw ForetellError(
        .noObservations, "no series has enough values for a picture of its parts",
        location: .init(file: report.table.name), hint: "leave --plot out")
    }
    try AtomicFile.write(path, Array(SVGRenderer().render(picture).utf8))
  }

  /// Says which series is in the picture, if there are several.
  func tellDrawn(_ console: Console) {
    guard let position, report.components.series.count > 1 else { return }
    console.say(
      "drawn: \(TerminalText.clean(report.components.series[position].id)), one of "
        + "\(report.components.series.count) series (--series ID draws another)")
  }

  /// Shows the first series on standard error.
  func show(_ console: Console) {
    guard let picture else { return }
    var style = TerminalStyle.detect(.standardError, colorDisabled: !console.usesColor)
    // Several panels stand below each other.
    style.plotHeight = max(3, style.plotHeight / 2)
    console.put(TerminalRenderer(style: style).render(picture))
    tellDrawn(console)
  }
}

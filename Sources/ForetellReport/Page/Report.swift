import Mustache

/// A report as one HTML file that needs no network and no scripts, and follows the reader's preference for
/// light or dark.
public struct Report: Sendable {
  /// A fact in the list under the title, such as the file's name.
  public struct Fact: Sendable, Hashable {
    /// The name of the fact.
    public var name: String
    /// Its value.
    public var value: String

    /// Creates a fact.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// One element of a section.
  public enum Block: Sendable {
    /// A paragraph.
    case text(String)
    /// A visible table.
    case table(DataTable)
    /// A picture, with the data behind it in a table that can be opened.
    case picture(Picture)
    /// Lines in a monospaced font, such as a configuration or a command.
    case code(String)
  }

  /// A heading and the content below it.
  public struct Section: Sendable {
    /// The heading.
    public var heading: String
    /// The contents in their order.
    public var blocks: [Block]

    /// Creates a section.
    public init(_ heading: String, blocks: [Block]) {
      self.heading = heading
      self.blocks = blocks
    }
  }

  /// The title of the page and of the browser's window.
  public var title: String
  /// The main result as one sentence.
  public var verdict: String
  /// Facts shown below the verdict.
  public var facts: [Fact]
  /// The sections.
  public var sections: [Section]
  /// A last line, such as the version that wrote the report.
  public var footer: String
  /// The colours; ``SVGRenderer/Theme/automatic`` follows the reader's preference.
  public var theme: SVGRenderer.Theme

  /// Creates a report.
  public init(
    title: String, verdict: String = "", facts: [Fact] = [], sections: [Section] = [], footer: String = "",
    theme: SVGRenderer.Theme = .automatic
  ) {
    self.title = title
    self.verdict = verdict
    self.facts = facts
    self.sections = sections
    self.footer = footer
    self.theme = theme
  }

  /// The report as an HTML document.
  ///
  /// Data tables are shortened, and then the separate drawings for narrow screens are left out, until the
  /// file is smaller than `maximumBytes`; with very many pictures it may still be larger.
  ///
  /// - Throws: an error of the template library, which only a mistake in the template can cause.
  public func html(maximumBytes: Int = 480_000) throws -> String {
    let library = MustacheLibrary(templates: [
      "page": try MustacheTemplate(string: ReportTemplate.page),
      "table": try MustacheTemplate(string: ReportTemplate.table),
    ])
    var page = ""
    for (rows, drawsNarrow) in [(300, true), (100, true), (30, true), (30, false)] {
      page = library.render(context(maximumRows: rows, drawsNarrow: drawsNarrow), withTemplate: "page") ?? ""
      if page.utf8.count <= maximumBytes { break }
    }
    return page
  }

  private func context(maximumRows: Int, drawsNarrow: Bool) -> [String: Any] {
    var pictureCount = 0
    let sections: [[String: Any]] = self.sections.enumerated().map { index, section in
      let blocks: [[String: Any]] = section.blocks.map { block in
        switch block {
        case .text(let text): return ["text": text]
        case .code(let code): return ["code": code]
        case .table(let table): return ["table": Self.context(table)]
        case .picture(let picture):
          pictureCount += 1
          return [
            "picture": Self.context(
              picture, number: pictureCount, theme: theme, maximumRows: maximumRows, drawsNarrow: drawsNarrow)
          ]
        }
      }
      return ["id": "section-\(index + 1)", "heading": section.heading, "blocks": blocks]
    }
    var context: [String: Any] = [
      "title": title, "style": ReportTemplate.style(theme) + SVGRenderer.styleSheet(theme),
      "sections": sections,
    ]
    switch theme {
    case .automatic: context["colorScheme"] = "light dark"
    case .light: context["colorScheme"] = "light"
    case .dark: context["colorScheme"] = "dark"
    }
    if !verdict.isEmpty { context["verdict"] = verdict }
    if !footer.isEmpty { context["footer"] = footer }
    if !facts.isEmpty {
      context["facts"] = ["items": facts.map { ["name": $0.name, "value": $0.value] }]
    }
    if sections.count > 2 { context["contents"] = ["items": sections] }
    return context
  }

  private static func context(
    _ picture: Picture, number: Int, theme: SVGRenderer.Theme, maximumRows: Int, drawsNarrow: Bool
  ) -> [String: Any] {
    var context: [String: Any] = [
      "wide": SVGRenderer(
        width: 720, height: 400, theme: theme, identifier: "p\(number)", includesStyle: false
      ).render(picture),
      "wideClass": drawsNarrow ? "wide" : "always",
      "tables": picture.dataTables(maximumRows: maximumRows).map(self.context),
    ]
    if drawsNarrow {
      context["narrow"] = SVGRenderer(
        width: 390, height: 330, theme: theme, identifier: "n\(number)", includesStyle: false
      ).render(picture)
    }
    return context
  }

  private static func context(_ table: DataTable) -> [String: Any] {
    func cells(_ texts: [String]) -> [[String: Any]] {
      table.columns.indices.map { index in
        var cell: [String: Any] = ["text": index < texts.count ? texts[index] : ""]
        if table.columns[index].isNumeric { cell["numeric"] = true }
        return cell
      }
    }
    var context: [String: Any] = [
      "label": table.caption.isEmpty ? "Data" : table.caption, "head": cells(table.columns.map(\.title)),
      "rows": table.rows.map { ["cells": cells($0)] as [String: Any] },
    ]
    if !table.caption.isEmpty { context["caption"] = table.caption }
    if !table.note.isEmpty { context["note"] = table.note }
    return context
  }
}

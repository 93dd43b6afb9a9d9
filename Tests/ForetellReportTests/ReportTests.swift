import Foundation
import Testing

@testable import ForetellReport

struct ReportTests {
  private func occurrences(_ text: String, in page: String) -> Int {
    page.components(separatedBy: text).count - 1
  }

  @Test func pageNeedsNothingElse() throws {
    let page = try SamplePictures.report.html()
    #expect(page.hasPrefix("<!DOCTYPE html>"))
    #expect(!page.contains("<script") && !page.contains("<link") && !page.contains("@import"))
    #expect(!page.contains(" src=") && !page.contains("href=\"http"))
    let namespaces = occurrences("http://www.w3.org/2000/svg", in: page)
    #expect(occurrences("http", in: page) == namespaces)
    #expect(page.utf8.count < 500_000)
  }

  @Test func textsAreEscaped() throws {
    let evil = "<img src=x onerror=alert(1)>&\"'"
    let page = try Report(
      title: evil, verdict: evil, facts: [.init(evil, evil)],
      sections: [
        .init(
          evil,
          blocks: [
            .text(evil), .code(evil),
            .table(DataTable(caption: evil, columns: [.init(evil)], rows: [[evil]], note: evil)),
            .picture(.chart(Chart(title: evil, subtitle: evil, source: evil))),
          ])
      ], footer: evil
    ).html()
    #expect(!page.contains("<img"))
    #expect(occurrences("&lt;img", in: page) > 10)
  }

  @Test func identifiersAreUnique() throws {
    let page = try SamplePictures.report.html()
    let ids = page.components(separatedBy: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(ids.count > 20)
    #expect(Set(ids).count == ids.count)
    for reference in page.components(separatedBy: "url(#").dropFirst() {
      #expect(ids.contains(reference.prefix { $0 != ")" }))
    }
    for reference in page.components(separatedBy: "href=\"#").dropFirst() {
      #expect(ids.contains(reference.prefix { $0 != "\"" }))
    }
  }

  @Test func everyPictureHasTwoDrawingsAndItsData() throws {
    let page = try SamplePictures.report.html()
    let figures = page.components(separatedBy: "<figure>").dropFirst()
    #expect(figures.count == 11)
    for figure in figures {
      let content = figure.components(separatedBy: "</figure>")[0]
      #expect(occurrences("<svg ", in: content) == 2)
      #expect(content.contains("<details>") && content.contains("<tbody>"))
      #expect(occurrences("<desc ", in: content) == 2)
    }
  }

  @Test func sizeIsHeldByShorteningTables() throws {
    let long = (0..<3_000).map { Double($0 % 97) }
    let chart = Chart(
      title: "long", layers: [.line(LineLayer(label: "a", x: long.indices.map(Double.init), y: long))])
    let report = Report(
      title: "t", sections: [.init("s", blocks: Array(repeating: .picture(.chart(chart)), count: 9))])
    let page = try report.html(maximumBytes: 480_000)
    #expect(page.utf8.count <= 480_000)
    #expect(page.contains("of 3000 rows are left out"))
  }

  @Test func themesAndEmptyParts() throws {
    let page = try Report(title: "only a title", theme: .light).html()
    #expect(!page.contains("prefers-color-scheme:dark"))
    #expect(!page.contains("<nav") && !page.contains("<dl>") && !page.contains("verdict\">"))
    #expect(page.contains("<h1>only a title</h1>"))
  }

  @Test func sameBytesEveryTime() throws {
    #expect(try SamplePictures.report.html() == SamplePictures.report.html())
  }
}

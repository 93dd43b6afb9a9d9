import Foundation
import Testing

@testable import ForetellReport

/// Writes every kind of picture to the folder named by FORETELL_GALLERY, for visual inspection.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["FORETELL_GALLERY"] != nil))
struct GalleryTests {
  let folder = ProcessInfo.processInfo.environment["FORETELL_GALLERY"] ?? "."

  @Test func writeAll() throws {
    try SamplePictures.report.html().write(toFile: "\(folder)/report.html", atomically: true, encoding: .utf8)
    try SVGRenderer(width: 320, height: 220, identifier: "g", includesStyle: false).render(
      GoldenPictures.chart
    ).write(
      toFile: "\(folder)/golden.svg", atomically: true, encoding: .utf8)
    for (name, unicode) in [("golden-braille", true), ("golden-ascii", false)] {
      let style = TerminalStyle(width: 44, plotHeight: 7, usesUnicode: unicode)
      try TerminalRenderer(style: style).render(GoldenPictures.chart).write(
        toFile: "\(folder)/\(name).txt", atomically: true, encoding: .utf8)
    }
    for (name, picture) in SamplePictures.all {
      for (suffix, width, height) in [("wide", 720.0, 400.0), ("narrow", 390.0, 330.0)] {
        let renderer = SVGRenderer(width: width, height: height)
        try renderer.render(picture).write(
          toFile: "\(folder)/\(name)-\(suffix).svg", atomically: true, encoding: .utf8)
      }
      for unicode in [true, false] {
        let terminal = TerminalRenderer(style: TerminalStyle(width: 78, usesUnicode: unicode))
        try terminal.render(picture).write(
          toFile: "\(folder)/\(name)-\(unicode ? "braille" : "ascii").txt", atomically: true, encoding: .utf8)
      }
    }
  }
}

import Testing

@testable import ForetellReport

struct TerminalTests {
  private let braille = TerminalStyle(width: 44, plotHeight: 7)
  private let ascii = TerminalStyle(width: 44, plotHeight: 7, usesUnicode: false)

  @Test func goldenBraille() {
    #expect(TerminalRenderer(style: braille).render(GoldenPictures.chart) == GoldenPictures.braille)
  }

  @Test func goldenASCII() {
    #expect(TerminalRenderer(style: ascii).render(GoldenPictures.chart) == GoldenPictures.ascii)
  }

  @Test func noLineIsWiderThanTheTerminal() {
    for (name, picture) in SamplePictures.all {
      for width in [20, 79] {
        for usesUnicode in [true, false] {
          let style = TerminalStyle(width: width, usesUnicode: usesUnicode)
          let text = TerminalRenderer(style: style).render(picture)
          #expect(text.hasSuffix("\n"))
          #expect(!text.contains("\u{1B}"))
          if !usesUnicode { #expect(text.utf8.allSatisfy { $0 < 128 }, "\(name)") }
          for line in text.split(separator: "\n") {
            #expect(DisplayWidth.of(String(line)) <= width, "\(name) at \(width): \(line)")
          }
        }
      }
    }
  }

  @Test func coloursAreResetInEveryLine() {
    let style = TerminalStyle(width: 60, usesColor: true)
    for (_, picture) in SamplePictures.all {
      for line in TerminalRenderer(style: style).render(picture).split(separator: "\n")
      where line.contains("\u{1B}") {
        let openings = line.components(separatedBy: "\u{1B}[").dropFirst().filter { !$0.hasPrefix("0m") }
          .count
        #expect(openings == line.components(separatedBy: "\u{1B}[0m").count - 1)
      }
    }
  }

  @Test func controlCharactersInTextsAreDropped() {
    let chart = Chart(
      title: "a\u{1B}[2Jb\u{7}\nc", layers: [.line(LineLayer(label: "x\u{9B}y", x: [0, 1], y: [0, 1]))])
    let text = TerminalRenderer(style: braille).render(chart)
    #expect(text.hasPrefix("a[2Jb c\n"))
    #expect(text.contains(" xy"))
  }

  @Test func linesAreNamedByLettersWhereColourIsMissing() {
    let text = TerminalRenderer(style: TerminalStyle(width: 70)).render(SamplePictures.backtest)
    #expect(text.contains("** observed") && text.contains("oo LSTM") && text.contains("++ RNN"))
    let colored = TerminalRenderer(style: TerminalStyle(width: 70, usesColor: true)).render(
      SamplePictures.backtest)
    #expect(colored.contains("⠒⠒"))
  }

  @Test func allDotsOfABrailleCell() {
    var canvas = DotCanvas(columns: 1, rows: 1, usesDots: true)
    for x in 0..<2 { for y in 0..<4 { canvas.dot(x, y, mark: "*", color: nil) } }
    canvas.dot(2, 0, mark: "*", color: nil)
    canvas.dot(0, -1, mark: "*", color: nil)
    #expect(canvas.lines(style: braille) == ["⣿"])
    var corners = DotCanvas(columns: 1, rows: 1, usesDots: true)
    corners.dot(0, 0, mark: "*", color: nil)
    corners.dot(1, 3, mark: "*", color: nil)
    #expect(corners.lines(style: braille) == ["⢁"])
  }

  @Test func sparklines() {
    #expect(Sparkline.text([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█")
    #expect(Sparkline.text([0, .nan, 7]) == "▁ █")
    #expect(Sparkline.text([3, 3, 3]) == "▄▄▄")
    #expect(Sparkline.text([]) == "")
    #expect(Sparkline.text([.nan, .nan]) == "  ")
    #expect(Sparkline.text((0..<1_000).map(Double.init), width: 8) == "▁▂▃▄▅▆▇█")
    #expect(Sparkline.text([0, 7], usesUnicode: false) == "_#")
    #expect(Sparkline.text([1e308, -1e308, 1e308]).count == 3)
  }
}

struct TerminalStyleTests {
  private func style(
    _ environment: [String: String], terminal: Bool = true, columns: Int? = 100, off: Bool = false
  )
    -> TerminalStyle
  {
    TerminalStyle(
      environment: environment, isTerminal: terminal, terminalColumns: columns, colorDisabled: off)
  }

  @Test func width() {
    #expect(style(["COLUMNS": "57"]).width == 57)
    #expect(style(["COLUMNS": "0"]).width == 100)
    #expect(style(["COLUMNS": "wide"], columns: nil).width == 80)
    #expect(style(["COLUMNS": "3"]).width == 20)
  }

  @Test func colour() {
    #expect(style([:]).usesColor)
    #expect(!style([:], terminal: false).usesColor)
    #expect(!style(["NO_COLOR": "1"]).usesColor)
    #expect(style(["NO_COLOR": ""]).usesColor)
    #expect(!style(["TERM": "dumb"]).usesColor)
    #expect(!style([:], off: true).usesColor)
  }

  @Test func characters() {
    #expect(style(["LANG": "en_GB.UTF-8"]).usesUnicode)
    #expect(style(["LANG": "C", "LC_CTYPE": "de_DE.utf8"]).usesUnicode)
    #expect(!style(["LANG": "en_GB.UTF-8", "LC_ALL": "C"]).usesUnicode)
    #expect(style(["LANG": "en_GB.UTF-8", "LC_ALL": ""]).usesUnicode)
    #expect(!style([:]).usesUnicode)
  }
}

struct TextTableTests {
  private let table = DataTable(
    caption: "Scores", columns: [.init("model", isNumeric: false), .init("MASE"), .init("n")],
    rows: [["LSTM", "0.7", "1,234"], ["SeasonalNaive", "12.25"], ["モデル", "1", "2"]], note: "A note.")

  @Test func numbersStandRightAndTextLeft() {
    #expect(
      table.text(style: TerminalStyle()) == """
        Scores
        model           MASE      n
        ─────────────  ─────  ─────
        LSTM             0.7  1,234
        SeasonalNaive  12.25
        モデル             1      2
        A note.

        """)
  }

  @Test func plainASCII() {
    let text = table.text(style: TerminalStyle(usesUnicode: false))
    #expect(text.utf8.allSatisfy { $0 < 128 })
    #expect(text.contains("-------------  -----  -----"))
  }

  @Test func longNamesAreCutBeforeNumbers() {
    let long = DataTable(
      columns: [.init("series", isNumeric: false), .init("value")],
      rows: [[String(repeating: "x", count: 90), "123456789.123"]])
    let lines = long.text(style: TerminalStyle(width: 30)).split(separator: "\n")
    #expect(lines.allSatisfy { DisplayWidth.of(String($0)) <= 30 })
    #expect(lines[2].hasSuffix("…  123456789.123"))
  }

  @Test func emptyTable() {
    #expect(DataTable(columns: [], rows: []).text(style: TerminalStyle()) == "\n\n")
  }
}

import Foundation
import Testing

/// The pages that `--report` writes, with the real command.
@Suite struct ReportPagesTests {
  static let small = Sample.small.joined(separator: " ")

  /// One page per command: its words, the number of pictures, and texts that the page must contain.
  static let pages: [(words: String, figures: Int, texts: [String])] = [
    (
      "forecast a.csv --horizon 3 \(small)", 4,
      [
        "Forecast of a.csv", "LSTM forecasts ", "On the last 3 points, held out,", "What comes next?",
        "Would it have been right?", "Autocorrelation", "Ljung–Box", "Learning curve of LSTM",
        "kept: epoch 3", "LSTM, 95 % interval",
      ]
    ),
    (
      "forecast a.csv --horizon 3 --validation-size 6 --no-holdout \(small)", 3,
      ["validation", "The weights of epoch "]
    ),
    ("forecast a.csv --horizon 3 --model seasonal-naive", 1, ["SeasonalNaive forecasts "]),
    (
      "backtest a.csv --horizon 3 --windows 3 --models lstm,gru,naive \(small)", 4,
      [
        "Backtest on a.csv", "has the smallest error", "Which model is best?", "Error in every window",
        "3 cut-offs", ", 80 % interval", "Error by steps ahead", "Coverage of prediction intervals",
      ]
    ),
    ("backtest a.csv --horizon 1 --windows 24 --models naive", 4, ["Residuals of Naive", "Distribution"]),
    (
      "compare a.csv --horizon 3 --windows 3 --seeds 2 --models rnn,lstm \(small)", 7,
      [
        "Which model for a.csv?", "<p class=\"verdict\">Use ", "Error with every seed", "Differences to ",
        "All pairs", "Wilcoxon&#39;s signed-rank test", "Did all networks have the same chance?",
        "How far back the gradient reaches", "cell state", "Training loss at the last cut-off",
      ]
    ),
    (
      "compare a.csv --horizon 3 --windows 2 --seeds 1 --models rnn,lstm --validation-size 6 \(small)", 7,
      ["Training and validation loss at the last cut-off", "rnn, validation", "lstm, training"]
    ),
    (
      "gradients a.csv --models rnn,lstm \(small)", 4,
      ["How far back does each network learn?", "effective memory", "saturation of gates"]
    ),
  ]

  static func occurrences(_ text: String, in page: String) -> Int {
    page.components(separatedBy: text).count - 1
  }

  @Test func commandToRepeatHoldsTheEnvironment() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    let outcome = try workspace.run(
      ["backtest", "a.csv", "--horizon", "3", "--models", "naive", "--report", "r.html"],
      environment: ["FORETELL_WINDOWS": "2"])
    #expect(outcome.status == 0)
    let page = String(decoding: try workspace.read("r.html"), as: UTF8.self)
    #expect(page.contains("foretell backtest a.csv --horizon 3 --models naive --report r.html --windows=2"))
  }

  @Test(arguments: pages.indices) func page(_ number: Int) throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    let (words, figures, texts) = Self.pages[number]
    let outcome = try workspace.run(words.split(separator: " ").map(String.init) + ["--report", "r.html"])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("written: r.html"))
    let page = String(decoding: try workspace.read("r.html"), as: UTF8.self)
    for text in texts { #expect(page.contains(text), "\(text)") }
    #expect(page.contains("--report r.html"))
    try Self.check(page, figures: figures)
  }

  /// What holds for every page: one file, readable everywhere, a table behind every picture.
  static func check(_ page: String, figures: Int) throws {
    #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    #expect(page.utf8.count < 500_000)
    #expect(occurrences("<h1>", in: page) == 1)
    #expect(!page.contains("<script") && !page.contains("<link") && !page.contains("@import"))
    #expect(!page.contains(" src=") && !page.contains("href=\"http"))
    #expect(occurrences("http", in: page) == occurrences("xmlns=\"http://www.w3.org/2000/svg\"", in: page))
    #expect(occurrences("url(", in: page) == occurrences("url(#", in: page))
    #expect(page.contains("prefers-color-scheme:dark") && page.contains("name=\"viewport\""))
    #expect(page.contains("foretell "))
    let all = page.components(separatedBy: "<figure>").dropFirst()
    #expect(all.count == figures)
    for figure in all {
      let content = figure.components(separatedBy: "</figure>")[0]
      #expect(occurrences("<svg ", in: content) == 2)
      #expect(occurrences("role=\"img\"", in: content) == 2 && occurrences("<desc ", in: content) == 2)
      let details = content.components(separatedBy: "<details>")
      #expect(details.count == 2 && (details.last ?? "").contains("<tbody>\n<tr><td"))
    }
    let ids = page.components(separatedBy: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(Set(ids).count == ids.count)
    for forbidden in ["nan", "NaN", "inf"] {
      #expect(!page.contains(">\(forbidden)<"), "\(forbidden)")
    }
  }

  @Test func namesFromDataStayText() throws {
    let workspace = try Workspace()
    let evil = "<b>&\u{1B}[31m\"x"
    var text = "unique_id,ds,y\n"
    for id in ["\"<b>&\u{1B}[31m\"\"x\"", "plain", "c", "d", "e", "f"] {
      for month in 1...12 { text += "\(id),2020-\(month < 10 ? "0" : "")\(month)-01,\(month * month)\n" }
    }
    try workspace.write("a.csv", text)
    for words in [
      ["forecast", "a.csv", "--horizon", "2", "--model", "naive", "--season", "2"],
      ["backtest", "a.csv", "--horizon", "2", "--models", "naive", "--season", "2"],
      ["compare", "a.csv", "--horizon", "2", "--models", "naive", "--season", "2", "--windows", "2"],
    ] {
      let outcome = try workspace.run(words + ["--report", "r.html"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let page = String(decoding: try workspace.read("r.html"), as: UTF8.self)
      #expect(!page.contains("<b>") && !page.contains("\u{1B}") && !page.contains(evil))
      #expect(page.contains("&lt;b&gt;&amp;"))
      if words[0] != "forecast" {
        #expect(page.contains("Drawn are the 4 of 6 series with the largest errors"))
      }
    }
  }

  @Test func predictWritesOneToo() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    _ = try workspace.run(["fit", "a.csv", "--horizon", "3", "--save", "m"] + Sample.small)
    let outcome = try workspace.run(["predict", "m", "a.csv", "--report", "r.html", "--json"])
    #expect(outcome.status == 0)
    #expect(try GradientsTests.document(outcome.output)["model"] as? String == "LSTM")
    let page = String(decoding: try workspace.read("r.html"), as: UTF8.self)
    #expect(page.contains("Learning curve of LSTM") && page.contains("--report r.html"))
    try Self.check(page, figures: 3)
  }

  @Test func manySeriesStaySmall() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.panel((0..<40).map { "store-\($0)" }))
    for words in [
      ["forecast", "--model", "naive"], ["backtest", "--models", "naive"],
      ["compare", "--models", "naive"],
    ] {
      _ = try workspace.run([words[0], "a.csv", "--horizon", "4", "--report", "r.html"] + words.dropFirst())
      let page = try workspace.read("r.html")
      #expect(page.count < 500_000)
      let says = words[0] == "forecast" ? "16 more series are not drawn" : "Drawn are the 4 of 40 series"
      #expect(String(decoding: page, as: UTF8.self).contains(says))
    }
  }

  @Test(arguments: ["forecast", "backtest", "compare", "predict"])
  func dataAreNotReplaced(_ command: String) throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    _ = try workspace.run(["fit", "a.csv", "--horizon", "3", "--save", "m"] + Sample.small)
    let first = command == "predict" ? ["predict", "m"] : [command]
    let outcome = try workspace.run(first + ["a.csv", "--horizon", "3", "--report", "a.csv"])
    #expect(outcome.status == 2 && outcome.errors.contains("--report would replace the data in `a.csv`"))
    #expect(try workspace.read("a.csv") == Data(Sample.monthly().utf8))
  }
}

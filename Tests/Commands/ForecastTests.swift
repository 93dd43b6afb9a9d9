import Foundation
import Testing

/// What `forecast`, `fit` and `predict` print and write.
@Suite struct ForecastTests {
  @Test func csvHasOneRowAStep() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    let outcome = try workspace.run(["forecast", "a.csv", "--horizon", "3"] + Sample.small)
    #expect(outcome.status == 0)
    let rows = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(rows.count == 5 && rows[4] == [""])
    #expect(rows[0] == ["unique_id", "ds", "LSTM", "LSTM-lo-80", "LSTM-hi-80", "LSTM-lo-95", "LSTM-hi-95"])
    for (row, stamp) in zip(rows[1...3], ["2005-01-01", "2005-02-01", "2005-03-01"]) {
      #expect(row.count == 7 && row[0] == "y" && row[1] == stamp)
      let numbers = row[2...].compactMap(Double.init)
      try #require(numbers.count == 5)
      #expect(numbers.allSatisfy { $0.isFinite })
      #expect(numbers[3] <= numbers[1] && numbers[1] <= numbers[0], "\(row)")
      #expect(numbers[0] <= numbers[2] && numbers[2] <= numbers[4], "\(row)")
      let shortest = numbers.map { $0.description.replacing(/\.0$/, with: "") }
      #expect(shortest == Array(row[2...]))
    }
  }

  @Test func findingsAndHoldoutGoToStandardError() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    let outcome = try workspace.run(["forecast", "a.csv", "--horizon", "3"] + Sample.small)
    let lines = outcome.errors.split(separator: "\n").map(String.init)
    #expect(lines[0] == "a.csv: 60 rows, delimiter ,, header, long format")
    #expect(outcome.errors.contains("season length 12"))
    #expect(
      lines.contains {
        $0.hasPrefix("holdout, last 3 points: LSTM sMAPE ") && $0.contains("; SeasonalNaive sMAPE ")
      })
    let small = "--epochs=3 --hidden-size=8 --input-size=12 --batch-size=16"
    #expect(lines.last == "next: foretell fit a.csv --horizon=3 \(small) --save a.model")
    #expect(!outcome.errors.contains("\u{1B}") && !outcome.errors.contains("\r"))
  }

  @Test func seasonalNaiveIsExact() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", "ds,y\n1,5\n2,7.25\n3,6\n4,8\n5,9\n6,1e-3\n")
    let outcome = try workspace.run(
      [
        "forecast", "a.csv", "--horizon", "4", "--model", "seasonal-naive", "--season", "3", "--level",
        "none",
      ])
    #expect(outcome.status == 0)
    #expect(outcome.output == "unique_id,ds,SeasonalNaive\ny,7,8\ny,8,9\ny,9,0.001\ny,10,8\n")
  }

  @Test func quotedIdsSurvive() throws {
    let workspace = try Workspace()
    try workspace.write(
      "a.csv", "unique_id,ds,y\n\"a, \"\"b\"\"\",1,5\n\"a, \"\"b\"\"\",2,6\nc,1,2\nc,2,3\n")
    let outcome = try workspace.run(
      ["forecast", "a.csv", "--horizon", "1", "--model", "naive", "--level", "none", "--quiet"])
    #expect(outcome.output == "unique_id,ds,Naive\n\"a, \"\"b\"\"\",3,6\nc,3,3\n")
    #expect(outcome.errors == "")
  }

  @Test func worseThanSeasonalNaiveIsSaid() throws {
    let workspace = try Workspace()
    // A perfectly periodic series: seasonal naive makes no error.
    var text = "ds,y\n"
    for step in 0..<72 {
      text += "\(2000 + step / 12)-\(step % 12 < 9 ? "0" : "")\(step % 12 + 1)-01,\(step * 5 % 12 + 1)\n"
    }
    try workspace.write("a.csv", text)
    let outcome = try workspace.run(
      ["forecast", "a.csv", "--horizon", "6", "--model", "naive"])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("warning: Naive is worse than seasonal naive on the holdout"))
  }

  @Test func shortSeriesSkipTheHoldout() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", "ds,y\n1,5\n2,6\n3,7\n")
    let outcome = try workspace.run(["forecast", "a.csv", "--horizon", "3", "--model", "naive"])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("holdout skipped: "))
    #expect(outcome.output.split(separator: "\n").count == 4)
  }

  @Test func outputAndPlotAreFiles() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    let words = ["forecast", "a.csv", "--horizon", "3", "--no-holdout"] + Sample.small
    let plain = try workspace.run(words)
    let outcome = try workspace.run(words + ["--output", "f.csv", "--plot", "f.svg"])
    #expect(outcome.status == 0)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("written: f.csv\nwritten: f.svg\n"))
    let written = try workspace.read("f.csv")
    #expect(String(decoding: written, as: UTF8.self) == plain.output)
    let picture = try XMLDocumentCheck(try workspace.read("f.svg"))
    #expect(picture.root == "svg")
    #expect(picture.elements > 10)
  }

  @Test func jsonIsOneDocument() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.panel(["b", "a"]))
    let outcome = try workspace.run(
      ["forecast", "a.csv", "--horizon", "2", "--level", "50", "--json"] + Sample.small)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(document["horizon"] as? Int == 2)
    #expect(document["season_length"] as? Int == 12)
    let forecasts = try #require(document["forecasts"] as? [[String: Any]])
    #expect(forecasts.compactMap { $0["unique_id"] as? String } == ["b", "a"])
    #expect((forecasts[0]["LSTM-lo-50"] as? [Double])?.count == 2)
    #expect(forecasts[1]["ds"] as? [String] == ["2004-01-01", "2004-02-01"])
    let holdout = try #require(document["holdout"] as? [String: Any])
    #expect((holdout["scores"] as? [[String: Any]])?.count == 2)
  }

  @Test func standardInputIsAFile() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    let words = ["--horizon", "2", "--no-holdout", "--quiet"] + Sample.small
    let fromFile = try workspace.run(["forecast", "a.csv"] + words)
    let dashed = try workspace.run(["forecast", "-"] + words, input: Sample.monthly())
    let bare = try workspace.run(["forecast"] + words, input: Sample.monthly())
    #expect(fromFile.status == 0)
    #expect(dashed.output == fromFile.output)
    #expect(bare.output == fromFile.output)
  }

  @Test func fittedModelForecastsLikeForecast() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.panel(["x", "y", "z"]))
    let forecast = try workspace.run(["forecast", "a.csv", "--horizon", "4", "--no-holdout"] + Sample.small)
    let fit = try workspace.run(["fit", "a.csv", "--horizon", "4", "--save", "m.model"] + Sample.small)
    #expect(fit.status == 0)
    #expect(fit.output == "")
    #expect(fit.errors.hasSuffix("written: m.model\nnext: foretell predict m.model a.csv\n"))
    #expect(workspace.has("m.model") && !workspace.has("m.model.checkpoint"))
    let predict = try workspace.run(["predict", "m.model", "a.csv"])
    #expect(predict.status == 0)
    #expect(predict.output == forecast.output)
    let shorter = try workspace.run(["predict", "m.model", "a.csv", "--horizon", "2", "--quiet"])
    #expect(shorter.output.split(separator: "\n").count == 1 + 3 * 2)
    let longer = try workspace.run(["predict", "m.model", "a.csv", "--horizon", "9"])
    #expect(longer.output.split(separator: "\n").count == 1 + 3 * 9)
    #expect(longer.errors.contains("the model learnt 4 steps; later ones"))
  }

  @Test func modelGoesOnFromTheEndOfItsData() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.panel(["x", "y"]))
    _ = try workspace.run(["fit", "a.csv", "--horizon", "4", "--save", "m.model"] + Sample.small)
    let withFile = try workspace.run(["predict", "m.model", "a.csv"])
    let without = try workspace.run(["predict", "m.model"])
    #expect(without.status == 0)
    #expect(without.output == withFile.output)
    #expect(
      without.errors.hasPrefix("no FILE was given: the forecast goes on from the end of the model's data\n"))
  }

  @Test func modelFindsItsColumns() throws {
    let workspace = try Workspace()
    try workspace.write(
      "a.csv", "day,low,high\n" + (1...40).map { "\($0),\($0 % 7),\($0 % 5 + 10)\n" }.joined())
    let fit = try workspace.run(
      [
        "fit", "a.csv", "--horizon", "2", "--save", "m.model", "--target", "high", "--covariates", "low",
        "--time", "day",
      ]
        + Sample.small)
    #expect(fit.status == 0, "\(fit.errors)")
    let outcome = try workspace.run(["predict", "m.model", "a.csv"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("\nhigh,41,"))
  }

  @Test func verboseTellsEveryEpoch() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    let outcome = try workspace.run(
      ["fit", "a.csv", "--horizon", "2", "--save", "m.model", "--verbose"] + Sample.small)
    for epoch in 1...3 { #expect(outcome.errors.contains("LSTM epoch \(epoch)/3: loss ")) }
  }

  /// Every option of the data reaches the reader.
  @Test(arguments: [
    ("d;y\n1;1,5\n2;2,5\n", ["--decimal", ",", "--delimiter", ";"], "y,3,2.5\n"),
    ("1,5\n2,6\n", ["--no-header"], ",3,6\n"),
    ("a,ds,y\n9,1,5\n9,2,6\n", ["--id", "a"], "9,3,6\n"),
    ("ds,t,y\n1,10,5\n2,20,6\n", ["--time", "t", "--target", "y"], "y,30,6\n"),
    ("ds,a,b\n1,5,1\n2,6,2\n", ["--format", "wide"], "a,3,6\nb,3,2\n"),
    ("ds,a,b\n1,5,1\n2,6,2\n", ["--target", "b"], "b,3,2\n"),
    ("ds,y\n1,5\n2,\n3,6\n4,\n", ["--gaps", "ffill"], "y,5,6\n"),
    ("ds,y\n1,5\n2,6\n2,8\n", ["--duplicates", "mean"], "y,3,7\n"),
    ("ds,y\n1,5\n2,6\n2,8\n", ["--duplicates", "last"], "y,3,8\n"),
    ("ds,y\n1,5\n2,6\n3,-\n", ["--missing", "-"], "y,4,6\n"),
    ("ds,y\n01/02/2024,5\n02/02/2024,6\n", ["--day-first"], "y,03/02/2024,6\n"),
    ("ds,y\n01/02/2024,5\n02/02/2024,6\n", ["--month-first"], "y,03/02/2024,6\n"),
    ("ds,y\n2024-01-01,5\n2024-03-01,6\n", ["--freq", "MS"], "y,2024-04-01,6\n"),
  ]) func dataOptions(_ text: String, _ options: [String], _ end: String) throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", text)
    let outcome = try workspace.run(
      ["forecast", "a.csv", "--horizon", "1", "--model", "naive", "--level", "none", "--quiet"] + options)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.hasSuffix(end), "\(outcome.output)")
  }

  @Test func fitAsJSON() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    let outcome = try workspace.run(
      ["fit", "a.csv", "--horizon", "2", "--save", "m.model", "--json", "--holdout"] + Sample.small)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(document["model_file"] as? String == "m.model")
    #expect((document["epochs"] as? [Any])?.count == 3)
    #expect(document["input_size"] as? Int == 12)
  }

  /// Every option of the model must change the forecast.
  @Test(arguments: [
    ["--input-size", "9"], ["--hidden-size", "5"], ["--layers", "2"], ["--dropout", "0.5"],
    ["--bidirectional"],
    ["--epochs", "2"], ["--batch-size", "7"], ["--learning-rate", "0.02"], ["--optimizer", "sgd"],
    ["--weight-decay", "0.1"], ["--schedule", "constant"], ["--clip", "0.001"], ["--loss", "squared"],
    ["--transform", "log"], ["--scaling", "standard"], ["--season", "4"], ["--validation-size", "12"],
    ["--truncation", "2"], ["--windows-per-epoch", "8"], ["--no-calendar"], ["--seed", "2"],
    ["--model", "gru"],
  ]) func everyOptionHasEffect(_ option: [String]) throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    func forecast(_ more: [String]) throws -> Outcome {
      var words = [
        "forecast", "a.csv", "--horizon", "2", "--no-holdout", "--level", "80", "--transform", "none",
      ]
      for pair in [
        ["--epochs", "3"], ["--hidden-size", "8"], ["--input-size", "12"], ["--batch-size", "16"],
      ]
      where pair[0] != more.first { words += pair }
      if more.first == "--transform" {
        words.removeAll { ["--transform", "none"].contains($0) }
      }
      return try workspace.run(words + more)
    }
    let changed = try forecast(option)
    #expect(changed.status == 0, "\(changed.errors)")
    let values = { (text: String) in
      text.split(separator: "\n").dropFirst().map { $0.split(separator: ",").dropFirst(2).joined() }
    }
    let plain = try forecast([])
    #expect(values(changed.output) != values(plain.output))
  }
}

/// A look at an XML text: well-formed, its root, and how many elements it has.
private final class XMLDocumentCheck {
  private(set) var root = ""
  private(set) var elements = 0

  init(_ data: Data) throws {
    // A scanner is enough here: tags must nest, which is what a broken picture gets wrong.
    var open: [String] = []
    let text = String(decoding: data, as: UTF8.self)
    var rest = text[...]
    while let start = rest.firstIndex(of: "<") {
      guard let end = rest[start...].firstIndex(of: ">") else { throw Malformed() }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("?") || tag.hasPrefix("!") { continue }
      let name = String(tag.drop { $0 == "/" }.prefix { !$0.isWhitespace && $0 != "/" })
      if tag.hasPrefix("/") {
        guard open.popLast() == name else { throw Malformed() }
      } else {
        if elements == 0 { root = name }
        elements += 1
        if !tag.hasSuffix("/") { open.append(name) }
      }
    }
    guard open.isEmpty else { throw Malformed() }
  }

  struct Malformed: Error {}
}

import Foundation
import Testing

/// The files that a command refuses to write, before it does anything.
@Suite struct OutputFileTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly(30))
    try FileManager.default.createDirectory(
      at: workspace.folder.appending(path: "sub"), withIntermediateDirectories: false)
  }

  @Test(
    "the ending promises another content",
    arguments: [
      ("forecast --plot x.png", "--plot x.svg; then rsvg-convert --output x.png x.svg"),
      ("forecast --plot x.pdf", "rsvg-convert --format pdf --output x.pdf x.svg"),
      ("forecast --plot x.JPG", "--plot x.svg"), ("forecast --plot x.html", "--plot x.svg"),
      ("forecast --plot sub/x", "--plot sub/x.svg"), ("compare --plot x.png", "--plot x.svg"),
      ("gradients --plot x.png", "--plot x.svg"), ("forecast --report x.pdf", "--report x.html"),
      ("backtest --report x.svg", "--report x.html"), ("forecast --output x.xlsx", "--output x.csv"),
      ("backtest --output x.parquet", "--output x.csv"), ("compare --output x.json", "--output x.csv"),
      ("fit --save x.onnx", "--save x.model"), ("fit --save x.csv", "--save x.model"),
    ])
  func endings(_ typed: String, _ advice: String) throws {
    let words = typed.split(separator: " ").map(String.init)
    let outcome = try workspace.run([words[0], "a.csv", "--horizon", "2"] + words.dropFirst())
    #expect(outcome.status == 2 && outcome.output == "")
    #expect(outcome.errors.hasPrefix("error[F060]: \(words[1]) writes "), "\(outcome.errors)")
    #expect(outcome.errors.contains("= help: write ") && outcome.errors.contains(advice), "\(outcome.errors)")
    #expect(!workspace.has(words[2]))
  }

  @Test func otherEndingsAreFree() throws {
    let words = ["forecast", "a.csv", "--horizon", "2", "--model", "naive", "--quiet"]
    for more in [
      ["--output", "f"], ["--output", "f.txt"], ["--output", "f.2024"], ["--report", "r"],
      ["--plot", "x.SVG"],
    ] {
      #expect(try workspace.run(words + more).status == 0, "\(more)")
      #expect(workspace.has(more[1]))
    }
  }

  @Test(
    "two outputs with one path",
    arguments: [
      "forecast -o x --report x", "forecast --output x --report ./x",
      "forecast --plot x.svg --report sub/../x.svg",
      "forecast --output linked --report target", "forecast --output hard --report a2",
      "forecast --output sub/new --report folder/new", "backtest --output x --report x",
      "compare --output x --report x", "forecast --output /dev/stdout --report /dev/stdout",
    ])
  func twins(_ typed: String) throws {
    let manager = FileManager.default
    let folder = workspace.folder
    try manager.createSymbolicLink(
      atPath: folder.appending(path: "linked").path, withDestinationPath: "target")
    try manager.createSymbolicLink(atPath: folder.appending(path: "folder").path, withDestinationPath: "sub")
    try workspace.write("a2", "old")
    try manager.linkItem(at: folder.appending(path: "a2"), to: folder.appending(path: "hard"))
    let words = typed.split(separator: " ").map(String.init)
    let outcome = try workspace.run([words[0], "a.csv", "--horizon", "2"] + words.dropFirst())
    #expect(outcome.status == 2 && outcome.output == "", "\(outcome)")
    #expect(
      outcome.errors.contains("would both write to `") || outcome.errors.contains("--report writes HTML"))
    #expect(String(decoding: try workspace.read("a2"), as: UTF8.self) == "old")
    #expect(!workspace.has("x") && !workspace.has("x.svg") && !workspace.has("sub/new"))
  }

  @Test func standardOutputTakesOneResult() throws {
    let words = "$F forecast a.csv --horizon 2 --model naive --quiet"
    for line in [
      "\(words) --plot /dev/stdout | cat; exit ${PIPESTATUS[0]}", "\(words) --report same > same",
      "\(words) --output same --json > same",
    ] {
      let outcome = try workspace.shell(line)
      #expect(
        outcome.status == 2 && outcome.errors.contains("where the result goes too"), "\(line): \(outcome)")
    }
    let only = try workspace.shell("\(words) --output /dev/stdout | head -1; exit ${PIPESTATUS[0]}")
    #expect(only.output.hasPrefix("unique_id,ds,Naive"))
    let sink = try workspace.shell(
      "\(words) --output /dev/null --plot /dev/null --report /dev/null > /dev/null")
    #expect(sink.status == 0)
  }

  @Test func whatIsReadStays() throws {
    let fit = try workspace.run(["fit", "a.csv", "--horizon", "2", "--save", "a.model"] + Sample.small)
    #expect(fit.status == 0)
    let model = try workspace.read("a.model")
    try workspace.write("c.yaml", "horizon: 2\n")
    for (line, message) in [
      ("predict a.model a.csv --output a.model", "would replace the model in `a.model`"),
      ("gradients a.csv --models a.model --report ./a.model", "would replace the model in `a.model`"),
      ("forecast a.csv --config c.yaml --output c.yaml", "would replace the options in `c.yaml`"),
      ("forecast a.csv --horizon 2 --report sub/../a.csv", "would replace the data in `a.csv`"),
    ] {
      let outcome = try workspace.run(line.split(separator: " ").map(String.init))
      #expect(outcome.status == 2 && outcome.errors.contains(message), "\(line): \(outcome.errors)")
    }
    #expect(try workspace.read("a.model") == model)
  }
}

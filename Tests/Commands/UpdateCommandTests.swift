import Foundation
import Testing

/// `foretell update` as its users run it.
@Suite struct UpdateCommandTests {
  private let workspace: Workspace

  init() throws { workspace = try Workspace() }

  /// The beginning of a CSV with a header.
  private static func head(_ text: String, _ rows: Int) -> String {
    text.split(separator: "\n").prefix(rows + 1).joined(separator: "\n") + "\n"
  }

  /// The header of a CSV and its last rows.
  private static func tail(_ text: String, _ rows: Int) -> String {
    let lines = text.split(separator: "\n")
    return ([lines[0]] + lines.suffix(rows)).joined(separator: "\n") + "\n"
  }

  private func succeed(_ words: [String], input: String? = nil) throws -> Outcome {
    let outcome = try workspace.run(words, input: input)
    #expect(outcome.status == 0, "\(words): \(outcome.errors)")
    return outcome
  }

  private func document(_ words: [String]) throws -> [String: Any] {
    try GradientsTests.document(try succeed(words + ["--json"]).output)
  }

  private static let kinds: [[String]] = [
    Sample.small, Sample.small + ["--reading", "origins", "--deseasonalize"],
    ["--reading", "auto", "--ensemble", "2", "--epochs", "2", "--hidden-size", "4"],
    Sample.small + ["--model", "mlp"], Sample.small + ["--model", "deepar", "--samples", "20"],
    ["--model", "ridge"],
  ]

  @Test("predict without a file is then predict with the whole file", arguments: kinds)
  func equalsTheWhole(_ options: [String]) throws {
    let whole = Sample.monthly(96)
    try workspace.write("old.csv", Self.head(whole, 84))
    try workspace.write("rest.csv", Self.tail(whole, 12))
    try workspace.write("whole.csv", whole)
    _ = try succeed(["fit", "old.csv", "--horizon", "6", "--save", "m.model"] + options)
    let expected = try succeed(["predict", "m.model", "whole.csv"]).output
    let before = try workspace.read("m.model")
    for file in ["rest.csv", "whole.csv"] {
      _ = try succeed(["update", "m.model", file, "--output", "\(file).model"])
      #expect(try succeed(["predict", "\(file).model"]).output == expected)
    }
    #expect(try workspace.read("rest.csv.model") == workspace.read("whole.csv.model"))
    #expect(try workspace.read("m.model") == before)
    // In place, in two steps, the second through a pipe.
    try workspace.write("half.csv", Self.tail(Self.head(whole, 89), 5))
    _ = try succeed(["update", "m.model", "half.csv"])
    _ = try succeed(["update", "m.model", "-"], input: Self.tail(whole, 9))
    #expect(try succeed(["predict", "m.model"]).output == expected)
    #expect(try workspace.read("m.model") == workspace.read("rest.csv.model"))
    #expect(try !workspace.names().contains { $0.hasPrefix(".") })
  }

  @Test("several series, one of which is new, in both layouts")
  func panels() throws {
    let (old, whole) = (Sample.panel(["a", "b"], 60), Sample.panel(["a", "b", "c"], 66))
    try workspace.write("old.csv", old)
    try workspace.write("whole.csv", whole)
    _ = try succeed(["fit", "old.csv", "--horizon", "4", "--save", "m.model"] + Sample.small)
    let expected = try succeed(["predict", "m.model", "whole.csv"]).output
    let outcome = try succeed(["update", "m.model", "whole.csv"])
    #expect(outcome.errors.contains("series `c` is new to the model"), "\(outcome.errors)")
    #expect(try succeed(["predict", "m.model"]).output == expected)
    #expect(try workspace.run(["update", "m.model", "whole.csv", "--strict"]).status == 0)

    func wide(_ months: Range<Int>) -> String {
      "month,north,south\n"
        + months.map {
          "\(2000 + $0 / 12)-\($0 % 12 + 1 < 10 ? "0" : "")\($0 % 12 + 1)-01,\(100 + $0 % 12),\($0 * $0 % 31)\n"
        }
        .joined()
    }
    try workspace.write("w.csv", wide(0..<60))
    try workspace.write("w2.csv", wide(58..<70))
    try workspace.write("w3.csv", wide(0..<70))
    _ = try succeed(["fit", "w.csv", "--horizon", "4", "--save", "w.model"] + Sample.small)
    let told = try document(["update", "w.model", "w2.csv", "--output", "v.model"])
    #expect(told["added_values"] as? Int == 20 && told["known_values"] as? Int == 4)
    #expect(
      told["moved_series"] as? [String] == ["north", "south"] && told["end"] as? String == "2005-10-01")
    #expect(try succeed(["predict", "v.model"]).output == succeed(["predict", "w.model", "w3.csv"]).output)
  }

  @Test func knownColumnsGoOn() throws {
    func csv(_ days: Range<Int>, ahead: Int) -> String {
      "ds,y,heat,promo\n"
        + (days.lowerBound..<(days.upperBound + ahead)).map { day -> String in
          let stamp =
            "2023-\(day / 28 < 9 ? "0" : "")\(day / 28 + 1)-\(day % 28 < 9 ? "0" : "")\(day % 28 + 1)"
          let promo = day * 7 % 5 == 0 ? 1 : 0
          return day < days.upperBound
            ? "\(stamp),\(50 + 30 * promo + day % 7),\(day % 4),\(promo)\n" : "\(stamp),,,\(promo)\n"
        }.joined()
    }
    // Days of one month, so that no day is missing.
    try workspace.write("old.csv", csv(0..<20, ahead: 4))
    try workspace.write("new.csv", csv(18..<24, ahead: 4))
    try workspace.write("whole.csv", csv(0..<24, ahead: 4))
    let columns = ["--covariates", "heat", "--future", "promo"]
    _ = try succeed(["fit", "old.csv", "--horizon", "4", "--save", "m.model"] + columns + Sample.small)
    let expected = try succeed(["predict", "m.model", "whole.csv"]).output
    _ = try succeed(["update", "m.model", "new.csv"])
    #expect(try succeed(["predict", "m.model"]).output == expected)
  }

  @Test("a row is enough: frequency and the order of day and month are the model's")
  func singleRows() throws {
    func row(_ day: Int) -> String { "\(day < 9 ? "0" : "")\(day + 1)/02/2024,\(50 + day * day % 17)\n" }
    try workspace.write("old.csv", "day,y\n" + (0..<27).map(row).joined())
    try workspace.write("whole.csv", "day,y\n" + (0..<28).map(row).joined())
    try workspace.write("early.csv", "day,y\n" + (0..<5).map(row).joined())
    _ = try succeed(["fit", "old.csv", "--horizon", "2", "--save", "m.model"] + Sample.small)
    let expected = try succeed(["predict", "m.model", "whole.csv"]).output
    let early = try succeed(["update", "m.model", "early.csv"])
    #expect(early.errors.contains("nothing is new"), "\(early.errors)")
    _ = try succeed(["update", "m.model", "-"], input: "day,y\n" + row(27))
    #expect(try succeed(["predict", "m.model"]).output == expected)
  }

  // MARK: Refusals

  @Test func aDifferentRowIsAnErrorWithItsLine() throws {
    let whole = Sample.monthly(60)
    try workspace.write("old.csv", Self.head(whole, 50))
    _ = try succeed(["fit", "old.csv", "--horizon", "3", "--save", "m.model"] + Sample.small)
    let before = try workspace.read("m.model")
    var lines = whole.split(separator: "\n").map(String.init)
    lines[50] = "2004-02-01,-7"
    try workspace.write("new.csv", lines.joined(separator: "\n") + "\n")
    let outcome = try workspace.run(["update", "m.model", "new.csv"])
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("error[F049]: the model has "), "\(outcome.errors)")
    #expect(outcome.errors.contains("new.csv:51:12") && outcome.errors.contains("foretell fit"))
    #expect(try workspace.read("m.model") == before)
  }

  @Test func gapsFilesAndSeriesAreTold() throws {
    let whole = Sample.monthly(60)
    try workspace.write("old.csv", Self.head(whole, 50))
    try workspace.write("new.csv", Self.tail(whole, 6))
    try workspace.write("other.csv", "ds,z\n2004-03-01,5\n2004-04-01,5\n")
    _ = try succeed(["fit", "old.csv", "--horizon", "3", "--save", "m.model"] + Sample.small)
    for (words, status, text) in [
      (
        ["m.model", "new.csv", "--gaps", "error"], Int32(3),
        "4 steps between the model's end and the first row"
      ),
      (["new.csv", "m.model"], 2, "swap them: foretell update m.model new.csv"),
      (["new.csv"], 2, "foretell update MODEL new.csv"), (["old.csv", "new.csv"], 2, "must be a model"),
      (["m.model", "m.model"], 2, "a CSV is expected"),
      (["m.model", "new.csv", "--output", "new.csv"], 2, "--output would replace"),
      (["m.model", "new.csv", "--output", "m.csv"], 2, "--output writes a model"),
      (["m.model", "new.csv", "--output", "no/m.model"], 5, "cannot write"),
      (["m.model", "other.csv", "--target", "z"], 3, "none of the model's series, such as `y`"),
      (["none.model", "new.csv"], 5, "none.model"),
      (["m.model", "new.csv", "--holiday-region", "x"], 2, "--holiday"),
    ] {
      let outcome = try workspace.run(["update"] + words)
      #expect(outcome.status == status && outcome.errors.contains(text), "\(words): \(outcome.errors)")
    }
    let told = try document(["update", "m.model", "new.csv"])
    #expect(told["missing_steps"] as? Int == 4 && told["written"] as? String == "m.model")
    let again = try succeed(["update", "m.model", "new.csv"])
    #expect(again.errors.contains("nothing is new") && !again.errors.contains("written"))
  }

  @Test("a kill at any moment leaves the old model or the new one")
  func kills() throws {
    let whole = Sample.panel((0..<40).map { "s\($0)" }, 60)
    try workspace.write("old.csv", Sample.panel((0..<40).map { "s\($0)" }, 55))
    try workspace.write("new.csv", whole)
    _ = try succeed(["fit", "old.csv", "--horizon", "3", "--save", "m.model"] + Sample.small)
    _ = try succeed(["update", "m.model", "new.csv", "--output", "n.model"])
    let (old, new) = (try workspace.read("m.model"), try workspace.read("n.model"))
    let path = workspace.folder.appending(path: "m.model")
    var killed = 0
    for turn in 0..<20 {
      try old.write(to: path)
      let running = try workspace.start(["update", "m.model", "new.csv"])
      Thread.sleep(forTimeInterval: 0.004 * Double(turn))
      running.send(SIGKILL)
      if try running.finish().status != 0 { killed += 1 }
      let left = try workspace.read("m.model")
      #expect(left == old || left == new, "\(turn)")
      #expect(try workspace.run(["predict", "m.model"]).status == 0)
    }
    #expect(killed > 0)
    try old.write(to: path)
    // What killed processes left behind doesn't stop the next one, which removes it.
    _ = try succeed(["update", "m.model", "new.csv"])
    #expect(try workspace.read("m.model") == new)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: workspace.folder.path)
        .allSatisfy { !$0.hasSuffix(".tmp") })
  }
}

import Foundation
import Testing

/// `foretell generate`, run as a program.
@Suite struct GenerateTests {
  static let kinds = ["yearly", "quarterly", "monthly", "weekly", "daily", "hourly"]

  @Test(arguments: kinds) func othersReadWhatItWrites(_ kind: String) throws {
    let workspace = try Workspace()
    let made = try workspace.run(["generate", kind, "--count", "12", "--seed", "4", "--output", "made.csv"])
    #expect(made.status == 0 && made.output == "" && made.errors.contains("written: made.csv"))
    let found = try GradientsTests.document(try workspace.run(["inspect", "made.csv", "--json"]).output)
    #expect((found["series"] as? [Any])?.count == 12)
    let season = ["quarterly": 4, "monthly": 12, "weekly": 52, "daily": 7, "hourly": 24][kind] ?? 1
    #expect(found["season_length"] as? Int == season)
    #expect((found["problems"] as? [Any])?.isEmpty == true)
  }

  @Test func standardOutputIsTheFile() throws {
    let workspace = try Workspace()
    _ = try workspace.run(["generate", "monthly", "--count", "5", "--output", "made.csv"])
    let printed = try workspace.run(["generate", "Monthly", "--count", "5"])
    #expect(printed.status == 0 && printed.errors == "")
    #expect(try workspace.read("made.csv") == Data(printed.output.utf8))
    let other = try workspace.run(["generate", "monthly", "--count", "5", "--seed", "2"])
    #expect(other.output != printed.output)
    // The first series stay when there are more.
    #expect(try workspace.run(["generate", "monthly", "--count", "9"]).output.hasPrefix(printed.output))
  }

  @Test func pageShowsBothAndTheirDistance() throws {
    let workspace = try Workspace()
    try workspace.write("real.csv", Sample.panel(["a", "b <i>", "c"]))
    let outcome = try workspace.run(
      ["generate", "monthly", "--count", "45", "--page", "made.html", "--beside", "real.csv"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("season strength") && outcome.output.contains("distance"))
    let page = String(decoding: try workspace.read("made.html"), as: UTF8.self)
    for part in [
      "Can they be told from real ones?", "monthly-45", "b &lt;i&gt;", "growth persistence", "mean distance",
      "foretell generate monthly",
    ] { #expect(page.lowercased().contains(part.lowercased()), "\(part)") }
    #expect(page.components(separatedBy: "<figure>").count == 3)
    let document = try GradientsTests.document(
      try workspace.run(["generate", "monthly", "--json", "--beside", "real.csv,real.csv"]).output)
    #expect(document["real_series"] as? Int == 6)
    #expect((document["distance"] as? Double).map { $0 > 0.1 && $0 < 1 } == true)
    // Generated series have no distance from themselves.
    _ = try workspace.run(["generate", "yearly", "--output", "own.csv"])
    let own = try GradientsTests.document(
      try workspace.run(["generate", "yearly", "--json", "--beside", "own.csv"]).output)
    #expect((own["distance"] as? Double).map { $0 < 0.02 } == true)
  }

  @Test func refusesWhatItCannotDo() throws {
    let workspace = try Workspace()
    let typo = try workspace.run(["generate", "month"])
    #expect(typo.status == 2 && typo.errors.contains("did you mean `monthly`?"), "\(typo.errors)")
    for (option, value) in [("count", "0"), ("count", "100001"), ("count", "x"), ("seed", "-1")] {
      let outcome = try workspace.run(["generate", "daily", "--\(option)=\(value)"])
      #expect(outcome.status == 2 && outcome.errors.contains("--\(option) must be"), "\(outcome.errors)")
    }
    try workspace.write("real.csv", Sample.monthly())
    let own = try workspace.run(["generate", "daily", "--beside", "real.csv", "--output", "real.csv"])
    #expect(own.status == 2 && own.errors.contains("would replace"), "\(own.errors)")
    let twins = try workspace.run(["generate", "daily", "--page", "a.html", "--output", "a.html"])
    #expect(twins.status == 2, "\(twins.errors)")
    #expect(try workspace.run(["generate", "daily", "--beside", "absent.csv"]).status == 5)
    #expect(try workspace.run(["generate"]).status == 2)
    #expect(try workspace.names() == ["real.csv"])
  }
}

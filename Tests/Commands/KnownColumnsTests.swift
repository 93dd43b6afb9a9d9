import Foundation
import Testing

/// Columns known into the future, static columns, words and holidays, with the real command.
@Suite struct KnownColumnsTests {
  private static let small = ["--epochs", "2", "--hidden-size", "2", "--input-size", "7", "--threads", "1"]

  private static func day(_ index: Int) -> String {
    let date = Date(timeIntervalSince1970: 1_704_067_200 + Double(index) * 86_400)
    return String(ISO8601DateFormatter().string(from: date).prefix(10))
  }

  /// Two shops with `days` values and rows for `ahead` more days.
  private static func shops(days: Int = 40, ahead: Int = 5, from: Int = 0, word: String = "sale") -> String {
    var rows = ["shop,ds,y,promo,kind,region"]
    for (shop, region) in [("A", "BY"), ("B", "SN")] {
      for index in from..<(days + ahead) {
        let promo = index * 7 % 5 == 0 ? 1 : 0
        let value = index < days ? "\(100 + index % 7 * 3 + 20 * promo + index * index % 4)" : ""
        rows.append("\(shop),\(day(index)),\(value),\(promo),\(promo == 1 ? word : "none"),\(region)")
      }
    }
    return rows.joined(separator: "\n") + "\n"
  }

  private static let columns = [
    "--target", "y", "--id", "shop", "--future", "promo,kind", "--static", "region",
  ]

  private func fitted(_ workspace: Workspace, _ more: [String] = []) throws {
    try workspace.write("a.csv", Self.shops())
    let fit = try workspace.run(
      ["fit", "a.csv", "--horizon", "3", "--save", "a.model"] + Self.columns + more + Self.small)
    #expect(fit.status == 0, "\(fit.errors)")
  }

  @Test func futureRowsMoveNoOrigin() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Self.shops())
    let outcome = try workspace.run(
      ["forecast", "a.csv", "--horizon", "5", "--no-holdout"] + Self.columns + Self.small)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 11 && lines[1].hasPrefix("A,2024-02-10,") && lines[6].hasPrefix("B,2024-02-10,"))
    for text in [
      "future `promo`, `kind`, static `region`", "`promo`, `kind` known for 5 steps behind the last values",
      "`kind` holds words, read as 2 categories: `sale`, `none`",
    ] { #expect(outcome.errors.contains(text), "\(outcome.errors)") }
  }

  @Test func aMissingFutureIsLocated() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Self.shops())
    let short = try workspace.run(
      ["forecast", "a.csv", "--horizon", "6", "--no-holdout"] + Self.columns + Self.small)
    #expect(short.status != 0)
    #expect(
      short.errors.contains(
        "error[F046]: `promo` is not known at 2024-02-15, which step 6 of the forecast of series `A` needs: there is no row for it\n  --> a.csv:46:"
      ), "\(short.errors)")
    #expect(short.errors.contains("--horizon 5 is as far as it is known"))
    let text = Self.shops().replacingOccurrences(of: "A,2024-02-12,,0,none", with: "A,2024-02-12,,,none")
    try workspace.write("b.csv", text)
    let hole = try workspace.run(
      ["forecast", "b.csv", "--horizon", "5", "--no-holdout"] + Self.columns + Self.small)
    #expect(hole.errors.contains("  --> b.csv:44:15"), "\(hole.errors)")
    #expect(hole.errors.contains("fill in the cell; --horizon 2 is as far as it is known"))
  }

  @Test func modelsReadNewRows() throws {
    let workspace = try Workspace()
    try fitted(workspace)
    let own = try workspace.run(["predict", "a.model"])
    #expect(own.status == 0, "\(own.errors)")
    let same = try workspace.run(["predict", "a.model", "a.csv"])
    #expect(same.output == own.output && same.status == 0, "\(same.errors)")
    try workspace.write("new.csv", Self.shops(days: 50, ahead: 4, from: 10))
    let newer = try workspace.run(["predict", "a.model", "new.csv", "--horizon", "4"])
    #expect(newer.status == 0, "\(newer.errors)")
    #expect(newer.output.contains("\nA,2024-02-20,") && newer.output.contains("\nB,2024-02-23,"))
    try workspace.write("word.csv", Self.shops(days: 50, word: "clearance"))
    let word = try workspace.run(["predict", "a.model", "word.csv"])
    #expect(word.status != 0)
    #expect(
      word.errors.contains(
        "error[F047]: `clearance` in column `kind` is none of the words that the model knows\n  --> word.csv:2:"
      ),
      "\(word.errors)")
    try workspace.write("less.csv", "shop,ds,y\nA,2024-01-01,1\nA,2024-01-02,2\nA,2024-01-03,2\n")
    #expect(try workspace.run(["predict", "a.model", "less.csv"]).errors.contains("error[F021]"))
  }

  @Test func everyCommandTakesThem() throws {
    let workspace = try Workspace()
    try fitted(workspace)
    for words in [
      ["inspect", "a.csv"], ["backtest", "a.csv", "--horizon", "3", "--windows", "2"] + Self.small,
      ["compare", "a.csv", "--horizon", "3", "--models", "rnn,gru", "--seeds", "1", "--windows", "2"]
        + Self.small, ["gradients", "a.csv", "--models", "rnn", "--csv"] + Self.small,
      ["forecast", "a.csv", "--horizon", "3", "--model", "naive"],
      ["forecast", "a.csv", "--horizon", "3", "--report", "r.html"] + Self.small,
      ["forecast", "a.csv", "--horizon", "3", "--json"] + Self.small,
    ] {
      let outcome = try workspace.run(words + Self.columns)
      #expect(outcome.status == 0, "\(words): \(outcome.errors)")
    }
    let model = try workspace.run(["gradients", "a.csv", "--models", "a.model", "--csv"] + Self.columns)
    #expect(model.status == 0, "\(model.errors)")
  }

  @Test func pastIsAnotherNameOfCovariates() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Self.shops(ahead: 0))
    let outcomes = try ["--past", "--covariates"].map {
      try workspace.run(
        ["forecast", "a.csv", "--horizon", "2", "--no-holdout", "--id", "shop", "--target", "y", $0, "promo"]
          + Self.small)
    }
    #expect(outcomes[0].status == 0 && outcomes[0].output == outcomes[1].output)
  }

  @Test func aStaticColumnThatVariesIsRefused() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Self.shops())
    let outcome = try workspace.run(
      ["inspect", "a.csv", "--id", "shop", "--target", "y", "--static", "promo"])
    #expect(outcome.errors.contains("error[F048]") || outcome.output.contains("F048"), "\(outcome.errors)")
  }

  // MARK: - Holidays

  private static let calendar = """
    date,name,region
    2024-01-06,Epiphany,BY
    2024-02-12,Carnival,
    2024-11-20,Repentance,SN

    """

  @Test func holidaysAreKnownAhead() throws {
    let workspace = try Workspace()
    try workspace.write("holidays.csv", Self.calendar)
    try fitted(workspace, ["--holidays", "holidays.csv"])
    let without = try workspace.run(["predict", "a.model", "a.csv"])
    #expect(without.errors.contains("--holidays FILE"), "\(without.errors)")
    let with = try workspace.run(["predict", "a.model", "a.csv", "--holidays", "holidays.csv"])
    #expect(with.status == 0, "\(with.errors)")
    #expect(with.output == (try workspace.run(["predict", "a.model"])).output)
    try workspace.write("old.csv", Self.calendar.replacingOccurrences(of: "2024", with: "2023"))
    let old = try workspace.run(["predict", "a.model", "a.csv", "--holidays", "old.csv"])
    #expect(old.status != 0)
    #expect(old.errors.contains("the holidays of 2024-02-10 are not known"), "\(old.errors)")
  }

  @Test func regionsAreAskedFor() throws {
    let workspace = try Workspace()
    try workspace.write("holidays.csv", Self.calendar)
    try workspace.write("a.csv", Self.shops())
    let line = ["forecast", "a.csv", "--horizon", "3", "--no-holdout", "--id", "shop", "--target", "y"]
    let unsaid = try workspace.run(line + ["--holidays", "holidays.csv"] + Self.small)
    #expect(unsaid.errors.contains("nothing says where the series belong"), "\(unsaid.errors)")
    let one = try workspace.run(
      line + ["--holidays", "holidays.csv", "--holiday-region", "BY"] + Self.small)
    #expect(one.status == 0, "\(one.errors)")
    let idle = try workspace.run(line + ["--holiday-region", "BY"] + Self.small)
    #expect(idle.errors.contains("--holiday-region would have no effect"), "\(idle.errors)")
  }
}

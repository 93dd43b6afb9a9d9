import Foundation
import Testing

/// `foretell components` and the seasons that `inspect` tells, run as a program.
@Suite struct ComponentsTests {
  static func dataset(_ name: String) -> String {
    Workspace.package.appending(path: "datasets/\(name)/\(name).csv").path
  }

  private static func rows(_ csv: String) -> [[String]] {
    csv.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func partsSumToTheValues() throws {
    let outcome = try Workspace().run(["components", Self.dataset("hourly-load")])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = Self.rows(outcome.output)
    #expect(rows[0] == ["unique_id", "ds", "value", "trend", "season-24", "season-168", "remainder"])
    #expect(rows.count == 2689)
    #expect(rows[1].prefix(3) == ["load", "2024-01-01 00:00:00", "762.3"])
    for row in rows.dropFirst() {
      let numbers = row.dropFirst(2).compactMap(Double.init)
      #expect(numbers.count == 5)
      #expect(abs(numbers.dropFirst().reduce(0, +) - numbers[0]) < 1e-9)
    }
    #expect(outcome.errors.contains("seasons: 24, 168\n"), "\(outcome.errors)")
    #expect(outcome.errors.contains("load: trend "), "\(outcome.errors)")
    #expect(outcome.errors.contains("; season 24 0."), "\(outcome.errors)")
  }

  @Test func growingSeasonsAreFactors() throws {
    let workspace = try Workspace()
    let outcome = try workspace.run(["components", Self.dataset("air-passengers")])
    #expect(
      outcome.errors.contains("multiplicative: value = trend × factors (the season grows with the level)"))
    #expect(outcome.errors.contains("peak July, trough November"), "\(outcome.errors)")
    for row in Self.rows(outcome.output).dropFirst() {
      let numbers = row.dropFirst(2).compactMap(Double.init)
      #expect(abs(numbers.dropFirst().reduce(1, *) / numbers[0] - 1) < 1e-12)
    }
    let sums = try workspace.run(["components", Self.dataset("air-passengers"), "--mode", "additive", "-q"])
    #expect(sums.status == 0 && sums.errors == "")
    let first = Self.rows(sums.output)[1].dropFirst(2).compactMap(Double.init)
    #expect(abs(first.dropFirst().reduce(0, +) - 112) < 1e-9)
  }

  @Test func filesAndDocument() throws {
    let workspace = try Workspace()
    try workspace.write("panel.csv", Sample.panel(["a", "b", "c"]))
    let line = ["components", "panel.csv", "--output", "o.csv", "--plot", "p.svg", "--report", "r.html"]
    let outcome = try workspace.run(line + ["--json", "--picture"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let document = try GradientsTests.document(outcome.output)
    #expect(document["mode"] as? String == "additive" || document["mode"] as? String == "multiplicative")
    #expect(document["seasons"] as? [Int] == [12])
    let series = try #require(document["series"] as? [[String: Any]])
    #expect(series.map { $0["unique_id"] as? String } == ["a", "b", "c"])
    for name in ["ds", "value", "trend", "season-12", "remainder"] {
      #expect((series[0][name] as? [Any])?.count == 48, "\(name)")
    }
    let strengths = try #require(series[0]["strengths"] as? [String: Any])
    for name in ["trend", "linearity", "curvature", "spikiness", "remainder_autocorrelation"] {
      #expect(strengths[name] is Double, "\(name)")
    }
    let season = try #require((strengths["seasons"] as? [[String: Any]])?.first)
    #expect(season["length"] as? Int == 12 && season["peak"] is String && season["trough"] is String)
    let csv = String(decoding: try workspace.read("o.csv"), as: UTF8.self)
    #expect(csv.hasPrefix("unique_id,ds,value,trend,season-12,remainder\na,2000-01-01,"))
    #expect(csv == (try workspace.run(["components", "panel.csv"]).output))
    let picture = String(decoding: try workspace.read("p.svg"), as: UTF8.self)
    for part in ["Components of a", "trend", "season 12", "remainder", "The bar at the right"] {
      #expect(picture.contains(part), "\(part)")
    }
    let page = String(decoding: try workspace.read("r.html"), as: UTF8.self)
    #expect(page.contains("How strong are the parts?") && page.contains("Components of c"))
    // The picture on standard error has every panel.
    #expect(outcome.errors.contains("Components of a") && outcome.errors.contains("remainder"))
    let told = try workspace.run(line)
    #expect(told.output == "" && told.errors.contains("written: p.svg"))
    #expect(told.errors.contains("drawn: a, one of 3 series"), "\(told.errors)")
  }

  @Test func choosesSeriesAndSeasons() throws {
    let workspace = try Workspace()
    try workspace.write("panel.csv", Sample.panel(["a", "b", "c"]))
    let two = try workspace.run(["components", "panel.csv", "--series", "c,a", "--seasons", "12,4"])
    let rows = Self.rows(two.output)
    #expect(rows[0] == ["unique_id", "ds", "value", "trend", "season-4", "season-12", "remainder"])
    #expect(rows.count == 97 && rows[1][0] == "a" && rows[96][0] == "c")
    #expect(two.errors.contains("seasons: 4, 12 (given)"))
    let none = try workspace.run(["components", "panel.csv", "--seasons", "none"])
    #expect(none.output.hasPrefix("unique_id,ds,value,trend,remainder\n"))
    #expect(none.errors.contains("seasons: none (given)"))
    let long = try workspace.run(["components", "panel.csv", "--seasons", "12,30", "--strict"])
    #expect(long.status == 3 && long.errors.contains("fewer than two seasons of 30"), "\(long.errors)")
    #expect(Self.rows(long.output)[1].count == 7)
    #expect(Self.rows(long.output)[1][5] == "")
  }

  @Test func missingShortAndConstantSeries() throws {
    let workspace = try Workspace()
    var lines = Sample.panel(["full"]).split(separator: "\n").map(String.init)
    lines.remove(at: 20)
    lines += ["short,2000-01-01,4", "short,2000-02-01,5"]
    lines += (1...9).map { "flat,2001-0\($0)-01,6.5" }
    try workspace.write("odd.csv", lines.joined(separator: "\n") + "\n")
    let outcome = try workspace.run(["components", "odd.csv", "--mode", "additive"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = Self.rows(outcome.output)
    let gap = try #require(rows.first { $0[0] == "full" && $0[2] == "" })
    #expect(gap[3] != "" && gap[4] != "" && gap[5] == "")
    #expect(rows.contains(["short", "2000-01-01", "4", "", "", ""]))
    #expect(rows.contains(["flat", "2001-04-01", "6.5", "6.5", "", "0"]))
    #expect(outcome.errors.contains("fewer than 4 values, so no parts: `short`"), "\(outcome.errors)")
    #expect(outcome.errors.contains("constant, so the trend is the whole value: `flat`"), "\(outcome.errors)")
    let document = try GradientsTests.document(try workspace.run(["components", "odd.csv", "--json"]).output)
    let series = try #require(document["series"] as? [[String: Any]])
    #expect(series.map { $0["remark"] as? String } == [nil, "too short", "constant"])
    #expect(series[2]["season-12"] is NSNull && series[1]["strengths"] is NSNull)
  }

  @Test func holidaysAreAPartOfTheirOwn() throws {
    let workspace = try Workspace()
    let week = [0, 5, 9, 4, 2, -8, -12]
    var rows = ["ds,y"]
    for month in 1...9 {
      for day in 1...28 {
        let value: Int = 100 + week[day % 7] + (day * day * month) % 3
        let text = (day < 10 ? "0" : "") + "\(day)"
        rows.append("2023-0\(month)-\(text),\(month == 5 && day == 1 ? value - 60 : value)")
      }
    }
    try workspace.write("days.csv", rows.joined(separator: "\n") + "\n")
    try workspace.write("calendar.csv", "date,name\n2023-05-01,Labour Day\n")
    let outcome = try workspace.run(
      ["components", "days.csv", "--holidays", "calendar.csv", "--seasons", "7", "--mode", "additive"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let found = Self.rows(outcome.output)
    #expect(found[0] == ["unique_id", "ds", "value", "trend", "season-7", "holidays", "remainder"])
    let effect = try #require(found.first { $0[1] == "2023-05-01" }.flatMap { Double($0[5]) })
    #expect(effect < -45 && effect > -75, "\(effect)")
    #expect(found.count { Double($0[5]) ?? 0 != 0 } == 1)
    #expect(outcome.errors.contains("holiday Labour Day -"), "\(outcome.errors)")
  }

  @Test func refusesWhatItCannotDo() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    try workspace.write(
      "zero.csv", Sample.monthly().replacingOccurrences(of: "2001-05-01,", with: "2001-05-01,-"))
    for (words, message) in [
      (["a.csv", "--seasons", "1"], "--seasons must be whole numbers from 2"),
      (["a.csv", "--seasons", "12,none"], "--seasons must be"),
      (["a.csv", "--mode", "multiplicativ"], "did you mean `multiplicative`?"),
      (["a.csv", "--series", "z"], "there is no series `z`"),
      (["a.csv", "--past", "y"], "--past would have no effect"),
      (["a.csv", "--output", "a.csv"], "would replace"),
      (["a.csv", "--output", "o.csv", "--plot", "o.csv"], "o.csv"),
      (["zero.csv", "--mode", "multiplicative"], "needs positive values"),
    ] {
      let outcome = try workspace.run(["components"] + words)
      #expect(outcome.status == 2 && outcome.errors.contains(message), "\(words): \(outcome.errors)")
      #expect(outcome.output == "")
    }
    #expect(try workspace.run(["components", "absent.csv"]).status == 5)
    #expect(try workspace.names() == ["a.csv", "zero.csv"])
    // Nothing to draw.
    try workspace.write("two.csv", "ds,y\n2001-01-01,1\n2001-01-02,2\n")
    let outcome = try workspace.run(["components", "two.csv", "--plot", "t.svg"])
    #expect(
      outcome.status == 3 && outcome.errors.contains("no series has enough values"), "\(outcome.errors)")
  }

  @Test func inspectTellsTheSeasons() throws {
    let workspace = try Workspace()
    let load = try workspace.run(["inspect", Self.dataset("hourly-load")])
    #expect(load.output.contains("\nseasons: 24, 168\n"), "\(load.output)")
    let document = try GradientsTests.document(
      try workspace.run(["inspect", Self.dataset("hourly-load"), "--json"]).output)
    let seasons = try #require(document["seasons"] as? [String: Any])
    #expect(seasons["lengths"] as? [Int] == [24, 168])
    #expect((seasons["tested"] as? [[String: Any]])?.count == 3)
    let sunspots = try workspace.run(["inspect", Self.dataset("sunspots")])
    #expect(sunspots.output.contains("seasons: 11 (period found in the values)"), "\(sunspots.output)")
    let panel = try workspace.run(["inspect", Self.dataset("us-employment")])
    #expect(panel.output.contains("seasons: 12 (in "), "\(panel.output)")
    #expect(panel.output.contains(" % of series)"))
    try workspace.write("short.csv", "ds,y\n2001-01-01,1\n2001-02-01,2\n2001-03-01,1\n")
    let short = try workspace.run(["inspect", "short.csv"])
    #expect(short.output.contains("seasons: none (too short: a season of 12 shows in 36 values or more)"))
    let gross = try workspace.run(["inspect", Self.dataset("us-gdp")])
    #expect(gross.output.contains("seasons: none (tested: 4)"), "\(gross.output)")
  }
}

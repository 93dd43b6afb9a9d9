import Foundation
import Testing

/// Layouts, problems and limits as the command shows them.
@Suite struct LayoutCommandTests {
  private func days(_ count: Int, _ line: (Int, Int) -> String) -> String {
    (0..<count).map { line($0 / 28 + 1, $0 % 28 + 1) + "\n" }.joined()
  }

  private func hours(_ days: Int) -> String {
    var text = "Date;Time;load;;\n"
    for day in 1...days {
      for hour in 0..<24 {
        text += "\(day + 12)/03/2004;\(hour < 10 ? "0" : "")\(hour).00.00;\(50 + hour),5;;\n"
      }
    }
    return text + ";;;;\n"
  }

  // MARK: - Layouts

  @Test func forecastsOfDateAndTimeAreReadAgain() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", hours(4))
    let forecast = try workspace.run([
      "forecast", "a.csv", "--time", "Date", "--time", "Time", "--target", "load", "--horizon", "3",
      "--model",
      "naive", "--no-holdout", "--output", "f.csv",
    ])
    #expect(forecast.status == 0, "\(forecast.errors)")
    let text = String(decoding: try workspace.read("f.csv"), as: UTF8.self)
    #expect(text.contains("\nload,17/03/2004 00:00:00,"))
    let again = try workspace.run(["inspect", "f.csv", "--target", "Naive"])
    #expect(again.status == 0 && again.output.contains("frequency h"), "\(again.output)\(again.errors)")
  }

  @Test func savedModelsRememberTheirColumns() throws {
    let workspace = try Workspace()
    var text = "Year,Month,store,item,sales\n"
    for month in 0..<30 {
      for store in 1...2 {
        for item in 1...2 {
          text += "\(2015 + month / 12),\(month % 12 + 1),\(store),\(item),\(month * store + item)\n"
        }
      }
    }
    try workspace.write("a.csv", text)
    try workspace.write("b.csv", text.replacing("Year,Month", with: "Jahr?,Monat?"))
    let fit = try workspace.run(["fit", "a.csv", "--horizon", "2", "--save", "m.model"] + Sample.small)
    #expect(fit.status == 0, "\(fit.errors)")
    let predict = try workspace.run(["predict", "m.model", "a.csv"])
    #expect(predict.status == 0, "\(predict.errors)")
    let rows = predict.output.split(separator: "\n")
    #expect(rows.count == 9 && rows[1].hasPrefix("1/1,2017-07,") && rows[8].hasPrefix("2/2,2017-08,"))
    let renamed = try workspace.run([
      "predict", "m.model", "b.csv", "--time", "Jahr?,Monat?",
    ])
    #expect(renamed.status == 0 && renamed.output == predict.output, "\(renamed.errors)")
  }

  @Test func savedModelsReadDatesInTheHeader() throws {
    let workspace = try Workspace()
    var text = "Province,Country,Lat"
    for day in 0..<56 { text += ",2020-0\(day / 28 + 1)-\(day % 28 < 9 ? "0" : "")\(day % 28 + 1)" }
    text = text.replacing("2020-01-28,2020-02-01", with: "2020-01-28,2020-02-01")
    for (name, factor) in [(",Italy", 1), ("Hubei,China", 3)] {
      text += "\n\(name),33.5" + (0..<56).map { ",\($0 * factor)" }.joined()
    }
    try workspace.write("a.csv", text + "\n")
    let small = Sample.small + ["--freq", "D"]
    let fit = try workspace.run(["fit", "a.csv", "--horizon", "2", "--save", "m.model"] + small)
    #expect(fit.status == 0, "\(fit.errors)")
    let predict = try workspace.run(["predict", "m.model", "a.csv"])
    #expect(predict.status == 0, "\(predict.errors)")
    #expect(
      predict.output.contains("\nItaly,2020-02-29,") && predict.output.contains("\nHubei/China,2020-03-01,"))
  }

  @Test func linesAboveTheHeaderCanBeCounted() throws {
    let workspace = try Workspace()
    try workspace.write(
      "a.csv",
      "1,2,3\nx,y\nds,y\n" + days(20) { "2024-\($0 < 10 ? "0" : "")\($0)-\($1 < 10 ? "0" : "")\($1),\($1)" })
    let without = try workspace.run(["inspect", "a.csv"])
    #expect(without.status == 3)
    let with = try workspace.run(["inspect", "a.csv", "--skip", "2"])
    #expect(with.status == 0 && with.output.contains("2 lines above the table left out"), "\(with.errors)")
    #expect(try workspace.run(["inspect", "a.csv", "--skip", "-1"]).status == 2)
  }

  @Test func totalsAreWarnedOf() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", "ds,y\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\nTotal,6\n")
    let outcome = try workspace.run(["inspect", "a.csv"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("warning: line 5 is not data and was left out: `Total,6`"))
    #expect(try workspace.run(["inspect", "a.csv", "--strict"]).status == 3)
  }

  // MARK: - Hints

  /// What a hint says, pasted into a shell, reads the file.
  @Test(arguments: [
    ("date,Store Name,Item's,amount\n", ["\"A B\",x", "\"A B\",y", "C,x", "C,y"]),
    ("date,slot,x,amount\n", ["1,0", "2,0", "3,0", "4,0"]),
  ])
  func theHintAboutEqualStampsWorks(header: String, cells: [String]) throws {
    let workspace = try Workspace()
    var text = header
    for day in 1...9 { for cell in cells { text += "2024-01-0\(day),\(cell),\(day).5\n" } }
    try workspace.write("a b.csv", text)
    let refused = try workspace.run(["inspect", "a b.csv", "--target", "amount"])
    if refused.status == 0 { return }
    #expect(refused.errors.contains("error[F027]") && !refused.errors.contains("--duplicates"))
    let hint = try #require(refused.errors.firstRange(of: "--id ").map { refused.errors[$0.lowerBound...] })
    let flag = try #require(hint.split(separator: "   ").first?.split(separator: "\n").first)
    let pasted = try workspace.shell("$F inspect 'a b.csv' --target amount \(flag)")
    #expect(pasted.status == 0 && pasted.output.contains("4 series, 36 values"), "\(flag): \(pasted.errors)")
  }

  @Test func duplicatesAreAddedUp() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", "date,sales\n2024-01-01,9\n2024-01-01,3\n2024-01-02,8\n2024-01-03,7\n")
    let refused = try workspace.run(["inspect", "a.csv"])
    #expect(refused.errors.contains("--duplicates sum") && refused.errors.contains("--duplicates mean"))
    let outcome = try workspace.run(["inspect", "a.csv", "--duplicates", "sum"])
    #expect(outcome.output.contains("1 duplicate row merged (--duplicates sum)"))
    #expect(outcome.output.contains("  12"))
  }

  @Test func theTargetIsAskedFor() throws {
    let workspace = try Workspace()
    var text = "shop,date,Apples (kg),pears\n"
    for day in 1...9 { text += "a,2024-01-0\(day),\(day),1\(day)\nb,2024-01-0\(day),\(day),2\(day)\n" }
    try workspace.write("a.csv", text)
    let refused = try workspace.run([
      "forecast", "a.csv", "--horizon", "1", "--model", "naive", "--no-holdout",
    ])
    #expect(refused.status == 3 && refused.errors.contains("error[F044]") && refused.output.isEmpty)
    let pasted = try workspace.shell("$F inspect a.csv --target 'Apples (kg)'")
    #expect(refused.errors.contains("--target 'Apples (kg)'") && pasted.status == 0)
  }

  // MARK: - Problems

  private let broken =
    "ds,y\n2024-01-01,1\n2024-01-02,NA\n2024-01-03,0x1F\n2024-01-04,NA\nsoon,5\n2024-01-06,6,6\n2024-01-07,7\n2024-01-07,8\n2024-01-08,8\n"

  @Test func inspectListsEveryKindOfProblem() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", broken)
    let outcome = try workspace.run(["inspect", "a.csv"])
    #expect(outcome.status == 3 && outcome.output.isEmpty)
    for (code, place) in [
      ("F037", "3:12"), ("F031", "4:12"), ("F024", "6:1"), ("F017", "7:14"), ("F027", "9:1"),
    ] {
      #expect(outcome.errors.contains("error[\(code)]"), "\(outcome.errors)")
      #expect(outcome.errors.contains("a.csv:\(place)\n"), "\(code)")
    }
    #expect(outcome.errors.contains("(1 more such place)"))
    #expect(outcome.errors.hasSuffix("5 kinds of problem\n"))
  }

  @Test func inspectListsThemAsJSON() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", broken)
    let outcome = try workspace.run(["inspect", "a.csv", "--json"])
    #expect(outcome.status == 3)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let problems = try #require(document["problems"] as? [[String: Any]])
    #expect(problems.map { $0["code"] as? String } == ["F037", "F031", "F024", "F017", "F027"])
    #expect(problems.map { $0["more"] as? Int } == [1, 0, 0, 0, 0])
    let sound = try workspace.run(["inspect", try workspace.write("b.csv", Sample.monthly()), "--json"])
    #expect(sound.status == 0 && sound.output.contains("\"problems\""))
  }

  @Test func otherCommandsSayHowManyKindsThereAre() throws {
    let workspace = try Workspace()
    try workspace.write("a b.csv", broken)
    let outcome = try workspace.run(["forecast", "a b.csv", "--horizon", "1"])
    #expect(outcome.status == 3 && outcome.errors.contains("error[F037]") && !outcome.errors.contains("F031"))
    #expect(
      outcome.errors.hasSuffix("   = note: 4 more kinds of problem: foretell inspect 'a b.csv' lists them\n"))
  }

  // MARK: - Gaps

  @Test func gapsAreBoundInMemory() throws {
    let workspace = try Workspace()
    // Three rows per series, the last one 1,100 days later: 4 MB of text for a grid of 77 million points.
    var text = "unique_id,ds,y\n"
    for id in 0..<70_000 {
      text += "\(id),2020-01-01,1\n\(id),2020-01-02,1\n\(id),2023-01-0\(id % 9 + 1),2\n"
    }
    try workspace.write("a.csv", text)
    let outcome = try workspace.shell("ulimit -v 2500000; $F inspect a.csv")
    #expect(outcome.status == 3 && outcome.errors.contains("error[F039]"), "\(outcome.errors)")
    #expect(outcome.errors.contains("the limit is 6300000 (1000000 or 30 per row)"))
  }
}

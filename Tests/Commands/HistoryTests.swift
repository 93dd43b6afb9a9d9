import Foundation
import Testing

/// How the commands handle gaps at the end, short and constant series, large levels and bounds.
@Suite struct HistoryTests {
  private static let small = ["--epochs", "3", "--hidden-size", "8"]

  /// Daily rows from 2021-01-04, an empty cell for nil.
  private static func daily(_ values: [[Double?]], _ header: String = "ds,y") -> String {
    let count = values.map(\.count).max() ?? 0
    var text = header + "\n"
    for day in 0..<count {
      let moment = Date(timeIntervalSince1970: Double(18_631 + day) * 86_400)
      text += moment.formatted(.iso8601.year().month().day())
      for column in values {
        text += "," + ((day < column.count ? column[day] : nil).map { "\($0)" } ?? "")
      }
      text += "\n"
    }
    return text
  }

  private static func weekly(_ count: Int, level: Double = 500) -> [Double?] {
    (0..<count).map { level + [0, 50, 100, 150, 200, -50, -80][$0 % 7] + Double($0 * $0 % 5) }
  }

  private static func rows(_ output: String) -> [[String]] {
    output.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private let none: [Double?] = Array(repeating: nil, count: 40)

  @Test func oneBadSeriesDoesNotStopTheOthers() throws {
    let space = try Workspace()
    try space.write(
      "wide.csv",
      Self.daily(
        [
          Self.weekly(120), Self.weekly(80) + none, Self.weekly(20) + Array(repeating: nil, count: 100),
          [7, 8, 9],
        ],
        "ds,A,B,C,D"))
    let arguments = ["wide.csv", "--horizon", "3", "--no-holdout"] + Self.small
    let outcome = try space.run(["forecast"] + arguments)
    #expect(outcome.status == 0)
    // D ends 117 days before the others, which is longer than its history of three values.
    #expect(Set(Self.rows(outcome.output).map { $0[0] }) == ["A", "B"])
    #expect(
      outcome.errors.contains(
        "warning: series `B` has no value after 2021-03-24 (40 steps): the forecast goes on from there"))
    for id in ["C", "D"] {
      #expect(
        outcome.errors.split(separator: "\n").contains {
          $0.hasPrefix("warning: series `\(id)` has no value after")
            && $0.hasSuffix("it is left out of the forecast")
        })
    }
    let strict = try space.run(["forecast"] + arguments + ["--strict", "--quiet"])
    #expect(strict.status == 3 && strict.output == outcome.output)
    let json = try space.run(["forecast"] + arguments + ["--json"])
    #expect(
      json.output.contains("\"kind\": \"left-out\"") && json.output.contains("\"kind\": \"trailing-gap\""))

    let fit = try space.run(
      ["fit", "wide.csv", "--horizon", "3", "--save", "kept.model"] + Self.small)
    #expect(fit.status == 0)
    for file in [[], ["wide.csv"]] {
      let predicted = try space.run(["predict", "kept.model"] + file)
      #expect(predicted.status == 0 && predicted.output == outcome.output)
      #expect(predicted.errors.contains("`C`") && predicted.errors.contains("`B`"))
    }
    for command in ["backtest", "compare"] {
      let seeds = command == "compare" ? ["--seeds", "1", "--models", "lstm"] : []
      let found = try space.run(
        [command, "wide.csv", "--horizon", "3", "--windows", "2"] + Self.small + seeds)
      #expect(found.status == 0, "\(found.errors)")
    }
  }

  @Test func noSeriesLeftIsAnErrorWithItsPlace() throws {
    let space = try Workspace()
    try space.write("late.csv", Self.daily([Self.weekly(20) + Array(repeating: nil, count: 30)]))
    let outcome = try space.run(["forecast", "late.csv", "--horizon", "3", "--no-holdout"] + Self.small)
    #expect(outcome.status == 3 && outcome.output == "")
    #expect(outcome.errors.contains("F040") && outcome.errors.contains("late.csv"))
    #expect(
      outcome.errors.contains("`y` has no value after 2021-01-23 (30 steps, more than the 20 of its history)")
    )
  }

  @Test func shortSeriesAreRepeated() throws {
    let space = try Workspace()
    for count in 1...3 {
      try space.write("short.csv", Self.daily([Array([5, 7, 6][..<count])]))
      let outcome = try space.run(["forecast", "short.csv", "--horizon", "2", "--freq", "D"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.contains("warning: series `y` has"))
      let rows = Self.rows(outcome.output)
      #expect(rows.count == 2 && rows.allSatisfy { Double($0[2]) == [5, 7, 6][count - 1] })
      #expect(rows.allSatisfy { (Double($0[6]) ?? 0) - (Double($0[5]) ?? 0) > 5 })
      #expect(
        try space.run(["forecast", "short.csv", "--horizon", "2", "--freq", "D", "--strict"]).status == 3)
      let fit = try space.run(
        ["fit", "short.csv", "--horizon", "2", "--freq", "D", "--save", "short.model"])
      #expect(fit.status == 3 && fit.errors.contains("F121") && !space.has("short.model"))
    }
  }

  @Test func constantsAreExact() throws {
    let space = try Workspace()
    try space.write("zero.csv", Self.daily([Array(repeating: 0, count: 60)]))
    let outcome = try space.run(["forecast", "zero.csv", "--horizon", "4"] + Self.small)
    #expect(Self.rows(outcome.output).allSatisfy { $0[2...].allSatisfy { $0 == "0" } })
    #expect(outcome.errors.contains("LSTM sMAPE 0.00, MASE –"))
    #expect(!outcome.errors.contains("warning"))
  }

  @Test func aMeterKeepsItsDecimals() throws {
    let space = try Workspace()
    var text = "ds,kwh\n"
    for hour in 0..<200 {
      let moment = Date(timeIntervalSince1970: 1_700_000_000 / 3600 * 3600 + Double(hour) * 3600)
      let value = 84_512_345.789 + 0.2 * Double(hour) + Double(hour % 7) / 100
      text += moment.formatted(
        .iso8601.year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false))
      text += ",\((value * 1000).rounded() / 1000)\n"
    }
    try space.write("meter.csv", text.replacingOccurrences(of: "Z", with: ""))
    let outcome = try space.run(
      ["forecast", "meter.csv", "--horizon", "6", "--no-holdout", "--plot", "meter.svg", "--picture"]
        + Self.small)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = Self.rows(outcome.output)
    let points = rows.compactMap { Double($0[2]) }
    #expect(points.count == 6 && Set(points).count == 6)
    #expect(abs((points.first ?? 0) - 84_512_385.8) < 5)
    #expect(rows.allSatisfy { (Double($0[4]) ?? 0) > (Double($0[3]) ?? 0) })
    let picture = String(decoding: try space.read("meter.svg"), as: UTF8.self)
    // The axis labels differ from each other, and the description distinguishes the ends.
    let labels = picture.matches(of: />(84[0-9.,]+)</).map { String($0.1) }
    #expect(labels.count >= 3 && Set(labels).count == labels.count, "\(labels)")
    #expect(picture.contains("between 84512345") || picture.contains("between 8.4512345"))
  }

  @Test func boundsAreKeptAndSaidOnlyWhenAsked() throws {
    let space = try Workspace()
    let counts: [Double?] = (0..<120).map { ($0 * $0) % 11 == 3 ? 2 : 0 }
    try space.write("counts.csv", Self.daily([counts]))
    let arguments = ["counts.csv", "--horizon", "5", "--no-holdout"] + Self.small
    func lowest(_ outcome: Outcome) -> Double {
      Self.rows(outcome.output).flatMap { $0[2...].compactMap { Double($0) } }.min() ?? .nan
    }
    let usual = try space.run(["forecast"] + arguments)
    #expect(lowest(usual) == 0 && !usual.errors.contains("below 0"))
    let verbose = try space.run(["forecast"] + arguments + ["--verbose"])
    #expect(verbose.output == usual.output && verbose.errors.contains("no value of series `y` is below 0"))
    #expect(!verbose.errors.contains("warning"))
    #expect(lowest(try space.run(["forecast"] + arguments + ["--lower-bound", "none"])) < 0)
    #expect(lowest(try space.run(["forecast"] + arguments + ["--lower-bound", "-0.25"])) == -0.25)
    let upper = try space.run(["forecast"] + arguments + ["--upper-bound", "2"])
    #expect(Self.rows(upper.output).flatMap { $0[2...].compactMap { Double($0) } }.max() == 2)

    #expect(
      try space.run(
        ["fit", "counts.csv", "--horizon", "5", "--save", "kept.model", "--lower-bound", "-0.25"] + Self.small
      ).status == 0)
    #expect(lowest(try space.run(["predict", "kept.model"])) == -0.25)
    #expect(lowest(try space.run(["predict", "kept.model", "counts.csv", "--lower-bound", "0"])) == 0)
    #expect(lowest(try space.run(["predict", "kept.model", "--lower-bound", "none"])) < -0.25)

    for command in ["forecast", "backtest", "compare"] {
      let outside = try space.run(
        [command, "counts.csv", "--horizon", "5", "--upper-bound", "1"] + Self.small)
      #expect(outside.status == 2 && outside.errors.contains("above the upper bound 1"))
      #expect(outside.errors.contains("2021-01-"))
      for wrong in [
        ["--lower-bound", "low"], ["--lower-bound", "3", "--upper-bound", "3"], ["--upper-bound", "nan"],
      ] {
        #expect(try space.run([command, "counts.csv", "--horizon", "5"] + wrong).status == 2)
      }
    }
  }

  @Test func aValueFarOutsideIsNamed() throws {
    let space = try Workspace()
    try space.write("jump.csv", Self.daily([Self.weekly(120) + [99_999]]))
    let outcome = try space.run(["forecast", "jump.csv", "--horizon", "3"] + Self.small)
    #expect(
      outcome.errors.contains(
        "warning: series `y`: the value 99999 at 2021-05-04 is far outside the others (420 to 704) and is taken as missing"
      ))
    #expect(!outcome.errors.contains("has no value after"))
    #expect(Self.rows(outcome.output).allSatisfy { (Double($0[2]) ?? 0) < 800 })
    let fit = try space.run(["fit", "jump.csv", "--horizon", "3", "--save", "kept.model"] + Self.small)
    #expect(fit.errors.contains("is taken as missing"))
    let json = try space.run(
      ["fit", "jump.csv", "--horizon", "3", "--save", "kept.model", "--json", "--quiet"] + Self.small)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let warnings = try #require(document["warnings"] as? [[String: Any]])
    #expect(warnings.count == 1 && warnings[0]["series"] as? String == "y")
    #expect((warnings[0]["text"] as? String)?.contains("the value 99999 at 2021-05-04") == true)
    let predicted = try space.run(["predict", "kept.model"])
    #expect(predicted.output == outcome.output && predicted.errors.contains("is taken as missing"))
    #expect(!predicted.errors.contains("has no value after"))
  }
}

import Foundation
import Testing

/// What `backtest` and `inspect` print and write.
@Suite struct BacktestTests {
  @Test func scoresAreCSV() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", "ds,y\n1,5\n2,7\n3,6\n4,9\n5,4\n6,8\n")
    let outcome = try workspace.run(
      ["backtest", "a.csv", "--horizon", "2", "--models", "naive,seasonal-naive", "--level", "none"])
    #expect(outcome.status == 0)
    // Naive forecasts 9 for the actual values 4 and 8: MAE (5 + 1) / 2; MASE divides it by the history's mean
    // step (2 + 1 + 3) / 3.
    let rows = outcome.output.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    #expect(
      rows[0] == ["model", "smape", "mase", "rmsse", "mae", "rmse", "skill", "owa", "nd", "nrmse"])
    #expect(Double(rows[1][8]) == 6.0 / 12)
    #expect(rows[1][0] == "naive" && rows[2][0] == "seasonal-naive")
    #expect(rows[1][4] == "3" && rows[1][2] == "1.5" && rows[1][6] == "0")
    let smape = try #require(Double(rows[1][1]))
    let expected = (200.0 * 5 / 13 + 200.0 / 17) / 2
    #expect((smape - expected).magnitude < 1e-9)
    let rmse = try #require(Double(rows[1][5]))
    #expect((rmse * rmse - 13).magnitude < 1e-12)
  }

  @Test func tableForPeopleIsOnStandardError() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    let outcome = try workspace.run(
      ["backtest", "a.csv", "--horizon", "3", "--windows", "2", "--models", "lstm,naive"] + Sample.small)
    #expect(
      outcome.errors.contains("1 series, 2 windows, 3 steps apart, horizon 3, season length 12, seed 1\n"))
    #expect(outcome.errors.contains("model  sMAPE   MASE  RMSSE"))
  }

  @Test func jsonHasTheDocumentedKeys() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    let words =
      ["backtest", "a.csv", "--horizon", "3", "--windows", "2", "--models", "lstm,seasonal-naive", "--json"]
      + Sample.small
    let outcome = try workspace.run(words)
    #expect(outcome.status == 0)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(document["windows"] as? Int == 2)
    #expect(document["horizon"] as? Int == 3)
    let models = try #require(document["models"] as? [[String: Any]])
    #expect(models.map { $0["model"] as? String } == ["lstm", "seasonal-naive"])
    for model in models {
      for key in ["smape", "mase", "rmsse", "mae", "rmse", "skill"] {
        #expect(model[key] is Double, "\(key)")
      }
      #expect((model["per_window"] as? [Any])?.count == 2)
      #expect(Set((model["coverage"] as? [String: Any] ?? [:]).keys) == ["80", "95"])
      #expect(model["seconds"] is NSNull)
    }
    let timed = try workspace.run(words + ["--timings"])
    #expect(timed.output.contains(/"seconds": [0-9.]+/))
  }

  @Test func measuresOfEveryPart() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.panel(["p", "q"]))
    let words = ["backtest", "a.csv", "--horizon", "3", "--windows", "2", "--models", "naive,drift"]
    let all = try GradientsTests.document(workspace.run(words + ["--json"]).output)
    let model = try #require((all["models"] as? [[String: Any]])?.last)
    let names = [
      "owa", "nd", "nrmse", "wql", "crps", "msis-95", "interval-score-80", "mse", "bias", "mape", "skill",
    ]
    for (parts, key, count) in [
      ("per_horizon", "step", 3), ("per_series", "unique_id", 2), ("per_window", "window", 2),
    ] {
      let lists = try #require(model[parts] as? [[String: Any]])
      #expect(lists.count == count)
      for list in lists {
        #expect(list[key] != nil && (list["undefined"] as? [Any])?.isEmpty == true, "\(parts)")
        for name in names { #expect(list[name] is Double, "\(parts) \(name)") }
      }
    }
    #expect((model["undefined"] as? [Any])?.isEmpty == true)
    let measures = try #require(model["measures"] as? [String: Any])
    #expect(measures["smape"] as? Double == model["smape"] as? Double)
    for (part, heading, rows) in [
      ("horizon", "step", 6), ("series", "unique_id", 4), ("window", "window", 4),
    ] {
      let outcome = try workspace.run(words + ["--by", part])
      let lines = outcome.output.split(separator: "\n")
      #expect(lines.count == rows + 1 && lines[0].hasPrefix("model,\(heading),smape,mase,rmsse,"))
      #expect(outcome.errors.contains("model  \(heading)") || outcome.errors.contains("\(heading)  "))
    }
    let table = try workspace.run(words)
    #expect(table.errors.contains("model    OWA     ND") && !table.errors.contains("undefined: "))
    #expect(try workspace.run(words + ["--by", "day"]).status == 2)
    #expect(try workspace.run(words + ["--by", "series", "--json"]).status == 2)
  }

  @Test func undefinedMeasuresAreListed() throws {
    let workspace = try Workspace()
    // Series `flat` never changes in its history, and `zero` is zero at the end.
    var text = "unique_id,ds,y\n"
    for day in 1...9 {
      text += "flat,2024-01-0\(day),\(day > 7 ? 6 : 5)\nzero,2024-01-0\(day),\(day > 7 ? 0 : day % 3 + 1)\n"
    }
    try workspace.write("a.csv", text)
    let words = [
      "backtest", "a.csv", "--horizon", "2", "--models", "naive", "--season", "1", "--level", "80",
    ]
    let outcome = try workspace.run(words)
    #expect(outcome.status == 0)
    #expect(
      outcome.errors.contains(
        "undefined: MASE, RMSSE and MSIS 80 of naive in 1 window of flat: the history does not change at the season's lag\n"
      ), "\(outcome.errors)")
    #expect(
      outcome.errors.contains("undefined: MAPE of naive in 1 window of zero: an actual value is zero\n"))
    let document = try GradientsTests.document(workspace.run(words + ["--json"]).output)
    let model = try #require((document["models"] as? [[String: Any]])?.first)
    let undefined = try #require(model["undefined"] as? [[String: Any]])
    #expect(
      undefined.contains {
        $0["measures"] as? [String] == ["mase", "rmsse", "msis-80"]
          && ($0["places"] as? [[String: Any]])?.first?["unique_id"] as? String == "flat"
      })
    let series = try #require(model["per_series"] as? [[String: Any]])
    #expect(series.map { $0["unique_id"] as? String } == ["flat", "zero"])
    // Nothing is replaced by a number: of one series alone neither OWA nor skill nor MASE exist, and of zeros no ratio.
    for name in ["mase", "owa", "skill"] { #expect(series[0][name] is NSNull, "\(name)") }
    for name in ["nd", "nrmse", "wql", "mape"] { #expect(series[1][name] is NSNull, "\(name)") }
    let reasons = (series[0]["undefined"] as? [[String: Any]] ?? []).compactMap { $0["reason"] as? String }
    #expect(reasons.contains("MASE is undefined in every window"))
  }

  @Test func forecastsWithCutoffs() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", "ds,y\n1,5\n2,7\n3,6\n4,9\n5,4\n6,8\n")
    _ = try workspace.run([
      "backtest", "a.csv", "--horizon", "2", "--windows", "2", "--step-size", "1", "--models", "naive",
      "--level",
      "none", "--output", "cv.csv",
    ])
    let text = String(decoding: try workspace.read("cv.csv"), as: UTF8.self)
    #expect(text == "unique_id,ds,cutoff,y,Naive\ny,4,3,9,6\ny,5,3,4,6\ny,5,4,4,9\ny,6,4,8,9\n")
  }

  @Test func inspectSaysWhatIsThere() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", "ds;y\n2024-01-01;1,5\n2024-01-02;2,5\n2024-01-04;4\n")
    let outcome = try workspace.run(["inspect", "a.csv"])
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("a.csv: 3 rows, delimiter ;, header, decimal comma, long format\n"))
    let row = outcome.output.split(separator: "\n").last.map { $0.split(separator: " ").map(String.init) }
    #expect(row == ["y", "2024-01-01", "2024-01-04", "4", "1", "1.5", "2.667", "4"])
    #expect(outcome.errors.hasPrefix("next: foretell forecast a.csv --horizon "))
  }

  @Test func inspectAsJSON() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.panel(["a", "b"]))
    let outcome = try workspace.run(["inspect", "a.csv", "--json"])
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(document["frequency"] as? String == "MS")
    #expect((document["series"] as? [[String: Any]])?.map { $0["points"] as? Int } == [48, 48])
    #expect((document["checksum"] as? String)?.count == 64)
    #expect(outcome.errors == "")
  }
}

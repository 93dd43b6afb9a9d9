import Foundation
import Testing

/// What `compare` prints and writes.
@Suite struct CompareTests {
  static let words =
    ["compare", "a.csv", "--horizon", "3", "--models", "rnn,lstm", "--seeds", "2", "--windows", "3"]
    + ["--epochs", "3", "--hidden-size", "8", "--input-size", "12", "--batch-size", "16"]

  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    return workspace
  }

  @Test func scoresAreCSVAndWordsForPeople() throws {
    let outcome = try workspace().run(Self.words)
    #expect(outcome.status == 0)
    let rows = outcome.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(
      rows[0].joined(separator: ",")
        == "model,hidden_size,parameters,mase,mase_deviation,smape,rmsse,mae,rmse,skill,coverage-80,coverage-95,p,effective_memory"
    )
    #expect(rows.map { $0[0] } == ["model", "rnn", "lstm", "seasonal-naive"])
    #expect(rows[2][1] == "8" && rows[3][1].isEmpty)
    let (rnn, lstm) = (try #require(Double(rows[1][2])), try #require(Double(rows[2][2])))
    #expect((rnn - lstm).magnitude / lstm < 0.1)
    #expect(outcome.errors.contains("\nUse "))
    #expect(outcome.errors.contains("With 3 windows no difference can be significant, however large"))
    #expect(outcome.errors.contains("model            MASE  ± seeds  sMAPE  skill"))
    #expect(
      outcome.errors.contains(
        "1 series, 3 windows, 3 steps apart, horizon 3, season length 12, seeds 1 to 2; equal parameters"))
    #expect(
      outcome.errors.contains(" over 3 windows, corrected for 3 pairs\nmemory: steps until less than 1 % "))
    #expect(outcome.errors.contains("next: foretell f"))
  }

  @Test func theReadingIsTold() throws {
    let workspace = try workspace()
    let few = Self.words.map { $0 == "3" ? "2" : $0 } + ["--models", "mlp"]
    let usual = try workspace.run(few)
    #expect(usual.errors.contains("\nreading: values, one in each step\n"))
    let origins = try workspace.run(few + ["--reading", "origins"])
    #expect(origins.errors.contains("\nreading: origins, a window in each step\n"))
    #expect(origins.errors.contains("memory: origins until less than 1 %"))
    let mixed = try workspace.run(
      few.map { $0 == "rnn,lstm" ? "rnn,lstm+reading=auto+segment=6" : $0 } + ["--json"])
    let models = try #require(try GradientsTests.document(mixed.output)["models"] as? [[String: Any]])
    let readings = models.map { "\($0["model"] ?? "") \($0["reading"] as? String ?? "-")" }
    #expect(
      readings == ["rnn values", "lstm+reading=auto+segment=6 origins", "mlp -", "seasonal-naive -"],
      "\(mixed.errors)")
    let memories = try #require(models[1]["memories"] as? [[String: Any]])
    #expect(
      memories.first?["lag_unit"] as? String == "origin" && memories.first?["origin_window"] as? Int == 12)
  }

  @Test func jsonHoldsEverything() throws {
    let workspace = try workspace()
    let outcome = try workspace.run(Self.words + ["--json", "--threads", "1"])
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(try workspace.run(Self.words + ["--json", "--threads", "3"]).output == outcome.output)
    let document = try GradientsTests.document(outcome.output)
    #expect(document["match"] as? String == "parameters" && document["measure"] as? String == "mase")
    #expect((document["verdict"] as? [String])?.first?.hasPrefix("Use ") == true)
    let models = try #require(document["models"] as? [[String: Any]])
    #expect(models.map { $0["model"] as? String } == ["rnn", "lstm", "seasonal-naive"])
    let runs = try #require(document["runs"] as? [[String: Any]])
    #expect(runs.count == 3 * (2 + 2 + 1))
    let actuals = try #require(document["actuals"] as? [[String: Any]])
    #expect(actuals.count == 3)
    let history = try #require((document["histories"] as? [[String: Any]])?.first)
    #expect((history["ds"] as? [String])?.last == "2004-03-01" && (history["y"] as? [Double])?.count == 12)
    // The mean error can be recomputed from forecasts, actual values and scales.
    for model in models {
      var errors: [Double] = []
      for run in runs where run["model"] as? String == model["model"] as? String {
        let actual = try #require(actuals.first { $0["window"] as? Int == run["window"] as? Int })
        let forecast = try #require((run["forecasts"] as? [[String: Any]])?.first)
        let pairs = zip(
          try #require(actual["y"] as? [Double]), try #require(forecast["point"] as? [Double]))
        let mean = pairs.reduce(0) { $0 + ($1.0 - $1.1).magnitude } / 3
        errors.append(mean / (try #require(actual["scale"] as? Double)))
        #expect((forecast["lo-80"] as? [Double])?.count == 3 && (forecast["hi-95"] as? [Double])?.count == 3)
      }
      let mean = errors.reduce(0, +) / Double(errors.count)
      #expect((mean - (try #require(model["mase"] as? Double))).magnitude < 1e-12)
      #expect(model["seconds"] is NSNull)
    }
    #expect((models[0]["memories"] as? [Any])?.count == 2)
    #expect((document["pairs"] as? [Any])?.count == 3)
    #expect((document["test"] as? [String: Any])?["smallest_p"] as? Double == 0.75)
    let timed = try GradientsTests.document(workspace.run(Self.words + ["--json", "--timings"]).output)
    #expect((timed["models"] as? [[String: Any]])?.allSatisfy { $0["seconds"] is Double } == true)
  }

  @Test func forecastsWithSeeds() throws {
    let workspace = try workspace()
    _ = try workspace.run(Self.words + ["--level", "none", "--output", "cv.csv", "--plot", "c.svg"])
    let rows = String(decoding: try workspace.read("cv.csv"), as: UTF8.self).split(separator: "\n")
    #expect(rows[0] == "unique_id,ds,cutoff,seed,y,RNN,LSTM,SeasonalNaive")
    #expect(rows.count == 1 + 2 * 3 * 3)
    #expect(rows[1].hasPrefix("y,2004-04-01,2004-03-01,1,"))
    let svg = String(decoding: try workspace.read("c.svg"), as: UTF8.self)
    #expect(svg.hasPrefix("<svg") && svg.contains("seasonal-naive"))
  }

  @Test func matchingChangesSizesOrEpochs() throws {
    let workspace = try workspace()
    func models(_ match: String) throws -> [[String: Any]] {
      let outcome = try workspace.run(Self.words + ["--json", "--match", match])
      return try #require(try GradientsTests.document(outcome.output)["models"] as? [[String: Any]])
    }
    #expect(try models("hidden").prefix(2).map { $0["hidden_size"] as? Int } == [8, 8])
    let timed = try models("time")
    #expect(timed.prefix(2).map { $0["hidden_size"] as? Int } == [8, 8])
    #expect(timed[1]["epochs"] as? Int == 3 && (timed[0]["epochs"] as? Int ?? 0) > 3)
    let sized = try models("parameters")
    #expect((sized[0]["hidden_size"] as? Int ?? 0) > 8 && sized[1]["hidden_size"] as? Int == 8)
  }

  @Test func interruptedLeavesNothing() throws {
    let workspace = try workspace()
    let running = try workspace.start([
      "compare", "a.csv", "--horizon", "3", "--epochs", "100000", "--output", "cv.csv", "--verbose",
    ])
    #expect(running.wait { running.errorsSoFar.contains(" epoch 2/") })
    running.send(SIGINT)
    let outcome = try running.finish()
    #expect(outcome.status == 130 && outcome.output.isEmpty)
    #expect(outcome.errors.contains("interrupted after "))
    #expect(!workspace.has("cv.csv"))
  }

  @Test(
    "wrong options are refused",
    arguments: [
      ["--match", "size"], ["--seeds", "0"], ["--windows", "0"], ["--models", "lstm,lstm"],
      ["--models", "prophet"], ["--output", "a.csv"], ["--report", "a.csv"],
    ])
  func refusals(_ words: [String]) throws {
    #expect(try workspace().run(["compare", "a.csv", "--horizon", "3"] + words).status == 2)
  }

  @Test func divergenceNamesTheFit() throws {
    let outcome = try workspace().run(
      Self.words + ["--models", "rnn-relu", "--learning-rate", "1e30", "--clip", "0", "--optimizer", "sgd"])
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains("rnn, window 1, seed 1: training diverged"))
  }

  @Test func tooManyWindowsIsADataError() throws {
    let outcome = try workspace().run(["compare", "a.csv", "--horizon", "12", "--windows", "9"])
    #expect(outcome.status == 3 && outcome.errors.contains("fewer --windows"))
  }
}

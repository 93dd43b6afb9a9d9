import Foundation
import Testing

/// What `gradients` and `fit --monitor` print and write.
@Suite struct GradientsTests {
  static let quick = [
    "gradients", "--synthetic", "echo", "--lag", "6", "--hidden-size", "6", "--updates", "20", "--epochs",
    "2",
  ]

  static func document(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func memoryTaskAsJSON() throws {
    let workspace = try Workspace()
    let outcome = try workspace.run(Self.quick + ["--models", "rnn,lstm", "--seed", "3", "--json"])
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let document = try Self.document(outcome.output)
    #expect(document["lag"] as? Int == 6 && document["task"] as? String == "echo")
    let models = try #require(document["models"] as? [[String: Any]])
    #expect(models.map { $0["model"] as? String } == ["rnn", "lstm"])
    for model in models {
      #expect((model["norm_by_lag"] as? [Any])?.count == 16)
      #expect((model["jacobian_norm_by_lag"] as? [Any])?.count == 16)
      #expect((model["epochs"] as? [Any])?.count == 2)
      for key in ["relative_error", "decay_rate", "spectral_radius"] {
        #expect(model[key] is Double, "\(key)")
      }
      #expect((model["effective_memory"] as? Int ?? -1) >= 0)
      #expect((model["verdict"] as? String ?? "").contains("effective memory"))
    }
    let again = try workspace.run(
      Self.quick + ["--models", "rnn,lstm", "--seed", "3", "--json", "--threads", "1"])
    #expect(again.output == outcome.output)
  }

  @Test func everyOptionReachesTheExperiment() throws {
    let workspace = try Workspace()
    let plain = try workspace.run(Self.quick + ["--models", "rnn", "--csv"]).output
    for change in [
      ["--recurrent-init", "identity"], ["--recurrent-init", "xavier"], ["--activation", "relu"],
      ["--activation", "sigmoid"], ["--clip", "0.01"], ["--truncation", "4"], ["--learning-rate", "0.001"],
    ] {
      let outcome = try workspace.run(Self.quick + ["--models", "rnn", "--csv"] + change)
      #expect(outcome.status == 0 && outcome.output != plain, "\(change)")
    }
    let gated = try workspace.run(Self.quick + ["--models", "lstm", "--csv"]).output
    #expect(
      try workspace.run(Self.quick + ["--models", "lstm", "--csv", "--forget-bias", "1"]).output != gated)
  }

  @Test func dataAsCSVWithPicturesAndSavedModel() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    let fit = try workspace.run(
      ["fit", "a.csv", "--horizon", "3", "--save", "a.model", "--monitor"] + Sample.small)
    #expect(fit.status == 0)
    #expect(fit.errors.contains("epoch 3: LSTM: the gradient that reaches lag "))
    let outcome = try workspace.run(
      ["gradients", "a.csv", "--models", "rnn,a.model", "--plot", "g.svg", "--report", "g.html", "--csv"]
        + Sample.small)
    #expect(outcome.status == 0)
    let rows = outcome.output.split(separator: "\n")
    #expect(rows[0] == "model,epoch,layer,direction,state,lag,mean,q10,q50,q90")
    // rnn: three epochs and the trained network, twelve lags; the saved LSTM: h and c.
    #expect(rows.count { $0.hasPrefix("rnn,") } == 4 * 12)
    #expect(rows.count { $0.hasPrefix("a.model,trained,0,forward,cell,") } == 12)
    #expect(String(decoding: try workspace.read("g.svg"), as: UTF8.self).hasPrefix("<svg"))
    let page = String(decoding: try workspace.read("g.html"), as: UTF8.self)
    #expect(page.contains("effective memory") && page.utf8.count < 500_000)
    #expect(outcome.errors.contains("LSTM (a.model): the gradient that reaches lag "))
  }

  @Test func originsAreToldFromValues() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    let words = ["gradients", "a.csv", "--models", "rnn,lstm", "--horizon", "3"] + Sample.small
    for reading in ["origins", "auto"] {
      let origins = try workspace.run(words + ["--reading", reading, "--segment", "6"])
      #expect(origins.status == 0, "\(origins.errors)")
      #expect(
        origins.output.contains("an origin, window 12") && origins.output.contains("a lag is one origin"))
      #expect(origins.output.contains("k origins back, the oldest value lies k + window - 1 steps back"))
    }
    let all = words + ["--reading", "origins", "--segment", "6"]
    let document = try Self.document(workspace.run(all + ["--json", "--plot", "g.svg"]).output)
    for model in try #require(document["models"] as? [[String: Any]]) {
      #expect(model["reading"] as? String == "origins" && model["lag_unit"] as? String == "origin")
      let origins = try #require(model["origins"] as? [String: Any])
      #expect(origins["window"] as? Int == 12 && origins["direct_path"] as? Bool == true)
      #expect(origins["oldest_value_by_lag"] as? [Int] == [11, 12, 13, 14, 15, 16])
      let memory = try #require(model["effective_memory"] as? Int)
      #expect(model["value_memory"] as? Int == memory + 11)
    }
    #expect(
      String(decoding: try workspace.read("g.svg"), as: UTF8.self).contains(
        "lag (origins before the last one, a step apart; each reads 12 values)"))
    let rows = try workspace.run(all + ["--csv"]).output.split(separator: "\n")
    #expect(rows[0] == "model,epoch,layer,direction,state,lag,oldest_value,mean,q10,q50,q90")
    #expect(rows.contains { $0.hasPrefix("lstm,trained,0,forward,cell,5,16,") })
    let values = try Self.document(workspace.run(words + ["--json"]).output)
    let first = try #require((values["models"] as? [[String: Any]])?.first)
    #expect(first["reading"] as? String == "values" && first["origins"] is NSNull)
    // In training every origin has a loss of its own.
    let refused = try workspace.run(all + ["--interval", "2"])
    #expect(refused.status == 2 && refused.errors.contains("--interval would have no effect"))
  }

  @Test func bothDirectionsAreShown() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    let words = ["gradients", "a.csv", "--models", "gru", "--bidirectional"] + Sample.small
    let text = try workspace.run(words)
    #expect(text.output.contains("GRU, reverse "))
    #expect(text.output.hasPrefix("model ") && text.output.contains("GRU: the gradient that reaches lag "))
    let rows = try workspace.run(words + ["--csv"])
    #expect(rows.output.contains("gru,trained,0,reverse,hidden,11,"))
    #expect(rows.errors.contains("GRU, reverse "))
    let document = try Self.document(workspace.run(words + ["--json"]).output)
    let model = try #require((document["models"] as? [[String: Any]])?.first)
    let layers = try #require(model["layers"] as? [[String: Any]])
    #expect(layers.map { $0["direction"] as? String } == ["forward", "reverse"])
  }

  @Test func aSeasonBeyondTheEffectiveMemoryIsWarnedAbout() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    let warning = "warning: RNN: the season of 12 steps is longer than the effective memory of "
    for words in [
      ["gradients", "a.csv", "--models", "rnn", "--horizon", "3"],
      ["fit", "a.csv", "--model", "rnn", "--horizon", "3", "--save", "m", "--monitor"],
    ] {
      let all =
        words + ["--epochs", "3", "--hidden-size", "8", "--input-size", "24", "--batch-size", "16"]
      #expect(try workspace.run(all + ["--truncation", "4"]).errors.contains(warning + "4"))
      #expect(
        try !workspace.run(all + ["--season", "4"]).errors.contains("longer than the effective memory"))
    }
  }

  @Test func explodingGradientsAreWarnedAbout() throws {
    let workspace = try Workspace()
    // ReLU units from the identity: one large step takes the radius of the recurrent matrix above one.
    let words = [
      "gradients", "--synthetic", "echo", "--lag", "30", "--models", "rnn", "--activation", "relu",
      "--recurrent-init", "identity", "--updates", "2", "--epochs", "2", "--clip", "0",
    ]
    let wild = try workspace.run(words + ["--learning-rate", "0.1"]).errors
    #expect(wild.contains("warning: RNN-ReLU: gradients explode: at lag 39 the norm is "))
    #expect(try !workspace.run(words + ["--learning-rate", "0.0001"]).errors.contains("explode"))
    let data = Workspace.package.appending(path: "datasets/air-passengers/air-passengers.csv").path
    let fit = [
      "fit", data, "--horizon", "3", "--model", "rnn-relu", "--save", "m", "--monitor", "--clip", "0",
      "--epochs", "4", "--hidden-size", "8", "--input-size", "36",
    ]
    let seeds = (1...6).map { "\($0)" }
    #expect(
      try seeds.contains {
        try workspace.run(fit + ["--learning-rate", "1", "--seed", $0]).errors.contains(
          "warning: RNN-ReLU: gradients explode")
      })
    #expect(try !workspace.run(fit).errors.contains("gradients explode"))
  }

  @Test func aDivergingFitSaysWhatTheMonitorSaw() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    let wild =
      Sample.small + [
        "--horizon", "3", "--learning-rate", "1e25", "--optimizer", "sgd", "--schedule", "constant", "--clip",
        "0", "--loss", "squared",
      ]
    for words in [
      ["gradients", "a.csv", "--models", "rnn-relu", "--interval", "1000"],
      ["fit", "a.csv", "--model", "rnn-relu", "--save", "m", "--monitor"],
    ] {
      let outcome = try workspace.run(words + wild)
      #expect(outcome.status == 4 && outcome.output.isEmpty)
      let lines = outcome.errors.split(separator: "\n")
      let warning = try #require(
        lines.firstIndex { $0.hasPrefix("warning: RNN-ReLU: ") && $0.hasSuffix("states are not finite") })
      let error = try #require(lines.firstIndex { $0.hasPrefix("error[F120]: ") })
      #expect(warning < error)
    }
  }

  @Test func watchingKeepsTheModelFile() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    let words = ["fit", "a.csv", "--horizon", "3", "--reading", "values"] + Sample.small
    #expect(try workspace.run(words + ["--save", "plain"]).status == 0)
    #expect(try workspace.run(words + ["--save", "watched", "--monitor"]).status == 0)
    #expect(try workspace.read("plain") == workspace.read("watched"))
  }

  @Test func fitGivesSnapshotsAsJSON() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    let words = ["fit", "a.csv", "--horizon", "3", "--save", "a.model", "--json"] + Sample.small
    #expect(try Self.document(workspace.run(words).output)["gradients"] is NSNull)
    let watched = try Self.document(workspace.run(words + ["--monitor"]).output)
    #expect((watched["gradients"] as? [[String: Any]])?.map { $0["epoch"] as? Int } == [1, 2, 3])
  }

  @Test(
    "wrong options are refused",
    arguments: [
      ["--synthetic", "echoes"], ["--synthetic", "echo", "file.csv"], ["--lag", "5", "file.csv"],
      ["--synthetic", "echo", "--forget-bias", "much"], ["--synthetic", "echo", "--models", "lstm,lstm"],
      ["--synthetic", "echo", "--models", "naive"],
      ["--synthetic", "echo", "--lag", "10", "--input-size", "10"],
      ["--synthetic", "echo", "--csv", "--json"],
    ])
  func refusals(_ words: [String]) throws {
    #expect(try Workspace().run(["gradients"] + words).status == 2)
  }
}

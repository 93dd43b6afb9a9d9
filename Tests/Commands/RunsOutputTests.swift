import Foundation
import Testing

/// What `foretell runs` prints, writes and removes.
@Suite struct RunsOutputTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    for (model, seed) in [("lstm", "1"), ("gru", "2")] {
      let outcome = try workspace.run(
        [
          "fit", "a.csv", "--horizon", "3", "--save", "\(model).model", "--model", model, "--seed", seed,
          "--monitor", "--holdout", "--track", "--registry", "r.sqlite",
        ] + Sample.small)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.contains("tracked: foretell runs show "))
    }
  }

  private func runs(_ words: [String]) throws -> Outcome {
    try workspace.run(["runs"] + words + ["--registry", "r.sqlite"])
  }

  private func ids() throws -> [String] {
    try runs(["list"]).output.split(separator: "\n").dropFirst().map { String($0.prefix(10)) }
  }

  @Test func listIsCSVElsewhereAndATableOnATerminal() throws {
    let outcome = try runs(["list"])
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(
      lines[0].hasPrefix(
        "id,parent,started,ended,command,model,status,data,digest,seed,version,epochs,duration,training_loss,"
      ))
    #expect(lines[1].contains(",fit,gru,FINISHED,a.csv,") && lines[2].contains(",fit,lstm,FINISHED,a.csv,"))
    #expect(outcome.errors == "2 runs\n")
    #expect(
      try runs(["list", "--limit", "1"]).errors
        == "2 runs, of which the first is shown; --limit 0 shows all\n")
    #expect(
      try runs(["list", "--model", "lstm", "--status", "finished"]).errors
        == "1 run (status finished; model lstm)\n")
    #expect(try runs(["list", "--status", "killed"]).errors == "no runs (status killed)\n")
  }

  @Test func showTellsEverything() throws {
    let outcome = try runs(["show", "latest", "--report", "r.html", "--picture"])
    #expect(outcome.status == 0)
    for text in [
      "model    gru", "status   FINISHED", "\nresults\n", "\nconfiguration\n", "  hidden_size",
      "holdout_smape",
      "\nfiles\n  model", "gru.model", "effective_memory",
    ] {
      #expect(outcome.output.contains(text), "\(text)")
    }
    #expect(outcome.errors.contains("Learning curve of gru"))
    let page = String(decoding: try workspace.read("r.html"), as: UTF8.self)
    #expect(page.contains("Learning curve of gru") && page.contains("How far back it learned"))
    // Learning curve, norms by lag, heat map.
    try ReportPagesTests.check(page, figures: 3)
  }

  @Test func compareShowsWhatDiffers() throws {
    let ids = try ids()
    let outcome = try runs(["compare", ids[1], ids[0], "--report", "c.html", "--picture"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    for text in ["What differs", "cell", "seed", "Results", "holdout_smape"] {
      #expect(outcome.output.contains(text), "\(text)")
    }
    #expect(!outcome.output.contains("hidden_size"), "what is equal is not shown")
    #expect(outcome.errors.contains("Training loss by epoch") && outcome.errors.contains("lstm \(ids[1])"))
    let page = String(decoding: try workspace.read("c.html"), as: UTF8.self)
    #expect(
      page.contains("How far back the gradient reaches") && page.contains("has the lowest holdout_mase"))
    try ReportPagesTests.check(page, figures: 2)
    let json = try GradientsTests.document(try runs(["compare", ids[1], ids[0], "--json"]).output)
    #expect(json["same_data"] as? Bool == true)
    #expect((json["differences"] as? [String: [Any]])?["seed"] as? [String] == ["1", "2"])
    #expect((json["results"] as? [String: [Any]])?["training_loss"]?.count == 2)
    #expect((json["runs"] as? [Any])?.count == 2)
  }

  @Test func exportsHoldAllRuns() throws {
    let json = try GradientsTests.document(try runs(["export"]).output)
    let all = try #require(json["runs"] as? [[String: Any]])
    #expect(all.map { $0["model"] as? String } == ["lstm", "gru"])
    #expect((all[0]["metrics"] as? [Any])?.isEmpty == false)
    let csv = try runs(["export", "--format", "csv", "--model", "gru"]).output.split(separator: "\n")
    #expect(csv[0] == "run,parent,model,kind,name,window,epoch,layer,lag,value")
    #expect(csv.count { $0.contains(",gru,metric,training_loss,0,") } == 3)
    #expect(csv.count { $0.contains(",gru,gradient,hidden mean,0,") } == 3 * 12)
    #expect(!csv.contains { $0.contains(",lstm,") })
    let written = try runs(["export", "latest", "--output", "one.json"])
    #expect(written.output.isEmpty && written.errors.contains("exported: 1 run"))
    #expect(
      try GradientsTests.document(String(decoding: workspace.read("one.json"), as: UTF8.self)).count == 2)
    let board = try runs(["export", "--format", "tensorboard", "--output", "logs"])
    #expect(board.status == 0 && board.errors.contains("next: tensorboard --logdir logs"))
    for (id, model) in zip(try ids(), ["gru", "lstm"]) {
      let folder = workspace.folder.appending(path: "logs/\(id)-fit-\(model)").path
      let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(files.count == 1 && files[0].hasPrefix("events.out.tfevents."))
    }
  }

  @Test func deletingNeedsAYes() throws {
    let ids = try ids()
    let refused = try runs(["delete", ids[0]])
    #expect(refused.status == 2 && refused.errors.contains("add --yes"))
    #expect(try runs(["delete", ids[0], "--yes"]).errors == "deleted: 1 run\n")
    #expect(try self.ids() == [ids[1]])
    #expect(workspace.has("gru.model"), "files stay")
    #expect(try runs(["delete", ids[0], "--yes"]).status == 2)
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
  func aTerminalIsAsked() throws {
    let id = try ids()[0]
    for (answer, left) in [("n", 2), ("y", 1)] {
      try workspace.write("run.sh", "$F runs delete \(id) --registry r.sqlite\n")
      let outcome = try workspace.shell(
        "(until grep -q Delete seen 2>/dev/null; do sleep 0.01; done; echo \(answer)) "
          + "| script -qfec 'bash run.sh' seen; rm seen")
      #expect(outcome.status == 0 && outcome.output.contains("Delete 1 run? [y/N]"))
      #expect(try ids().count == left, "\(answer)")
    }
  }

  @Test func pruningTakesWhatMeetsAllConditions() throws {
    #expect(try runs(["prune", "--yes"]).status == 2)
    #expect(try runs(["prune", "--older-than", "1d", "--yes"]).errors == "nothing to delete\n")
    #expect(
      try runs(["prune", "--older-than", "0m", "--status", "failed", "--yes"]).errors == "nothing to delete\n"
    )
    let dry = try runs(["prune", "--older-than", "0m", "--model", "gru", "--dry-run"])
    #expect(dry.errors == "would delete: 1 run\n" && dry.output.contains("gru"))
    #expect(try ids().count == 2)
    #expect(try runs(["prune", "--older-than", "0m", "--model", "gru"]).status == 2)
    #expect(
      try runs(["prune", "--older-than", "0m", "--model", "gru", "--yes"]).errors == "deleted: 1 run\n")
    #expect(try ids().count == 1)
  }

  @Test(
    "wrong words are refused",
    arguments: [
      ["list", "--status", "done"], ["list", "--sort", "smapee"], ["list", "--csv", "--json"],
      ["list", "--limit", "-1"], ["show", "zzz"], ["show", "0"], ["compare", "latest"],
      ["compare", "latest", "latest"], ["export", "--format", "xml"], ["export", "--format", "tensorboard"],
      ["export", "latest", "--model", "gru"], ["delete"], ["prune", "--older-than", "soon", "--yes"],
      ["prune", "--status", "running", "--yes"], ["lst"],
    ])
  func refusals(_ words: [String]) throws {
    let outcome = try runs(words)
    #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome.errors)")
    let mark = words.contains("--json") ? "{\"error\":{\"kind\":\"usage\"" : "error[F06"
    #expect(outcome.errors.hasPrefix(mark), "\(outcome.errors)")
  }

  @Test func namesFromDataCannotCommandTheTerminal() throws {
    try workspace.write("e\u{1B}[31m.csv", Sample.monthly())
    let outcome = try workspace.run(
      [
        "forecast", "e\u{1B}[31m.csv", "--horizon", "2", "--model", "naive", "--track", "--registry",
        "r.sqlite",
      ])
    #expect(outcome.status == 0)
    let shown = try runs(["show", "latest", "--report", "e.html"])
    let page = String(decoding: try workspace.read("e.html"), as: UTF8.self)
    #expect(
      !shown.output.contains("\u{1B}") && !page.contains("\u{1B}") && page.contains("e\\u001b[31m.csv"))
    let json = try GradientsTests.document(try runs(["show", "latest", "--json"]).output)
    #expect((json["data"] as? [String: Any])?["name"] as? String == "e\u{1B}[31m.csv")
    #expect(!(try runs(["list"]).errors.contains("\u{1B}")))
  }
}

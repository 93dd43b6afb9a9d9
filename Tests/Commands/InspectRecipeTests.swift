import Foundation
import Testing

/// `inspect MODEL --recipe`: the options of a fitted model and the reasons for them.
@Suite struct InspectRecipeTests {
  private static func options(_ outcome: Outcome) throws -> [String: (value: String, reason: String?)] {
    let list = try #require(
      try GradientsTests.document(outcome.output)["options"] as? [[String: Any]], "\(outcome.errors)")
    return Dictionary(
      uniqueKeysWithValues: list.compactMap { one in
        guard let name = one["option"] as? String, let value = one["value"] as? String else { return nil }
        return (name, (value, one["reason"] as? String))
      })
  }

  @Test func reasonsOfRulesComeFromTheFile() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.panel(["p", "q"]))
    let fit = try workspace.run(
      [
        "fit", "a.csv", "--horizon", "6", "--save", "a.model", "--segment", "9", "--hidden-size", "3",
        "--epochs", "2", "--verbose",
      ])
    #expect(fit.status == 0, "\(fit.errors)")
    let told = try workspace.run(["inspect", "a.model", "--recipe"])
    #expect(told.status == 0 && told.output.hasPrefix("model LSTM: a.model\n\noption "))
    #expect(!told.errors.contains("note: ") && told.errors.contains("next: foretell predict a.model\n"))
    let options = try Self.options(workspace.run(["inspect", "a.model", "--recipe", "--json"]))
    #expect(options["hidden-size"]?.value == "3" && options["hidden-size"]?.reason == "given")
    #expect(options["horizon"]?.value == "6" && options["epochs"]?.value == "2")
    // What the fit said with --verbose is what the file tells.
    let said = fit.errors.matches(of: /recipe: ([a-z-]+) (.*) \((.*)\)\n/)
    #expect(said.count > 8)
    for line in said {
      let name = String(line.1)
      #expect(options[name]?.reason?.hasPrefix(String(line.3)) == true, "\(name)")
      if !["dropout", "input-size"].contains(name) {
        #expect(options[name]?.value == String(line.2), "\(name)")
      }
    }
  }

  @Test func everyKindOfModelTellsItsOptions() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    for (model, expected) in [
      ("gru", ["reading": "values", "input-size": "12"]), ("mlp", ["activation": "relu"]),
      ("deepar", ["likelihood": "student-t", "samples": "200"]), ("ridge", ["transform": "log"]),
    ] {
      var words = ["fit", "a.csv", "--horizon", "3", "--save", "\(model).model", "--model", model]
      if model != "ridge" { words += Sample.small }
      #expect(try workspace.run(words).status == 0, "\(model)")
      let options = try Self.options(workspace.run(["inspect", "\(model).model", "--recipe", "--json"]))
      for (name, value) in expected { #expect(options[name]?.value == value, "\(model) \(name)") }
    }
  }

  @Test func filesOfEarlierReleasesTellValuesOnly() throws {
    let workspace = try Workspace()
    for name in ["older-lstm", "origins", "baseline-window-average"] {
      try FileManager.default.copyItem(
        at: Workspace.package.appending(path: "Tests/Fixtures/models/\(name).model"),
        to: workspace.folder.appending(path: "\(name).model"))
    }
    let older = try workspace.run(["inspect", "older-lstm.model", "--recipe"])
    #expect(older.status == 0 && older.output.contains("\nreading  ") && !older.errors.contains("note: "))
    let origins = try workspace.run(["inspect", "origins.model", "--recipe"])
    #expect(origins.status == 0 && origins.errors.contains("note: the file holds no reasons of rules"))
    let average = try workspace.run(["inspect", "baseline-window-average.model", "--recipe"])
    #expect(average.output.contains("\nwindow-size "))
  }

  @Test func modelsAndTablesAreToldApart() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    #expect(
      try workspace.run(["fit", "a.csv", "--horizon", "3", "--save", "a.model", "--model", "ridge"]).status
        == 0)
    let table = try workspace.run(["inspect", "a.csv", "--recipe"])
    #expect(table.status == 2 && table.errors.contains("--recipe needs a model, but `a.csv` is a CSV"))
    let model = try workspace.run(["inspect", "a.model"])
    #expect(model.status == 2 && model.errors.contains("foretell inspect a.model --recipe"))
    #expect(try workspace.run(["inspect", "--recipe"], input: "ds,y\n").status == 2)
    #expect(try workspace.run(["inspect", "a.model", "--recipe", "--target", "y"]).status == 2)
    try workspace.write("b.model", "nothing")
    #expect(try workspace.run(["inspect", "b.model", "--recipe"]).status == 3)
    #expect(try workspace.run(["inspect", "c.model", "--recipe"]).status == 5)
  }
}

import Foundation
import Testing

/// Command line over environment over configuration file over defaults.
@Suite struct OptionLayerTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly(30))
  }

  private func horizon(_ arguments: [String], _ environment: [String: String] = [:]) throws -> Int {
    let outcome = try workspace.run(
      ["forecast", "a.csv", "--model", "naive", "--quiet"] + arguments, environment: environment)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.output.split(separator: "\n").count - 1
  }

  @Test func precedence() throws {
    try workspace.write("c.yaml", "# for the tests\nhorizon: 2\nlevel: [80, 95]\n")
    #expect(try horizon(["--config", "c.yaml"]) == 2)
    #expect(try horizon(["--config=c.yaml"]) == 2)
    #expect(try horizon([], ["FORETELL_CONFIG": "c.yaml"]) == 2)
    #expect(try horizon(["--config", "c.yaml"], ["FORETELL_HORIZON": "3"]) == 3)
    #expect(try horizon(["--config", "c.yaml", "--horizon", "4"], ["FORETELL_HORIZON": "3"]) == 4)
    #expect(try horizon(["--config", "c.yaml", "--horizon=5"]) == 5)
  }

  @Test func emptyVariableIsUnset() throws {
    #expect(try horizon(["--horizon", "2"], ["FORETELL_MODEL": "", "FORETELL_HIDDEN_SIZE": ""]) == 2)
  }

  @Test func flagsAndListsFromAllLayers() throws {
    try workspace.write("c.yaml", "json: true\nlevel: [50, 90]\nmodel: naive\nholdout: no\n")
    let outcome = try workspace.run(["forecast", "a.csv", "--horizon", "1", "--config", "c.yaml"])
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(document["levels"] as? [Double] == [50, 90])
    #expect(document["holdout"] is NSNull)
    let overruled = try workspace.run(
      ["forecast", "a.csv", "--horizon", "1", "--config", "c.yaml"], environment: ["FORETELL_JSON": "false"])
    #expect(overruled.status == 0)
    #expect(
      overruled.output.hasPrefix("{"), "a plain flag has no opposite: false leaves it to the next layer")
  }

  @Test func negatedFlag() throws {
    try workspace.write("n.csv", "1,5\n2,6\n3,7\n")
    let words = ["forecast", "n.csv", "--horizon", "1", "--model", "naive", "--level", "none", "--quiet"]
    let said = try workspace.run(words, environment: ["FORETELL_HEADER": "no"])
    #expect(said.status == 0, "\(said.errors)")
    #expect(said.output.hasSuffix(",4,7\n"))
    let wrong = try workspace.run(words, environment: ["FORETELL_HEADER": "maybe"])
    #expect(wrong.status == 2)
    #expect(wrong.errors.contains("FORETELL_HEADER says `maybe` for --header, which takes yes or no"))
  }

  @Test func optionsOfOtherCommandsMayStandInAFile() throws {
    try workspace.write("c.yaml", "windows: 3\nhorizon: 2\nsave: m.model\n")
    #expect(try horizon(["--config", "c.yaml"]) == 2)
  }

  @Test(arguments: [
    ("hiden-size: 3\n", "c.yaml:1:1", "did you mean `hidden-size`?"),
    ("horizon: 3\nhidden_size: 3\n", "c.yaml:2:1", "did you mean `hidden-size`?"),
    ("horizon: {a: 1}\n", "c.yaml:1:10", "keys are flat"),
    ("- horizon\n", "c.yaml:1:1", "write lines such as"),
    ("horizon: [3\n", "c.yaml:2:1", ""),
    ("zzzzzzzzzzz: 3\n", "c.yaml:1:1", "option names without the dashes"),
  ]) func wrongFiles(_ text: String, _ place: String, _ hint: String) throws {
    try workspace.write("c.yaml", text)
    let outcome = try workspace.run(["forecast", "a.csv", "--config", "c.yaml"])
    #expect(outcome.status == 2)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("error[F060]: "))
    #expect(outcome.errors.contains("--> \(place)"), "\(outcome.errors)")
    #expect(hint.isEmpty || outcome.errors.contains(hint), "\(outcome.errors)")
  }

  @Test func absentFileIsAnInputError() throws {
    let outcome = try workspace.run(["forecast", "a.csv", "--config", "absent.yaml"])
    #expect(outcome.status == 5)
    #expect(outcome.errors.contains("absent.yaml"))
  }

  @Test func wrongValuesNameTheirOrigin() throws {
    try workspace.write("c.yaml", "horizon: 2\nhidden-size: 0\n")
    let file = try workspace.run(["forecast", "a.csv", "--config", "c.yaml"])
    #expect(file.status == 2)
    #expect(file.errors == "error[F060]: --hidden-size must be from 1 to 8192, but is 0 (from c.yaml:2)\n")
    let variable = try workspace.run(["forecast", "a.csv"], environment: ["FORETELL_HORIZON": "many"])
    #expect(variable.status == 2)
    #expect(
      variable.errors.contains(
        "--horizon must be a whole number, from 1 to 10000, but is `many` (from FORETELL_HORIZON)"))
  }

  @Test func misspeltVariableIsMentioned() throws {
    let outcome = try workspace.run(
      ["forecast", "a.csv", "--horizon", "1", "--model", "naive"], environment: ["FORETELL_HORIZONT": "3"])
    #expect(outcome.status == 0)
    #expect(
      outcome.errors.contains(
        "FORETELL_HORIZONT is not an option and has no effect; did you mean FORETELL_HORIZON?"))
  }
}

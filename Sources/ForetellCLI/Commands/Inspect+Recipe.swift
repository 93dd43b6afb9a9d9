import ArgumentParser
import Foretell
import ForetellReport

/// `foretell inspect MODEL --recipe`: how a model was made.
extension Inspect {
  /// Prints every option of a model file.
  func tellRecipe(_ console: Console) throws {
    guard let path = input.file, path != "-" else {
      throw ForetellError(
        .badOption, "--recipe needs a model file, which standard input is not",
        hint: "name the file that foretell fit saved")
    }
    guard FileKind(of: path) != .table else {
      throw ForetellError(
        .badOption, "--recipe needs a model, but `\(path)` is a CSV", location: .init(file: path),
        hint: "leave --recipe out, or name a file that foretell fit saved")
    }
    try Invocation.refuse(DataOptions.names, because: "no CSV is read with --recipe")
    try Invocation.refuse(
      ["threads", "strict"], because: "with --recipe nothing is computed and nothing is doubtful")
    let model = try Catalogue.load(from: path)
    let report = RecipeReport(model, path: path)
    if common.json {
      try StandardOutput.write(try report.json.document())
      return
    }
    try StandardOutput.write(TerminalText.harmless(report.lines.joined(separator: "\n") + "\n"))
    if let note = report.note { console.say("note: \(note)") }
    console.detail(
      "fitted to \(Figures.count(model.lastTable.series.count, "series", "series")) of \(model.frequency.name) data, "
        + "checksum \(model.trainingChecksum)")
    console.say("next: foretell predict \(ShellWord.quoted(path))")
  }

  /// Refuses a model in the place of the CSV.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` with the line that prints the model's options.
  func refuseModelWithoutRecipe() throws {
    guard let path = input.file, FileKind(of: path) == .model, !path.hasSuffix(".checkpoint") else { return }
    throw ForetellError(
      .badOption, "`\(path)` is a model, but a CSV is expected here", location: .init(file: path),
      hint: "the options of a model are printed by: foretell inspect \(ShellWord.quoted(path)) --recipe")
  }
}

/// The options of a model file as text and JSON.
struct RecipeReport {
  /// The model's name.
  let name: String
  /// The file.
  let path: String
  /// All options with their values.
  let options: [OptionValue]
  /// Whether the file holds the reasons of rules.
  let holdsReasons: Bool
  /// What the file doesn't tell; nil when nothing is missing.
  let note: String?

  /// The options of a model that was read from a file.
  init(_ model: any KeptModel, path: String) {
    name = model.name
    self.path = path
    options = model.optionValues
    holdsReasons = !model.choices.isEmpty
    // Only the reading of origins is chosen by rules whose reasons are kept.
    let mayBeChosen = options.contains {
      $0.option == ModelOption.reading.rawValue && $0.value == ReadingName.origins.rawValue
    }
    note =
      mayBeChosen && !holdsReasons
      ? "the file holds no reasons of rules: the options were given, or the release that fitted the model didn't keep them"
      : nil
  }

  /// A table of the options.
  var lines: [String] {
    var table = TextTable(headings: ["option", "value", "reason"], leading: 3)
    table.rows = options.map { [$0.option, $0.value, $0.reason ?? ""] }
    return ["model \(name): \(path)", ""] + table.lines
  }

  /// The options as one document.
  var json: JSONValue {
    .members([
      "model_file": .string(path), "model": .string(name), "holds_reasons": .bool(holdsReasons),
      "options": .array(
        options.map { option in
          .members([
            "option": .string(option.option), "value": .string(option.value),
            "reason": option.reason.map(JSONValue.string) ?? .null,
          ])
        }),
      "note": note.map(JSONValue.string) ?? .null,
    ])
  }
}

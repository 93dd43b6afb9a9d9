import ArgumentParser
import Foretell

/// The argument list completed from environment and configuration file.
///
/// An option is taken from the command line, or else from `FORETELL_<OPTION>` in the environment, or else
/// from the file of `--config`, or else it has the command's default. ArgumentParser parses the resulting
/// list of arguments.
struct OptionLayers {
  /// The arguments for ArgumentParser.
  var arguments: [String]
  /// For each option that was filled in, its name and its source, such as `FORETELL_SEED` or
  /// `foretell.yaml:3`.
  var origins: [String: String] = [:]
  /// Remarks for the user, such as a variable that looks misspelt.
  var remarks: [String] = []

  /// The values of an option in one layer.
  private struct Finding {
    var values: [String]
    var place: String
  }

  /// Pairs of options that exclude each other: if one layer sets one of them, lower layers can't set the
  /// other.
  private static let alternatives: [Set<String>] = [["day-first", "month-first"], ["quiet", "verbose"]]

  /// Variables with the prefix FORETELL_ that aren't options.
  private static let otherVariables: Set<String> = ["FORETELL_ISA"]

  /// Completes the options of the command that `arguments` names.
  ///
  /// - Parameter command: that command; nil when the line names none.
  /// - Throws: ``ForetellError`` for an unreadable or wrong configuration file, or a variable or key whose
  ///   value is invalid for a flag.
  init(
    arguments: [String], of command: OptionCatalogue.Command?, environment: [String: String],
    root: any ParsableCommand.Type
  ) throws {
    self.arguments = arguments
    let end = arguments.firstIndex(of: "--") ?? arguments.count
    let line = arguments[..<end]
    let variables = environment.filter {
      $0.key.hasPrefix("FORETELL_") && !$0.value.isEmpty && !Self.otherVariables.contains($0.key)
    }
    let configuration = Self.value(of: "config", in: line) ?? variables["FORETELL_CONFIG"]
    let asksForHelp = line.contains {
      ["--help", "-h", "--version"].contains($0) || $0.hasPrefix("--generate-")
    }
    guard !asksForHelp, configuration != nil || !variables.isEmpty else { return }

    guard let options = command?.options else { return }
    // An option of another command isn't a misspelling. Commands are described one after the other, because
    // each description takes long.
    var known = Set(options.flatMap(\.names).map(Self.variable))
    for other in root.configuration.subcommands where !known.isSuperset(of: variables.keys) {
      known.formUnion(OptionCatalogue.options(of: other).flatMap(\.names).map(Self.variable))
    }
    var file: ConfigurationFile?
    if configuration != nil || !known.isSuperset(of: variables.keys) {
      let catalogue = OptionCatalogue(root: root)
      file = try configuration.map {
        try ConfigurationFile(path: $0, known: catalogue.allNames.subtracting(["config"]))
      }
      remarks = Self.remarks(variables.keys, catalogue)
    }

    var taken = Set(line.filter { $0.hasPrefix("--") }.map { String($0.dropFirst(2).prefix { $0 != "=" }) })
    var additions: [String] = []
    func inEnvironment(_ name: String) -> Finding? {
      variables[Self.variable(name)].map { Finding(values: [$0], place: Self.variable(name)) }
    }
    func inFile(_ name: String) -> Finding? {
      file?.entries.first { $0.name == name }.map { Finding(values: $0.values, place: $0.place) }
    }
    for find in [inEnvironment, inFile] {
      let above = taken
      for option in options where !Self.isTaken(option, above) {
        let findings = option.names.compactMap { name in find(name).map { (name, $0) } }
        guard let (name, finding) = findings.first else { continue }
        if findings.count > 1 {
          throw ForetellError(
            .conflictingOptions,
            "\(finding.place) and \(findings[1].1.place) both decide about --\(option.name)",
            hint: "keep one of them")
        }
        let words = try Self.words(option, name, finding)
        additions += words
        for word in words.prefix(1) {
          let given = String(word.dropFirst(2).prefix { $0 != "=" })
          taken.insert(given)
          origins[given] = finding.place
        }
      }
    }
    self.arguments.insert(contentsOf: additions, at: end)
  }

  /// The environment variable of an option: `FORETELL_HIDDEN_SIZE` for `hidden-size`.
  static func variable(_ name: String) -> String {
    "FORETELL_" + String(name.uppercased().map { $0 == "-" ? "_" : $0 })
  }

  /// A message with the source of the option named in it, unless that was the command line.
  func attributed(_ message: String) -> String {
    let named = origins.keys.filter { name in
      message.contains("--\(name) ") || message.contains("--\(name)'") || message.hasSuffix("--\(name)")
    }
    guard let name = named.max(by: { ($0.count, $0) < ($1.count, $1) }), let place = origins[name] else {
      return message
    }
    return message + " (from \(place))"
  }

  // MARK: Steps

  private static func value(of name: String, in line: ArraySlice<String>) -> String? {
    if let index = line.firstIndex(of: "--\(name)"), index + 1 < line.endIndex { return line[index + 1] }
    return line.first { $0.hasPrefix("--\(name)=") }.map { String($0.dropFirst(name.count + 3)) }
  }

  private static func isTaken(_ option: OptionCatalogue.Option, _ taken: Set<String>) -> Bool {
    if option.names.contains(where: taken.contains) { return true }
    return alternatives.contains { group in
      option.names.contains(where: group.contains) && !group.isDisjoint(with: taken)
    }
  }

  private static func words(
    _ option: OptionCatalogue.Option, _ name: String, _ finding: Finding
  ) throws -> [String] {
    guard option.isFlag else {
      guard option.isRepeating || finding.values.count == 1 else {
        throw ForetellError(
          .badOption, "\(finding.place) lists \(finding.values.count) values for --\(name), which takes one",
          hint: "write one value: `\(name): \(finding.values.first ?? "")`")
      }
      return finding.values.map { "--\(name)=\($0)" }
    }
    switch finding.values.first?.lowercased() {
    case "1", "true", "yes", "on": return ["--\(name)"]
    case "0", "false", "no", "off":
      let opposite = name.hasPrefix("no-") ? String(name.dropFirst(3)) : "no-\(name)"
      return option.names.contains(opposite) ? ["--\(opposite)"] : []
    default:
      throw ForetellError(
        .badOption,
        "\(finding.place) says `\(finding.values.joined(separator: ","))` for --\(name), which takes yes or no",
        hint: "write true or false")
    }
  }

  private static func remarks(_ variables: some Sequence<String>, _ catalogue: OptionCatalogue) -> [String] {
    let known = Set(catalogue.allNames.map(variable)).union(otherVariables)
    return variables.sorted().compactMap { variable in
      guard !known.contains(variable), let meant = NearMiss.of(variable, among: known.sorted()) else {
        return nil
      }
      return "\(variable) is not an option and has no effect; did you mean \(meant)?"
    }
  }
}

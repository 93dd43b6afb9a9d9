import Foundation
import Testing

/// Every option of every command changes something, or is refused by name.
///
/// The options are taken from the program's own description, so that new ones are tried without a change
/// here.
@Suite struct OptionEffectTests {
  private let workspace: Workspace
  /// Two recorded runs, for the commands that show them.
  private let runs: [String]

  /// An option as the program describes it.
  private struct Option: Sendable {
    var names: [String]
    var isFlag: Bool
    var section: String
    var name: String { names[0] }
  }

  /// All output of a line.
  private struct Result: Equatable, Sendable {
    var status: Int32
    var output: String
    var errors: String
    var files: [String: Data]
  }

  init() throws {
    workspace = try Workspace()
    try OptionTrials.write(to: workspace)
    let line = "a.csv --horizon 2 --epochs 2 --hidden-size 2 --input-size 4".split(separator: " ").map(
      String.init)
    let registry = ["--track", "--registry", "runs.sqlite"]
    for words in [
      ["fit"] + line + ["--save", "a.model"], ["fit"] + line + ["--save", "d.model", "--model", "deepar"],
      ["pretrain", "--updates", "2", "--batch-size", "4", "--hidden-size", "2", "--save", "n.net"],
      ["fit", "early.csv"] + line.dropFirst() + ["--save", "e.model"], ["backtest"] + line + registry,
      ["fit"] + line + registry + ["--save", "b.model", "--model", "gru"],
      ["fit"] + line + registry + ["--save", "b.model"],
    ] {
      let outcome = try workspace.run(words)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let list = try GradientsTests.document(
      try workspace.run(["runs", "list", "--json", "--registry", "runs.sqlite"]).output)
    runs = (list["runs"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
    #expect(runs.count == 3)
  }

  private func options(_ command: [String]) throws -> [Option] {
    let dump = try GradientsTests.document(
      try workspace.run(command + ["--experimental-dump-help"]).output)
    let arguments = (dump["command"] as? [String: Any])?["arguments"] as? [[String: Any]] ?? []
    var options: [Option] = []
    for argument in arguments {
      let names = (argument["names"] as? [[String: String]] ?? []).filter { $0["kind"] == "long" }
        .compactMap { $0["name"] }
      guard argument["kind"] as? String != "positional", let name = names.first,
        !["help", "version"].contains(name)
      else { continue }
      // A flag and its opposite are described separately; one of them is the default.
      if let twin = options.firstIndex(where: { "no-\($0.name)" == name || "no-\(name)" == $0.name }) {
        options[twin].names += names
      } else {
        options.append(
          Option(
            names: names, isFlag: argument["kind"] as? String == "flag",
            section: argument["sectionTitle"] as? String ?? ""))
      }
    }
    return options
  }

  /// Runs a line in a folder of its own.
  private func result(_ words: [String]) throws -> Result {
    let place = try Workspace()
    let inputs = try workspace.names()
    for name in inputs {
      let target = place.folder.appending(path: name == "runs.sqlite" ? "foretell/runs.sqlite" : name)
      if name.hasPrefix("runs.sqlite") {
        try FileManager.default.createDirectory(
          at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: workspace.folder.appending(path: name), to: target)
      } else {
        try FileManager.default.linkItem(at: workspace.folder.appending(path: name), to: target)
      }
    }
    let outcome = try place.run(words, environment: ["XDG_DATA_HOME": place.folder.path])
    var files: [String: Data] = [:]
    for name in try place.names() where !inputs.contains(name) && name != "foretell" {
      // A registry contains times.
      files[name] = name.contains(".sqlite") ? Data() : try place.read(name)
    }
    // A comparison's last column contains times, and the id of a recorded run depends on the time.
    let errors = outcome.errors.replacing(/[0-9]+\.[0-9]{2}(?=\n)/, with: "").replacing(
      /runs show [0-9a-z]+/, with: "runs show")
    return Result(
      status: outcome.status, output: outcome.output, errors: errors,
      files: files)
  }

  /// Does something for each element, four at a time.
  private func concurrently<Element: Sendable, Value: Sendable>(
    _ elements: [Element], _ body: @escaping @Sendable (Element) throws -> Value
  ) async throws -> [Value] {
    try await withThrowingTaskGroup(of: [(Int, Value)].self) { group in
      for worker in 0..<4 {
        group.addTask {
          try stride(from: worker, to: elements.count, by: 4).map { ($0, try body(elements[$0])) }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  /// The words of a line with the trial's file inserted.
  private func words(_ line: OptionTrials.Line, _ file: String) -> [String] {
    line.words.map { ["FILE": file, "FIRST": runs[0], "SECOND": runs[1]][$0] ?? $0 }
  }

  /// Whether an option changes the output of a line, or is refused.
  private func hasEffect(_ option: Option, _ line: OptionTrials.Line, plain: Result?) throws -> Bool {
    let trial = OptionTrials.trial(of: option.name, on: line)
    for name in option.names {
      var words = words(line, trial.file)
      if let place = words.firstIndex(of: "--\(name)") {
        words.removeSubrange(place...(place + (option.isFlag ? 0 : 1)))
        if option.isFlag {
          if try result(words) != plain { return true }
          continue
        }
      }
      let found = try result(words + [option.isFlag ? "--\(name)" : "--\(name)=\(trial.value)"])
      let message =
        found.errors.split(separator: "\n").first { $0.hasPrefix("error") || $0.hasPrefix("{\"error") } ?? ""
      if found.status == 2 {
        if message.contains("--\(name) ") { return true }
      } else if found.status == 0 || plain?.status == 0, found != plain {
        return true
      }
    }
    return false
  }

  @Test func everyOptionHasAnEffectOrIsRefused() async throws {
    var trials: [(line: OptionTrials.Line, option: Option)] = []
    for line in OptionTrials.lines {
      let all = try options(line.command)
      #expect(all.count > 3, "\(line.name)")
      for option in all {
        let isExcepted = [option.name, "\(line.name) --\(option.name)"].contains {
          OptionTrials.exceptions[$0] != nil
        }
        if !isExcepted, line.sections?.contains(option.section) ?? true { trials.append((line, option)) }
      }
    }
    #expect(trials.count > 300)
    var needed: [String: [String]] = [:]
    for (line, option) in trials {
      let file = OptionTrials.trial(of: option.name, on: line).file
      let line = words(line, file)
      if !OptionTrials.refused.contains(file) { needed[line.joined(separator: " ")] = line }
    }
    let plain = Dictionary(
      uniqueKeysWithValues: zip(
        needed.keys, try await concurrently(Array(needed.values)) { try result($0) }))
    let idle = try await concurrently(trials) { line, option -> String? in
      let file = OptionTrials.trial(of: option.name, on: line).file
      let before = plain[words(line, file).joined(separator: " ")]
      if !OptionTrials.refused.contains(file), before?.status != 0 {
        return "\(line.name): \(file) can't be used: \(before?.errors ?? "")"
      }
      return try hasEffect(option, line, plain: before)
        ? nil : "foretell \(line.name) --\(option.name) on \(file) changes nothing and is not refused"
    }
    for complaint in idle.compactMap({ $0 }) { Issue.record("\(complaint)") }
  }

  @Test(arguments: ["forecast", "fit", "backtest", "compare", "gradients"])
  func commandsThatTrainReadDataAlike(_ command: String) throws {
    let line = try #require(OptionTrials.lines.first { $0.name == command })
    let inspected = try options(["inspect"]).filter { $0.section == "Data" }.map(\.names)
    #expect(try options([command]).filter { $0.section == "Data" }.map(\.names) == inspected)
    let found = try result(words(line, "all.csv") + OptionTrials.allDataOptions)
    #expect(found.status == 0, "\(found.errors)")
    #expect(found.errors.contains("time `t`") && found.errors.contains("target `z`"), "\(found.errors)")
    #expect(found.errors.contains("covariate `x`"), "\(found.errors)")
  }

  @Test func environmentMayHoldWhatAModelDoesNotRead() throws {
    let outcome = try workspace.run(
      ["forecast", "a.csv", "--horizon", "2", "--model", "naive"],
      environment: ["FORETELL_HIDDEN_SIZE": "4", "FORETELL_SEED": "3"])
    #expect(outcome.status == 0)
  }
}

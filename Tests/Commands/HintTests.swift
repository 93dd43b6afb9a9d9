import Foundation
import Testing

/// Hints work when they are pasted into a shell, and never lead in a circle.
@Suite struct HintTests {
  /// A file that is refused.
  struct Fixture: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var options: [String]

    var testDescription: String { name }
  }

  /// The files of `Tests/Fixtures/broken`, and the cases of the test of refusals.
  static let fixtures: [Fixture] = {
    let folder = Workspace.package.appending(path: "Tests/Fixtures/broken")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let kept = names.filter { $0.hasSuffix(".csv") }.sorted().compactMap { name -> Fixture? in
      guard let bytes = try? Data(contentsOf: folder.appending(path: name)) else { return nil }
      let stem = String(name.dropLast(4))
      let options = try? String(contentsOf: folder.appending(path: stem + ".options"), encoding: .utf8)
      let words = options?.split(separator: "\n").map(String.init) ?? []
      return Fixture(name: stem, bytes: Array(bytes), options: words)
    }
    return kept + BrokenFileTests.cases.map { Fixture(name: $0.name, bytes: $0.bytes, options: $0.arguments) }
  }()

  @Test func thereAreFixtures() { #expect(Self.fixtures.count > 50) }

  @Test(arguments: fixtures) func pastedHintsHelp(_ fixture: Fixture) throws {
    let workspace = try Workspace()
    try Data(fixture.bytes).write(to: workspace.folder.appending(path: "in put.csv"))
    let start = CommandLineState(file: "'in put.csv'", options: PastedOptions(fixture.options))
    let first = try Refusal(workspace.shell(start.line))
    #expect(first != nil, "the file is not refused")
    if let first { try follow(first, start, [first], workspace) }
  }

  /// Pastes everything that an error's hint proposes; the next run must then succeed or report a different
  /// error.
  private func follow(
    _ refusal: Refusal, _ state: CommandLineState, _ seen: [Refusal], _ workspace: Workspace
  ) throws {
    for paste in refusal.pastes {
      var next = state
      switch paste {
      case .options(let options): next.options.add(options)
      case .command(let command, let output):
        let outcome = try workspace.shell(command)
        #expect(outcome.status == 0, "\(command): \(outcome.errors)")
        next.file = output
      }
      let outcome = try workspace.shell(next.line)
      guard let later = Refusal(outcome) else {
        #expect(outcome.status == 0, "\(next.line): \(outcome.errors)")
        continue
      }
      #expect(later.kind != "usage", "\(next.line): \(outcome.errors)")
      let isNew = seen.allSatisfy { later.code != $0.code || later.place > $0.place }
      #expect(isNew, "\(next.line) leads back: \(outcome.errors)")
      if isNew, seen.count < 6 { try follow(later, next, seen + [later], workspace) }
    }
  }

  /// Every process orders its dictionaries differently; the output must not depend on it.
  @Test(arguments: fixtures) func diagnosesDependOnTheFileOnly(_ fixture: Fixture) throws {
    let workspace = try Workspace()
    try Data(fixture.bytes).write(to: workspace.folder.appending(path: "b.csv"))
    let words = ["inspect", "b.csv"] + fixture.options
    let first = try workspace.run(words)
    for _ in 0..<4 {
      let again = try workspace.run(words)
      #expect(again.status == first.status && again.output == first.output && again.errors == first.errors)
    }
  }

  /// The command that `inspect` proposes reads the file as `inspect` did.
  @Test func theNextCommandKeepsTheOptions() throws {
    let workspace = try Workspace()
    try workspace.write("a b.csv", "Day;y\n" + (1...9).map { "2024-01-0\($0);1.10\($0)\n" }.joined())
    let inspected = try workspace.run(["inspect", "a b.csv", "--thousands", ".", "--missing", "1105,<NA>"])
    let next = try #require(inspected.errors.firstMatch(of: /next: foretell (.*)\n/)?.1)
    #expect(next.contains("--thousands=.") && next.contains("'--missing=1105,<NA>'"), "\(next)")
    let outcome = try workspace.shell("$F \(next) --model naive")
    #expect(outcome.status == 0 && outcome.output.contains(",1109,"), "\(outcome.errors)")
  }

  @Test func readsHints() {
    func pastes(_ hint: String) -> [Refusal.Paste] { Refusal.pastes(in: hint) }
    #expect(pastes("thousands: --thousands . or decimals: --decimal .").count == 2)
    #expect(pastes("to read the word as a gap: --missing=--").map(\.text) == ["--missing=--"])
    #expect(pastes("gaps: --missing '<NA>,it'\\''s a'").map(\.text) == ["--missing '<NA>,it'\\''s a'"])
    #expect(pastes("say which with --day-first or --month-first").count == 2)
    #expect(pastes("name the column of values: --target NAME").isEmpty)
    #expect(pastes("correct the number, or leave out --decimal and --thousands").isEmpty)
    #expect(pastes("convert it: iconv -f utf-16 -t utf-8 'a b.csv' > 'a b-utf8.csv'").count == 1)
  }
}

/// The command line of a user: the file and the options so far, quoted for a shell.
private struct CommandLineState {
  var file: String
  var options: PastedOptions

  var line: String { "$F inspect \(file) \(options.text)" }
}

/// Options by name in the order in which they were given; a pasted option replaces an earlier one of the same
/// name.
private struct PastedOptions {
  private var entries: [(name: String, text: String)] = []

  /// Options as separate words.
  init(_ words: [String]) {
    for word in words {
      if word.hasPrefix("--") {
        entries.append((word, word))
      } else if !entries.isEmpty {
        entries[entries.count - 1].text += " '\(word)'"
      }
    }
  }

  /// Options as a hint writes them.
  mutating func add(_ texts: [String]) {
    for text in texts {
      let name = String(text.prefix { $0 != " " && $0 != "=" })
      if name != "--missing" { entries.removeAll { $0.name == name } }
      entries.append((name, text))
    }
  }

  var text: String { entries.map(\.text).joined(separator: " ") }
}

/// The parts of an error message that matter for following its hint.
private struct Refusal {
  /// Something that can be pasted.
  enum Paste {
    case options([String])
    /// A command and the file that it writes.
    case command(String, output: String)

    var text: String {
      switch self {
      case .options(let options): options.joined(separator: " ")
      case .command(let command, _): command
      }
    }
  }

  var code: String
  var kind: String
  /// Line and column, as one number.
  var place: Int
  var hint: String

  /// Reads standard error; nil when nothing was refused.
  init?(_ outcome: Outcome) {
    guard outcome.status != 0, let code = outcome.errors.firstMatch(of: /error\[(F\d+)\]/) else { return nil }
    self.code = String(code.1)
    kind = outcome.status == 2 ? "usage" : "data"
    let place = outcome.errors.firstMatch(of: #/  --> .*?:(\d+)(?::(\d+))?\n/#)
    self.place = (place.flatMap { Int($0.1) } ?? 0) * 10_000 + (place?.2.flatMap { Int($0) } ?? 0)
    hint = String(
      outcome.errors.firstMatch(of: #/   = help: (.*?)(?:   \(\d+ more such places?\))?\n/#)?.1 ?? "")
  }

  var pastes: [Paste] { Self.pastes(in: hint) }

  /// Commands that write a file, or options with their values; words in capitals are placeholders.
  static func pastes(in hint: String) -> [Paste] {
    if let command = hint.firstMatch(of: /(?:^|: )((?:sed|iconv|gunzip|zstd|bunzip2|xz) -.* > ('.*'|\S+))$/) {
      return [.command(String(command.1), output: String(command.2))]
    }
    let parts = hint.replacing(" or ", with: "\n").replacing("; ", with: "\n").split(separator: "\n")
    return parts.compactMap { part in
      if part.contains("leave") { return nil }
      let options = part.matches(of: /--[a-z][a-z-]+(?:[= ](?:(?:'[^']*'|\\')+|[^\s'?]+))?/).map {
        String($0.0)
      }
      let flags = ["--day-first", "--month-first", "--header", "--no-header", "--all-stamps"]
      let usable = options.compactMap { option -> String? in
        if let flag = flags.first(where: { option.hasPrefix($0) }) { return flag }
        guard let value = option.firstMatch(of: /[= ](.+)$/)?.1 else { return nil }
        return ["NAME", "FILE", "CHARACTER", "MODEL"].contains(value) ? nil : option
      }
      return usable.isEmpty ? nil : .options(usable)
    }
  }
}

import Foundation
import Testing

/// Help, version and completions, exactly as printed.
@Suite struct HelpTests {
  static let commands = [
    "", "inspect", "components", "forecast", "fit", "predict", "update", "backtest", "compare", "benchmark",
    "gradients",
    "generate", "pretrain",
    "runs",
    "runs list",
    "runs show",
    "runs compare", "runs export", "runs delete", "runs prune",
  ]

  private func help(_ command: String) throws -> Outcome {
    try Workspace().run(command.split(separator: " ").map(String.init) + ["--help"])
  }

  /// Compares with `Tests/Fixtures/commands/help-*.txt`; `UPDATE_GOLDEN=1` writes those files anew.
  @Test(arguments: commands) func helpIsAsKept(_ command: String) throws {
    let outcome = try help(command)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let name = (["help"] + command.split(separator: " ")).joined(separator: "-")
    let golden = Workspace.package.appending(path: "Tests/Fixtures/commands/\(name).txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try FileManager.default.createDirectory(
        at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(outcome.output.utf8).write(to: golden)
    }
    let kept = try String(contentsOf: golden, encoding: .utf8)
    #expect(outcome.output == kept)
  }

  @Test(arguments: commands) func helpStartsWithExamplesAndFits(_ command: String) throws {
    let outcome = try help(command)
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.prefix(4).contains("EXAMPLES:"))
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test func helpNeedsNoReadableConfiguration() throws {
    let outcome = try Workspace().run(["fit", "--help"], environment: ["FORETELL_CONFIG": "absent.yaml"])
    #expect(outcome.status == 0)
  }

  @Test func versionIsOneNumber() throws {
    let outcome = try Workspace().run(["--version"])
    #expect(outcome.status == 0)
    #expect(outcome.output == "0.1.0\n")
    #expect(outcome.errors == "")
  }

  @Test func versionIsFast() throws {
    let workspace = try Workspace()
    _ = try workspace.run(["--version"])
    // Processor time, which other programs don't lengthen as they do elapsed time.
    let shortest = try (0..<5).compactMap { _ in
      let times = try workspace.shell("TIMEFORMAT='%U %S'; time $F --version").errors
      return times.split(separator: " ").compactMap { Double($0.filter { $0 != "\n" }) }.reduce(0, +)
    }.min()
    #expect(try #require(shortest) < 0.2)
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completionsForEveryShell(_ shell: String) throws {
    let outcome = try Workspace().run(["--generate-completion-script", shell])
    #expect(outcome.status == 0)
    for word in ["foretell", "backtest", "hidden-size", "seasonal-naive", "tensorboard"] {
      #expect(outcome.output.contains(word), "\(word)")
    }
  }

  @Test func noArgumentsShowHelp() throws {
    let outcome = try Workspace().run([])
    #expect(outcome.output.contains("SUBCOMMANDS:"))
  }
}

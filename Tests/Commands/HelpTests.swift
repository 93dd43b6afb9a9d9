import Foundation
import Testing

/// Help, version and completions, exactly as printed.
@Suite struct HelpTests {
  static let commands = ["", "inspect", "forecast", "fit", "predict", "backtest", "compare"]

  /// Compares with `Tests/Fixtures/commands/help-*.txt`; `UPDATE_GOLDEN=1` writes those files anew.
  @Test(arguments: commands) func helpIsAsKept(_ command: String) throws {
    let workspace = try Workspace()
    let outcome = try workspace.run((command.isEmpty ? [] : [command]) + ["--help"])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let golden = Workspace.package.appending(
      path: "Tests/Fixtures/commands/help\(command.isEmpty ? "" : "-" + command).txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try FileManager.default.createDirectory(
        at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(outcome.output.utf8).write(to: golden)
    }
    let kept = try String(contentsOf: golden, encoding: .utf8)
    #expect(outcome.output == kept)
  }

  @Test(arguments: commands) func helpStartsWithExamplesAndFits(_ command: String) throws {
    let outcome = try Workspace().run((command.isEmpty ? [] : [command]) + ["--help"])
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
    let shortest = try (0..<5).map { _ in
      try ContinuousClock().measure { _ = try workspace.run(["--version"]) }
    }.min()
    // The program alone takes a few milliseconds; the limit leaves room for starting it from a loaded test process.
    #expect(try #require(shortest) < .milliseconds(200))
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completionsForEveryShell(_ shell: String) throws {
    let outcome = try Workspace().run(["--generate-completion-script", shell])
    #expect(outcome.status == 0)
    for word in ["foretell", "backtest", "hidden-size", "seasonal-naive"] {
      #expect(outcome.output.contains(word), "\(word)")
    }
  }

  @Test func noArgumentsShowHelp() throws {
    let outcome = try Workspace().run([])
    #expect(outcome.output.contains("SUBCOMMANDS:"))
  }
}

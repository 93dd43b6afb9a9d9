import ForetellData
import Testing

/// What messages of the library call an option is a flag of the command.
@Suite struct OptionKeyTests {
  @Test(arguments: OptionKey.allCases)
  func everyOptionOfAMessageIsInSomeCommandsHelp(_ key: OptionKey) throws {
    let workspace = try Workspace()
    let commands = ["forecast", "fit", "backtest", "inspect", "pretrain", "components", "runs list"]
    let isFound = try commands.contains { command in
      let words = command.split(separator: " ").map(String.init) + ["--help"]
      return try Self.names("--\(key.rawValue)", in: workspace.run(words).output)
    }
    #expect(isFound, "--\(key.rawValue)")
  }

  @Test func aLongerFlagIsNotTheOption() {
    #expect(Self.names("--skip", in: "  --skip, --skipped N"))
    #expect(Self.names("--skip", in: "  --skip/--no-skip"))
    #expect(Self.names("--skip", in: "  --skip"))
    #expect(!Self.names("--skip", in: "  --skipped N, --skip-all"))
  }

  /// Whether a text names the flag itself, not only a longer one that begins so.
  private static func names(_ flag: String, in text: String) -> Bool {
    text.split(separator: flag, omittingEmptySubsequences: false).dropFirst().contains {
      $0.first.map { " ,/\n".contains($0) } ?? true
    }
  }
}

import ForetellData
import Testing

/// What messages of the library call an option is a flag of the command.
@Suite struct OptionKeyTests {
  @Test(arguments: OptionKey.allCases)
  func everyOptionOfAMessageIsInSomeCommandsHelp(_ key: OptionKey) throws {
    let workspace = try Workspace()
    let commands = ["forecast", "fit", "backtest", "inspect", "runs list"]
    let isFound = try commands.contains { command in
      let words = command.split(separator: " ").map(String.init) + ["--help"]
      return try workspace.run(words).output.contains("--\(key.rawValue)")
    }
    #expect(isFound, "--\(key.rawValue)")
  }
}

import ArgumentParser
import Foretell
import Glibc

/// The command `foretell`.
@main
struct ForetellCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "foretell",
    abstract: "Forecast time series with recurrent networks.",
    discussion: """
      EXAMPLES:
        foretell inspect  sales.csv
        foretell components sales.csv --plot components.svg
        foretell forecast sales.csv --horizon 12 --plot forecast.svg
        foretell fit      sales.csv --horizon 12 --save sales.model
        foretell predict  sales.model sales.csv
        foretell update   sales.model newer.csv
        foretell backtest sales.csv --horizon 12 --windows 3 --models lstm,gru
        foretell compare  sales.csv --horizon 12 --models rnn,lstm,gru
        foretell benchmark m4-weekly --data data --models lstm,drift
        foretell runs list

      Results go to standard output, everything else to standard error. A FILE \
      of - is standard input. Every option can also come from the environment \
      (FORETELL_HIDDEN_SIZE for --hidden-size) or from a YAML file (--config); \
      the command line takes precedence over the environment, and the \
      environment over the file.

      Exit codes: 0 done, 2 usage, 3 data (and, with --strict, any warning), 4 \
      training diverged, 5 input or output, 130 interrupted (129 by closing the \
      terminal, 143 by another program).
      """,
    version: ForetellRelease.version,
    subcommands: [
      Inspect.self, ComponentsSubcommand.self, ForecastSubcommand.self, Fit.self, Predict.self,
      UpdateSubcommand.self, Pretrain.self,
      BacktestSubcommand.self, Compare.self, BenchmarkSubcommand.self, Gradients.self,
      Generate.self, Runs.self,
    ])

  /// Runs the program and ends it with the documented exit code.
  static func main() {
    Interruption.listen()
    guard let words = ProgramArguments.given else {
      Console().report(ProgramArguments.unreadable)
      Glibc.exit(ProgramArguments.unreadable.exitCode)
    }
    let code = run(words)
    StandardOutput.endIfReaderLeft()
    Glibc.exit(code)
  }

  /// Runs one command line and returns its exit code.
  static func run(_ given: [String]) -> Int32 {
    var console = Console(isJSON: given.contains("--json"))
    var layers: OptionLayers?
    do {
      try checkCommand(given)
      let description = OptionCatalogue.command(of: given, root: Self.self)
      let line = try words(given, of: description)
      let filled = try OptionLayers(
        arguments: line?.arguments ?? given, of: description, environment: Environment.all, root: Self.self)
      layers = filled
      console = Console(
        volume: filled.arguments.contains { ["--quiet", "-q"].contains($0) } ? .quiet : .normal,
        isJSON: filled.arguments.contains("--json"), allowsColor: !filled.arguments.contains("--no-color"))
      for remark in filled.remarks { console.warn(remark) }
      let all = try description.flatMap { line == nil ? nil : try CommandLineWords(filled.arguments, of: $0) }
      for one in all?.given ?? [] { try ValueRule.check(one.option.name, one.value) }
      Invocation.keep(filled.arguments, all: all?.given ?? [], typed: line?.given ?? [])
      var command = try parseAsRoot(filled.arguments)
      try command.run()
      if Tracker.hasLostRecord { return ForetellError.Kind.inputOutput.exitCode }
      return filled.arguments.contains("--strict") && Warnings.exist ? ForetellError.Kind.data.exitCode : 0
    } catch let request as HelpInsteadOfWaiting {
      console.put(helpMessage(for: request.command, columns: min(console.columns, 110)))
      return ForetellError.Kind.usage.exitCode
    } catch var error as ForetellError {
      error = error.onCommandLine
      error.message = layers?.attributed(error.message) ?? error.message
      console.report(error)
      return error.exitCode
    } catch let code as ExitCode {
      // The command has already printed everything.
      return code.rawValue
    } catch {
      return end(error, given, console, layers)
    }
  }

  /// The parsed line; nil when it asks for help or names no command that can be run.
  private static func words(
    _ line: [String], of command: OptionCatalogue.Command?
  ) throws(ForetellError) -> CommandLineWords? {
    guard let command else { return nil }
    try CommandLineWords.refuseHelpWithNumber(line, command)
    return CommandLineWords.asksForHelp(line) ? nil : try CommandLineWords(line, of: command)
  }

  /// Refuses a first word that isn't a command, with a better message than ArgumentParser's.
  private static func checkCommand(_ arguments: [String]) throws(ForetellError) {
    try checkCommand(arguments, of: configuration, more: ["help"])
    guard arguments.first == "help" else { return }
    try checkCommand(Array(arguments.dropFirst()), of: configuration, more: [])
  }

  private static func checkCommand(
    _ arguments: [String], of parent: CommandConfiguration, more: [String]
  ) throws(ForetellError) {
    guard let word = arguments.first, !word.hasPrefix("-") else { return }
    if let found = parent.subcommands.first(where: { $0._commandName == word }) {
      if !found.configuration.subcommands.isEmpty {
        try checkCommand(Array(arguments.dropFirst()), of: found.configuration, more: [])
      }
      return
    }
    let commands = parent.subcommands.map { $0._commandName } + more
    guard !commands.contains(word) else { return }
    let all = commands.joined(separator: ", ")
    let meant = NearMiss.of(word, among: commands)
    throw ForetellError(
      .badOption, "there is no command `\(word)`",
      hint: meant.map { "did you mean `\($0)`? The choices are \(all)" } ?? "the choices are \(all)")
  }

  /// The error for a line that begins with an option instead of a command.
  private static func unknownOption(in line: [String]) -> ForetellError? {
    let names = line.prefix { !$0.hasPrefix("-") }
    guard OptionCatalogue.command(of: line, root: Self.self) == nil, names.count < line.count else {
      return nil
    }
    let parent = (["foretell"] + names).joined(separator: " ")
    let option = line[names.count].prefix { $0 != "=" }
    return ForetellError(
      .badOption, "\(parent) has no option \(option) of its own",
      hint: "options come after a command; \(parent) --help lists the commands")
  }

  /// Handles what ArgumentParser threw: a text that was requested, or an error in the command line.
  private static func end(
    _ error: any Error, _ given: [String], _ console: Console, _ layers: OptionLayers?
  ) -> Int32 {
    let text = fullMessage(for: error, columns: min(Console.width(of: STDOUT_FILENO), 110))
    if exitCode(for: error).isSuccess {
      do {
        try StandardOutput.write(text.hasSuffix("\n") ? text : text + "\n")
        return 0
      } catch {
        console.report(error)
        return error.kind.exitCode
      }
    }
    let message = message(for: error)
    if let option = unknownOption(in: given) {
      console.report(option)
      return ForetellError.Kind.usage.exitCode
    }
    let shown = layers?.attributed(message) ?? message
    if console.isJSON || message.isEmpty {
      console.report(ForetellError(.badOption, shown.isEmpty ? "a command is missing" : shown))
    } else {
      let usage = text.split(separator: "\n", omittingEmptySubsequences: true).drop {
        !$0.hasPrefix("Usage:")
      }
      console.report(ForetellError(.badOption, shown))
      for line in usage { console.put(line) }
    }
    return ForetellError.Kind.usage.exitCode
  }
}

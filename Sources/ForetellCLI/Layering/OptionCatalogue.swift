import ArgumentParser
import Foretell

/// Every option of every command, as ArgumentParser describes them.
///
/// Environment and configuration file are interpreted by this list, so that a new option can be given in both
/// without further code.
struct OptionCatalogue {
  /// One option.
  struct Option {
    /// Long names without dashes, the preferred one first; they may include the `no-` form of a flag.
    var names: [String]
    /// One-letter names without the dash.
    var letters: [String]
    /// Whether it takes no value.
    var isFlag: Bool
    /// Whether it may be given several times.
    var isRepeating: Bool

    /// The preferred name.
    var name: String { names.first ?? "" }
  }

  /// One command with its options and words.
  struct Command {
    /// Its name as typed, such as `runs list`.
    var name: String
    /// Its options.
    var options: [Option]
    /// The names of the words that belong to no option, such as `FILE`.
    var words: [String]
    /// The number of these words that are required.
    var neededWords: Int
    /// Whether the last of these words may be repeated.
    var repeatsLastWord: Bool

    /// The option with this long name.
    func option(named name: String) -> Option? { options.first { $0.names.contains(name) } }
    /// The option with this one-letter name.
    func option(letter: String) -> Option? { options.first { $0.letters.contains(letter) } }
  }

  /// The options of each command by its name; the name of a subcommand includes that of its parent, as in
  /// `runs list`.
  private(set) var commands: [String: [Option]] = [:]

  /// Reads ArgumentParser's description of `root` and its subcommands.
  init(root: any ParsableCommand.Type) {
    guard let document = try? JSONParser().parse(root._dumpHelp()) else { return }
    for command in document["command"]?["subcommands"]?.array ?? [] {
      guard let name = command["commandName"]?.string else { continue }
      commands[name] = Self.options(command["arguments"]?.array ?? [])
      for inner in command["subcommands"]?.array ?? [] {
        guard let innerName = inner["commandName"]?.string else { continue }
        commands["\(name) \(innerName)"] = Self.options(inner["arguments"]?.array ?? [])
      }
    }
  }

  /// The command named by a line's first words; nil if they name none that can be run.
  ///
  /// This is much faster than describing all commands.
  static func command(of line: some Sequence<String>, root: any ParsableCommand.Type) -> Command? {
    var command = root
    var names: [String] = []
    for word in line.prefix(2) {
      guard let next = command.configuration.subcommands.first(where: { $0._commandName == word }) else {
        break
      }
      command = next
      names.append(word)
    }
    guard !names.isEmpty, command.configuration.subcommands.isEmpty else { return nil }
    let arguments = arguments(of: command)
    let words = arguments.filter { $0["kind"]?.string == "positional" }
    return Command(
      name: names.joined(separator: " "), options: options(arguments),
      words: words.map { $0["valueName"]?.string ?? "" },
      neededWords: words.count { $0["isOptional"]?.bool == false },
      repeatsLastWord: words.last?["isRepeating"]?.bool ?? false)
  }

  /// The options of one command.
  static func options(of command: any ParsableCommand.Type) -> [Option] { options(arguments(of: command)) }

  /// The preferred long names of a group's options.
  static func names(in group: any ParsableArguments.Type) -> Set<String> {
    Set(options(in: group).map(\.name))
  }

  /// The options of a group.
  static func options(in group: any ParsableArguments.Type) -> [Option] { options(arguments(of: group)) }

  private static func arguments(of command: any ParsableArguments.Type) -> [JSONValue] {
    let document = try? JSONParser().parse(command._dumpHelp())
    return document?["command"]?["arguments"]?.array ?? []
  }

  /// Every name of every option of every command.
  var allNames: Set<String> { Set(commands.values.joined().flatMap(\.names)) }

  private static func options(_ arguments: [JSONValue]) -> [Option] {
    var options: [Option] = []
    for argument in arguments {
      let kind = argument["kind"]?.string
      let all = argument["names"]?.array ?? []
      let names = all.filter { $0["kind"]?.string == "long" }.compactMap { $0["name"]?.string }
      let letters = all.filter { $0["kind"]?.string == "short" }.compactMap { $0["name"]?.string }
      guard kind != "positional", !names.isEmpty, !["help", "version"].contains(names[0]) else { continue }
      let opposite = names[0].hasPrefix("no-") ? String(names[0].dropFirst(3)) : ""
      if let twin = options.firstIndex(where: { $0.names.contains(opposite) }) {
        options[twin].names += names
      } else {
        options.append(
          Option(
            names: names, letters: letters, isFlag: kind == "flag",
            isRepeating: argument["isRepeating"]?.bool ?? false))
      }
    }
    return options
  }
}

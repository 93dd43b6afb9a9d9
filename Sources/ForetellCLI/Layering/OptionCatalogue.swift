import ArgumentParser
import Foretell

/// Every option of every command, as ArgumentParser describes them.
///
/// Environment and configuration file are read against this list, so that a new option of a command has both
/// without another line of code.
struct OptionCatalogue {
  /// One option.
  struct Option {
    /// Long names without dashes, the preferred one first; a flag may have a `no-` twin among them.
    var names: [String]
    /// Whether it stands alone instead of taking a value.
    var isFlag: Bool
    /// Whether it may be given several times.
    var isRepeating: Bool

    /// The preferred name.
    var name: String { names.first ?? "" }
  }

  /// The options of each command, by the command's name; of a command's command by both with a space between.
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

  /// The options of the command that a line's first words name; the description of all commands takes far longer.
  static func options(of line: some Sequence<String>, root: any ParsableCommand.Type) -> [Option]? {
    var command = root
    for word in line.filter({ !$0.hasPrefix("-") }).prefix(2) {
      guard let next = command.configuration.subcommands.first(where: { $0._commandName == word }) else {
        break
      }
      command = next
    }
    return command == root ? nil : options(of: command)
  }

  /// The options of one command.
  static func options(of command: any ParsableCommand.Type) -> [Option] {
    let document = try? JSONParser().parse(command._dumpHelp())
    return options(document?["command"]?["arguments"]?.array ?? [])
  }

  /// Every name of every option of every command.
  var allNames: Set<String> { Set(commands.values.joined().flatMap(\.names)) }

  private static func options(_ arguments: [JSONValue]) -> [Option] {
    var options: [Option] = []
    for argument in arguments {
      let kind = argument["kind"]?.string
      let names = (argument["names"]?.array ?? [])
        .filter { $0["kind"]?.string == "long" }.compactMap { $0["name"]?.string }
      guard kind != "positional", !names.isEmpty, !["help", "version"].contains(names[0]) else { continue }
      let opposite = names[0].hasPrefix("no-") ? String(names[0].dropFirst(3)) : ""
      if let twin = options.firstIndex(where: { $0.names.contains(opposite) }) {
        options[twin].names += names
      } else {
        options.append(
          Option(names: names, isFlag: kind == "flag", isRepeating: argument["isRepeating"]?.bool ?? false))
      }
    }
    return options
  }
}

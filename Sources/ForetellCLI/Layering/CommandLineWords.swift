import Foretell

/// A parsed command line: its options with their values, and the words that belong to no option.
///
/// Certain mistakes are refused here, because ArgumentParser would misinterpret them: it uses the last of two
/// values, prints help for `-h 12`, and reports a missing value when the value is a negative number.
struct CommandLineWords {
  /// One option of the line.
  struct Given {
    /// The option.
    var option: OptionCatalogue.Option
    /// Its name as typed, with dashes.
    var written: String
    /// Its value, unless it is a flag.
    var value: String?
  }

  /// The words for ArgumentParser, with negative numbers joined to their options.
  private(set) var arguments: [String]
  /// The options in the order of the line.
  private(set) var given: [Given] = []
  /// Words that belong to no option.
  private(set) var words: [String] = []

  /// The long names of the options on the line.
  var names: Set<String> { Set(given.map { $0.option.name }) }

  /// Whether a word asks for help or similar, so that nothing else on the line matters.
  static func asksForHelp(_ line: some Sequence<String>) -> Bool {
    line.prefix { $0 != "--" }.contains {
      ["--help", "-h", "--version", "--experimental-dump-help"].contains($0)
        || $0.hasPrefix("--generate-completion-script")
    }
  }

  /// Parses a line.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` for an option that doesn't exist, lacks its value, or is
  ///   repeated although it takes one value.
  init(_ line: [String], of command: OptionCatalogue.Command) throws(ForetellError) {
    let begin = command.name.split(separator: " ").count
    arguments = Array(line.prefix(begin))
    var rest = line.dropFirst(begin)
    while let word = rest.popFirst() {
      if word == "--" {
        arguments += ["--"] + rest
        words += rest
        break
      }
      guard word.hasPrefix("-"), word != "-" else {
        arguments.append(word)
        words.append(word)
        continue
      }
      try take(word, &rest, command)
    }
    try refuseRepetitions()
    try refuseSurplus(command)
    try requireWords(command)
  }

  /// Parses one option with its value.
  private mutating func take(
    _ word: String, _ rest: inout ArraySlice<String>, _ command: OptionCatalogue.Command
  ) throws(ForetellError) {
    let name = String(word.drop { $0 == "-" }.prefix { $0 != "=" })
    let joined = word.firstIndex(of: "=").map { String(word[word.index(after: $0)...]) }
    let dashed = word.hasPrefix("--") ? "--\(name)" : "-\(name)"
    let option = word.hasPrefix("--") ? command.option(named: name) : command.option(letter: name)
    guard let option else {
      let letters = name.map { command.option(letter: String($0)) }
      if !word.hasPrefix("--"), joined == nil, letters.allSatisfy({ $0?.isFlag == true }) {
        arguments.append(word)
        for (letter, flag) in zip(name, letters) {
          if let flag { given.append(Given(option: flag, written: "-\(letter)", value: nil)) }
        }
        return
      }
      if ["-h", "--help", "--version"].contains(word) { return arguments.append(word) }
      throw Self.unknown(dashed, name, joined ?? rest.first.flatMap(Self.value), command)
    }
    if option.isFlag {
      guard joined == nil else {
        let opposite = option.names.contains("no-\(name)") ? ", or --no-\(name) for the opposite" : ""
        throw ForetellError(
          .badOption, "\(dashed) takes no value, but has `\(joined ?? "")`",
          hint: "write \(dashed)\(opposite)")
      }
      arguments.append(word)
      given.append(Given(option: option, written: dashed, value: nil))
      return
    }
    if let joined {
      arguments.append(word)
      given.append(Given(option: option, written: dashed, value: joined))
      return
    }
    guard let next = rest.first, let value = Self.value(next) else {
      let dash = rest.first.map { "; if the value is `\($0)`, write \(dashed)=\(ShellWord.quoted($0))" } ?? ""
      throw ForetellError(
        .badOption, "\(dashed) has no value",
        hint: "foretell \(command.name) --help says what it takes\(dash)")
    }
    rest.removeFirst()
    // ArgumentParser takes every word that begins with a dash for an option.
    if value.hasPrefix("-"), value != "-" {
      arguments.append("\(dashed)=\(value)")
    } else {
      arguments += [word, value]
    }
    given.append(Given(option: option, written: dashed, value: value))
  }

  /// The word if it can be the value of an option: it isn't an option itself, but may be a negative number.
  private static func value(_ word: String) -> String? {
    word.hasPrefix("-") && word != "-" && Double(word) == nil ? nil : word
  }

  private static func unknown(
    _ dashed: String, _ name: String, _ value: String?, _ command: OptionCatalogue.Command
  ) -> ForetellError {
    let message = "foretell \(command.name) has no option \(dashed)"
    let help = "foretell \(command.name) --help lists the options"
    if Double(dashed) != nil {
      return ForetellError(
        .badOption, "`\(dashed)` stands alone on the line, but reads like an option",
        hint: "put it behind the option it belongs to, or behind -- if it is a file")
    }
    if let letter = helpNumber(dashed, value) {
      let horizon = command.option(named: "horizon") != nil
      return ForetellError(
        .badOption, "-h shows the help and takes no number, but has `\(letter)`",
        hint: horizon ? "for the horizon write --horizon \(letter)" : help)
    }
    if let advice = Habit.advice(name, value: value, in: command) {
      return ForetellError(.badOption, message, hint: advice)
    }
    let all = command.options.flatMap(\.names)
    guard let meant = NearMiss.of(name, among: all) else {
      return ForetellError(.badOption, message, hint: help)
    }
    return ForetellError(.badOption, message, hint: "did you mean --\(meant)? \(help)")
  }

  /// The number in `-h12` or `-h=12`.
  private static func helpNumber(_ dashed: String, _ value: String?) -> String? {
    if dashed == "-h" { return value }
    let digits = dashed.dropFirst(2)
    return dashed.hasPrefix("-h") && Int(digits) != nil ? String(digits) : nil
  }

  /// Refuses `-h 12`, by which users of R mean a horizon of twelve steps.
  static func refuseHelpWithNumber(
    _ line: [String], _ command: OptionCatalogue.Command
  ) throws(ForetellError) {
    let line = line.prefix { $0 != "--" }
    for (word, next) in zip(line, line.dropFirst()) where word == "-h" && Int(next) != nil {
      throw unknown("-h", "h", next, command)
    }
  }

  private func refuseRepetitions() throws(ForetellError) {
    for (place, one) in given.enumerated() where !one.option.isFlag && !one.option.isRepeating {
      guard let first = given[..<place].first(where: { $0.option.name == one.option.name }) else { continue }
      let values = [first, one].map { $0.value ?? "" }
      throw ForetellError(
        .conflictingOptions,
        "--\(one.option.name) is given twice, as `\(values[0])` and as `\(values[1])`, but takes one value",
        hint: "keep one of them")
    }
  }

  /// Refuses a line that lacks a word that the command requires.
  private func requireWords(_ command: OptionCatalogue.Command) throws(ForetellError) {
    guard words.count < command.neededWords, words.count < command.words.count else { return }
    let missing = command.words[words.count]
    let line = "foretell \(command.name) " + command.words.joined(separator: " ")
    throw ForetellError(
      .badOption, "foretell \(command.name) needs \(missing), which is missing",
      hint: "write \(line); foretell \(command.name) --help says more")
  }

  /// Refuses surplus words, which are often the rest of a list or of a file name with spaces.
  private func refuseSurplus(_ command: OptionCatalogue.Command) throws(ForetellError) {
    guard !command.repeatsLastWord, words.count > command.words.count else { return }
    let surplus = words[command.words.count]
    let help = "foretell \(command.name) --help shows what the line may hold"
    let takes =
      command.words.isEmpty
      ? "takes no words without an option"
      : "takes \(command.words.joined(separator: " and ")) and nothing more"
    let message = "foretell \(command.name) \(takes), but there is `\(surplus)` too"
    if let list = given.last(where: { $0.option.isRepeating && $0.value.map(words.contains) != true }),
      let value = list.value, let place = arguments.lastIndex(of: value),
      place + 1 < arguments.count, words.contains(arguments[place + 1])
    {
      let joined = ShellWord.quoted(value + "," + arguments[place + 1])
      throw ForetellError(
        .badOption, message, hint: "several values have commas between them: \(list.written) \(joined)")
    }
    if Int(surplus) != nil, command.option(named: "horizon") != nil, !names.contains("horizon") {
      throw ForetellError(.badOption, message, hint: "for the horizon write --horizon \(surplus)")
    }
    let whole = words.dropFirst(max(command.words.count - 1, 0)).joined(separator: " ")
    if !command.words.isEmpty, OutputPath.exists(whole) {
      throw ForetellError(
        .badOption, message, hint: "a name with spaces needs quotation marks: \(ShellWord.quoted(whole))")
    }
    throw ForetellError(.badOption, message, hint: help)
  }
}

@testable import ForetellData

/// The options that a hint proposes, as a user would paste them.
struct HintFlags {
  /// Flags with their values.
  let words: [String]

  /// The alternatives in a hint: flags with other words between them are alternatives, adjacent flags belong
  /// together.
  static func choices(in hint: String) -> [HintFlags] {
    var choices: [HintFlags] = []
    var current: [String] = []
    var takesValue = false
    for word in split(hint) {
      if word.hasPrefix("--") {
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        current += parts
        takesValue = parts.count == 1 && !["--day-first", "--month-first", "--no-header"].contains(parts[0])
      } else if takesValue {
        current.append(word)
        takesValue = false
      } else if !current.isEmpty {
        choices.append(HintFlags(words: current))
        current = []
      }
    }
    if !current.isEmpty { choices.append(HintFlags(words: current)) }
    return choices
  }

  /// Words as a shell splits them.
  private static func split(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    var isOpen = false
    for character in text {
      if character == "'" {
        isQuoted.toggle()
        isOpen = true
      } else if character == " ", !isQuoted {
        if isOpen { words.append(word) }
        (word, isOpen) = ("", false)
      } else if character == ";", !isQuoted {
        if isOpen { words.append(word) }
        words.append(";")
        (word, isOpen) = ("", false)
      } else {
        word.append(character)
        isOpen = true
      }
    }
    return isOpen ? words + [word] : words
  }

  /// The options with these flags; nil when a word is a placeholder for the user's choice.
  func applied(to options: CSVOptions) -> CSVOptions? {
    var options = options
    var index = 0
    while index < words.count {
      let flag = words[index]
      index += 1
      switch flag {
      case "--day-first": options.dateOrder = .dayFirst
      case "--month-first": options.dateOrder = .monthFirst
      case "--no-header": options.hasHeader = false
      default:
        guard index < words.count else { return nil }
        let value = words[index]
        index += 1
        guard !["NAME", "CHARACTER", "MARK", "N", "COLUMN"].contains(value) else { return nil }
        switch flag {
        case "--decimal": options.decimal = value.first
        case "--thousands": options.thousands = value.first
        case "--delimiter": options.delimiter = value.first
        case "--id": options.idColumns = [value]
        case "--time": options.timeColumns = [value]
        case "--target": options.targets.append(value)
        case "--missing": options.missing += value.split(separator: ",").map(String.init)
        case "--skip": options.skippedLines = Int(value)
        default: return nil
        }
      }
    }
    return options
  }
}

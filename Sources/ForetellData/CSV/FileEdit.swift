/// Shell commands, for hints, that write an edited copy of a file.
enum FileEdit {
  /// A command that applies a filter to a file and writes a new file beside it, never the file itself.
  ///
  /// - Parameters:
  ///   - filter: a command that reads the file given as its last argument and writes to standard output.
  ///   - path: the file as the user wrote it.
  ///   - word: the word that is appended to the stem of the file's name.
  static func command(_ filter: String, path: String, word: String = "edited") -> String {
    if path == "standard input" || path.isEmpty { return "pass the input through: \(filter)" }
    return "\(filter) \(ShellWord.quoted(path)) > \(ShellWord.quoted(copy(of: path, word: word)))"
  }

  /// The name of the edited copy: `sales.csv` becomes `sales-edited.csv`.
  static func copy(of path: String, word: String) -> String {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "\(path)-\(word).csv" }
    return "\(path.dropLast(name[dot...].count))-\(word)\(name[dot...])"
  }

  /// A substitution of whole cells, for `sed`.
  ///
  /// - Parameters:
  ///   - pattern: an extended regular expression for the whole of a cell; its groups are counted from 2.
  ///   - groups: the number of its groups.
  ///   - replacement: the replacement text.
  static func substitution(_ pattern: String, groups: Int, _ replacement: String, delimiter: UInt8) -> String
  {
    let mark = FileEdit.name(of: delimiter)
    // In a loop, because neighbouring cells share the delimiter between them.
    let one = "s/(^|[\(mark)\"])\(pattern)([\(mark)\"\\r]|$)/\\1\(replacement)\\\(groups + 2)/"
    return "sed -E \(ShellWord.quoted(":a;\(one);ta"))"
  }

  /// A delimiter as written in a bracket expression.
  static func name(of delimiter: UInt8) -> String {
    delimiter == 0x09 ? "\\t" : String(Character(Unicode.Scalar(delimiter)))
  }

  /// An extended regular expression that matches exactly this text.
  static func literal(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\.[]{}()*+?^$|/".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }
}

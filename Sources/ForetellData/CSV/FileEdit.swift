/// Commands for hints that write an edited copy of a file.
enum FileEdit {
  /// A filter applied to a file, into a new file beside it; the file itself is never the output.
  ///
  /// - Parameters:
  ///   - filter: a command that reads a file named last and writes to standard output.
  ///   - path: the file as the user wrote it.
  ///   - word: what the new file's name gets behind its stem.
  static func command(_ filter: String, path: String, word: String = "edited") -> String {
    if path == "standard input" || path.isEmpty { return "pass the input through: \(filter)" }
    return "\(filter) \(ShellWord.quoted(path)) > \(ShellWord.quoted(copy(of: path, word: word)))"
  }

  /// `sales.csv` becomes `sales-edited.csv`.
  static func copy(of path: String, word: String) -> String {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "\(path)-\(word).csv" }
    return "\(path.dropLast(name[dot...].count))-\(word)\(name[dot...])"
  }

  /// A substitution of whole cells, for `sed`.
  ///
  /// - Parameters:
  ///   - pattern: an extended regular expression for the whole of a cell; its groups are counted from 2.
  ///   - groups: how many groups it has.
  ///   - replacement: what takes its place.
  static func substitution(_ pattern: String, groups: Int, _ replacement: String, delimiter: UInt8) -> String
  {
    let mark = FileEdit.name(of: delimiter)
    // In a loop, as neighbouring cells share the delimiter between them.
    let one = "s/(^|[\(mark)\"])\(pattern)([\(mark)\"\\r]|$)/\\1\(replacement)\\\(groups + 2)/"
    return "sed -E \(ShellWord.quoted(":a;\(one);ta"))"
  }

  /// A delimiter within a bracket expression.
  static func name(of delimiter: UInt8) -> String {
    delimiter == 0x09 ? "\\t" : String(Character(Unicode.Scalar(delimiter)))
  }

  /// A text as an extended regular expression that matches it.
  static func literal(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\.[]{}()*+?^$|/".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }
}

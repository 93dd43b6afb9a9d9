/// One word or sign of Swift source, without comments and the text of strings.
enum SwiftToken: Equatable {
  /// A name or keyword.
  case word(String)
  /// Any other character that isn't blank.
  case sign(Character)

  /// The name, if it is one.
  var name: String? { if case .word(let name) = self { name } else { nil } }
}

/// Splits Swift source into words and signs; expressions inside strings count, their text doesn't.
struct SwiftTokens {
  private let text: [Character]
  private var place = 0
  private(set) var tokens: [SwiftToken] = []

  /// Reads the whole source.
  init(_ source: String) {
    text = Array(source)
    while place < text.count { step() }
  }

  private func starts(with word: String, at offset: Int = 0) -> Bool {
    let from = place + offset
    guard from >= 0, from + word.count <= text.count else { return false }
    return zip(word, text[from...]).allSatisfy { $0 == $1 }
  }

  private mutating func step() {
    let character = text[place]
    if character.isWhitespace {
      place += 1
    } else if starts(with: "//") {
      while place < text.count, text[place] != "\n" { place += 1 }
    } else if starts(with: "/*") {
      skipBlockComment()
    } else if character == "\"" {
      skipString(hashes: 0)
    } else if character == "#", let hashes = hashesBeforeQuote() {
      place += hashes
      skipString(hashes: hashes)
    } else if character.isLetter || character == "_" || character == "`" {
      word()
    } else if character.isNumber {
      // Digits with fraction, exponent or prefix, so that no part of `0.5` or `0x1p3` is taken for a name.
      while place < text.count, text[place].isLetter || text[place].isNumber || text[place] == "_" || isPoint
      {
        place += 1
      }
    } else {
      tokens.append(.sign(character))
      place += 1
    }
  }

  /// Whether a decimal point stands here: `0.5`, but not `0..<5` and `tuple.0.name`.
  private var isPoint: Bool {
    text[place] == "." && place + 1 < text.count && text[place + 1].isNumber
  }

  private mutating func word() {
    var name = ""
    while place < text.count, text[place].isLetter || text[place].isNumber || "_`".contains(text[place]) {
      if text[place] != "`" { name.append(text[place]) }
      place += 1
    }
    tokens.append(.word(name))
  }

  private mutating func skipBlockComment() {
    var depth = 0
    while place < text.count {
      if starts(with: "/*") {
        depth += 1
        place += 2
      } else if starts(with: "*/") {
        depth -= 1
        place += 2
        if depth == 0 { return }
      } else {
        place += 1
      }
    }
  }

  private func hashesBeforeQuote() -> Int? {
    var hashes = 0
    while place + hashes < text.count, text[place + hashes] == "#" { hashes += 1 }
    return starts(with: "\"", at: hashes) ? hashes : nil
  }

  private mutating func skipString(hashes: Int) {
    let quote = starts(with: "\"\"\"") ? "\"\"\"" : "\""
    let end = quote + String(repeating: "#", count: hashes)
    let escape = "\\" + String(repeating: "#", count: hashes)
    place += quote.count
    while place < text.count, !starts(with: end) {
      if starts(with: escape + "(") {
        place += escape.count + 1
        interpolation()
      } else if starts(with: escape) {
        place += escape.count + 1
      } else {
        place += 1
      }
    }
    place += end.count
  }

  /// Reads the expression up to the bracket that closes it.
  private mutating func interpolation() {
    tokens.append(.sign("("))
    var depth = 1
    while place < text.count, depth > 0 {
      if text[place] == "(" { depth += 1 }
      if text[place] == ")" { depth -= 1 }
      step()
    }
  }
}

/// The names that one Swift file declares for other files, and the names that it uses.
struct SourceNames {
  /// Types: structures, classes, enumerations, protocols, actors, aliases.
  private(set) var types: Set<String> = []
  /// Functions, properties and cases in the bodies of types, and global ones.
  private(set) var members: Set<String> = []
  /// Functions and properties that an extension adds, by the type it extends.
  private(set) var added: [String: Set<String>] = [:]
  /// Types that are invisible to other files.
  private(set) var privateTypes: Set<String> = []
  /// Functions, properties and cases that no other file sees.
  private(set) var privateMembers: Set<String> = []
  /// Every word.
  private(set) var words: Set<String> = []
  /// Words after a dot.
  private(set) var accessed: Set<String> = []
  /// Words called without a dot before them.
  private(set) var called: Set<String> = []
  /// Names that are bound in the file itself: its variables, parameters and labels, including private ones.
  private(set) var bound: Set<String> = []

  private static let typeKeywords: Set<String> = ["struct", "class", "enum", "protocol", "actor"]
  private static let hidden: Set<String> = ["private", "fileprivate"]

  /// Reads one file.
  init(source: String) {
    let tokens = SwiftTokens(source).tokens
    collectUses(tokens)
    collectDeclarations(tokens)
  }

  private mutating func collectUses(_ tokens: [SwiftToken]) {
    for (place, token) in tokens.enumerated() {
      guard let name = token.name else { continue }
      words.insert(name)
      let before = place > 0 ? tokens[place - 1] : .sign(";")
      let after = place + 1 < tokens.count ? tokens[place + 1] : .sign(";")
      if before == .sign(".") {
        accessed.insert(name)
      } else if after == .sign("("), before != .word("func") {
        called.insert(name)
      }
      if after == .sign(":") || ["let", "var", "func", "for"].contains(before.name ?? "") {
        bound.insert(name)
      }
      // Parameters of closures: `{ name in` and `{ name, other in`.
      if after == .word("in") || (before == .sign("{") && after == .sign(",")) { bound.insert(name) }
    }
  }

  /// Declarations directly in the file, in a type or in an extension; those inside bodies are local.
  private mutating func collectDeclarations(_ tokens: [SwiftToken]) {
    var bodiesOfTypes: [Bool] = []
    var extended: String?
    var typeFollows = false
    var isHidden = false
    var hiddenDepths: [Int] = []
    var brackets = 0
    for (place, token) in tokens.enumerated() {
      let next = place + 1 < tokens.count ? tokens[place + 1] : .sign(";")
      switch token {
      case .sign("{"):
        bodiesOfTypes.append(typeFollows && brackets == 0)
        if typeFollows, isHidden { hiddenDepths.append(bodiesOfTypes.count) }
        (typeFollows, isHidden) = (false, false)
      case .sign("}"):
        if hiddenDepths.last == bodiesOfTypes.count { hiddenDepths.removeLast() }
        if !bodiesOfTypes.isEmpty { bodiesOfTypes.removeLast() }
        if bodiesOfTypes.isEmpty { extended = nil }
        isHidden = false
      case .sign("("), .sign("["): brackets += 1
      case .sign(")"), .sign("]"): brackets -= 1
      case .word(let keyword) where brackets == 0 && bodiesOfTypes.allSatisfy { $0 }:
        let before = place > 0 ? tokens[place - 1] : .sign(";")
        if before == .sign(".") { continue }
        if Self.hidden.contains(keyword) {
          // `private(set)` hides the setter only.
          isHidden = next != .sign("(")
        } else if keyword == "extension" {
          typeFollows = true
          extended = Self.lastName(of: tokens[(place + 1)...])
        } else if Self.typeKeywords.contains(keyword), let name = next.name, name != "func", name != "var" {
          typeFollows = true
          if !isHidden, hiddenDepths.isEmpty { types.insert(name) } else { privateTypes.insert(name) }
        } else if keyword == "typealias", let name = next.name {
          if !isHidden, hiddenDepths.isEmpty { types.insert(name) }
        } else if ["func", "var", "let", "case"].contains(keyword), let name = next.name {
          for name in [name] + (keyword == "case" ? Self.furtherCases(tokens, from: place + 2) : []) {
            if isHidden || !hiddenDepths.isEmpty {
              privateMembers.insert(name)
            } else if bodiesOfTypes.count == 1, let extended {
              added[extended, default: []].insert(name)
            } else {
              members.insert(name)
            }
          }
          isHidden = false
        }
      case .word, .sign: continue
      }
    }
  }

  /// The names after the first one of `case day, week(Int), year = "Y"`.
  private static func furtherCases(_ tokens: [SwiftToken], from start: Int) -> [String] {
    var names: [String] = []
    var depth = 0
    for place in start..<max(start, tokens.count) {
      switch tokens[place] {
      case .sign("("): depth += 1
      case .sign(")"): depth -= 1
      case .sign("}"): return names
      case .word(let name) where depth == 0:
        // Raw values leave no word, so a word that follows no comma begins the next declaration.
        guard tokens[place - 1] == .sign(",") else { return names }
        names.append(name)
      case .word, .sign: continue
      }
    }
    return names
  }

  /// The type that an extension extends: `Row` in `extension Table.Row: Sequence`.
  private static func lastName(of tokens: ArraySlice<SwiftToken>) -> String? {
    var name: String?
    for (place, token) in tokens.enumerated() {
      if place.isMultiple(of: 2), let word = token.name {
        name = word
      } else if place.isMultiple(of: 2) || token != .sign(".") {
        break
      }
    }
    return name
  }
}

import Foundation

/// Which folder of a target uses names of which other folder.
///
/// Sources are read as words, not compiled. What counts as a use of another folder: a type that is declared only there;
/// a function or property of two words or more that is declared only there, behind a dot or called; one of one word, if
/// an extension adds it there to a type that is at home elsewhere. Names that more than one folder of the package
/// declares say nothing and are left out.
struct FolderGraph {
  /// For each folder the folders it uses, each with the names that make it so.
  private(set) var uses: [String: [String: Set<String>]] = [:]

  /// Names that the standard library, Foundation or a package has too.
  private static let foreign: Set<String> = [
    "filter", "rawValue", "startIndex", "endIndex", "reserveCapacity",
  ]

  /// Takes files as they were read; a folder is named `Target/Folder`, and only those of one target are looked at.
  init(_ files: [(folder: String, names: SourceNames)], target: String) {
    let homes = Homes(files)
    for (name, home) in homes.folder where home.hasPrefix(target + "/") && !Self.foreign.contains(name) {
      for (folder, names) in files where folder != home && folder.hasPrefix(target + "/") {
        if names.uses(name, isType: homes.types.contains(name)) {
          uses[folder, default: [:]][home, default: []].insert(name)
        }
      }
    }
  }

  /// One line per pair of folders on a circle: the first, the second and the names by which it uses it.
  var circles: [String] {
    var lines: [String] = []
    for (folder, used) in uses.sorted(by: { $0.key < $1.key }) {
      for (other, names) in used.sorted(by: { $0.key < $1.key }) where reaches(from: other, to: folder) {
        lines.append("\(folder) → \(other): \(names.sorted().joined(separator: ", "))")
      }
    }
    return lines
  }

  private func reaches(from: String, to goal: String) -> Bool {
    var seen: Set<String> = []
    var open = [from]
    while let folder = open.popLast() {
      if folder == goal { return true }
      if seen.insert(folder).inserted { open += (uses[folder] ?? [:]).keys }
    }
    return false
  }
}

/// The one folder that declares a name.
private struct Homes {
  /// Names that exactly one folder declares and that a use can be told by.
  private(set) var folder: [String: String] = [:]
  /// Those of them that are types.
  private(set) var types: Set<String> = []

  init(_ files: [(folder: String, names: SourceNames)]) {
    var all: [String: Set<String>] = [:]
    for (folder, names) in files {
      types.formUnion(names.types)
      let added = names.added.values.reduce(into: Set<String>()) { $0.formUnion($1) }
      for name in names.types.union(names.members).union(added) { all[name, default: []].insert(folder) }
    }
    var telling = types
    for (folder, names) in files {
      telling.formUnion(names.members.filter(Self.hasTwoWords))
      for (type, added) in names.added {
        telling.formUnion(all[type] == [folder] ? added.filter(Self.hasTwoWords) : added)
      }
    }
    for (name, folders) in all where folders.count == 1 && telling.contains(name) {
      folder[name] = folders.first
    }
  }

  private static func hasTwoWords(_ name: String) -> Bool { name.dropFirst().contains { $0.isUppercase } }
}

extension SourceNames {
  /// Whether the file uses a name that another folder declares.
  fileprivate func uses(_ name: String, isType: Bool) -> Bool {
    guard words.contains(name) else { return false }
    if isType { return !privateTypes.contains(name) }
    return accessed.contains(name) || (called.contains(name) && !bound.contains(name))
  }
}

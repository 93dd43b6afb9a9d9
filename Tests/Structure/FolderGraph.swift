import Foundation

/// Finds which folders of a target use names of which other folders.
///
/// Sources are split into words, not compiled. These count as a use of another folder: a type declared only
/// there; a function or property with a name of several words declared only there, if it follows a dot or is
/// called; one with a name of one word, if an extension there adds it to a type of another folder. Names
/// declared in more than one folder of the package are ignored.
struct FolderGraph {
  /// For each folder the folders it uses, each with the names that make it so.
  private(set) var uses: [String: [String: Set<String>]] = [:]

  /// Names that also occur in the standard library, Foundation or a package.
  private static let foreign: Set<String> = [
    "filter", "rawValue", "startIndex", "endIndex", "reserveCapacity", "isLetter",
  ]

  /// Takes the names of files; a folder is named `Target/Folder`, and only folders of `target` are examined.
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

  /// One line per pair of folders on a circle: both folders, and the names of the second that the first uses.
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
  /// The folder of each name that is declared in exactly one folder and identifies a use.
  private(set) var folder: [String: String] = [:]
  /// Those of these names that are types.
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
    guard !privateMembers.contains(name) else { return false }
    return accessed.contains(name) || (called.contains(name) && !bound.contains(name))
  }
}

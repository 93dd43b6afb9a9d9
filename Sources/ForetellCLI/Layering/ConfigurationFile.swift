import Foretell
import Yams

/// A YAML file with option names as keys: `hidden-size: 64`, `target: [sales, returns]`, `json: true`.
struct ConfigurationFile {
  /// One key with its values as text.
  struct Entry {
    /// The option's name.
    var name: String
    /// One value, or several for a list.
    var values: [String]
    /// The place of the key, such as `foretell.yaml:3`.
    var place: String
  }

  /// The entries in the file's order.
  let entries: [Entry]

  /// Reads a file.
  ///
  /// - Parameter known: the names that are valid as keys.
  /// - Throws: ``ForetellError`` of kind `inputOutput` for a file that can't be read, and of kind `usage` for one
  ///   that is not YAML, has an unknown or repeated key, or a value that is neither a single value nor a list of plain ones.
  init(path: String, known: Set<String>) throws {
    let bytes = try AtomicFile.read(path, maximumBytes: 1 << 20)
    let root: Node?
    do {
      root = try Yams.compose(yaml: String(decoding: bytes, as: UTF8.self))
    } catch let error as YamlError {
      throw Self.refusal(error, path)
    }
    guard let root, root != .scalar(.init("")) else {
      entries = []
      return
    }
    guard case .mapping(let mapping) = root else {
      throw Self.refusal(
        "the file is not a list of keys and values", path, root.mark, "write lines such as `horizon: 12`")
    }
    var entries: [Entry] = []
    for (key, value) in mapping {
      let name = key.string ?? ""
      guard known.contains(name) else {
        let dashed = String(name.map { $0 == "_" ? "-" : $0 })
        let meant = known.contains(dashed) ? dashed : NearMiss.of(dashed, among: known.sorted())
        throw Self.refusal(
          "unknown key `\(name)`", path, key.mark,
          meant.map { "did you mean `\($0)`?" } ?? "keys are option names without the dashes")
      }
      if let first = entries.first(where: { $0.name == name }) {
        throw Self.refusal(
          "the key `\(name)` is given again here; it was first given at \(first.place)", path, key.mark)
      }
      let place = key.mark.map { "\(path):\($0.line)" } ?? path
      entries.append(Entry(name: name, values: try Self.values(value, name, path), place: place))
    }
    self.entries = entries
  }

  private static func values(_ node: Node, _ name: String, _ path: String) throws -> [String] {
    switch node {
    case .scalar(let scalar): return [scalar.string]
    case .sequence(let sequence):
      return try sequence.map { element in
        guard case .scalar(let scalar) = element else {
          throw refusal("the list of `\(name)` has an element that is not a single value", path, element.mark)
        }
        return scalar.string
      }
    default:
      throw refusal(
        "the value of `\(name)` is neither a single value nor a list", path, node.mark,
        "keys are flat: `hidden-size: 64`")
    }
  }

  private static func refusal(
    _ message: String, _ path: String, _ mark: Mark?, _ hint: String? = nil
  ) -> ForetellError {
    ForetellError(
      .badOption, message, location: .init(file: path, line: mark?.line, column: mark?.column), hint: hint)
  }

  private static func refusal(_ error: YamlError, _ path: String) -> ForetellError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      refusal("the file is not valid YAML: \(problem)", path, mark)
    case .duplicatedKeysInMapping(let keys, let context):
      refusal(
        "the key `\(keys.first.map { "\($0)" } ?? "")` is given more than once", path, context.mark,
        "keep one of them")
    default: refusal("the file is not valid YAML", path, nil)
    }
  }
}

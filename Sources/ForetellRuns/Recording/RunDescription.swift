import Foretell
import Foundation

/// What is known about a run when it begins.
public struct RunDescription: Sendable {
  /// The command, or a word chosen by the embedding application.
  public var command: String
  /// The model's name; for a run with parts the names of all models, separated by commas.
  public var model: String
  /// The seed; nil when there is none.
  public var seed: UInt64?
  /// The program's version.
  public var version: String
  /// The command line, quoted for a shell; empty when there is none.
  public var commandLine: String
  /// Name and digest of the data.
  public var data: Run.DataSource?
  /// Options and settings.
  public var parameters: RunParameters

  /// Makes a description from its parts.
  public init(
    command: String, model: String, seed: UInt64? = nil, version: String = "", commandLine: String = "",
    data: Run.DataSource? = nil, parameters: RunParameters = RunParameters()
  ) {
    self.command = command
    self.model = model
    self.seed = seed
    self.version = version
    self.commandLine = commandLine
    self.data = data
    self.parameters = parameters
  }
}

extension Run.DataSource {
  /// Takes a table's name and computes its digest; O(size of the table).
  public init(_ table: SeriesTable) { self.init(name: table.name, digest: table.checksum) }
}

/// The configuration of a run: names and values in order; each name occurs once.
public struct RunParameters: Sendable {
  /// The names with their values as text.
  public private(set) var all: [(name: String, value: String)] = []

  /// Makes an empty configuration.
  public init() {}

  /// Takes every property of an encodable value, with names in snake case.
  ///
  /// Names of nested properties are joined by dots; properties that are nil are left out.
  public init(of value: some Encodable) {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value), let json = try? JSONParser().parse(ArraySlice(data)),
      let object = json.object
    else { return }
    add(object, under: "")
  }

  /// Sets a parameter; a value of nil is recorded as `default`.
  public mutating func set(_ name: String, _ value: (any CustomStringConvertible)?) {
    let text = value?.description ?? "default"
    if let place = all.firstIndex(where: { $0.name == name }) {
      all[place].value = text
    } else {
      all.append((name, text))
    }
  }

  private mutating func add(_ object: JSONObject, under prefix: String) {
    for (key, value) in object.members {
      if let inner = value.object {
        add(inner, under: prefix + key + ".")
      } else {
        set(prefix + key, Self.text(value))
      }
    }
  }

  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: "default"
    case .bool(let flag): flag ? "yes" : "no"
    case .integer(let number): "\(number)"
    case .number(let number): number.description.hasSuffix(".0") ? "\(Int64(number))" : number.description
    case .string(let text): text
    case .array(let values): values.map(text).joined(separator: ",")
    case .object: ""
    }
  }
}

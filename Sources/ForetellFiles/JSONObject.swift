/// The members of a JSON object: distinct keys in insertion order.
///
/// Look-up by key costs O(1).
public struct JSONObject: Sendable, Hashable {
  /// The keys in insertion order.
  public private(set) var keys: [String] = []
  private var values: [String: JSONValue] = [:]

  /// Makes an object without members.
  public init() {}

  /// Makes an object of key and value pairs; a later pair replaces the value of an earlier equal key.
  public init(_ members: [(String, JSONValue)]) {
    for (key, value) in members { self[key] = value }
  }

  /// The number of members.
  public var count: Int { keys.count }

  /// The value under a key; setting a new key appends it, setting nil removes it in O(count).
  public subscript(key: String) -> JSONValue? {
    get { values[key] }
    set {
      if let newValue {
        if values.updateValue(newValue, forKey: key) == nil { keys.append(key) }
      } else if values.removeValue(forKey: key) != nil {
        keys.removeAll { $0 == key }
      }
    }
  }

  /// The members in insertion order.
  public var members: [(key: String, value: JSONValue)] {
    keys.map { ($0, values[$0] ?? .null) }
  }

  /// Adds a member unless the key is already there; returns whether it was added.
  package mutating func insert(_ value: JSONValue, forKey key: String) -> Bool {
    guard values[key] == nil else { return false }
    values[key] = value
    keys.append(key)
    return true
  }
}

/// A JSON document or a part of one.
///
/// Numbers without fraction and exponent that fit into 64 bits are kept exactly as ``integer(_:)``; all
/// others are ``number(_:)``. Objects keep the order of their keys.
public enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

extension JSONValue {
  /// The text of a string value, otherwise nil.
  public var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  /// The value of an integer, or of a number without fraction that fits `Int`; otherwise nil.
  public var integer: Int? {
    switch self {
    case .integer(let value): return Int(exactly: value)
    case .number(let value): return Int(exactly: value)
    default: return nil
    }
  }

  /// The value of an integer or number, otherwise nil.
  public var number: Double? {
    switch self {
    case .integer(let value): return Double(value)
    case .number(let value): return value
    default: return nil
    }
  }

  /// The value of `true` or `false`, otherwise nil.
  public var bool: Bool? {
    if case .bool(let value) = self { return value }
    return nil
  }

  /// The elements of an array, otherwise nil.
  public var array: [JSONValue]? {
    if case .array(let elements) = self { return elements }
    return nil
  }

  /// The members of an object, otherwise nil.
  public var object: JSONObject? {
    if case .object(let members) = self { return members }
    return nil
  }

  /// The value under a key of an object; nil for an absent key and for every other kind of value.
  public subscript(key: String) -> JSONValue? { object?[key] }

  /// An object with the given members, in this order.
  public static func members(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(JSONObject(members.map { ($0.key, $0.value) }))
  }

  /// A number, or `null` when the value is nil, infinite or NaN.
  public static func finite(_ value: Double?) -> JSONValue {
    guard let value, value.isFinite else { return .null }
    return .number(value)
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// Makes a string.
  public init(stringLiteral value: String) { self = .string(value) }
  /// Makes an integer.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// Makes a number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// Makes true or false.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Makes null.
  public init(nilLiteral: ()) { self = .null }
  /// Makes an array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// Makes an object in the order written; a later equal key replaces an earlier one.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
}

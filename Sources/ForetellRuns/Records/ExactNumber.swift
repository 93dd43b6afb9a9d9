import Foretell

/// Numbers whose NaN and infinities are kept in places that know none.
enum ExactNumber {
  /// The two columns of a number in the registry; exactly one is nil.
  static func columns(_ value: Double) -> (value: Double?, special: String?) {
    value.isFinite ? (value, nil) : (nil, value.isNaN ? "nan" : value > 0 ? "inf" : "-inf")
  }

  /// The number that two columns hold.
  static func number(value: Double?, special: String?) -> Double {
    if let value { return value }
    switch special {
    case "inf": return .infinity
    case "-inf": return -.infinity
    default: return .nan
    }
  }

  /// Numbers as the text of a JSON array.
  static func text(_ values: [Double]) -> String {
    (try? JSONValue.array(values.map(JSONValue.exact)).text()) ?? "[]"
  }

  /// Numbers from the text of a JSON array; none if it is something else.
  static func numbers(_ text: String) -> [Double] {
    ((try? JSONParser().parse(text))?.array ?? []).map { $0.exactNumber ?? .nan }
  }
}

extension JSONValue {
  /// A number, or the text `NaN`, `Infinity` or `-Infinity`, which JSON's own numbers can't say.
  public static func exact(_ value: Double) -> JSONValue {
    if value.isFinite { return .number(value) }
    return .string(value.isNaN ? "NaN" : value > 0 ? "Infinity" : "-Infinity")
  }

  /// The number that ``exact(_:)`` made this value of; nil for anything else.
  public var exactNumber: Double? {
    switch string {
    case "NaN": .nan
    case "Infinity": .infinity
    case "-Infinity": -.infinity
    default: number
    }
  }
}

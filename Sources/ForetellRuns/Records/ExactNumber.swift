import Foretell

/// Stores numbers that may be NaN or infinite in formats that don't have these values.
enum ExactNumber {
  /// The two columns that store a number in the registry; exactly one of them is nil.
  static func columns(_ value: Double) -> (value: Double?, special: String?) {
    value.isFinite ? (value, nil) : (nil, value.isNaN ? "nan" : value > 0 ? "inf" : "-inf")
  }

  /// The number stored in the two columns.
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

  /// Numbers from the text of a JSON array; empty if it is anything else.
  static func numbers(_ text: String) -> [Double] {
    ((try? JSONParser().parse(text))?.array ?? []).map { $0.exactNumber ?? .nan }
  }
}

extension JSONValue {
  /// A number, or the string `NaN`, `Infinity` or `-Infinity` for values that JSON numbers can't express.
  public static func exact(_ value: Double) -> JSONValue {
    if value.isFinite { return .number(value) }
    return .string(value.isNaN ? "NaN" : value > 0 ? "Infinity" : "-Infinity")
  }

  /// The number from which ``exact(_:)`` made this value; nil for anything else.
  public var exactNumber: Double? {
    switch string {
    case "NaN": .nan
    case "Infinity": .infinity
    case "-Infinity": -.infinity
    default: number
    }
  }
}

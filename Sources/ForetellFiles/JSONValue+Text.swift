import ForetellErrors

/// How ``JSONValue/text(layout:sortedKeys:)`` arranges its output.
public enum JSONLayout: Sendable, Hashable {
  /// One line without spaces.
  case compact
  /// One member or element per line, indented by two spaces; arrays of plain values stay on one line.
  case pretty
}

extension JSONValue {
  /// The JSON text of this value: the same value always gives the same bytes.
  ///
  /// Numbers are written with the fewest digits that read back to the same `Double`.
  ///
  /// - Parameters:
  ///   - layout: one line, or indented for reading.
  ///   - sortedKeys: whether members are sorted by the bytes of their keys; otherwise they keep the order of
  ///     insertion.
  /// - Throws: ``JSONSyntaxError`` for infinity and NaN, which JSON can't express.
  public func text(
    layout: JSONLayout = .compact, sortedKeys: Bool = false
  ) throws(JSONSyntaxError) -> String {
    var writer = JSONWriter(layout: layout, sortedKeys: sortedKeys)
    try writer.write(self, depth: 0)
    return writer.text
  }
}

/// The state while a JSON text is written.
private struct JSONWriter {
  let layout: JSONLayout
  let sortedKeys: Bool
  var text = ""

  mutating func write(_ value: JSONValue, depth: Int) throws(JSONSyntaxError) {
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value):
      guard value.isFinite else {
        throw JSONSyntaxError(offset: text.utf8.count, message: "JSON cannot hold the number \(value)")
      }
      text += value.description
    case .string(let value): write(value)
    case .array(let elements): try write(elements, depth: depth)
    case .object(let object): try write(object, depth: depth)
    }
  }

  mutating func write(_ elements: [JSONValue], depth: Int) throws(JSONSyntaxError) {
    let isPlain = elements.allSatisfy { $0.array == nil && $0.object == nil }
    text += "["
    for (index, element) in elements.enumerated() {
      if index > 0 { text += layout == .pretty && isPlain ? ", " : "," }
      if !isPlain { breakLine(depth + 1) }
      try write(element, depth: depth + 1)
    }
    if !isPlain { breakLine(depth) }
    text += "]"
  }

  mutating func write(_ object: JSONObject, depth: Int) throws(JSONSyntaxError) {
    let keys = sortedKeys ? object.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } : object.keys
    text += "{"
    for (index, key) in keys.enumerated() {
      if index > 0 { text += "," }
      breakLine(depth + 1)
      write(key)
      text += layout == .pretty ? ": " : ":"
      try write(object[key] ?? .null, depth: depth + 1)
    }
    if !keys.isEmpty { breakLine(depth) }
    text += "}"
  }

  mutating func breakLine(_ depth: Int) {
    if layout == .pretty { text += "\n" + String(repeating: "  ", count: depth) }
  }

  mutating func write(_ string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case let hidden where VisibleText.isHidden(hidden): text += VisibleText.sequence(hidden)
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

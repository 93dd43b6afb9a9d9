import ForetellErrors

extension ForetellError {
  /// A failed system call on a file; the error code follows from `action`: open, read, or a kind of writing.
  package static func system(_ action: String, _ path: String, _ reason: String, hint: String? = nil)
    -> ForetellError
  {
    let code: ErrorCode = action == "open" ? .cannotOpen : action == "read" ? .cannotRead : .cannotWrite
    return ForetellError(
      code, "cannot \(action) `\(shown(path))`: \(reason)", location: Location(file: path), hint: hint)
  }

  /// A model file whose bytes violate the format.
  package static func modelFile(
    _ path: String, _ problem: String, byte: Int?, code: ErrorCode = .damagedModel,
    hint: String = "the file is damaged, or is not a safetensors file"
  ) -> ForetellError {
    let place = byte.map { " (at byte \($0))" } ?? ""
    return ForetellError(code, problem + place, location: Location(file: path), hint: hint)
  }
}

/// Text from a file, shortened and without control characters, so that it can't change a terminal's state.
package func shown(_ text: String, limit: Int = 80) -> String {
  var result = ""
  for scalar in text.unicodeScalars.prefix(limit) {
    let isPlain =
      scalar.properties.generalCategory != .control && scalar.properties.generalCategory != .format
    result.unicodeScalars.append(isPlain ? scalar : "\u{fffd}")
  }
  return text.unicodeScalars.count > limit ? result + "…" : result
}

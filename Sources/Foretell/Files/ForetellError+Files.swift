extension ForetellError {
  /// A failed system call on a file: kind `inputOutput`, code F501.
  static func system(_ action: String, _ path: String, _ reason: String, hint: String? = nil) -> ForetellError
  {
    ForetellError(
      kind: .inputOutput, code: "F501", message: "cannot \(action) `\(path)`: \(reason)",
      location: Location(file: path), hint: hint)
  }

  /// A model file whose bytes break the format: kind `data`, code F510.
  static func modelFile(
    _ path: String, _ problem: String, byte: Int?, hint: String = "the file is damaged or no safetensors file"
  ) -> ForetellError {
    let place = byte.map { " (at byte \($0))" } ?? ""
    return ForetellError(
      kind: .data, code: "F510", message: "\(problem)\(place)", location: Location(file: path), hint: hint)
  }
}

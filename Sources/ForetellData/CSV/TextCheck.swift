/// Checks of the bytes themselves, before they are parsed.
enum TextCheck {
  /// Offset of the first byte that is not valid UTF-8 (RFC 3629: no overlong forms, no surrogates).
  static func firstInvalid(in text: UnsafeBufferPointer<UInt8>) -> Int? {
    var i = 0
    while i < text.count {
      let byte = text[i]
      if byte < 0x80 {
        i += 1
        continue
      }
      let length: Int
      var lowest: UInt8 = 0x80
      var highest: UInt8 = 0xbf
      switch byte {
      case 0xc2...0xdf: length = 2
      case 0xe0:
        length = 3
        lowest = 0xa0
      case 0xed:
        length = 3
        highest = 0x9f
      case 0xe1...0xef: length = 3
      case 0xf0:
        length = 4
        lowest = 0x90
      case 0xf4:
        length = 4
        highest = 0x8f
      case 0xf1...0xf3: length = 4
      default: return i
      }
      guard i + length <= text.count, text[i + 1] >= lowest, text[i + 1] <= highest else { return i }
      for k in 2..<max(2, length) where text[i + k] & 0xc0 != 0x80 { return i }
      i += length
    }
    return nil
  }

  /// Refuses UTF-16, compressed and other binary files by their first bytes.
  static func refusal(ofStart text: UnsafeBufferPointer<UInt8>, path: String) -> ForetellError? {
    let start = Array(text.prefix(16))
    let location = ForetellError.Location(file: path, line: 1, column: 1)
    func starts(_ bytes: [UInt8]) -> Bool { start.starts(with: bytes) }
    if starts([0xff, 0xfe]) || starts([0xfe, 0xff]) || looksLikeUTF16(start) {
      return ForetellError(
        .utf16, "the text is UTF-16, not UTF-8", location: location,
        hint: "convert it: " + FileEdit.command("iconv -f utf-16 -t utf-8", path: path, word: "utf8"))
    }
    func unpack(_ command: String) -> String {
      "unpack it: " + FileEdit.command(command, path: path, word: "unpacked")
    }
    let formats: [([UInt8], String, String)] = [
      ([0x1f, 0x8b], "gzip-compressed", unpack("gunzip -c")),
      ([0x50, 0x4b, 0x03, 0x04], "a zip archive or a spreadsheet (.xlsx)", "save the sheet as CSV first"),
      ([0x28, 0xb5, 0x2f, 0xfd], "zstd-compressed", unpack("zstd -dc")),
      ([0x42, 0x5a, 0x68], "bzip2-compressed", unpack("bunzip2 -c")),
      ([0xfd, 0x37, 0x7a, 0x58, 0x5a], "xz-compressed", unpack("xz -dc")),
      ([0x50, 0x41, 0x52, 0x31], "a Parquet file", "export it as CSV first"),
      ([0x89, 0x50, 0x4e, 0x47], "a PNG picture", "give a CSV file"),
      ([0x25, 0x50, 0x44, 0x46], "a PDF", "give a CSV file"),
      ([0xd0, 0xcf, 0x11, 0xe0], "an old Excel file (.xls)", "save the sheet as CSV first"),
      ([0x7f, 0x45, 0x4c, 0x46], "a program", "give a CSV file"),
    ]
    for (magic, what, hint) in formats where starts(magic) {
      return ForetellError(.notText, "the file is \(what), not CSV", location: location, hint: hint)
    }
    return nil
  }

  /// Whether the bytes look like ASCII text in UTF-16 without a byte order mark: every second byte is zero.
  private static func looksLikeUTF16(_ start: [UInt8]) -> Bool {
    guard start.count >= 8 else { return false }
    let pairs = stride(from: 0, to: start.count - 1, by: 2)
    let little = pairs.allSatisfy { start[$0] != 0 && start[$0 + 1] == 0 }
    let big = pairs.allSatisfy { start[$0] == 0 && start[$0 + 1] != 0 }
    return little || big
  }
}

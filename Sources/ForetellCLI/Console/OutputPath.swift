import Foretell
import Foundation

/// A file that a command will write.
struct OutputPath {
  /// The option's name without dashes.
  var option: String
  /// The path as typed.
  var path: String
  /// The content that will be written.
  var content: Content

  /// The kinds of content.
  enum Content {
    case csv, json, svg, html, model

    /// The name of the content in messages, and the file extensions that suit it, the usual one first.
    var words: (name: String, endings: [String]) {
      switch self {
      case .csv: ("CSV", ["csv", "txt"])
      case .json: ("JSON", ["json", "txt"])
      case .svg: ("SVG", ["svg", "xml"])
      case .html: ("HTML", ["html", "htm", "xhtml"])
      case .model: ("a model", ["model", "safetensors"])
      }
    }
  }

  /// Makes an output; nil if the option was left out.
  init?(_ option: String, _ path: String?, _ content: Content) {
    guard let path else { return nil }
    self.option = option
    self.path = path
    self.content = content
  }

  /// Refuses paths that can't be written or must not be overwritten, before the work begins.
  ///
  /// - Parameters:
  ///   - outputs: all files that the command writes.
  ///   - inputs: the files that the command reads, with their names in messages.
  ///   - printsResult: whether the command also writes to standard output.
  /// - Throws: ``ForetellError``: of kind `inputOutput` for a path that can't be written, of kind `usage` for the wrong
  ///   kind of file, two outputs with one path, an input, or a database such as a run registry.
  static func check(
    _ outputs: [OutputPath?], keeping inputs: [(path: String?, name: String)] = [], printsResult: Bool = true
  ) throws(ForetellError) {
    let outputs = outputs.compactMap { $0 }
    for output in outputs {
      guard output.path != "-" else {
        throw ForetellError(
          .badOption, "--\(output.option) is `-`, which means standard output, but takes a file",
          hint: "leave --\(output.option) out for standard output, or write ./- for a file of that name")
      }
      try AtomicFile.check(output.path)
      if isDatabase(output.path) {
        throw ForetellError(
          .conflictingOptions,
          "--\(output.option) would replace the database `\(output.path)`, such as a run registry",
          location: .init(file: output.path), hint: "choose another file")
      }
      for input in inputs {
        guard let path = input.path, path != "-", isRegular(path), isSame(path, output.path) else { continue }
        throw ForetellError(
          .conflictingOptions, "--\(output.option) would replace the \(input.name) `\(path)`",
          location: .init(file: output.path), hint: "choose another file")
      }
      try output.checkEnding()
    }
    try refuseTwins(outputs, printsResult)
  }

  /// Refuses two outputs to the same place.
  private static func refuseTwins(_ outputs: [OutputPath], _ printsResult: Bool) throws(ForetellError) {
    for (place, output) in outputs.enumerated() {
      if let twin = outputs[..<place].first(where: { isSame($0.path, output.path) && !isSink($0.path) }) {
        throw ForetellError(
          .conflictingOptions,
          "--\(twin.option) and --\(output.option) would both write to `\(output.path)`",
          location: .init(file: output.path), hint: "choose another file for one of them")
      }
      var (own, standard) = (stat(), stat())
      guard printsResult, fstat(STDOUT_FILENO, &standard) == 0, stat(output.path, &own) == 0,
        own.st_dev == standard.st_dev, own.st_ino == standard.st_ino, !isSink(output.path)
      else { continue }
      throw ForetellError(
        .conflictingOptions,
        "--\(output.option) would write to standard output, where the result goes too",
        location: .init(file: output.path), hint: "choose another file for --\(output.option)")
    }
  }

  /// Refuses a file extension that belongs to another kind of content.
  private func checkEnding() throws(ForetellError) {
    guard Self.isRegular(path) || !Self.exists(path) else { return }
    let name = URL(filePath: path).lastPathComponent
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let ending = parts.count > 1 ? (parts.last ?? "").lowercased() : ""
    let (words, endings) = content.words
    guard !endings.contains(ending) else { return }
    if case .svg = content, ending.isEmpty {
      throw ForetellError(
        .badOption, "--\(option) writes SVG, but `\(path)` doesn't end in .svg",
        hint: "write --\(option) \(ShellWord.quoted(path + ".svg"))")
    }
    guard Self.knownEndings.contains(ending) else { return }
    let right = String(path.dropLast(ending.count)) + endings[0]
    var hint = "write --\(option) \(ShellWord.quoted(right))"
    if case .svg = content, ["png", "pdf", "ps", "eps"].contains(ending) {
      let format = ending == "png" ? "" : "--format \(ending) "
      hint +=
        "; then rsvg-convert \(format)--output \(ShellWord.quoted(path)) \(ShellWord.quoted(right)) converts it"
    }
    throw ForetellError(
      .badOption, "--\(option) writes \(words), but `\(path)` has the extension of another format", hint: hint
    )
  }

  /// Well-known file extensions.
  private static let knownEndings: Set<String> = [
    "arrow", "avif", "bmp", "bz2", "csv", "doc", "docx", "eps", "feather", "gif", "gz", "h5", "hdf5",
    "heic", "htm", "html", "jpeg", "jpg", "joblib", "json", "jsonl", "keras", "md", "mat", "model", "ndjson",
    "npy", "npz", "ods", "odt", "onnx", "parquet", "pdf", "pickle", "pkl", "png", "pptx", "ps", "pt", "pth",
    "rdata", "rds", "safetensors", "svg", "svgz", "tar", "tflite", "tif", "tiff", "tsv", "txt",
    "webp", "xhtml", "xls", "xlsb", "xlsm", "xlsx", "xml", "xz", "yaml", "yml", "zip", "zst",
  ]

  // MARK: Files

  /// Whether the path exists.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private static func isRegular(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Whether a path is a device that discards what is written, so that several outputs may go there.
  private static func isSink(_ path: String) -> Bool {
    var (status, sink) = (stat(), stat())
    return stat(path, &status) == 0 && stat("/dev/null", &sink) == 0 && status.st_rdev == sink.st_rdev
      && status.st_mode & S_IFMT == S_IFCHR
  }

  /// Whether a regular file is an SQLite database, by its first bytes (SQLite, Database File Format, section
  /// 1.3).
  private static func isDatabase(_ path: String) -> Bool {
    guard isRegular(path),
      let begin = try? FileHandle(forReadingFrom: URL(filePath: path)).read(upToCount: 16)
    else { return false }
    return begin == Data("SQLite format 3\0".utf8)
  }

  /// Whether two paths lead to the same file, after resolving links, even if it doesn't exist yet.
  static func isSame(_ one: String, _ other: String) -> Bool {
    var (first, second) = (stat(), stat())
    if stat(one, &first) == 0, stat(other, &second) == 0 {
      return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }
    return resolved(one) == resolved(other)
  }

  /// The path without links and dots; its last component need not exist.
  private static func resolved(_ path: String) -> String {
    var path = path
    for _ in 0..<40 {
      guard let link = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else { break }
      let folder = URL(filePath: path).deletingLastPathComponent().path
      path = link.hasPrefix("/") ? link : folder + "/" + link
    }
    let url = URL(filePath: path).standardizedFileURL
    let folder = url.deletingLastPathComponent().resolvingSymlinksInPath()
    return folder.appending(path: url.lastPathComponent).path
  }
}

import ArgumentParser
import Foretell
import Glibc

/// The CSV that a command reads.
struct TableInput: ParsableArguments {
  @Argument(
    help: .init("CSV file, or - for standard input.", valueName: "FILE"),
    completion: .file(extensions: ["csv", "tsv"]))
  var file: String?

  /// Reads the table.
  ///
  /// - Throws: ``ForetellError`` for a file that can't be read or understood, `HelpInsteadOfWaiting` when there is
  ///   neither a file nor a redirected standard input.
  func read(
    _ options: CSVOptions, for command: any ParsableCommand.Type, _ console: Console
  ) throws -> SeriesTable {
    if file == nil, isatty(STDIN_FILENO) == 1 { throw HelpInsteadOfWaiting(command: command) }
    let path = file ?? "-"
    let progress = ProgressLine(console)
    progress.show("reading \(path == "-" ? "standard input" : path)")
    defer { progress.clear() }
    return try SeriesTable(csv: path, options: options)
  }

  /// Refuses to write over the file that is read, over a database, or where nothing can be written.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` when `path`, the value of an option, is the input, and what
  ///   ``OutputPath/check(_:_:)`` throws.
  func protect(from option: String, _ path: String?) throws(ForetellError) {
    try OutputPath.check(option, path)
    guard let path, let file, file != "-" else { return }
    var (input, output) = (stat(), stat())
    guard stat(file, &input) == 0, stat(path, &output) == 0, input.st_mode & S_IFMT == S_IFREG else { return }
    guard input.st_dev == output.st_dev, input.st_ino == output.st_ino else { return }
    throw ForetellError(
      .conflictingOptions, "--\(option) would replace the data in `\(file)`", location: .init(file: path),
      hint: "choose another file")
  }

  /// The file as a word for a shell.
  var shellWord: String { ShellWord.quoted(file ?? "-") }
}

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
  /// - Throws: ``ForetellError`` for a file that can't be read, `HelpInsteadOfWaiting` when there is no file
  ///   and standard input is a terminal.
  func read(
    _ options: CSVOptions, for command: any ParsableCommand.Type, _ console: Console
  ) throws -> SeriesTable {
    try read(for: command, console) { try SeriesTable(csv: $0, options: options) }
  }

  /// Reads the table without stopping at the first problem; problems of the data are in the result.
  ///
  /// - Throws: what ``read(_:for:_:)`` throws, except for problems of the data.
  func inspect(
    _ options: CSVOptions, for command: any ParsableCommand.Type, _ console: Console
  ) throws -> TableInspection {
    try read(for: command, console) { try TableInspection(csv: $0, options: options) }
  }

  private func read<Result>(
    for command: any ParsableCommand.Type, _ console: Console, _ body: (String) throws -> Result
  ) throws -> Result {
    if file == nil, isatty(STDIN_FILENO) == 1 { throw HelpInsteadOfWaiting(command: command) }
    try refuseModel()
    let path = file ?? "-"
    let progress = ProgressLine(console)
    progress.show("reading \(path == "-" ? "standard input" : path)")
    defer { progress.clear() }
    return try body(path)
  }

  /// The files that must not be overwritten: the data and the configuration file.
  func kept(_ common: CommonOptions) -> [(path: String?, name: String)] {
    [(file, "data in"), (common.config, "options in")]
  }

  /// A file name for a model of this data, quoted for a shell: the data's name with another extension.
  var modelWord: String {
    let file = file.flatMap { $0 == "-" ? nil : $0 } ?? "forecast"
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let stem = name.lastIndex(of: ".").map { $0 == name.startIndex ? name : String(name[..<$0]) } ?? name
    let begin = (stem.hasPrefix("-") ? "./" : "") + stem
    let free = (1..<100).lazy.map { $0 == 1 ? begin : "\(begin)-\($0)" }.first {
      !OutputPath.exists("\($0).model")
    }
    return ShellWord.quoted((free ?? begin) + ".model")
  }

  /// The file's name, quoted for a shell.
  var shellWord: String { ShellWord.quoted(file ?? "-") }
}

/// Thrown when a command has no FILE and standard input is a terminal: help is printed instead of waiting for
/// input.
struct HelpInsteadOfWaiting: Error {
  /// The command whose help is printed.
  let command: any ParsableCommand.Type
}

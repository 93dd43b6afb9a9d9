import Foretell
import Synchronization

/// The command line as it is carried out.
enum Invocation {
  private struct State {
    var words: [String] = []
    var all: [CommandLineWords.Given] = []
    var typed: [CommandLineWords.Given] = []
  }

  private static let state = Mutex(State())

  /// Keeps the line.
  ///
  /// - Parameters:
  ///   - words: all words, with what environment and configuration file added.
  ///   - all: the options among them.
  ///   - typed: the options that stand on the command line itself.
  static func keep(_ words: [String], all: [CommandLineWords.Given], typed: [CommandLineWords.Given]) {
    state.withLock { $0 = State(words: words, all: all, typed: typed) }
  }

  /// The line, ready for a shell.
  static var line: String {
    (["foretell"] + state.withLock { $0.words }).map(ShellWord.quoted).joined(separator: " ")
  }

  /// The line with other values for some options.
  static func line(with values: KeyValuePairs<String, String>) -> String {
    var words = state.withLock { $0.words }
    for (name, value) in values {
      if let place = words.firstIndex(of: "--\(name)") {
        words[min(place + 1, words.count - 1)] = value
      } else if let place = words.firstIndex(where: { $0.hasPrefix("--\(name)=") }) {
        words[place] = "--\(name)=\(value)"
      } else {
        words += ["--\(name)", value]
      }
    }
    return (["foretell"] + words).map(ShellWord.quoted).joined(separator: " ")
  }

  /// Options with their values as words for ArgumentParser, wherever they came from.
  ///
  /// - Parameter names: which options, by their long names.
  static func words(of names: Set<String>) -> [String] {
    state.withLock { $0.all }.filter { names.contains($0.option.name) }.map { given in
      let name = given.written.hasPrefix("--") ? given.written : "--\(given.option.name)"
      return given.value.map { "\(name)=\($0)" } ?? name
    }
  }

  /// Refuses options on the command line that have no effect there.
  ///
  /// Environment and configuration file may hold options for other models and commands; only what somebody typed is
  /// refused.
  ///
  /// - Parameters:
  ///   - names: the options, by their long names.
  ///   - reason: why they have no effect.
  ///   - hint: what to do.
  /// - Throws: ``ForetellError`` of kind `usage` that names the first of them on the line.
  static func refuse(
    _ names: Set<String>, because reason: String, hint: String? = nil
  ) throws(ForetellError) {
    let typed = state.withLock { $0.typed }
    guard let first = typed.first(where: { names.contains($0.option.name) }) else { return }
    let name = first.written.hasPrefix("--") ? first.written : "--\(first.option.name)"
    throw ForetellError(
      .conflictingOptions, "\(name) would have no effect: \(reason)", hint: hint ?? "leave \(name) out")
  }
}

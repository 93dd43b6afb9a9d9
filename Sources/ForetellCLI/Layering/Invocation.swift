import Foretell
import Synchronization

/// The command line as executed, including options from environment and configuration file.
enum Invocation {
  private struct State {
    var words: [String] = []
    var all: [CommandLineWords.Given] = []
    var typed: [CommandLineWords.Given] = []
  }

  private static let state = Mutex(State())

  /// Stores the line.
  ///
  /// - Parameters:
  ///   - words: all words, including those added by environment and configuration file.
  ///   - all: the options among them.
  ///   - typed: the options on the command line itself.
  static func keep(_ words: [String], all: [CommandLineWords.Given], typed: [CommandLineWords.Given]) {
    state.withLock { $0 = State(words: words, all: all, typed: typed) }
  }

  /// The line, quoted for a shell.
  static var line: String {
    (["foretell"] + state.withLock { $0.words }).map(ShellWord.quoted).joined(separator: " ")
  }

  /// The line with the values of some options replaced.
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

  /// The options with their values as words for ArgumentParser, from all sources.
  ///
  /// - Parameter names: the options' long names.
  static func words(of names: Set<String>) -> [String] {
    state.withLock { $0.all }.filter { names.contains($0.option.name) }.map { given in
      let name = given.written.hasPrefix("--") ? given.written : "--\(given.option.name)"
      return given.value.map { "\(name)=\($0)" } ?? name
    }
  }

  /// Refuses options on the command line that have no effect there.
  ///
  /// Environment and configuration file may contain options for other models and commands; only options that
  /// were typed are refused.
  ///
  /// - Parameters:
  ///   - names: the options' long names.
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

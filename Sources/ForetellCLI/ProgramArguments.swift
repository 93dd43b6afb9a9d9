import CForetellProcess
import Foretell

/// The command-line arguments.
enum ProgramArguments {
  /// The arguments after the program's name; nil when they can't be determined, which is different from none.
  ///
  /// They come from the C library. `CommandLine.arguments`, which needs a readable `/proc` and is empty
  /// without it, is used only where the C library gives none.
  static var given: [String]? {
    let words = (0..<foretell_argument_count()).compactMap { place in
      foretell_argument(place).map { String(cString: $0) }
    }
    let all = words.isEmpty ? CommandLine.arguments : words
    return all.isEmpty ? nil : Array(all.dropFirst())
  }

  /// The error when they can't be determined.
  static let unreadable = ForetellError(
    .cannotRead, "the command-line arguments can't be read",
    hint: "is /proc mounted and readable? The program needs it on this system")
}

/// The location of the registry's file.
public enum RegistryLocation {
  /// The file to use: `asked` if given, otherwise a file in the user's data folder of the XDG base directory
  /// specification, `$XDG_DATA_HOME/foretell/runs.sqlite` or `~/.local/share/foretell/runs.sqlite`.
  ///
  /// A relative `XDG_DATA_HOME` counts as unset, as the specification requires.
  ///
  /// - Returns: nil when `asked` is nil and neither `XDG_DATA_HOME` nor `HOME` is set.
  public static func path(asked: String?, environment: [String: String]) -> String? {
    if let asked, !asked.isEmpty { return asked }
    if let folder = environment["XDG_DATA_HOME"], folder.hasPrefix("/") {
      return folder + "/foretell/runs.sqlite"
    }
    if let home = environment["HOME"], !home.isEmpty { return home + "/.local/share/foretell/runs.sqlite" }
    return nil
  }
}

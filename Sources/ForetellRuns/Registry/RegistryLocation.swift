/// Where the registry's file is.
public enum RegistryLocation {
  /// The file to use: what was asked for, else the user's data folder of the XDG base directory specification,
  /// `$XDG_DATA_HOME/foretell/runs.sqlite` or `~/.local/share/foretell/runs.sqlite`.
  ///
  /// A relative `XDG_DATA_HOME` counts as unset, as the specification wants it.
  ///
  /// - Returns: nil when nothing was asked for and neither variable is set.
  public static func path(asked: String?, environment: [String: String]) -> String? {
    if let asked, !asked.isEmpty { return asked }
    if let folder = environment["XDG_DATA_HOME"], folder.hasPrefix("/") {
      return folder + "/foretell/runs.sqlite"
    }
    if let home = environment["HOME"], !home.isEmpty { return home + "/.local/share/foretell/runs.sqlite" }
    return nil
  }
}

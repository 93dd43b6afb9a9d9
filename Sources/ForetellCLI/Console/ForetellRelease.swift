/// Which release this is.
enum ForetellRelease {
  /// The version that `--version` prints.
  static let version = "0.1.0"
}

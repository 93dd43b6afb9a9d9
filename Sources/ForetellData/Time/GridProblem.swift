/// Why stamps have no regular grid, with the place where it shows.
public struct GridProblem: Error, Sendable, Hashable {
  /// The kinds of trouble.
  public enum Kind: String, Sendable, Hashable {
    /// No series has two stamps.
    case tooFewStamps
    /// The distance between stamps changes.
    case mixedSteps
    /// Each series is regular but they lie at different places, such as Sundays and Mondays.
    case differentGrids
    /// A stamp isn't on the grid that was asked for.
    case offGrid
  }

  /// What is wrong.
  public let kind: Kind
  /// The series where it shows, an index into the given series.
  public var series: Int?
  /// The index of `stamp` in that series.
  public var index: Int?
  /// The stamp before `stamp` (for `differentGrids`, a stamp of another series).
  public var previous: Timestamp?
  /// The stamp where it shows.
  public var stamp: Timestamp?
  /// The step most stamps have, or the grid's name.
  public var usualStep: String?
  /// The step that leads to `stamp`.
  public var step: String?

  init(_ kind: Kind) {
    self.kind = kind
  }

  /// The sentence for an error message, with stamps written in the file's style.
  public func message(style: StampStyle) -> String {
    let stamp = stamp.map(style.text(for:)) ?? ""
    let previous = previous.map(style.text(for:)) ?? ""
    let usual = usualStep ?? ""
    let step = step ?? ""
    switch kind {
    case .tooFewStamps: return "no series has two time stamps, so the frequency is unknown"
    case .mixedSteps: return "steps are mixed: usually \(usual), but \(step) from \(previous) to \(stamp)"
    case .differentGrids:
      return
        "series do not share a grid: \(previous) is \(usual), but \(stamp) of another series is not on it"
    case .offGrid: return "\(stamp) is not on the grid: \(usual)"
    }
  }

  /// The error to throw; the caller adds the location.
  public func error(style: StampStyle) -> ForetellError {
    let code: ErrorCode = kind == .offGrid ? .wrongFrequency : .mixedSteps
    let hint =
      switch kind {
      case .tooFewStamps: "give the frequency, for example --freq MS"
      case .mixedSteps: "give the finer frequency with --freq if the stamps between are missing, or resample"
      case .differentGrids: "give a common frequency with --freq, or forecast the groups separately"
      case .offGrid: "leave --freq out to see which grid fits"
      }
    return ForetellError(code, message(style: style), hint: hint)
  }
}

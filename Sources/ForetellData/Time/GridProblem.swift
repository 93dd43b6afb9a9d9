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
  /// The stamp that the grid of most stamps has at this place.
  public var expected: Timestamp?
  /// How many stamps are not on the grid of most stamps.
  public var oddCount = 0
  /// The alias that fits when it is left to the data.
  public var fitting: String?
  /// The alias of the finest grid that has every stamp, where it leaves few enough gaps.
  public var finest: String?
  /// The integer step that was asked for.
  public var wantedStep: Int?

  init(_ kind: Kind) {
    self.kind = kind
  }

  /// The sentence for an error message, with stamps written in the file's style.
  public func message(style: StampStyle) -> String {
    let stamp = stamp.map(style.text(for:)) ?? ""
    let previous = previous.map(style.text(for:)) ?? ""
    let usual = usualStep ?? ""
    let step = step ?? ""
    let wanted = expected.map { ": \(style.text(for: $0)) expected" } ?? ""
    switch kind {
    case .tooFewStamps: return "no series has two time stamps, so the frequency is unknown"
    case .mixedSteps:
      if expected != nil { return "\(stamp) is not on the grid of the other stamps, \(usual)\(wanted)" }
      return "steps are mixed: usually \(usual), but \(step) from \(previous) to \(stamp)"
    case .differentGrids:
      return
        "series do not share a grid: \(previous) is \(usual), but \(stamp) of another series is not on it"
    case .offGrid: return "\(stamp) is not on the grid: \(usual)\(wanted)"
    }
  }

  /// The error to throw; the caller adds the location.
  public func error(style: StampStyle) -> ForetellError {
    let code: ErrorCode = kind == .offGrid ? .wrongFrequency : .mixedSteps
    return ForetellError(code, message(style: style), hint: hint)
  }

  /// What helps; a frequency is named only after it was tried on the stamps.
  private var hint: String {
    let resample = "resample the rows to one step"
    switch kind {
    case .tooFewStamps: return "give the frequency, for example --freq MS"
    case .differentGrids: return "forecast the groups separately, or give them one grid: \(resample)"
    case .mixedSteps, .offGrid:
      if let wantedStep {
        let leave = fitting.map { "; leave --freq out for steps of \($0)" } ?? ""
        return "\(wantedStep) is a step of the time column; for a season of \(wantedStep): --season "
          + "\(wantedStep)\(leave)"
      }
      if let fitting { return "leave --freq out: the stamps fit \(fitting)" }
      if expected != nil {
        let others = oddCount == 1 ? "this is the only one" : "\(oddCount) stamps are off the grid"
        return "correct the time stamp or remove the row (\(others))"
      }
      if let finest { return "if the stamps between are missing: --freq \(finest); otherwise \(resample)" }
      return "\(resample), such as one row per day"
    }
  }

  /// The problem with what the stamps say about a remedy.
  ///
  /// - Parameters:
  ///   - series: the stamps that it was found in.
  ///   - wanted: the frequency that was asked for.
  ///   - isInteger: whether stamps are integer steps.
  func explained(_ series: [[Timestamp]], wanted: Frequency?, isInteger: Bool) -> GridProblem {
    guard kind == .mixedSteps || kind == .offGrid else { return self }
    var problem = self
    if wanted?.unit == .step { problem.wantedStep = wanted?.multiple }
    if wanted != nil, let found = try? InferredGrid.infer(from: series, isInteger: isInteger) {
      problem.fitting = found.frequency.alias
      return problem
    }
    if !isInteger, let majority = MajorityGrid(series, wanted: nil), let odd = majority.odd {
      let stamp = series[odd.series][odd.index]
      problem.series = odd.series
      problem.index = odd.index
      problem.stamp = stamp
      problem.previous = odd.index > 0 ? series[odd.series][odd.index - 1] : nil
      problem.expected = majority.frequency.nearest(to: stamp)
      problem.usualStep = majority.frequency.name
      problem.oddCount = majority.oddCount
      return problem
    }
    if let finest = InferredGrid.finest(series, isInteger: isInteger) { problem.finest = finest.alias }
    return problem
  }
}

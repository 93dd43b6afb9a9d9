extension TableAssembly {
  /// The error for a frequency in integers where the time column has dates: in R, `frequency = 12` is a season of twelve.
  func refusal(ofSteps wanted: Frequency, _ found: Frequency?) -> ForetellError {
    let season =
      wanted.multiple > 1 ? "; for a season of \(wanted.multiple) steps write --season \(wanted.multiple)" : ""
    let remedy =
      found.map { "leave --freq out: the time stamps say \($0.alias)" }
      ?? "write the time between two rows, such as --freq MS, D or h"
    return ForetellError(
      .wrongFrequency, "--freq \(wanted.alias) counts in integers, but the time column has dates",
      location: .init(file: finder.source.path), hint: remedy + season)
  }
}

import ArgumentParser
import Foretell

/// Options for the range of the forecasts.
struct BoundOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: .init(
      "Least value of a forecast, or none. Default: 0 for series without a negative value, else none.",
      valueName: "value"))
  var lowerBound: String?

  @Option(
    parsing: .unconditional,
    help: .init("Largest value of a forecast, or none. Default: none.", valueName: "value"))
  var upperBound: String?

  /// The bounds from these options.
  ///
  /// - Parameter usual: the bounds used where an option is missing.
  /// - Throws: ``ForetellError`` of kind `usage` for a text that isn't a number, and for bounds with no value
  ///   between them.
  func bounds(instead usual: ForecastBounds = ForecastBounds()) throws -> ForecastBounds {
    var bounds = usual
    if let lowerBound {
      bounds.lower = try Self.value("lower-bound", lowerBound)
      bounds.keepsNonNegative = false
    }
    if let upperBound { bounds.upper = try Self.value("upper-bound", upperBound) }
    if let lower = bounds.lower, let upper = bounds.upper, lower >= upper {
      throw ForetellError(
        .conflictingOptions,
        "--lower-bound \(Figures.exact(lower)) is not below --upper-bound \(Figures.exact(upper))")
    }
    return bounds
  }

  private static func value(_ option: String, _ text: String) throws(ForetellError) -> Double? {
    if text.lowercased() == "none" { return nil }
    guard let value = Double(text), value.isFinite else {
      throw Validation.refusal(option, "`\(text)`", "must be a number or none")
    }
    return value
  }

  /// Prints with `--verbose` for which series forecasts are limited to 0 and more because no value is
  /// negative.
  static func tell(_ bounds: ForecastBounds, _ table: SeriesTable, _ console: Console) {
    guard bounds.keepsNonNegative, bounds.lower == nil, console.volume == .verbose else { return }
    let kept = table.series.filter { series in
      series.values.contains { !$0.isNaN } && !series.values.contains { $0 < 0 }
    }
    guard let first = kept.first else { return }
    let name = kept.count == 1 ? "series `\(first.id)`" : "\(kept.count) of \(table.series.count) series"
    console.detail(
      "no value of \(name) is below 0, so no forecast is (--lower-bound none allows negative ones)")
  }
}

import Foretell
import Foundation

/// Writes runs as a log folder for TensorBoard: one folder per run with one event file in it; the folders of
/// parts are inside that of their run.
///
/// Scalars: every metric (`training_loss`, …; for later windows of a backtest `training_loss/window-2`, …)
/// and, under `results/`, the final results. Histograms: recorded distributions such as
/// `weights/encoder.0.weightInput`, and `gradient_by_lag/layer-0/cell`, whose horizontal axis is the lag.
/// Text: `configuration`.
public struct TensorBoardExport {
  /// The result of an export.
  public struct Summary: Sendable {
    /// The paths of the event files written.
    public var files: [String] = []
    /// Number of NaN and infinities that were left out of histograms; scalars keep them.
    public var leftOut = 0
  }

  /// The path of the log folder.
  public let folder: String
  /// What was written so far.
  public private(set) var summary = Summary()

  /// Makes an export into a folder, which is created if it doesn't exist.
  public init(folder: String) { self.folder = folder }

  /// Writes a run with its parts.
  ///
  /// A second export of the same run replaces the first.
  ///
  /// - Throws: ``ForetellError`` of kind `inputOutput`.
  public mutating func write(_ details: RunDetails, parts: [RunDetails]) throws(ForetellError) {
    let place = folder + "/" + Self.name(details.run)
    try write(details, into: place)
    for part in parts { try write(part, into: place + "/" + Self.name(part.run)) }
  }

  /// The name of a run's folder: id, command and model.
  static func name(_ run: Run) -> String {
    let words = [run.id, run.command] + (run.children > 0 ? [] : [run.model])
    return String(
      words.joined(separator: "-").prefix(100).map { character in
        character.isASCII && (character.isLetter || character.isNumber || "-_.".contains(character))
          ? character : "-"
      })
  }

  private mutating func write(_ details: RunDetails, into place: String) throws(ForetellError) {
    do {
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    } catch {
      throw ForetellError(.cannotWrite, "cannot make the folder `\(place)`", location: .init(file: place))
    }
    let run = details.run
    let file = place + "/events.out.tfevents.\(Int64(run.started)).foretell.\(run.id)"
    let content = Self.content(details)
    try AtomicFile.write(file, content.bytes)
    summary.files.append(file)
    summary.leftOut += content.leftOut
  }

  /// The event file of one run.
  static func content(_ details: RunDetails) -> EventFile {
    let run = details.run
    var file = EventFile(time: run.started)
    file.text("configuration", configuration(details), time: run.started)
    for metric in details.metrics {
      let tag = tag(metric.name, metric.window)
      for (place, epoch) in metric.epochs.enumerated() {
        file.scalar(tag, metric.values[place], step: epoch, time: metric.times[place])
      }
    }
    let end = run.ended ?? run.updated
    for result in run.results {
      file.scalar("results/\(result.name)", result.value, step: run.epochs, time: end)
    }
    for curve in details.gradients {
      let name = curve.epoch > 0 ? "gradient_by_lag" : "gradient_by_lag_trained"
      file.curve(
        tag("\(name)/layer-\(curve.layer)/\(curve.state)", curve.window), norms: curve.mean,
        step: curve.epoch, time: curve.time)
    }
    for histogram in details.histograms {
      file.histogram(
        tag(histogram.name, histogram.window), histogram, step: histogram.epoch, time: histogram.time)
    }
    return file
  }

  private static func tag(_ name: String, _ window: Int) -> String {
    window == 0 ? name : "\(name)/window-\(window + 1)"
  }

  /// The configuration as a table in Markdown.
  private static func configuration(_ details: RunDetails) -> String {
    let run = details.run
    let facts = [
      ("command line", run.commandLine), ("model", run.model), ("status", run.status.rawValue),
      ("seed", run.seed.map { String($0) } ?? ""), ("data", run.data?.name ?? ""),
      ("data digest", run.data?.digest ?? ""), ("version", run.version),
    ].filter { !$0.1.isEmpty }
    let rows = facts + details.parameters.map { ($0.name, $0.value) }
    return "| name | value |\n|---|---|\n"
      + rows.map { "| \(escaped($0.0)) | \(escaped($0.1)) |\n" }.joined()
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("\n", with: " ")
  }
}

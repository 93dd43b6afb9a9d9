import ForetellData
import Foundation

/// What the model files of all reference methods have in common.
enum BaselineFile {
  /// The value of `kind` in the metadata.
  static let kind = "baseline"
  /// The version of the file's layout.
  static let version = 1

  /// The error for a method of a later release.
  static func unknown(_ family: String, _ path: String) -> ForetellError {
    ForetellError(
      .unsupportedModel, "\(shown(path)) holds a model of kind `\(family)`, which this release doesn't know",
      location: .init(file: path), hint: "install a newer release")
  }
}

extension FittedBaseline: KeptModel {
  /// Season length in steps.
  public var seasonLength: Int { configuration.seasonLength ?? table.frequency.defaultSeasonLength }
  /// The frequency of the data.
  public var frequency: Frequency { table.frequency }
  /// The names of the data's columns.
  public var columns: ColumnNames { table.columns }
  /// Times of the week at which a series of the data never has a value, by series id.
  public var closedTimes: [String: ClosedTimes] { table.closedTimes }
  /// Checksum of the data given to the fit.
  public var trainingChecksum: String { table.checksum }
  /// The range of the forecasts.
  public var bounds: ForecastBounds { configuration.bounds }
  /// Empty: a fit changes nothing in the data.
  public var warnings: [ForecastWarning] { [] }
  /// The whole table: the rule or its intervals use every value of the history.
  public var lastTable: SeriesTable { table }

  /// Every option with its value.
  public var optionValues: [OptionValue] {
    optionValues(around: configuration.methodOptions(season: seasonLength).ordered)
  }

  /// The same model with another range of its forecasts.
  public func with(bounds: ForecastBounds) -> FittedBaseline {
    var model = self
    model.configuration.bounds = bounds
    return model
  }

  /// Writes the configuration and the table's values as a safetensors file, atomically; throws
  /// `ForetellError`.
  public func save(to path: String) throws { try file().write(to: path) }

  /// The content of the file that ``save(to:)`` writes.
  public func encoded() throws -> [UInt8] { try file().serialized() }

  private struct Description: Codable {
    var configuration: Configuration
    var forecastHorizon: Int
    var openHorizon: Int?
    var seed: UInt64
    var frequency: Frequency
    var stampStyle: StampStyle
    var columns: ColumnNames
    var ids: [String]
  }

  private func file() throws -> SafetensorsFile {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let description = Description(
      configuration: configuration, forecastHorizon: forecastHorizon, openHorizon: openHorizon, seed: seed,
      frequency: table.frequency, stampStyle: table.stampStyle, columns: KeptTable.columns(of: table),
      ids: table.series.map(\.id))
    return SafetensorsFile(
      metadata: [
        "kind": BaselineFile.kind, "version": "\(BaselineFile.version)", "family": Configuration.family,
        "model": name, "library": "Foretell", "training_checksum": trainingChecksum,
        "description": String(decoding: try encoder.encode(description), as: UTF8.self),
      ],
      tensors: KeptTable.tensors(of: table))
  }

  /// Makes a model from a file's content; every number is checked before it is used.
  ///
  /// - Throws: `ForetellError` for a file that is damaged or needs a newer release.
  init(_ file: SafetensorsFile, name path: String) throws {
    func damaged(_ what: String) -> ForetellError {
      ForetellError(
        .damagedModel, "\(shown(path)) is not a whole model: \(what)", location: .init(file: path),
        hint: "make it again with \(inCode: "fit", onCommandLine: "foretell fit")")
    }
    guard let version = file.metadata["version"].flatMap({ Int($0) }), version >= 1 else {
      throw damaged("its version is missing")
    }
    guard version <= BaselineFile.version else {
      throw ForetellError(
        .unsupportedModel,
        "\(shown(path)) has version \(version); this release reads up to \(BaselineFile.version)",
        location: .init(file: path), hint: "install a newer release")
    }
    guard file.isVerified else {
      throw damaged("it has no checksum, which every model has that foretell wrote")
    }
    guard let text = file.metadata["description"],
      let about = try? JSONDecoder().decode(Description.self, from: Data(text.utf8))
    else { throw damaged("its description can't be read") }
    guard (1...1_000_000).contains(about.forecastHorizon),
      (1...about.forecastHorizon).contains(about.openHorizon ?? 1)
    else { throw damaged("its horizon is out of range") }
    guard about.configuration.seasonLength.map({ (1...10_000_000).contains($0) }) ?? true else {
      throw damaged("its season length is out of range")
    }
    do { try about.configuration.bounds.check() } catch { throw damaged("its bounds are invalid") }
    if let problem = about.stampStyle.problem { throw damaged(problem) }
    let series = try KeptTable.series(
      file, ids: about.ids, columns: about.columns, frequency: about.frequency, damaged: damaged)
    self.init(
      configuration: about.configuration,
      table: SeriesTable(
        checked: series, frequency: about.frequency, name: "model", columns: about.columns,
        stampStyle: about.stampStyle),
      forecastHorizon: about.forecastHorizon, seed: about.seed)
    openHorizon = about.openHorizon
  }
}

import ForetellClassics
import ForetellData
import Foundation

/// What model files of ridge regressions have in common.
enum RidgeFile {
  /// The value of `kind` in the metadata.
  static let kind = "ridge"
  /// The version of the file's layout.
  static let version = 1
}

extension FittedRidge: KeptModel {
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
  /// Empty: forecasts tell what they took as missing.
  public var warnings: [ForecastWarning] { [] }
  /// The whole table.
  public var lastTable: SeriesTable { table }

  /// The same model with another range of its forecasts.
  public func with(bounds: ForecastBounds) -> FittedRidge {
    var model = self
    model.configuration.bounds = bounds
    return model
  }

  /// Writes configuration, coefficients and the table's values as a safetensors file, atomically; throws
  /// `ForetellError`.
  public func save(to path: String) throws { try file().write(to: path) }

  /// The content of the file that ``save(to:)`` writes.
  public func encoded() throws -> [UInt8] { try file().serialized() }

  private struct Description: Codable {
    var configuration: RidgeForecaster
    var forecastHorizon: Int
    var openHorizon: Int?
    var seed: UInt64
    var frequency: Frequency
    var stampStyle: StampStyle
    var columns: ColumnNames
    var ids: [String]
    var seasonLength: Int
    var isLogarithmic: Bool
    var lags: Int
    var horizon: Int
    var levelSpan: Int
    var seasonOfBase: Int
    var scope: RidgeScope
    var commonStrength: Double
    var ownStrength: Double
  }

  private func file() throws -> SafetensorsFile {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let windows = choice.windows
    let description = Description(
      configuration: configuration, forecastHorizon: forecastHorizon, openHorizon: openHorizon, seed: seed,
      frequency: table.frequency, stampStyle: table.stampStyle, columns: KeptTable.columns(of: table),
      ids: table.series.map(\.id), seasonLength: seasonLength, isLogarithmic: isLogarithmic,
      lags: windows.lags, horizon: windows.horizon, levelSpan: windows.levelSpan,
      seasonOfBase: windows.season,
      scope: scope, commonStrength: choice.strengths.common, ownStrength: choice.strengths.own)
    let lambdas = transforms.map { (transform: ValueTransform) -> Double in
      switch transform {
      case .none: return .nan
      case .log: return 0
      case .boxCox(let lambda): return lambda
      }
    }
    func single(_ name: String, _ shape: [Int], _ values: [Double]) -> SafetensorsFile.Tensor {
      .init(name: name, shape: shape, floats: values.map { Float($0) })
    }
    let (inputs, steps) = (windows.inputs, windows.horizon)
    let own = parts.compactMap(\.solution)
    let measured = parts.map(\.deviations).filter { !$0.isEmpty }
    let ratios = intervals.ratios
    var tensors = KeptTable.tensors(of: table)
    tensors.append(.init(name: "series.lambdas", shape: [parts.count], doubles: lambdas))
    tensors.append(.init(name: "series.units", shape: [parts.count], doubles: parts.map(\.unit)))
    func flags(_ name: String, _ flags: [Bool]) -> SafetensorsFile.Tensor {
      .init(name: name, shape: [flags.count], int64s: flags.map { $0 ? 1 : 0 })
    }
    tensors.append(flags("series.has_deviations", parts.map { !$0.deviations.isEmpty }))
    tensors.append(flags("series.has_solution", parts.map { $0.solution != nil }))
    tensors.append(single("series.deviations", [measured.count, steps], Array(measured.joined())))
    tensors.append(single("series.solutions", [own.count, inputs, steps], Array(own.joined())))
    tensors.append(single("common.solution", common.isEmpty ? [0] : [inputs, steps], common))
    tensors.append(single("common.deviations", [deviations.count], deviations))
    let counts = ratios.map { Int64($0.count) }
    tensors.append(.init(name: "intervals.counts", shape: [ratios.count], int64s: counts))
    let all = Array(ratios.joined())
    tensors.append(single("intervals.ratios", [all.count], all))
    return SafetensorsFile(
      metadata: [
        "kind": RidgeFile.kind, "version": "\(RidgeFile.version)", "family": RidgeForecaster.family,
        "model": name, "library": "Foretell", "training_checksum": trainingChecksum,
        "description": String(decoding: try encoder.encode(description), as: UTF8.self),
      ], tensors: tensors)
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
    guard version <= RidgeFile.version else {
      throw ForetellError(
        .unsupportedModel,
        "\(shown(path)) has version \(version); this release reads up to \(RidgeFile.version)",
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
    do { try about.configuration.check(horizon: about.forecastHorizon) } catch {
      throw damaged("an option is out of range")
    }
    if let problem = about.stampStyle.problem { throw damaged(problem) }
    guard let choice = Self.choice(about) else { throw damaged("its sizes are out of range") }
    let series = try KeptTable.series(
      file, ids: about.ids, columns: about.columns, frequency: about.frequency, damaged: damaged)
    guard let transforms = Self.transforms(file, series) else { throw damaged("a transform is impossible") }
    self.init(
      configuration: about.configuration,
      table: SeriesTable(
        checked: series, frequency: about.frequency, name: "model", columns: about.columns,
        stampStyle: about.stampStyle),
      forecastHorizon: about.forecastHorizon, seed: about.seed, season: about.seasonLength, choice: choice,
      transforms: transforms, isLogarithmic: about.isLogarithmic)
    openHorizon = about.openHorizon
    guard take(file) else { throw damaged("its coefficients are missing or not numbers") }
  }

  /// Sizes and strengths; nil when one is out of range.
  private static func choice(_ about: Description) -> RidgeChoice? {
    guard (1...10_000_000).contains(about.seasonLength),
      (1...RidgeForecaster.mostInputs).contains(about.lags),
      (1...RidgeForecaster.mostOutputs).contains(about.horizon), (1...about.lags).contains(about.levelSpan),
      (0...about.lags).contains(about.seasonOfBase), (0...1e6).contains(about.commonStrength),
      (0...1e6).contains(about.ownStrength)
    else { return nil }
    let scope: LagRegression.Scope
    switch about.scope {
    case .pooled: scope = .pooled
    case .shrunk: scope = .shrunk
    case .series: scope = .series
    case .automatic: return nil
    }
    return RidgeChoice(
      windows: LagWindows(
        lags: about.lags, horizon: about.horizon, levelSpan: about.levelSpan, season: about.seasonOfBase),
      strengths: .init(scope: scope, common: about.commonStrength, own: about.ownStrength))
  }

  /// The transform of each series; nil when one isn't defined for a value.
  private static func transforms(_ file: SafetensorsFile, _ series: [Series]) -> [ValueTransform]? {
    guard let lambdas = file["series.lambdas"]?.doubles, lambdas.count == series.count,
      lambdas.allSatisfy({ $0.isNaN || abs($0) <= 10 })
    else { return nil }
    return lambdas.map { $0.isNaN ? .none : $0 == 0 ? .log : .boxCox(lambda: $0) }
  }

  /// Takes coefficients and deviations from a file; false when they don't fit or aren't finite.
  private mutating func take(_ file: SafetensorsFile) -> Bool {
    let (inputs, steps, count) = (choice.windows.inputs, choice.windows.horizon, parts.count)
    func single(_ name: String, from least: Float = -.greatestFiniteMagnitude) -> [Double]? {
      guard let values = file[name]?.floats, values.allSatisfy({ $0.isFinite && $0 >= least }) else {
        return nil
      }
      return values.map { Double($0) }
    }
    func flags(_ name: String) -> [Bool]? {
      guard let flags = file[name]?.int64s, flags.count == count, flags.allSatisfy({ $0 == 0 || $0 == 1 })
      else { return nil }
      return flags.map { $0 == 1 }
    }
    guard let units = file["series.units"]?.doubles, units.count == count,
      units.allSatisfy({ $0 >= 0 && $0.isFinite }), let measured = flags("series.has_deviations"),
      let solved = flags("series.has_solution"), let own = single("series.deviations", from: 0),
      let solutions = single("series.solutions"), let common = single("common.solution"),
      let deviations = single("common.deviations", from: 0),
      own.count == measured.count(where: { $0 }) * steps,
      solutions.count == solved.count(where: { $0 }) * inputs * steps,
      common.isEmpty && solutions.isEmpty && own.isEmpty || common.count == inputs * steps,
      deviations.count == (common.isEmpty ? 0 : steps),
      let counts = file["intervals.counts"]?.int64s, let ratios = single("intervals.ratios", from: 0),
      counts.count <= 1 || counts.count == steps,
      counts.allSatisfy({ (1...Int64(RidgeIntervals.most)).contains($0) }),
      counts.reduce(0, +) == ratios.count
    else { return false }
    self.common = common
    self.deviations = deviations
    var (place, block) = (0, 0)
    for number in 0..<count {
      parts[number].unit = units[number]
      if measured[number] {
        parts[number].deviations = Array(own[place..<place + steps])
        place += steps
      }
      if solved[number] {
        parts[number].solution = Array(solutions[block..<block + inputs * steps])
        block += inputs * steps
      }
    }
    var lists: [[Double]] = []
    place = 0
    for count in counts {
      let list = Array(ratios[place..<place + Int(count)])
      guard zip(list, list.dropFirst()).allSatisfy({ $0 <= $1 }) else { return false }
      lists.append(list)
      place += Int(count)
    }
    intervals = RidgeIntervals(ratios: lists)
    return true
  }
}

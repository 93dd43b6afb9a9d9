import ForetellData
import Foundation

/// What model files of combinations have in common.
enum CombinationFile {
  /// The version of the file's layout.
  static let version = 1
  /// The largest number of members.
  static let mostMembers = 64
}

/// A fitted model whose file needn't hold the table if something else does.
protocol TableSharing: KeptModel {
  /// The same model with another table.
  func with(table: SeriesTable) -> any KeptModel
}

extension FittedBaseline: TableSharing {
  func with(table: SeriesTable) -> any KeptModel {
    var model = FittedBaseline(
      configuration: configuration, table: table, forecastHorizon: forecastHorizon, seed: seed)
    model.openHorizon = openHorizon
    model.threads = threads
    return model
  }
}

extension FittedCombination: KeptModel {
  /// The frequency of the data.
  public var frequency: Frequency { table.frequency }
  /// The names of the data's columns, of which only networks read those beside the values.
  public var columns: ColumnNames { (network ?? members.first?.model)?.columns ?? table.columns }
  /// Times of the week at which a series of the data never has a value, by series id.
  public var closedTimes: [String: ClosedTimes] { network?.closedTimes ?? table.closedTimes }
  /// Checksum of the data given to the fit.
  public var trainingChecksum: String { members.first?.model.trainingChecksum ?? table.checksum }
  /// Empty: forecasts tell what they took as missing.
  public var warnings: [ForecastWarning] { [] }
  /// The whole table.
  public var lastTable: SeriesTable { table }

  private var network: (any KeptModel)? {
    members.first { $0.model.trained?.columns.known.isEmpty == false }?.model
  }

  /// The same model with another range of its forecasts.
  public func with(bounds: ForecastBounds) -> FittedCombination {
    var model = self
    model.bounds = bounds
    model.members = members.map {
      Part(label: $0.label, weight: $0.weight, model: $0.model.bounded(by: bounds))
    }
    return model
  }

  /// Goes on with new rows: those of every member move on; see ``KeptModel/update(with:gaps:)``.
  @discardableResult
  public mutating func update(with table: SeriesTable, gaps: CSVOptions.GapPolicy) throws -> ModelUpdate {
    try bounds.check(table)
    let (whole, update) = try KeptTable.updated(self.table, with: table, gaps: gaps)
    var parts = members
    for place in parts.indices { try parts[place].model.update(with: table, gaps: gaps) }
    members = parts
    self.table = whole
    return update
  }

  /// Writes the members, their comparison and the table's values as a safetensors file, atomically; throws
  /// `ForetellError`.
  public func save(to path: String) throws { try file().write(to: path) }

  /// The content of the file that ``save(to:)`` writes.
  public func encoded() throws -> [UInt8] { try file().serialized() }

  private struct Description: Codable {
    var rule: CombinationRule
    var intervals: IntervalsName
    var bounds: ForecastBounds
    var isAutomatic: Bool
    var isSeasonGiven: Bool
    var seasonLength: Int
    var forecastHorizon: Int
    var openHorizon: Int?
    var seed: UInt64
    var frequency: Frequency
    var stampStyle: StampStyle
    var columns: ColumnNames
    var ids: [String]
    var labels: [String]
    var weights: [Double]
    var reports: [CombinationMember]
    var windowErrors: [Double?]
    var floorErrors: [Double?]
    var heldOutPoints: Int
    var plannedSeconds: Double?
    var isTimeGiven: Bool
    var calibration: CombinationCalibration?
  }

  private static func tensorName(_ member: Int) -> String { "member.\(member)" }

  private func file() throws -> SafetensorsFile {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let description = Description(
      rule: rule, intervals: intervals, bounds: bounds, isAutomatic: isAutomatic,
      isSeasonGiven: isSeasonGiven,
      seasonLength: seasonLength, forecastHorizon: forecastHorizon, openHorizon: openHorizon, seed: seed,
      frequency: table.frequency, stampStyle: table.stampStyle, columns: KeptTable.columns(of: table),
      ids: table.series.map(\.id), labels: members.map(\.label), weights: members.map(\.weight),
      reports: reports,
      windowErrors: windowErrors, floorErrors: floorErrors, heldOutPoints: heldOutPoints,
      plannedSeconds: plannedSeconds, isTimeGiven: isTimeGiven,
      calibration: calibration)
    var tensors = KeptTable.tensors(of: table)
    // Methods that keep the whole table need it only once.
    let stub = table.with([Series(id: "", start: table.timestamp(ofSeries: 0, at: 0), values: [0])])
    for (number, member) in members.enumerated() {
      let model = (member.model as? any TableSharing)?.with(table: stub) ?? member.model
      let bytes = try model.encoded()
      tensors.append(
        .init(name: Self.tensorName(number), element: .uint8, shape: [bytes.count], bytes: bytes[...]))
    }
    return SafetensorsFile(
      metadata: [
        "kind": CombinedForecaster.family, "version": "\(CombinationFile.version)", "model": name,
        "library": "Foretell", "training_checksum": trainingChecksum,
        "description": String(decoding: try encoder.encode(description), as: UTF8.self),
      ], tensors: tensors)
  }

  /// Makes a model from a file's content; every number is checked before it is used.
  ///
  /// - Parameter member: reads a member from the content of its own file; the second argument names it in errors.
  /// - Throws: `ForetellError` for a file that is damaged or needs a newer release.
  init(
    _ file: SafetensorsFile, name path: String, member read: ([UInt8], String) throws -> any KeptModel
  ) throws {
    func damaged(_ what: String) -> ForetellError {
      ForetellError(
        .damagedModel, "\(shown(path)) is not a whole model: \(what)", location: .init(file: path),
        hint: "make it again with \(inCode: "fit", onCommandLine: "foretell fit")")
    }
    guard let version = file.metadata["version"].flatMap({ Int($0) }), version >= 1 else {
      throw damaged("its version is missing")
    }
    guard version <= CombinationFile.version else {
      throw ForetellError(
        .unsupportedModel,
        "\(shown(path)) has version \(version); this release reads up to \(CombinationFile.version)",
        location: .init(file: path), hint: "install a newer release")
    }
    guard file.isVerified else {
      throw damaged("it has no checksum, which every model has that foretell wrote")
    }
    guard let text = file.metadata["description"],
      let about = try? JSONDecoder().decode(Description.self, from: Data(text.utf8))
    else { throw damaged("its description can't be read") }
    if let problem = Self.problem(of: about) { throw damaged(problem) }
    let series = try KeptTable.series(
      file, ids: about.ids, columns: about.columns, frequency: about.frequency, damaged: damaged)
    let table = SeriesTable(
      checked: series, frequency: about.frequency, name: "model", columns: about.columns,
      stampStyle: about.stampStyle)
    self.init(
      table: table, rule: about.rule, intervals: about.intervals, bounds: about.bounds,
      isAutomatic: about.isAutomatic, isSeasonGiven: about.isSeasonGiven, seasonLength: about.seasonLength,
      forecastHorizon: about.forecastHorizon, seed: about.seed)
    for (number, label) in about.labels.enumerated() {
      guard let tensor = file[Self.tensorName(number)], tensor.element == .uint8 else {
        throw damaged("member \(number + 1) is missing")
      }
      var model = try read(Array(tensor.bytes), "\(path), member \(label)")
      if let sharing = model as? any TableSharing { model = sharing.with(table: table) }
      guard model.frequency == about.frequency, model.forecastHorizon == about.forecastHorizon,
        !(model is FittedCombination)
      else { throw damaged("member \(label) belongs to another model") }
      add(model, about.weights[number], label)
    }
    reports = about.reports
    windowErrors = about.windowErrors
    floorErrors = about.floorErrors
    heldOutPoints = about.heldOutPoints
    plannedSeconds = about.plannedSeconds
    isTimeGiven = about.isTimeGiven
    calibration = about.calibration
    openHorizon = about.openHorizon
  }

  /// What is wrong with a description; nil when all numbers lie in their ranges.
  private static func problem(of about: Description) -> String? {
    guard (1...1_000_000).contains(about.forecastHorizon),
      (1...about.forecastHorizon).contains(about.openHorizon ?? 1)
    else { return "its horizon is out of range" }
    guard (1...10_000_000).contains(about.seasonLength) else { return "its season length is out of range" }
    guard (1...CombinationFile.mostMembers).contains(about.labels.count),
      about.weights.count == about.labels.count,
      about.weights.allSatisfy({ $0 > 0 && $0.isFinite }),
      about.reports.count <= 2 * CombinationFile.mostMembers, about.heldOutPoints >= 0
    else { return "its members are out of range" }
    if let calibration = about.calibration, !calibration.isValid(horizon: about.forecastHorizon) {
      return "its calibration is invalid"
    }
    guard (try? about.bounds.check()) != nil else { return "its bounds are invalid" }
    return about.stampStyle.problem
  }
}

extension KeptModel {
  /// The same model with another range of its forecasts, whatever kind it is.
  fileprivate func bounded(by bounds: ForecastBounds) -> any KeptModel { with(bounds: bounds) }
}

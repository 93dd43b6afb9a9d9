import ForetellCore
import ForetellData
import Foundation

extension FittedForecaster {
  /// The version of the model file's layout that this release writes; also the newest that it reads.
  ///
  /// Models that read only values and past numbers are written as version 1, which the first release reads; those with
  /// known futures, categories or statics as version 2; ensembles, and models with a loss or a transform that earlier releases
  /// don't know, as version 3; networks that started from pre-trained ones, as version 4.
  public static let fileVersion = 4

  /// Writes the model as a safetensors file that any safetensors library can read.
  ///
  /// Tensors: every parameter under its name (F32), `residual_deviations`, and the end of each series
  /// (`state.…`). Metadata: configuration, scaler, frequency, column names, versions, checksum of the
  /// training data. The file is replaced atomically; nothing in it is executable. Throws `ForetellError` of
  /// kind `inputOutput` when it can't be written.
  public func save(to path: String) throws { try file().write(to: path) }

  /// The content of the file that ``save(to:)`` writes, for example to keep it in a database.
  public func encoded() throws -> [UInt8] { try file().serialized() }

  private func file() throws -> SafetensorsFile {
    let map = network.plan.parameters
    var tensors = map.entries.map { entry in
      SafetensorsFile.Tensor(
        name: entry.name, shape: entry.slot.shape,
        floats: Array(parameters[entry.slot.offset..<(entry.slot.offset + entry.slot.count)]))
    }
    let prepared = tails.map { preparations[$0.id] }
    let known = tails.map { facts[$0.id] ?? HistoryFacts() }
    tensors += [
      .init(name: "residual_deviations", shape: [residualDeviations.count], floats: residualDeviations),
      .init(name: "state.starts", shape: [tails.count], int64s: tails.map(\.start.value)),
      .init(name: "state.lengths", shape: [tails.count], int64s: tails.map { Int64($0.values.count) }),
      .init(
        name: "state.values", shape: [tails.reduce(0) { $0 + $1.values.count }],
        doubles: tails.flatMap(\.values)),
      .init(
        name: "state.covariates",
        shape: [tails.reduce(0) { $0 + $1.covariates.reduce(0) { $0 + $1.count } }],
        doubles: tails.flatMap { $0.covariates.flatMap { $0 } }),
      .init(name: "state.lambda", shape: [tails.count], doubles: prepared.map { $0?.lambda ?? .nan }),
      .init(name: "state.scale", shape: [tails.count], doubles: prepared.map { $0?.scale ?? .nan }),
      .init(
        name: "state.seasonal", shape: [tails.count],
        int64s: prepared.map { $0?.isSeasonal == true ? 1 : 0 }),
      .init(name: "state.spread", shape: [tails.count], doubles: prepared.map { $0?.spread ?? .nan }),
      .init(name: "state.observed", shape: [tails.count], int64s: known.map { Int64($0.observed) }),
      .init(name: "state.minimum", shape: [tails.count], doubles: known.map(\.minimum)),
      .init(name: "state.maximum", shape: [tails.count], doubles: known.map(\.maximum)),
    ]
    if design.recipe.origins != nil { tensors += seasonTensors(prepared) }
    if let factors = calibration?.factors {
      tensors.append(
        .init(
          name: "calibration", shape: [factors.count, factors.first?.count ?? 0],
          floats: factors.flatMap { $0 }))
    }
    tensors += knownTensors
    for (number, companion) in companions.enumerated() {
      let bytes = try companion.encoded()
      tensors.append(
        .init(name: Self.companionName(number), element: .uint8, shape: [bytes.count], bytes: bytes[...]))
    }
    var description = Description(
      configuration: configuration, horizon: horizon, forecastHorizon: forecastHorizon,
      readsSeasonalDifferences: readsSeasonalDifferences, seed: seed, inputSize: inputSize,
      originCount: design.recipe.origins == nil ? nil : originCount, seasonLength: seasonLength,
      bestEpoch: bestEpoch, frequency: frequency, stampStyle: stampStyle, columns: columns,
      statistics: statistics,
      covariates: covariates, history: history, ids: tails.map(\.id),
      warnings: trainingWarnings.isEmpty ? nil : trainingWarnings,
      maskedEnds: maskedEnds.isEmpty ? nil : maskedEnds)
    description.closedTimes = closedTimes.isEmpty ? nil : closedTimes
    description.openHorizon = openHorizon
    description.choices = choices.isEmpty ? nil : choices
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let metadata = [
      "kind": "forecaster", "version": "\(neededVersion)", "model": name, "library": "Foretell",
      "training_checksum": trainingChecksum,
      "description": String(decoding: try encoder.encode(description), as: UTF8.self),
    ]
    return SafetensorsFile(metadata: metadata, tensors: tensors)
  }

  /// The oldest version of the layout that holds everything in this model.
  private var neededVersion: Int {
    if configuration.start != .random { return 4 }
    if !companions.isEmpty || configuration.lossName == LossName.median.rawValue
      || design.recipe.transform == .positiveLog
    {
      return 3
    }
    return columns.hasNewRoles ? 2 : 1
  }

  /// The tensor with the model file of network `number` after the first, counted from 0.
  private static func companionName(_ number: Int) -> String { "ensemble.\(number + 2)" }

  /// The other networks of an ensemble, each of which is a whole model file in the file.
  private static func companions(
    _ file: SafetensorsFile, of first: FittedForecaster, _ families: [any NetworkForecaster.Type],
    _ path: String,
    _ damaged: (String) -> ForetellError
  ) throws -> [FittedForecaster] {
    let count = first.configuration.memberCount - 1
    guard (0..<64).contains(count) else { throw damaged("its number of networks is out of range") }
    return try (0..<count).map { number in
      guard let tensor = file[companionName(number)], tensor.element == .uint8 else {
        throw damaged("network \(number + 2) is missing")
      }
      let member = try read("\(path), network \(number + 2)", families) { check throws(ForetellError) in
        try SafetensorsFile(bytes: Array(tensor.bytes), file: path, check: check)
      }
      guard member.companions.isEmpty, member.horizon == first.horizon,
        member.forecastHorizon == first.forecastHorizon, member.frequency == first.frequency,
        member.columns == first.columns, member.tails.map(\.id) == first.tails.map(\.id)
      else { throw damaged("network \(number + 2) belongs to another model") }
      return member
    }
  }

  /// The tensors that reading by origins needs for each series: its roughness, and its seasonal indices if
  /// the season is removed, otherwise zeros.
  private func seasonTensors(_ prepared: [SeriesPreparation?]) -> [SafetensorsFile.Tensor] {
    let none = [Double](repeating: 0, count: seasonLength)
    return [
      .init(name: "state.roughness", shape: [tails.count], doubles: prepared.map { $0?.roughness ?? 0 }),
      .init(
        name: "state.removes_season", shape: [tails.count],
        int64s: prepared.map { $0?.seasonIndices.isEmpty == false ? 1 : 0 }),
      .init(
        name: "state.season", shape: [tails.count, seasonLength],
        doubles: prepared.flatMap { $0?.seasonIndices.isEmpty == false ? $0?.seasonIndices ?? none : none }),
    ]
  }

  /// Checks a header, and throws when its model must not be read.
  typealias HeaderCheck = (SafetensorsFile.Header) throws(ForetellError) -> Void

  /// Reads a model whose configuration is of one of the types `families`.
  static func read(
    _ path: String, _ families: [any NetworkForecaster.Type],
    _ open: (HeaderCheck) throws(ForetellError) -> SafetensorsFile
  ) throws -> FittedForecaster {
    func damaged(_ what: String) -> ForetellError {
      ForetellError(
        .damagedModel, "\(shown(path)) is not a whole model: \(what)", location: .init(file: path),
        hint: "make it again with \(inCode: "fit", onCommandLine: "foretell fit")")
    }
    var accepted: (about: Description, network: NetworkPlan<Float>)?
    let file = try open { header throws(ForetellError) in
      accepted = try accept(header, families, damaged)
    }
    guard let (about, network) = accepted, let checksum = file.metadata["training_checksum"] else {
      throw damaged("its description is missing")
    }
    let tails = try tails(file, about, damaged)
    let parameters = try parameters(file, network.plan.parameters, damaged)
    guard let deviations = file["residual_deviations"]?.floats,
      deviations.count == (about.configuration.design.head.needsResiduals ? about.horizon : 0)
    else { throw damaged("its residual deviations are missing") }
    guard deviations.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw damaged("a residual deviation is negative or isn't finite")
    }
    var fitted = FittedForecaster(
      configuration: about.configuration, horizon: about.horizon,
      forecastHorizon: about.forecastHorizon ?? about.horizon,
      readsSeasonalDifferences: about.readsSeasonalDifferences ?? false, seed: about.seed,
      inputSize: about.inputSize, originCount: about.originCount ?? 1,
      seasonLength: about.seasonLength, parameterCount: network.plan.parameters.scalarCount,
      history: about.history,
      bestEpoch: about.bestEpoch, frequency: about.frequency, stampStyle: about.stampStyle,
      columns: about.columns,
      trainingChecksum: checksum, parameters: parameters, statistics: about.statistics,
      covariates: about.covariates, preparations: try preparations(file, about, damaged),
      facts: try facts(file, tails, damaged), trainingWarnings: about.warnings ?? [],
      maskedEnds: about.maskedEnds ?? [:],
      residualDeviations: deviations, tails: tails)
    fitted.calibration = try calibration(file, about, damaged)
    fitted.closedTimes = about.closedTimes ?? [:]
    fitted.openHorizon = about.openHorizon
    fitted.choices = about.choices ?? []
    fitted.companions = try companions(file, of: fitted, families, path, damaged)
    guard fitted.closedTimes.values.allSatisfy(\.isValid), (about.openHorizon ?? 1) > 0,
      (about.openHorizon ?? 1) <= fitted.forecastHorizon
    else { throw damaged("its closed times are invalid") }
    return fitted
  }

  /// The calibration of the intervals; nil where the model has none.
  private static func calibration(
    _ file: SafetensorsFile, _ about: Description, _ damaged: (String) -> ForetellError
  ) throws -> IntervalCalibration? {
    guard let tensor = file["calibration"] else { return nil }
    let levels = about.configuration.design.head.levels.count
    guard tensor.shape == [about.horizon, levels], let factors = tensor.floats,
      factors.allSatisfy({ $0 >= 1 && $0 <= 1e6 })
    else { throw damaged("its calibration is invalid") }
    return IntervalCalibration(
      factors: (0..<about.horizon).map { Array(factors[($0 * levels)..<(($0 + 1) * levels)]) })
  }

  private static func parameters(
    _ file: SafetensorsFile, _ map: ParameterMap, _ damaged: (String) -> ForetellError
  ) throws -> [Float] {
    var flat = [Float](repeating: 0, count: map.count)
    for entry in map.entries {
      guard let tensor = file[entry.name], tensor.shape == entry.slot.shape, let values = tensor.floats else {
        throw damaged("parameter \(entry.name) of shape \(entry.slot.shape) is missing")
      }
      guard values.allSatisfy(\.isFinite) else { throw damaged("parameter \(entry.name) isn't finite") }
      guard !entry.isSquare || values.allSatisfy({ $0 >= 0 }) else {
        throw damaged("\(entry.name) is negative, which no variance is")
      }
      flat.replaceSubrange(entry.slot.offset..<(entry.slot.offset + values.count), with: values)
    }
    return flat
  }

  private static func preparations(
    _ file: SafetensorsFile, _ about: Description, _ damaged: (String) -> ForetellError
  ) throws -> [String: SeriesPreparation] {
    let ids = about.ids
    guard let lambda = file["state.lambda"]?.doubles, let scale = file["state.scale"]?.doubles,
      let seasonal = file["state.seasonal"]?.int64s,
      [lambda.count, scale.count, seasonal.count].allSatisfy({ $0 == ids.count }),
      seasonal.allSatisfy({ $0 == 0 || $0 == 1 })
    else { throw damaged("its scalers are missing") }
    guard lambda.allSatisfy({ $0.isNaN || abs($0) <= 100 }) else {
      throw damaged("the exponent of a series' transform is out of range")
    }
    // The scale of a series without any value is NaN.
    guard scale.allSatisfy({ $0.isNaN || ($0 > 0 && $0.isFinite) }) else {
      throw damaged("the scale of a series isn't positive and finite")
    }
    // Model files of earlier releases hold no spread; the intervals of their forecasts widen without limit.
    var spread = [Double](repeating: .nan, count: ids.count)
    if let tensor = file["state.spread"] {
      guard let values = tensor.doubles, values.count == ids.count,
        values.allSatisfy({ $0.isNaN || ($0 > 0 && $0.isFinite) })
      else { throw damaged("the spread of a series isn't positive and finite") }
      spread = values
    }
    let origins = try origins(file, about, damaged)
    var result: [String: SeriesPreparation] = [:]
    guard Set(ids).count == ids.count else { throw damaged("two series share an id") }
    for (index, id) in ids.enumerated() where !scale[index].isNaN {
      result[id] = SeriesPreparation(
        lambda: lambda[index], scale: scale[index], isSeasonal: seasonal[index] == 1,
        spread: spread[index].isNaN ? nil : spread[index], seasonIndices: origins[index].season,
        roughness: origins[index].roughness)
    }
    return result
  }

  /// Seasonal indices and roughness of every series of a model that reads by origins; empty for other models.
  private static func origins(
    _ file: SafetensorsFile, _ about: Description, _ damaged: (String) -> ForetellError
  ) throws -> [(season: [Double], roughness: Double)] {
    let count = about.ids.count
    guard about.originCount != nil else { return Array(repeating: ([], 0), count: count) }
    guard let roughness = file["state.roughness"]?.doubles, let flags = file["state.removes_season"]?.int64s,
      let tensor = file["state.season"], tensor.shape == [count, about.seasonLength],
      let season = tensor.doubles, roughness.count == count, flags.count == count,
      (roughness + season).allSatisfy(\.isFinite), flags.allSatisfy({ $0 == 0 || $0 == 1 })
    else { throw damaged("the seasons of its series are missing or invalid") }
    return (0..<count).map { index in
      let first = index * about.seasonLength
      return (flags[index] == 1 ? Array(season[first..<(first + about.seasonLength)]) : [], roughness[index])
    }
  }

  /// The facts of every series; files of earlier releases don't hold them, and they are computed from the
  /// series' ends.
  private static func facts(
    _ file: SafetensorsFile, _ tails: [Series], _ damaged: (String) -> ForetellError
  ) throws -> [String: HistoryFacts] {
    let shown = tails.map { HistoryFacts($0.values[...]) }
    var facts = shown
    if let observed = file["state.observed"] {
      guard let counts = observed.int64s, let minimum = file["state.minimum"]?.doubles,
        let maximum = file["state.maximum"]?.doubles,
        [counts.count, minimum.count, maximum.count].allSatisfy({ $0 == tails.count }),
        tails.indices.allSatisfy({ index in
          let end = shown[index]
          // Without any value the smallest is ∞ and the largest −∞; values themselves are finite.
          return (Int64(end.observed)...1 << 53).contains(counts[index])
            && minimum[index] <= end.minimum && maximum[index] >= end.maximum
            && minimum[index] > -.infinity && maximum[index] < .infinity
        })
      else { throw damaged("its description of a series contradicts itself") }
      facts = tails.indices.map {
        HistoryFacts(observed: Int(counts[$0]), minimum: minimum[$0], maximum: maximum[$0])
      }
    }
    return Dictionary(zip(tails.map(\.id), facts), uniquingKeysWith: { $1 })
  }

  private static func tails(
    _ file: SafetensorsFile, _ about: Description, _ damaged: (String) -> ForetellError
  ) throws -> [Series] {
    guard let starts = file["state.starts"]?.int64s, let lengths = file["state.lengths"]?.int64s,
      let values = file["state.values"]?.doubles, let covariates = file["state.covariates"]?.doubles,
      starts.count == about.ids.count, lengths.count == about.ids.count, !about.ids.isEmpty,
      lengths.allSatisfy({ $0 >= 0 && $0 <= values.count }),
      lengths.reduce(0, +) == values.count,
      covariates.count == values.count * about.columns.covariates.count
    else { throw damaged("its last state is missing") }
    guard !values.contains(where: \.isInfinite), !covariates.contains(where: \.isInfinite) else {
      throw damaged("a value of its last state is infinite")
    }
    let known = try known(file, about, lengths, damaged)
    var result: [Series] = []
    var place = 0
    for (index, id) in about.ids.enumerated() {
      let length = Int(lengths[index])
      let start = Timestamp(starts[index])
      guard about.reaches(from: start, over: length) else {
        throw damaged("the start of a series is out of range")
      }
      guard about.frequency.ordinal(of: start) != nil else { throw damaged("a start is off the grid") }
      let first = place * about.columns.covariates.count
      result.append(
        Series(
          id: id, start: start, values: Array(values[place..<(place + length)]),
          covariates: about.columns.covariates.indices.map { number in
            Array(covariates[(first + number * length)..<(first + (number + 1) * length)])
          }, futures: known[index].futures, statics: known[index].statics))
      place += length
      guard
        zip(about.columns.covariates, result[index].covariates).allSatisfy({ name, values in
          about.columns.categories[name] == nil || values.allSatisfy { about.columns.isSound($0, name) }
        })
      else { throw damaged("a category of its last state is out of range") }
    }
    return result
  }
}

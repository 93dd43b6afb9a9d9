import ForetellCore
import ForetellData
import Foundation

extension FittedForecaster {
  /// Checks the header of a model file: it must describe a valid model, and its data must not be larger than
  /// that model needs.
  ///
  /// - Returns: the description and the network that it describes.
  static func accept(
    _ header: SafetensorsFile.Header, _ families: [any NetworkForecaster.Type],
    _ damaged: (String) -> ForetellError
  ) throws(ForetellError) -> (Description, NetworkPlan<Float>) {
    guard header.metadata["kind"] == "forecaster" else {
      throw damaged("it was not written by foretell fit")
    }
    guard let version = header.metadata["version"].flatMap({ Int($0) }), version >= 1 else {
      throw damaged("its version is missing")
    }
    guard version <= fileVersion else {
      throw ForetellError(
        .unsupportedModel,
        "\(shown(header.file)) has version \(version); this release reads up to \(fileVersion)",
        location: .init(file: header.file), hint: "install a newer release")
    }
    guard header.hasChecksum else {
      throw damaged("it has no checksum, which every model has that foretell wrote")
    }
    guard let text = header.metadata["description"], header.metadata["training_checksum"] != nil else {
      throw damaged("its description is missing")
    }
    let about = try description(text, of: header.file, families, damaged)
    let network = network(
      about.configuration.design, rows: 1, inputSize: about.inputSize, originCount: about.originCount ?? 1,
      horizon: about.horizon,
      frequency: about.frequency, columns: about.columns)
    let rows = min(max(about.ids.count, 1), 16)
    guard network.plan.bytesPerShard <= (8 << 30) / rows else {
      throw damaged("it claims to need more than 8 GiB")
    }
    for entry in network.plan.parameters.entries {
      guard let tensor = header[entry.name], tensor.shape == entry.slot.shape,
        [.float32, .float16, .bfloat16].contains(tensor.element)
      else { throw damaged("parameter \(entry.name) of shape \(entry.slot.shape) is missing") }
    }
    let most = about.mostBytes(parameters: network.plan.parameters.count)
    guard header.dataBytes <= most else {
      throw damaged("it has \(header.dataBytes) bytes of data; what it describes needs at most \(most)")
    }
    return (about, network)
  }

  /// Reads and checks the description.
  private static func description(
    _ text: String, of file: String, _ families: [any NetworkForecaster.Type],
    _ damaged: (String) -> ForetellError
  ) throws(ForetellError) -> Description {
    // Decoding JSON with very many short values takes many times the memory of its text, so their number is
    // limited.
    guard text.utf8.count(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "[") }) <= 4_000_000 else {
      throw damaged("its description has more than 4000000 values")
    }
    let about: Description
    do {
      about = try JSONDecoder().decode(
        Description.self, from: Data(text.utf8), configuration: families)
    } catch let error as Description.UnknownFamily {
      throw ForetellError(
        .unsupportedModel,
        "\(shown(file)) holds a model of kind `\(error.family)`, which this release doesn't know",
        location: .init(file: file), hint: "install a newer release")
    } catch { throw damaged("its description can't be read") }
    var sized = about.configuration.design
    sized.recipe.inputSize = about.inputSize
    sized.recipe.seasonLength = about.seasonLength
    do {
      try sized.check(horizon: about.horizon)
      try sized.check(horizon: about.forecastHorizon ?? about.horizon)
      try about.configuration.check(horizon: about.horizon)
    } catch {
      throw damaged((error as? ForetellError)?.message ?? "\(error)")
    }
    if let problem = about.problem { throw damaged(problem) }
    return about
  }
}

extension FittedForecaster.Description {
  /// What makes the description invalid; nil when nothing does.
  var problem: String? {
    func isScale(_ value: Double) -> Bool { value > 0 && value.isFinite }
    guard isScale(Double(statistics.inputScale)), isScale(Double(statistics.targetScale)) else {
      return "the scale of its inputs or targets isn't positive and finite"
    }
    guard covariates.allSatisfy({ isScale($0.scale) && $0.location.isFinite }) else {
      return "the scale of a covariate isn't positive and finite"
    }
    guard covariates.count == KnownColumns(columns).numberCount else {
      return "the scale of a covariate is missing"
    }
    guard columns.categories.keys.allSatisfy(columns.known.contains),
      Set(columns.known).count == columns.known.count || !columns.hasNewRoles,
      columns.categories.values.allSatisfy({ $0.count <= 1_000_000 && Set($0).count == $0.count }),
      columns.holidays.count <= columns.futures.count
    else { return "its columns contradict each other" }
    guard (0...history.count).contains(bestEpoch) else { return "its best epoch isn't one of its history" }
    guard history.allSatisfy({ (0...1_000_000_000).contains($0.epoch) }) else {
      return "an epoch of its history is out of range"
    }
    if let problem = stampStyle.problem { return problem }
    guard (maskedEnds ?? [:]).values.allSatisfy({ (0...1_000_000_000).contains($0) }) else {
      return "the end of a series is out of range"
    }
    guard (1...100_000).contains(originCount ?? 1),
      configuration.design.recipe.origins != nil || originCount == nil
    else { return "its number of origins is out of range" }
    let deviates = configuration.design.head.deviates
    guard zip(deviates, deviates.dropFirst()).allSatisfy({ $0 < $1 }) else {
      return "its quantile levels aren't in order"
    }
    return nil
  }

  /// Whether the time stamps of `length` values from `start` on, and of any forecast after them, can be
  /// computed and written.
  func reaches(from start: Timestamp, over length: Int) -> Bool {
    frequency.reaches(from: start, steps: length + max(horizon, forecastHorizon ?? 0, 1_000_000))
  }

  /// An upper limit for the bytes of the tensors of such a model, with ample room for long gaps at a series'
  /// end and for additions by later releases.
  func mostBytes(parameters: Int) -> Int {
    let kept = configuration.design.recipe.reach(
      inputSize: inputSize, originCount: originCount ?? 1, season: seasonLength, frequency: frequency)
    let count = columns.known.count
    let future = columns.futures.isEmpty ? 0 : 8 * Self.mostFutureSteps
    let (columns, isTooWide) = (32 * kept + future).multipliedReportingOverflow(by: 1 + count)
    let (series, isTooLong) = (64 << 10 + (isTooWide ? 0 : columns)).multipliedReportingOverflow(
      by: ids.count)
    let most = 1 << 40
    return isTooWide || isTooLong
      ? most : min(64 << 20 + 8 * parameters + 16 * horizon + min(series, most), most)
  }
}

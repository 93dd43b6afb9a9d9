extension Catalogue {
  /// Reads a model of any kind from a model file.
  ///
  /// - Throws: `ForetellError` for a file that can't be read, is damaged, holds no model, or holds one of a
  ///   kind that this release doesn't know.
  public static func load(from path: String) throws -> any KeptModel {
    try model(named: path) { check throws(ForetellError) in
      try SafetensorsFile(contentsOf: path, check: check)
    }
  }

  /// Reads a model of any kind from the content of a model file, which `name` names in errors.
  static func model(decoding bytes: [UInt8], name: String) throws -> any KeptModel {
    try model(named: name) { check throws(ForetellError) in
      try SafetensorsFile(bytes: bytes, file: name, check: check)
    }
  }

  private static func model(
    named name: String,
    reading read: (FittedForecaster.HeaderCheck) throws(ForetellError) -> SafetensorsFile
  ) throws -> any KeptModel {
    var family: String?
    var reader: CatalogueModel.FileReader?
    let file = try? read { header throws(ForetellError) in
      let kind = header.metadata["kind"] ?? ""
      reader = model(named: kind)?.fileReader
      guard kind == BaselineFile.kind || reader != nil else { throw ForetellError(.damagedModel, "") }
      family = header.metadata["family"]
    }
    // Files of anything but reference methods, regressions and combinations, also unreadable ones, are left to the reader
    // of networks, which reports problems.
    guard let file else { return try FittedForecaster.read(name, FittedForecaster.families, read) }
    if let reader { return try reader(file, name) }
    guard let family, let type = models.lazy.compactMap(\.baselineType).first(where: { $0.family == family })
    else { throw BaselineFile.unknown(family ?? "", name) }
    func baseline<Method: Baseline>(_ type: Method.Type) throws -> any KeptModel {
      try FittedBaseline<Method>(file, name: name)
    }
    return try baseline(type)
  }
}

extension FittedForecaster {
  /// Reads a model; every size, name and number is checked before it is used, and the header is checked
  /// before the data are read.
  ///
  /// Throws `ForetellError` for a file that can't be read, is damaged, isn't a network, or needs a newer
  /// release.
  public static func load(from path: String) throws -> FittedForecaster {
    try read(path, families) { check throws(ForetellError) in
      try SafetensorsFile(contentsOf: path, check: check)
    }
  }

  /// Reads a model from the bytes of a model file, with the checks of ``load(from:)``.
  ///
  /// - Parameters:
  ///   - bytes: the result of ``encoded()`` or the content of a model file, for example as `Data` or
  ///     `[UInt8]`.
  ///   - name: the name of the data in error messages.
  public init(decoding bytes: some Collection<UInt8>, name: String = "model data") throws {
    self = try Self.read(name, Self.families) { check throws(ForetellError) in
      try SafetensorsFile(bytes: Array(bytes), file: name, check: check)
    }
  }

  /// The configuration types that a file can hold.
  fileprivate static var families: [any NetworkForecaster.Type] { Catalogue.models.compactMap(\.networkType) }
}

import CForetellPretrained
import ForetellCore
import ForetellData
import ForetellFiles
import ForetellSynthetic
import Foundation

/// Networks for several kinds of series that were trained on generated series, as a file of `foretell pretrain` holds
/// them.
public struct PretrainedNetworks: Sendable {
  /// The networks, one for each kind of series that they are for.
  public let networks: [PretrainedNetwork]
  /// The checksum of the file.
  public let checksum: String

  /// The networks that come with this release.
  public static let shipped: PretrainedNetworks? = {
    let count = foretell_pretrained_count()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 8)
    for place in 0..<(count + 7) / 8 {
      let word = foretell_pretrained_word(place)
      for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
    bytes.removeLast(bytes.count - count)
    return try? PretrainedNetworks(decoding: bytes, name: "the networks of this release")
  }()

  /// The network for data of this frequency and season length in steps; nil when there is none.
  public func network(for frequency: Frequency, season: Int) -> PretrainedNetwork? {
    let family = SyntheticFamily(frequency: frequency, season: season)
    return networks.first { $0.family == family }
  }
}

extension PretrainedNetworks: Equatable {
  /// Whether two have the same content.
  public static func == (one: PretrainedNetworks, other: PretrainedNetworks) -> Bool {
    one.checksum == other.checksum
  }
}

extension PretrainedNetworks {
  /// The metadata's `kind` of such files.
  static let kind = "pretrained"
  /// The version of the layout that this release writes; also the newest that it reads.
  static let version = 1

  /// What a file tells of a network beside its weights.
  private struct Entry: Codable {
    var family: SyntheticFamily
    var shape: PretrainedNetwork.Shape
    var seed: UInt64
    var updates: Int
    var statistics: WindowStatistics
  }

  /// A file of which only the checksum is known.
  init(checksum: String) { (networks, self.checksum) = ([], checksum) }

  /// Makes a set of networks, the latest of each kind of series.
  public init(_ given: [PretrainedNetwork]) throws {
    var networks: [PretrainedNetwork] = []
    for family in SyntheticFamily.allCases {
      if let last = given.last(where: { $0.family == family }) { networks.append(last) }
    }
    self.networks = networks
    var hash = FNV1a()
    hash.update(try Self.file(networks).serialized())
    checksum = hash.hexadecimalText
  }

  /// Reads a file; every size and number is checked before it is used.
  ///
  /// - Throws: `ForetellError` for a file that can't be read, is damaged, or holds no pre-trained networks.
  public init(contentsOf path: String) throws {
    try self.init(
      SafetensorsFile(contentsOf: path) { header throws(ForetellError) in
        try Self.check(header.metadata, path)
      },
      name: path)
  }

  /// Reads the bytes of a file; `name` names them in errors.
  public init(decoding bytes: [UInt8], name: String) throws {
    try self.init(
      SafetensorsFile(bytes: bytes, file: name) { header throws(ForetellError) in
        try Self.check(header.metadata, name)
      }, name: name)
  }

  private init(_ file: SafetensorsFile, name: String) throws {
    guard let text = file.metadata["networks"],
      let entries = try? JSONDecoder().decode([Entry].self, from: Data(text.utf8)),
      Set(entries.map(\.family)).count == entries.count
    else { throw Self.damaged("its description can't be read", name) }
    try self.init(
      entries.map { entry in
        if let problem = entry.shape.problem { throw Self.damaged(problem, name) }
        guard entry.statistics.inputScale > 0, entry.statistics.inputScale.isFinite,
          entry.statistics.targetScale > 0, entry.statistics.targetScale.isFinite
        else { throw Self.damaged("the scale of its inputs or targets isn't positive and finite", name) }
        let map = entry.shape.parameters
        var parameters = [Float](repeating: 0, count: map.count)
        for (slot, tensorName) in map.entries.map({ ($0.slot, Self.name(of: $0.name, entry.family)) }) {
          guard let tensor = file[tensorName], tensor.shape == slot.shape, let values = tensor.floats,
            values.allSatisfy(\.isFinite)
          else { throw Self.damaged("the weights \(tensorName) are missing or not finite", name) }
          parameters.replaceSubrange(slot.offset..<(slot.offset + values.count), with: values)
        }
        return PretrainedNetwork(
          family: entry.family, shape: entry.shape, seed: entry.seed, updates: entry.updates,
          statistics: entry.statistics, parameters: parameters)
      })
  }

  private static func check(_ metadata: [String: String], _ name: String) throws(ForetellError) {
    guard metadata["kind"] == kind else {
      throw ForetellError(
        .damagedModel, "`\(name)` doesn't hold pre-trained networks", location: .init(file: name),
        hint: "foretell pretrain writes them")
    }
    guard let version = metadata["version"].flatMap({ Int($0) }), version <= Self.version else {
      throw ForetellError(
        .unsupportedModel, "`\(name)` was written by a newer release", location: .init(file: name),
        hint: "install a newer release")
    }
  }

  private static func damaged(_ what: String, _ name: String) -> ForetellError {
    ForetellError(
      .damagedModel, "`\(name)` is no whole file of pre-trained networks: \(what)",
      location: .init(file: name),
      hint: "make it again with foretell pretrain")
  }

  /// The content of the file: weights with 16 bits each, which is how the networks keep them.
  private static func file(_ networks: [PretrainedNetwork]) throws -> SafetensorsFile {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let entries = networks.map {
      Entry(family: $0.family, shape: $0.shape, seed: $0.seed, updates: $0.updates, statistics: $0.statistics)
    }
    return SafetensorsFile(
      metadata: [
        "kind": kind, "version": "\(version)", "library": "Foretell",
        "networks": String(decoding: try encoder.encode(entries), as: UTF8.self),
      ],
      tensors: networks.flatMap { network in
        network.shape.parameters.entries.map { entry in
          let values = network.parameters[entry.slot.offset..<(entry.slot.offset + entry.slot.count)]
          return SafetensorsFile.Tensor(
            name: name(of: entry.name, network.family), shape: entry.slot.shape, bfloat16s: Array(values))
        }
      })
  }

  private static func name(of parameter: String, _ family: SyntheticFamily) -> String {
    "\(family.rawValue).\(parameter)"
  }

  /// The bytes of the file.
  public func encoded() throws -> [UInt8] { try Self.file(networks).serialized() }

  /// Writes the file atomically.
  public func save(to path: String) throws { try Self.file(networks).write(to: path) }
}

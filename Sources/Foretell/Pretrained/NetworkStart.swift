import ForetellData

/// Where the weights of a network start.
public enum NetworkStart: Sendable, Equatable {
  /// Random numbers: the network knows nothing.
  case random
  /// The networks of this release, which were trained on generated series.
  case shipped
  /// The networks of a file of `foretell pretrain`.
  case file(PretrainedNetworks)

  /// The networks; empty for random weights.
  var networks: [PretrainedNetwork] {
    switch self {
    case .random: []
    case .shipped: PretrainedNetworks.shipped?.networks ?? []
    case .file(let set): set.networks
    }
  }

  /// The network from which a fit starts, for data of this frequency and season length in steps; nil for random
  /// weights, and when there is no network for such data.
  func network(for frequency: Frequency, season: Int) -> PretrainedNetwork? {
    switch self {
    case .random: nil
    case .shipped: PretrainedNetworks.shipped?.network(for: frequency, season: season)
    case .file(let networks): networks.network(for: frequency, season: season)
    }
  }

  /// The word for it on the command line: `none`, `zero`, or the checksum of the file.
  var name: String {
    switch self {
    case .random: "none"
    case .shipped: "zero"
    case .file(let networks): networks.checksum
    }
  }
}

extension NetworkStart: Codable {
  /// Reads a start by its name; of a file only its checksum is kept, since a fitted model has its own weights.
  public init(from decoder: any Decoder) throws {
    switch try decoder.singleValueContainer().decode(String.self) {
    case "none": self = .random
    case "zero": self = .shipped
    case let checksum: self = .file(PretrainedNetworks(checksum: checksum))
    }
  }

  /// Writes the name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}

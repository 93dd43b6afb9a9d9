import ForetellCore
import ForetellData
import ForetellSynthetic

/// A network that was trained on generated series, and so knows series of one kind before it sees any real one.
public struct PretrainedNetwork: Sendable, Equatable {
  /// The kind of series that it was trained on.
  public let family: SyntheticFamily
  /// Its sizes, and how it reads series.
  public let shape: Shape
  /// The seed of its training.
  public let seed: UInt64
  /// Number of updates of its training.
  public let updates: Int
  /// Units of its inputs and outputs.
  let statistics: WindowStatistics
  /// All weights, in the order in which its network is recorded.
  let parameters: [Float]

  /// Number of weights.
  public var parameterCount: Int { shape.parameters.scalarCount }

  /// What a network is made of.
  public struct Shape: Sendable, Equatable, Codable {
    /// The kind of recurrent cell.
    public var cell: RecurrentCellKind = .lstm
    /// Hidden units per layer.
    public var hiddenSize = 64
    /// Number of stacked layers.
    public var layers = 1
    /// Steps of history in a window.
    public var inputSize: Int
    /// Number of origins in a sequence.
    public var originCount: Int
    /// Steps that it forecasts at once.
    public var horizon: Int
    /// Levels in percent of the intervals that it was trained for.
    public var levels: [Double] = [80, 95]
    /// Whether a forecast starts from the last season of a series that has one, rather than from its level.
    public var startsFromSeason = false
    /// Whether seasons of any length are removed first, where they show plainly; otherwise those of at most 12 steps.
    public var removesLongSeason = false

    private enum CodingKeys: String, CodingKey {
      case cell, hiddenSize, layers, inputSize, originCount, horizon, levels, startsFromSeason,
        removesLongSeason
    }

    /// The shape with which the networks of this release are trained for a kind of series.
    public init(_ family: SyntheticFamily) {
      switch family {
      case .yearly: (inputSize, originCount, horizon) = (24, 10, 8)
      case .steps: (inputSize, originCount, horizon) = (16, 12, 12)
      case .quarterly: (inputSize, originCount, horizon) = (16, 12, 12)
      case .monthly: (inputSize, originCount, horizon) = (48, 18, 24)
      case .weekly: (inputSize, originCount, horizon, removesLongSeason) = (65, 16, 26, true)
      case .daily: (inputSize, originCount, horizon) = (42, 18, 28)
      case .hourly: (inputSize, originCount, horizon, startsFromSeason) = (168, 24, 48, true)
      }
    }
  }
}

extension PretrainedNetwork.Shape {
  /// Reads a shape; what later releases add has its default.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    inputSize = try values.decode(Int.self, forKey: .inputSize)
    originCount = try values.decode(Int.self, forKey: .originCount)
    horizon = try values.decode(Int.self, forKey: .horizon)
    try values.read(&cell, .cell)
    try values.read(&hiddenSize, .hiddenSize)
    try values.read(&layers, .layers)
    try values.read(&levels, .levels)
    try values.read(&startsFromSeason, .startsFromSeason)
    try values.read(&removesLongSeason, .removesLongSeason)
  }

  /// How the network reads series: each by itself, with nothing beside its values.
  var recipe: Recipe {
    var recipe = Recipe()
    recipe.inputSize = inputSize
    recipe.transform = .safeLog
    recipe.scaling = .level
    recipe.seasonalResidual = startsFromSeason
    recipe.usesCalendar = false
    var origins = OriginsReading()
    origins.count = originCount
    if removesLongSeason { origins.removesSeason = true }
    origins.blockLength = horizon
    origins.sharesUnit = true
    recipe.origins = origins
    return recipe
  }

  /// The layers of the network.
  var architecture: RecurrentArchitecture {
    RecurrentArchitecture(
      cell: cell, hiddenSize: hiddenSize, layers: layers, dropout: 0, isBidirectional: false, truncation: nil,
      precision: .float32, normalization: .none)
  }

  /// The whole network.
  var design: NetworkDesign {
    NetworkDesign(
      name: cell.displayName, architecture: architecture, head: LossName.median.head(levels: levels),
      recipe: recipe)
  }

  /// The weights by name, and their places.
  var parameters: ParameterMap {
    NetworkPlan<Float>(
      design,
      shape: recipe.shape(
        rows: 1, inputSize: inputSize, originCount: originCount,
        features: recipe.featureCount(frequency: Frequency(.step), known: .none, inputSize: inputSize),
        known: .none, horizon: horizon, forecastsFromAll: true)
    ).plan.parameters
  }

  /// What makes the shape invalid; nil when nothing does.
  var problem: String? {
    guard (1...1024).contains(hiddenSize), (1...16).contains(layers), (1...10_000).contains(inputSize),
      (1...1000).contains(originCount), (1...1000).contains(horizon)
    else { return "a size is out of range" }
    guard !levels.isEmpty, levels.allSatisfy({ $0 > 0 && $0 < 100 }), Set(levels).count == levels.count else {
      return "its interval levels are invalid"
    }
    return nil
  }
}

extension SyntheticFamily {
  /// The kind of series that data of this frequency and season length, in steps, are read as.
  ///
  /// The season decides where there is one: of up to 4 steps as for quarters, up to 7 as for days, up to 13 as for
  /// months, up to 48 and above 60 as for hours, otherwise as for weeks.
  public init(frequency: Frequency, season: Int) {
    switch season {
    case ...1:
      switch frequency.unit {
      case .year: self = .yearly
      case .quarter, .month, .businessMonth, .semiMonth, .step: self = .steps
      case .week: self = .weekly
      case .day, .businessDay: self = .daily
      case .hour, .minute, .second: self = .hourly
      }
    case ...4: self = .quarterly
    case ...7: self = .daily
    case ...13: self = .monthly
    case ...48: self = .hourly
    case ...60: self = .weekly
    default: self = .hourly
    }
  }
}

/// One model of the catalogue: its name, the options that affect it, how it is made and how its file is read.
public struct CatalogueModel: Sendable {
  /// The name on the command line, such as `lstm` or `seasonal-naive`.
  public let name: String
  /// A description in a few words without a full stop.
  public let summary: String
  /// The options that affect it.
  public let options: Set<ModelOption>
  /// The cell of a recurrent network; nil for other models.
  public let cell: RecurrentCellKind?
  private let origin: Origin

  /// How forecasters of this model are made, by kind of model.
  private enum Origin: Sendable {
    case network(any NetworkForecaster.Type, @Sendable (ModelSettings) -> any NetworkForecaster)
    case baseline(any Baseline.Type, @Sendable (ModelSettings) -> any Baseline)
    case solved(FileReader, @Sendable (ModelSettings) -> any Forecaster)
    case pretrained(@Sendable (ModelSettings) -> PretrainedForecaster)
  }

  /// Reads a model from a file's content; the second argument names the file in errors.
  typealias FileReader = @Sendable (SafetensorsFile, String) throws -> any KeptModel

  /// Makes the entry of a network.
  init<Network: NetworkForecaster>(
    _ name: String, _ summary: String, options: Set<ModelOption>, cell: RecurrentCellKind? = nil,
    network: @escaping @Sendable (ModelSettings) -> Network
  ) {
    self.name = name
    self.summary = summary
    self.options = options
    self.cell = cell
    origin = .network(Network.self, network)
  }

  /// Makes the entry of a reference method, whose name on the command line is its family.
  init<Method: Baseline>(
    _ summary: String, options: Set<ModelOption> = [], baseline: @escaping @Sendable (ModelSettings) -> Method
  ) {
    name = Method.family
    self.summary = summary
    self.options = options
    cell = nil
    origin = .baseline(Method.self, baseline)
  }

  /// Makes the entry of a method whose coefficients are solved for in closed form, and whose files are of the kind
  /// `name`.
  init(
    _ name: String, _ summary: String, options: Set<ModelOption>, reader: @escaping FileReader,
    solved: @escaping @Sendable (ModelSettings) -> any Forecaster
  ) {
    self.name = name
    self.summary = summary
    self.options = options
    cell = nil
    origin = .solved(reader, solved)
  }

  /// Makes the entry of networks that are applied as they are.
  init(
    _ name: String, _ summary: String, options: Set<ModelOption>,
    pretrained: @escaping @Sendable (ModelSettings) -> PretrainedForecaster
  ) {
    self.name = name
    self.summary = summary
    self.options = options
    cell = nil
    origin = .pretrained(pretrained)
  }

  /// A forecaster with these settings; those that don't affect the model are ignored.
  public func forecaster(_ settings: ModelSettings = ModelSettings()) -> any Forecaster {
    switch origin {
    case .network(_, let make): make(settings)
    case .baseline(_, let make): make(settings)
    case .solved(_, let make): make(settings)
    case .pretrained(let make): make(settings)
    }
  }

  /// A forecaster with these settings if the model trains weights; otherwise nil.
  public func network(_ settings: ModelSettings = ModelSettings()) -> (any TrainableForecaster)? {
    forecaster(settings).trainable
  }

  /// Whether its forecasts are made from sample paths.
  public var drawsPaths: Bool { options.contains(.samples) }

  /// Whether it trains weights.
  public var isNetwork: Bool {
    switch origin {
    case .network: true
    case .baseline, .solved, .pretrained: false
    }
  }

  /// Whether a fit depends on a seed: it trains weights, itself or in one of its parts.
  public var usesRandomNumbers: Bool { forecaster().usesRandomNumbers }

  /// Whether a fit finds numbers that a model file keeps: weights or coefficients.
  public var isFitted: Bool {
    switch origin {
    case .network, .solved, .pretrained: true
    case .baseline: false
    }
  }

  /// The type of configuration in its model files, if it is a network.
  var networkType: (any NetworkForecaster.Type)? {
    switch origin {
    case .network(let type, _): type
    case .pretrained: PretrainedForecaster.self
    case .baseline, .solved: nil
    }
  }

  /// The type of configuration in its model files, if it is a reference method.
  var baselineType: (any Baseline.Type)? {
    switch origin {
    case .network, .solved, .pretrained: nil
    case .baseline(let type, _): type
    }
  }

  /// Reads its model files, if its coefficients are solved for.
  var fileReader: FileReader? {
    switch origin {
    case .network, .baseline, .pretrained: nil
    case .solved(let reader, _): reader
    }
  }
}

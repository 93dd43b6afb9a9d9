/// The options of models; raw values are their names on the command line and in the configuration file.
public enum ModelOption: String, Sendable, Codable, CaseIterable {
  case inputSize = "input-size"
  case hiddenSize = "hidden-size"
  case layers
  case dropout
  case norm
  case bidirectional
  case epochs
  case batchSize = "batch-size"
  case learningRate = "learning-rate"
  case optimizer
  case momentum
  case centered
  case rmsDecay = "rms-decay"
  case weightDecay = "weight-decay"
  case schedule
  case scheduleFactor = "schedule-factor"
  case schedulePeriod = "schedule-period"
  case initialization = "init"
  case initializationScale = "init-scale"
  case clip
  case loss
  case transform
  case scaling
  case season
  case calendar
  case validationSize = "validation-size"
  case patience
  case truncation
  case windowsPerEpoch = "windows-per-epoch"
  case precision
  case reading
  case segment
  case ensemble
  case deseasonalize
  case linearPath = "linear-path"
  case sampling
  case start = "from"
  case activation
  case windowSize = "window-size"
  case cell
  case likelihood
  case samples
  case ridgeScope = "ridge-scope"
  case ridgeStrength = "ridge-strength"
  case combine
  case intervals
  case budget

  /// The options of all networks: how windows are cut and scaled, and how weights are trained.
  static let ofNetworks: Set<ModelOption> = [
    .inputSize, .hiddenSize, .layers, .dropout, .norm, .epochs, .batchSize, .learningRate, .optimizer,
    .momentum, .centered, .rmsDecay,
    .weightDecay,
    .schedule, .scheduleFactor, .schedulePeriod, .initialization, .initializationScale, .clip, .loss,
    .transform, .scaling, .season, .calendar, .validationSize, .patience,
    .windowsPerEpoch, .sampling,
  ]

  /// Those of a network whose loss is a likelihood and which scales its windows by itself.
  static let ofLikelihoods: Set<ModelOption> = ofNetworks.subtracting([.loss, .transform, .scaling])
    .union([.truncation, .precision, .cell, .likelihood, .samples])
}

extension ModelSettings {
  /// The defaults of networks; nil where a default depends on the data.
  public static let usual: ModelSettings = {
    var settings = ModelSettings()
    let model = RecurrentForecaster()
    settings.hiddenSize = model.hiddenSize
    settings.layers = model.layers
    settings.dropout = model.dropout
    settings.normalization = model.normalization
    settings.batchSize = model.batchSize
    settings.learningRate = model.learningRate
    settings.optimizer = model.optimizer
    settings.weightDecay = model.weightDecay
    settings.schedule = model.schedule
    settings.gradientClip = model.gradientClip
    settings.loss = model.loss
    settings.transform = model.transform
    settings.scaling = model.scaling
    settings.validationSize = model.validationSize
    settings.patience = model.patience
    settings.windowsPerEpoch = model.windowsPerEpoch
    settings.precision = model.precision
    settings.activation = MLPForecaster().activation
    settings.cell = .lstm
    let sampled = DeepARForecaster()
    settings.likelihood = sampled.likelihood
    settings.pathCount = sampled.pathCount
    return settings
  }()
}

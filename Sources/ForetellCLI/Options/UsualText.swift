import Foretell

/// The defaults of networks as text for the help.
enum UsualText {
  private static let settings = ModelSettings.usual
  static let hiddenSize = text(settings.hiddenSize)
  static let layers = text(settings.layers)
  static let dropout = text(settings.dropout)
  static let batchSize = text(settings.batchSize)
  static let learningRate = text(settings.learningRate)
  static let weightDecay = text(settings.weightDecay)
  static let gradientClip = text(settings.gradientClip)
  static let validationSize = text(settings.validationSize)
  static let patience = text(settings.patience)
  static let windowsPerEpoch = text(settings.windowsPerEpoch)
  static let normalization = settings.normalization?.rawValue ?? "none"
  static let activation = settings.activation?.rawValue ?? "none"
  static let cell = settings.cell?.rawValue ?? "none"
  static let likelihood = settings.likelihood?.rawValue ?? "none"

  private static func text(_ value: Int?) -> String { value.map { "\($0)" } ?? "none" }
  private static func text(_ value: Double?) -> String { value.map(Figures.exact) ?? "none" }
}

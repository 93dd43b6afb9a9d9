extension RecurrentForecaster {
  /// Makes a forecaster with a cell and those settings that affect recurrent networks.
  init(cell: RecurrentCellKind, _ settings: ModelSettings) {
    let reading = settings.reading ?? .automatic
    self.init(cell: cell, reading: reading)
    let choosesOrigins =
      settings.originCount != nil || settings.removesSeason != nil || settings.linearPath != nil
    if reading == .automatic, choosesOrigins { origins = OriginsReading() }
    origins?.count = settings.originCount
    origins?.removesSeason = settings.removesSeason
    if let path = settings.linearPath { origins?.linearPath = path }
    settings.change(&recipe)
    hiddenSize = settings.hiddenSize ?? hiddenSize
    layers = settings.layers ?? layers
    dropout = settings.dropout ?? dropout
    isBidirectional = settings.isBidirectional ?? isBidirectional
    loss = settings.loss ?? loss
    trainedLevels = settings.trainedLevels ?? trainedLevels
    truncation = settings.truncation ?? truncation
    precision = settings.precision ?? precision
    normalization = settings.normalization ?? normalization
    networkCount = settings.networkCount ?? networkCount
    start = settings.start ?? start
    givenOptions = isAutomatic ? settings.given : []
  }
}

@_exported import ForetellData
@_exported import ForetellFiles
@_exported import ForetellSynthetic

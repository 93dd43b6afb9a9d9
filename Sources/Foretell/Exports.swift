@_exported import ForetellData
@_exported import ForetellFiles

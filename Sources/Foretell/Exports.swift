@_exported import ForetellData

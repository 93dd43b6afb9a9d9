@_exported import ForetellErrors

import ForetellRuns

extension Run {
  /// The run with control characters in its texts escaped, for terminals and pages.
  var harmless: Run {
    var run = self
    run.model = TerminalText.harmless(model)
    run.commandLine = TerminalText.harmless(commandLine)
    run.folder = TerminalText.harmless(folder)
    run.data?.name = TerminalText.harmless(data?.name ?? "")
    run.failure?.message = TerminalText.harmless(failure?.message ?? "")
    return run
  }
}

extension RunDetails {
  /// The details with control characters in their texts escaped, for terminals and pages; JSON needs the
  /// unchanged ones.
  var harmless: RunDetails {
    var details = self
    details.run = run.harmless
    details.children = children.map(\.harmless)
    for place in parameters.indices {
      details.parameters[place].value = TerminalText.harmless(parameters[place].value)
    }
    for place in artefacts.indices {
      details.artefacts[place].path = TerminalText.harmless(artefacts[place].path)
    }
    return details
  }
}

import ArgumentParser

@main
struct ForetellBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "foretell-bench", abstract: "Measures Foretell on this machine.",
    subcommands: [
      Steps.self, Infer.self, Predict.self, Table.self, Peak.self, Vanishing.self, Monitor.self, Etth1.self,
      Shards.self, Origins.self,
    ])
}

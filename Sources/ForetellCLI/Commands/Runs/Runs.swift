import ArgumentParser

/// `foretell runs`: lists, shows and exports what was recorded with `--track`.
struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List, show, compare and export recorded runs.",
    discussion: """
      EXAMPLES:
        foretell fit sales.csv --horizon 12 --save sales.model --track
        foretell runs list
        foretell runs show latest --report run.html
        foretell runs compare 0fz3k 0fz7q
        foretell runs export --format tensorboard --output logs
        foretell runs prune --older-than 30d --status failed,killed

      With --track (or FORETELL_TRACK=1), fit, forecast, backtest, compare and \
      gradients keep a record: configuration, data digest, seed, version, \
      machine, every epoch, results and files. It is one SQLite file, which any \
      number of processes may use at once. A run is named by its id, the \
      beginning of the id, or the word latest. A run whose process ended without \
      reporting is shown as KILLED.
      """,
    subcommands: [
      RunsList.self, RunsShow.self, RunsCompare.self, RunsExport.self, RunsDelete.self, RunsPrune.self,
    ])
}

import ArgumentParser
import ForetellBenchmarkSupport

struct Shards: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares shard sizes for a training step, in turns.",
    discussion: "This is how the rule in ShardPlan was found; run it again after a change to the kernels.")

  @Option(help: "The most threads that run at once.") var threads = 2
  @Option(parsing: .upToNextOption, help: "Rows of the table to run.") var row: [String] = Steps.table
  @Option(parsing: .upToNextOption, help: "Rows of the batch per shard.") var sizes = [8, 12, 16, 22, 32, 64]
  @Option(help: "Seconds for a row.") var seconds = 3.0

  func run() throws {
    for shape in row.compactMap({ BenchmarkShape($0) }) {
      let candidates = sizes.filter { $0 <= shape.batch }
      let steps = candidates.map { TrainingStep(shape, threads: threads, shardRows: $0) }
      for step in steps { _ = (step(), step()) }
      var times = [[Double]](repeating: [], count: steps.count)
      let clock = ContinuousClock()
      let end = clock.now + .seconds(seconds)
      while clock.now < end || times[0].count < 3 {
        for (number, step) in steps.enumerated() {
          times[number].append(Timing(runs: 1) { _ = step() }.processor)
        }
      }
      let text = zip(candidates, times.map { $0.sorted() }).map {
        "\($0): \($1[0].text(2)) / \($1[$1.count / 2].text(2))"
      }
      print(
        "\(shape.cell) \(shape.batch)×\(shape.steps)×\(shape.inputs)×\(shape.hidden)  \(text.joined(separator: "  "))"
      )
    }
  }
}

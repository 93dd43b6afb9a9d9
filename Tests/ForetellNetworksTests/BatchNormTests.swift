import ForetellFiles
import ForetellNetworks
import Foundation
import Testing

@Suite struct BatchNormTests {
  private static func numbers(_ count: Int) -> [Double] {
    (0..<count).map { (place: Int) -> Double in
      let number = (place * 37 + 11) % 101
      return Double(number) / 25 - 2
    }
  }

  private static func network(threads: Int) -> Network {
    Network(
      inputShape: [3], layers: [.dense(5, activation: .tanh), .batchNorm, .dense(1)], batchSize: 40, seed: 6,
      threads: threads, precision: .double)
  }

  /// Three shards, of which the last has only some examples: none of the padding counts.
  @Test func runningStatisticsAreMeansOfTheShards() throws {
    let network = Network(
      inputShape: [3], layers: [.batchNorm, .dense(1)], batchSize: 40, seed: 6, precision: .double)
    let inputs = Self.numbers(36 * 3)
    _ = network.computeGradients(inputs: inputs, targets: Self.numbers(36))
    network.update(rate: 0.1)
    var (mean, variance) = ([Double](repeating: 0, count: 3), [Double](repeating: 0, count: 3))
    for shard in [0..<16, 16..<32, 32..<36] {
      let count = Double(shard.count)
      for column in 0..<3 {
        let values = shard.map { inputs[$0 * 3 + column] }
        let center = values.reduce(0, +) / count
        mean[column] += 0.1 * center * count / 36
        let squares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
        variance[column] += 0.1 * squares / (count - 1) * count / 36
      }
    }
    let found = Dictionary(uniqueKeysWithValues: network.parameters.map { ($0.name, $0.values) })
    for column in 0..<3 {
      #expect(abs(try #require(found["0.runningMean"])[column] - mean[column]) < 1e-14)
      #expect(abs(try #require(found["0.runningVariance"])[column] - 0.9 - variance[column]) < 1e-14)
    }
  }

  /// Weight decay and momentum leave the statistics alone, and threads don't matter.
  @Test(arguments: [UpdateRule.adamW(weightDecay: 0.5), .sgd(momentum: 0.9)])
  func statisticsAreTheSameAtAnyThreads(_ rule: UpdateRule) {
    let (inputs, targets) = (Self.numbers(70 * 3), Self.numbers(70))
    let networks = [1, 3].map { threads in
      let network = Self.network(threads: threads)
      network.train(inputs: inputs, targets: targets, epochs: 30, rule: rule, rate: 0.01)
      return network
    }
    #expect(networks[0].parameters == networks[1].parameters)
    #expect(networks[0].predict(inputs) == networks[1].predict(inputs))
  }

  @Test func statisticsAreSaved() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "foretell-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let network = Self.network(threads: 1)
    let inputs = Self.numbers(40 * 3)
    let before = network.predict(inputs)
    network.train(inputs: inputs, targets: Self.numbers(40), epochs: 3)
    try network.save(to: path)
    let read = try Network(contentsOf: path, batchSize: 7)
    #expect(read.predict(inputs) == network.predict(inputs))
    #expect(read.predict(inputs) != before)
  }

  /// An example alone in its shard has no variance, so that the running statistics are used and stay.
  @Test func oneExampleUsesRunningStatistics() {
    let network = Network(
      inputShape: [3], layers: [.batchNorm, .dense(1)], batchSize: 17, seed: 6, precision: .double)
    let one = [0.5, -1, 2]
    let loss = network.computeGradients(inputs: one, targets: [0])
    let output = network.predict(one)[0]
    #expect(abs(loss - output * output) < 1e-12)
    network.update(rate: 0.1)
    let found = Dictionary(uniqueKeysWithValues: network.parameters.map { ($0.name, $0.values) })
    #expect(found["0.runningMean"] == [0, 0, 0] && found["0.runningVariance"] == [1, 1, 1])
  }

  @Test func aNegativeVarianceIsRefused() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "foretell-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let network = Self.network(threads: 1)
    try network.save(to: path)
    let file = try SafetensorsFile(contentsOf: path)
    let name = try #require(file.tensors.map(\.name).first { $0.hasSuffix("1.runningVariance") })
    for (variance, isRight) in [([1, 1, 1, 1, 1], true), ([1, 1, -1, 1, 1] as [Double], false)] {
      let tensors = file.tensors.map {
        $0.name == name ? .init(name: name, shape: $0.shape, doubles: variance) : $0
      }
      try SafetensorsFile(metadata: file.metadata, tensors: tensors).write(to: path)
      if isRight {
        _ = try Network(contentsOf: path)
      } else {
        let error = #expect(throws: ForetellError.self) { try Network(contentsOf: path) }
        #expect(error?.message.contains("ariance") == true)
      }
    }
    #expect(!network.parameterGradients.contains { $0.name.hasPrefix("1.running") })
  }
}

import Foundation
import Testing

@testable import Foretell

/// Training on generated series, and the files of its networks.
@Suite struct PretrainingTests {
  /// A training of a few updates of small networks.
  static func small(_ family: SyntheticFamily, updates: Int = 50) -> Pretraining {
    var plan = Pretraining(family)
    plan.updates = updates
    plan.batchSize = 16
    plan.shape.hiddenSize = 8
    return plan
  }

  /// A file that doesn't exist yet.
  static func path(_ name: String) -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString)-\(name)").path
  }

  @Test(arguments: SyntheticFamily.allCases) func everyKindOfSeriesCanBeLearned(_ family: SyntheticFamily)
    throws
  {
    let network = try Self.small(family).train()
    #expect(network.family == family && network.parameterCount > 0)
    #expect(!network.parameters.contains { !$0.isFinite })
    let other = try Self.small(family).train(seed: 2)
    #expect(network.parameters != other.parameters)
  }

  @Test func theNumberOfThreadsChangesNothing() throws {
    let plan = Self.small(.monthly)
    let one = try plan.train(options: FitOptions(threads: 1))
    for threads in [2, 3, 8] {
      #expect(try plan.train(options: FitOptions(threads: threads)) == one)
    }
  }

  /// The weights of a network of this release after its first hundred updates: the same ones on every processor.
  @Test func theFirstHundredUpdatesAreAlwaysTheSame() throws {
    let plan = Pretraining(.quarterly)
    let path = Self.path("hundred")
    defer { unlink(path) }
    let epochs = Counter()
    var options = FitOptions(
      progress: { _ in epochs.add() }, checkpoint: path, isCancelled: { epochs.value >= 4 })
    options.threads = 2
    #expect(throws: ForetellError.self) { try plan.train(options: options) }
    let state = try SafetensorsFile(contentsOf: path)
    let weights = try #require(state["parameters"])
    #expect(state["steps"]?.uint64s == [100])
    var hash = FNV1a()
    hash.update(weights.bytes)
    #expect(hash.hexadecimalText == "55453e5208a6dc6c")
  }

  @Test func anInterruptedTrainingGoesOn() throws {
    let plan = Self.small(.yearly, updates: 100)
    let whole = try plan.train()
    let path = Self.path("checkpoint")
    defer { unlink(path) }
    let epochs = Counter()
    #expect(throws: ForetellError.self) {
      try plan.train(
        options: FitOptions(
          progress: { _ in epochs.add() }, checkpoint: path, isCancelled: { epochs.value >= 2 }))
    }
    #expect(try plan.train(options: FitOptions(checkpoint: path, resume: true)) == whole)
    // A checkpoint of another training is refused.
    #expect(throws: ForetellError.self) {
      try Self.small(.yearly, updates: 75).train(options: FitOptions(checkpoint: path, resume: true))
    }
  }

  @Test func aPanelOfOnesOwnChangesWhatIsLearned() throws {
    let generator = SeriesGenerator(family: .monthly, seed: 9)
    let start = Timestamp(year: 2001, month: 1, day: 1)
    let panel = SeriesTable(
      checked: (0..<5).map { Series(id: "s\($0)", start: start, values: generator.series($0)) },
      frequency: Frequency(.month), name: "panel")
    var plan = Self.small(.monthly)
    let generated = try plan.train()
    plan.panelShare = 0
    #expect(try plan.train(on: panel).parameters == generated.parameters)
    plan.panelShare = 1
    let own = try plan.train(on: panel)
    #expect(own.parameters != generated.parameters && !own.parameters.contains { !$0.isFinite })
  }

  @Test func optionsOutOfRangeAreRefused() {
    func refuses(_ change: (inout Pretraining) -> Void) -> Bool {
      var plan = Pretraining(.monthly)
      change(&plan)
      return (try? plan.check()) == nil
    }
    #expect(!refuses { _ in })
    #expect(refuses { $0.updates = 0 } && refuses { $0.batchSize = 0 } && refuses { $0.learningRate = .nan })
    #expect(refuses { $0.panelShare = 1.5 } && refuses { $0.shape.hiddenSize = 0 })
    #expect(refuses { $0.shape.horizon = 0 } && refuses { $0.shape.originCount = 0 })
    #expect(refuses { $0.shape.inputSize = 0 } && refuses { $0.shape.levels = [] })
  }

  @Test func filesKeepNetworks() throws {
    let networks = try PretrainedNetworks([
      try Self.small(.monthly).train(), try Self.small(.yearly).train(),
      try Self.small(.monthly, updates: 25).train(),
    ])
    #expect(networks.networks.map(\.family) == [.yearly, .monthly] && networks.networks[1].updates == 25)
    let path = Self.path("networks")
    defer { unlink(path) }
    try networks.save(to: path)
    let read = try PretrainedNetworks(contentsOf: path)
    #expect(read == networks && read.networks == networks.networks)
    #expect(networks.network(for: Frequency(.month), season: 12)?.updates == 25)
    #expect(networks.network(for: Frequency(.hour), season: 24) == nil)
    var bytes = try networks.encoded()
    bytes[bytes.count / 2] ^= 1
    #expect(throws: ForetellError.self) { try PretrainedNetworks(decoding: bytes, name: "damaged") }
    #expect(throws: ForetellError.self) {
      try PretrainedNetworks(
        decoding: try SafetensorsFile(metadata: ["kind": "forecaster"], tensors: []).serialized(),
        name: "other")
    }
  }

  @Test func theFrequencyChoosesTheKind() {
    func family(_ unit: Frequency.Unit, _ season: Int) -> SyntheticFamily {
      SyntheticFamily(frequency: Frequency(unit), season: season)
    }
    #expect(
      family(.year, 1) == .yearly && family(.quarter, 4) == .quarterly && family(.month, 12) == .monthly)
    #expect(family(.week, 52) == .weekly && family(.day, 7) == .daily && family(.businessDay, 5) == .daily)
    #expect(family(.hour, 24) == .hourly && family(.minute, 1440) == .hourly && family(.step, 1) == .steps)
    #expect(family(.month, 1) == .steps && family(.step, 12) == .monthly && family(.week, 1) == .weekly)
  }

  /// Counts epochs for a cancellation.
  private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0
    var value: Int { lock.withLock { count } }
    func add() { lock.withLock { count += 1 } }
  }
}

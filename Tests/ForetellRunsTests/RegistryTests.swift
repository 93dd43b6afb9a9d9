import Foundation
import GRDB
import Synchronization
import Testing

@testable import Foretell
@testable import ForetellRuns

/// A folder of its own, removed with the value.
final class Folder {
  let path = FileManager.default.temporaryDirectory.appending(path: "runs-\(UUID().uuidString)").path

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A file in it.
  func file(_ name: String) -> String { path + "/" + name }
}

/// Recorded data are read back, and problems are reported.
@Suite struct RegistryTests {
  private let folder: Folder
  private let registry: RunRegistry

  init() throws {
    folder = try Folder()
    registry = try RunRegistry(path: folder.file("new/runs.sqlite"))
  }

  private func describe(_ model: String = "lstm", _ parameters: [(String, String)] = []) -> RunDescription {
    var all = RunParameters()
    for (name, value) in parameters { all.set(name, value) }
    return RunDescription(
      command: "fit", model: model, seed: .max, version: "1.2.3", commandLine: "foretell fit 'a b.csv'",
      data: .init(name: "a b.csv", digest: "0123"), parameters: all)
  }

  @Test func everythingComesBack() throws {
    let recorder = try RunRecorder(registry, describe("lstm", [("b", "2"), ("a", "x,y")]))
    #expect(try registry.run("latest").status == .running)
    let odd = [0.5, .nan, .infinity, -.infinity, -1e300, Double.leastNonzeroMagnitude]
    for (place, value) in odd.enumerated() { recorder.record("training_loss", value, epoch: place + 1) }
    recorder.record("training_loss", 7, epoch: 1, window: 2)
    let norms = GradientSnapshot.LagNorms(
      mean: [1, 1e-300, .nan], quantiles: [[1, 0, .nan], [2, .infinity, 3]])
    recorder.record(
      GradientSnapshot(
        model: "LSTM", epoch: 3, measuredUpdates: 1, clippedShare: 0, quantiles: [0.1, 0.9],
        seasonLength: nil, windowLength: 3,
        layers: [GradientSnapshot.Direction.forward, .reverse].map { direction in
          .init(
            number: 0, direction: direction, hidden: norms, cell: norms,
            saturations: [.init(name: "forget", low: direction == .forward ? 0.25 : 0.75, high: 0.5)],
            deadUnits: nil, units: 4, values: 1, zeros: 0, denormals: 0, nonFinite: 0)
        },
        blocks: [
          .init(name: "encoder.0.bias", gradientNorm: 3, updateRatio: 1e-3),
          .init(name: "head.bias", gradientNorm: nil, updateRatio: 0),
        ]))
    var more = RunParameters()
    more.set("a", "changed")
    more.set("input_size", 24)
    recorder.record(more)
    try Data("abc".utf8).write(to: URL(filePath: folder.file("m")))
    recorder.finish(
      results: [Run.Result("smape", 3.25), Run.Result("skill", -.infinity)],
      artefacts: [RunArtefact("model", folder.file("m"))],
      histograms: [Histogram(name: "weights/w", epoch: 6, values: [Float(1), 2, 4], bins: 3)])

    let details = try registry.details(of: try registry.run(recorder.id))
    let run = details.run
    #expect(run.status == .finished && run.seed == .max && run.version == "1.2.3" && run.epochs == 6)
    #expect(run.data == .init(name: "a b.csv", digest: "0123") && run.commandLine == "foretell fit 'a b.csv'")
    #expect(run.process == .current && run.machine == .current)
    #expect(try #require(run.ended) >= run.started)
    #expect(run.results == [Run.Result("smape", 3.25), Run.Result("skill", -.infinity)])
    #expect(details.parameters.map(\.name) == ["b", "a", "input_size"])
    #expect(details.parameters.map(\.value) == ["2", "changed", "24"])
    let loss = try #require(details.metric("training_loss"))
    #expect(loss.epochs == [1, 2, 3, 4, 5, 6])
    #expect(loss.values.map(\.bitPattern) == odd.map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern })
    #expect(details.metric("training_loss", window: 2)?.values == [7])
    #expect(details.metric("saturation_low/0.forget")?.values == [0.25])
    #expect(details.metric("block_update_ratio/encoder.0.bias")?.values == [1e-3])
    #expect(details.metric("saturation_low/reverse-0.forget")?.values == [0.75])
    #expect(details.metric("block_gradient_norm/head.bias")?.values == [.infinity])
    #expect(details.gradients.map(\.state) == ["cell", "hidden", "reverse-cell", "reverse-hidden"])
    #expect(details.gradients.allSatisfy { $0.layer == 0 } && details.memoryCurves().map(\.state) == ["cell"])
    #expect(details.gradients[0].mean[..<2] == [1, 1e-300] && details.gradients[0].mean[2].isNaN)
    #expect(details.gradients[0].quantiles[1] == [2, .infinity, 3])
    #expect(details.gradients[0].levels == [0.1, 0.9])
    #expect(
      details.histograms.map(\.counts) == [[2, 0, 1]] && details.histograms.map(\.limits) == [[2, 3, 4]])
    #expect(details.artefacts.map(\.size) == [3])
    // SHA-256 of "abc", FIPS 180-4's example.
    #expect(
      details.artefacts[0].digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func numbersThatJSONLacksStayInExports() throws {
    let recorder = try RunRecorder(registry, describe())
    recorder.record("training_loss", .nan, epoch: 1)
    recorder.finish(results: [Run.Result("mase", .infinity)])
    let details = try registry.details(of: try registry.run("latest"))
    let json = try JSONParser().parse(details.json().text())
    #expect(json["metrics"]?.array?[0]["values"]?.array == ["NaN"])
    #expect(json["results"]?["mase"] == "Infinity")
    let rows = RunCSV.rows(details).split(separator: "\n")
    #expect(rows.contains("\(recorder.id),,lstm,metric,training_loss,0,1,,,nan"))
    #expect(rows.contains("\(recorder.id),,lstm,result,mase,,,,,inf"))
    #expect(rows.contains { $0.hasSuffix("run,data_name,,,,,a b.csv") })
  }

  @Test func partsBelongToTheirWhole() throws {
    let whole = try RunRecorder(registry, describe("lstm,rnn"))
    let first = whole.part(RunDescription(command: "backtest", model: "lstm"))
    let second = whole.part(RunDescription(command: "backtest", model: "rnn"))
    first.record("training_loss", 1, epoch: 4)
    first.finish(results: [Run.Result("smape", 3)], endsAtLastRecord: true)
    whole.fail(ForetellError(.diverged, "the loss is infinite"))
    #expect(try registry.runs().map(\.id) == [whole.id])
    var filter = RunFilter()
    filter.includesParts = true
    let all = try registry.runs(matching: filter)
    #expect(all.map(\.id) == [second.id, first.id, whole.id])
    #expect(all.map(\.status) == [.failed, .finished, .failed])
    #expect(all[0].failure?.code == "F120" && all[1].parent == whole.id && all[1].data?.digest == "0123")
    #expect(try registry.details(of: all[2]).children.map(\.id) == [first.id, second.id])
    #expect(try registry.delete([all[2]]) == 3)
    #expect(try registry.runs(matching: filter).isEmpty)
    let left = try registry.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM metrics") }
    #expect(left == 0)
  }

  @Test func filtersAndOrders() throws {
    for (model, smape) in [("lstm", 3.0), ("gru", 2.0), ("rnn", .nan), ("lstm,gru", nil)]
      as [(String, Double?)]
    {
      let recorder = try RunRecorder(registry, describe(model))
      recorder.finish(results: smape.map { [Run.Result("smape", $0)] } ?? [])
    }
    func models(_ change: (inout RunFilter) -> Void) throws -> [String] {
      var filter = RunFilter()
      change(&filter)
      return try registry.runs(matching: filter).map(\.model)
    }
    #expect(try models { _ in } == ["lstm,gru", "rnn", "gru", "lstm"])
    #expect(try models { $0.isReversed = true } == ["lstm", "gru", "rnn", "lstm,gru"])
    #expect(try models { $0.order = .result("smape") }.prefix(2) == ["gru", "lstm"])
    #expect(
      Set(try models { $0.order = .result("smape") }.suffix(2)) == ["rnn", "lstm,gru"], "no number: last")
    #expect(
      try models {
        $0.order = .result("smape")
        $0.isReversed = true
      }.prefix(2) == ["lstm", "gru"])
    #expect(try models { $0.models = ["GRU"] } == ["lstm,gru", "gru"])
    #expect(try models { $0.statuses = [.killed] }.isEmpty)
    #expect(try models { $0.data = "b.csv" }.count == 4)
    #expect(try models { $0.data = "0123" }.count == 4)
    #expect(try models { $0.data = "other" }.isEmpty)
    #expect(try models { $0.limit = 2 } == ["lstm,gru", "rnn"])
    #expect(try models { $0.before = 0 }.isEmpty)
  }

  @Test func referencesAreFound() throws {
    let first = try RunRecorder(registry, describe())
    let second = try RunRecorder(registry, describe())
    defer { first.finish(); second.finish() }
    #expect(first.id.count == 10 && first.id < second.id)
    #expect(try registry.run(second.id.uppercased()).id == second.id)
    #expect(try registry.run("latest").id == second.id)
    for reference in ["0", "", "zzz", "'; DROP TABLE runs", first.id + "0"] {
      let error = try #require(throws: ForetellError.self) { try registry.run(reference) }
      #expect(error.code == "F062" && error.kind == .usage, "\(reference)")
    }
  }

  @Test func idsAscendWhateverTheClockSays() {
    #expect(RunIdentifier.make(time: 0, random: 5) == "0000000005", "a clock before 2025")
    #expect(RunIdentifier.make(time: 1_735_689_600.5, random: 33) == "000000fm11")
    let late = RunIdentifier.make(time: 2_800_000_000, random: 1023)
    #expect(late.count == 10 && late.hasSuffix("zz"))
    let next = RunIdentifier.make(time: 1_800_000_000, after: late)
    #expect(next > late && RunIdentifier.make(time: 2_800_000_000, after: next) > next)
    #expect(RunIdentifier.make(time: 0, after: "00000000zz", random: 0) == "0000000100")
  }

  @Test func aRunThatIsLeftAloneFailed() throws {
    var recorder: RunRecorder? = try RunRecorder(registry, describe())
    recorder?.record("training_loss", 1, epoch: 1)
    recorder = nil
    #expect(try registry.run("latest").status == .failed)
  }

  @Test func interruptionIsNoFailure() throws {
    let recorder = try RunRecorder(registry, describe())
    #expect(throws: ForetellError.self) {
      try RunRecorder.watching(recorder) { throw ForetellError(.interrupted, "stopped") }
    }
    recorder.finish()
    #expect(try registry.run("latest").status == .interrupted, "a second end has no effect")
  }

  @Test func troubleReachesNobodyButItsListener() throws {
    let told = Mutex<[ForetellError]>([])
    let recorder = try RunRecorder(registry, describe()) { error in told.withLock { $0.append(error) } }
    try registry.write { try $0.execute(sql: "DELETE FROM runs") }
    for epoch in 1...50 { recorder.record("training_loss", 1, epoch: epoch) }
    #expect(told.withLock { $0.isEmpty }, "while it runs, nothing is lost yet")
    recorder.finish()
    #expect(told.withLock { $0.map(\.code) } == ["F106"], "said at the end, once")
    #expect(recorder.isLost)
  }

  @Test func aRegistryThatIsDeletedOrReplacedIsALoss() throws {
    for isReplaced in [false, true] {
      let folder = try Folder()
      let path = folder.file("runs.sqlite")
      let registry = try RunRegistry(path: path)
      let told = Mutex<[ForetellError]>([])
      let recorder = try RunRecorder(registry, describe()) { error in told.withLock { $0.append(error) } }
      let part = recorder.part(RunDescription(command: "fit", model: "lstm"))
      part.record("training_loss", 1, epoch: 1)
      for end in ["", "-wal", "-shm"] { try FileManager.default.removeItem(atPath: path + end) }
      if isReplaced { _ = try RunRegistry(path: path) }
      part.finish()
      recorder.finish()
      #expect(told.withLock { $0.map(\.code) } == ["F106"])
      #expect(
        told.withLock { $0.first?.message.contains(isReplaced ? "replaced by another file" : "was deleted") }
          == true)
    }
  }

  @Test func partsThatBeginWhileTheFileIsTakenAreWhole() throws {
    let other = try RunRegistry(path: registry.path)
    let whole = try RunRecorder(registry, describe("lstm,rnn"))
    try other.write { _ in
      // Nothing here waits for the locked file.
      for model in ["lstm", "rnn"] {
        let part = whole.part(RunDescription(command: "backtest", model: model))
        for epoch in 1...3 { part.record("training_loss", Double(epoch), epoch: epoch) }
        part.finish(results: [Run.Result("mase", 1)])
      }
    }
    whole.finish()
    let details = try registry.details(of: try registry.run(whole.id))
    #expect(details.children.map(\.model) == ["lstm", "rnn"])
    #expect(
      details.children.allSatisfy { $0.status == .finished && $0.epochs == 3 && $0.result("mase") == 1 })
  }

  @Test func aReaderHoldsUpNoWriterAndAWriterNoTraining() throws {
    let other = try RunRegistry(path: registry.path)
    let recorder = try RunRecorder(registry, describe())
    try other.read { connection in
      let before = try Int.fetchOne(connection, sql: "SELECT count(*) FROM metrics")
      recorder.record("training_loss", 1, epoch: 1)
      try registry.write { try $0.execute(sql: "UPDATE runs SET folder = 'a'") }
      let after = try Int.fetchOne(connection, sql: "SELECT count(*) FROM metrics")
      #expect(before == 0 && after == 0, "a reader sees what was there when it began")
    }
    try other.write { _ in
      // The file is locked; records are kept for later. If recording waited for the lock, this loop would
      // never end.
      for epoch in 2...1000 { recorder.record("training_loss", 3, epoch: epoch) }
    }
    recorder.finish()
    let details = try registry.details(of: try registry.run("latest"))
    #expect(details.run.status == .finished && details.metric("training_loss")?.values.count == 1000)
  }

  @Test func deadProcessesAreKilledAndOthersLeftAlone() throws {
    let recorder = try RunRecorder(registry, describe())
    defer { recorder.finish() }
    func status(_ change: String) throws -> RunStatus {
      try registry.write { try $0.execute(sql: "UPDATE runs SET \(change)") }
      return try registry.run("latest").status
    }
    #expect(try registry.settle().isEmpty)
    #expect(try status("host = 'elsewhere', process_start = 1") == .running)
    #expect(try status("boot = 'earlier'") == .running)
    // Before the last start of this host.
    #expect(try status("host = '\(ProcessIdentity.current.host)'") == .killed)
    #expect(try status("boot = '\(ProcessIdentity.current.boot)', namespace = 'other'") == .running)
    #expect(try registry.settle().isEmpty)
    #expect(throws: ForetellError.self) { try registry.delete(try registry.runs()) }
    #expect(try registry.runs().count == 1)
    // The number is in use, but by a process that began at another time.
    #expect(try status("namespace = '\(ProcessIdentity.current.namespace)'") == .killed)
    #expect(try registry.settle() == [recorder.id])
    #expect(try registry.settle().isEmpty)
    let run = try registry.run("latest")
    #expect(run.status == .killed && run.ended == run.updated)
  }

  @Test func onlyForceDeletesWhatCannotBeLookedAt() throws {
    let (here, elsewhere) = (try RunRecorder(registry, describe()), try RunRecorder(registry, describe()))
    try registry.write {
      try $0.execute(sql: "UPDATE runs SET host = 'elsewhere' WHERE id = ?", arguments: [elsewhere.id])
    }
    let (first, second) = (try registry.run(here.id), try registry.run(elsewhere.id))
    let refusal = #expect(throws: ForetellError.self) { try registry.delete([second]) }
    #expect(refusal?.onCommandLine.hint?.contains("--force") == true)
    #expect(throws: ForetellError.self) { try registry.delete([first, second], isForced: true) }
    #expect(try registry.runs().count == 2)
    #expect(try registry.delete([second], isForced: true) == 1)
    here.finish()
    #expect(try registry.runs().map(\.id) == [here.id])
  }

  @Test func processLinesAreRead() {
    let line = "42 (a) R (b)) S 1 42 42 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 987654 0 0"
    #expect(ProcessIdentity.beginning(statLine: line) == 987_654)
    #expect(ProcessIdentity.beginning(statLine: line.replacing(") S 1", with: ") Z 1")) == nil)
    #expect(ProcessIdentity.beginning(statLine: "nonsense") == nil)
    #expect(ProcessIdentity.current.life() == .alive)
    var ended = ProcessIdentity.current
    ended.start += 1
    #expect(ended.life() == .dead)
  }
}

/// Files that are no registry of ours.
@Suite struct ForeignFileTests {
  private func refusal(_ path: String) throws -> ForetellError {
    try #require(throws: ForetellError.self) { try RunRegistry(path: path, patience: 0.2) }
  }

  @Test func refusals() throws {
    let folder = try Folder()
    try Data("not a database, but long enough to be taken for one".utf8).write(
      to: URL(filePath: folder.file("text")))
    #expect(try refusal(folder.file("text")).code == "F104")
    try DatabaseQueue(path: folder.file("other")).write { try $0.execute(sql: "CREATE TABLE t (x)") }
    let foreign = try refusal(folder.file("other"))
    #expect(foreign.code == "F104" && foreign.message.contains("another program"))
    #expect(try refusal(folder.path).kind == .inputOutput)
    #expect(try refusal("").kind == .usage)
    #expect(try refusal("/proc/none/runs.sqlite").kind == .inputOutput)
    #expect(try RunRegistry.existing(path: folder.file("absent")) == nil)
  }

  /// Only where the system refuses writing; the superuser is refused by a read-only mount alone.
  @Test(.enabled(if: geteuid() != 0)) func aRegistryOfSomebodyElseCanBeRead() throws {
    let folder = try Folder()
    let path = folder.file("runs.sqlite")
    do {
      let recorder = try RunRecorder(
        try RunRegistry(path: path), RunDescription(command: "fit", model: "lstm"))
      recorder.finish()
    }
    chmod(path, 0o444)
    chmod(folder.path, 0o555)
    defer { chmod(folder.path, 0o755) }
    let registry = try #require(try RunRegistry.existing(path: path))
    #expect(registry.isReadOnly)
    #expect(try registry.runs().count == 1 && registry.settle().isEmpty)
    #expect(throws: ForetellError.self) { try registry.delete(try registry.runs()) }
  }

  @Test func laterReleases() throws {
    let folder = try Folder()
    let path = folder.file("runs.sqlite")
    _ = try RunRegistry(path: path)
    try DatabaseQueue(path: path).write {
      try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99')")
    }
    #expect(try refusal(path).code == "F105")
  }

  @Test func tablesAreStrictAndLogIsAhead() throws {
    let folder = try Folder()
    let registry = try RunRegistry(path: folder.file("runs.sqlite"))
    let mode = try registry.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
    #expect(mode == "wal")
    let loose = try registry.read {
      try String.fetchAll(
        $0,
        sql: """
          SELECT name FROM pragma_table_list WHERE strict = 0 AND schema = 'main'
          AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'grdb_%'
          """)
    }
    #expect(loose.isEmpty)
    #expect(throws: ForetellError.self) {
      try registry.write {
        try $0.execute(sql: "INSERT INTO metrics VALUES (1, 'a', 0, 1, NULL, NULL, 0)")
      }
    }
  }
}

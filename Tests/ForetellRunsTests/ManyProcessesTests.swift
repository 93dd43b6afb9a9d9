import Foundation
import GRDB
import Testing

@testable import ForetellRuns

/// Many processes and one registry.
@Suite struct ManyProcessesTests {
  /// The program that records, beside the tests.
  private var program: URL {
    let tests = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
    return tests.deletingLastPathComponent().appending(path: "RunRecording")
  }

  private func start(_ path: String, runs: Int, epochs: Int) throws -> (Process, Pipe) {
    let process = Process()
    process.executableURL = program
    process.arguments = [path, "\(runs)", "\(epochs)"]
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    return (process, errors)
  }

  /// The file doesn't exist before, because creating it is a race, too.
  @Test func tenProcessesRecordAHundredRunsEach() throws {
    let folder = try Folder()
    let path = folder.file("runs.sqlite")
    let processes = try (0..<10).map { _ in try start(path, runs: 100, epochs: 5) }
    var looks = 0
    while processes.contains(where: { $0.0.isRunning }) {
      // A reader meanwhile sees only whole runs.
      if let registry = try RunRegistry.existing(path: path) {
        for run in try registry.runs() where run.status == .finished { #expect(run.result("epochs") == 5) }
        looks += 1
      }
    }
    #expect(looks > 0)
    for (process, errors) in processes {
      process.waitUntilExit()
      let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      #expect(process.terminationStatus == 0 && text.isEmpty, "\(text)")
    }
    let registry = try #require(try RunRegistry.existing(path: path))
    let runs = try registry.runs()
    #expect(runs.count == 1000)
    #expect(Set(runs.map(\.id)).count == 1000)
    #expect(runs.allSatisfy { $0.status == .finished && $0.epochs == 5 && $0.result("epochs") == 5 })
    #expect(Set(runs.map(\.process.number)).count == 10)
    let details = try registry.details(of: runs[500])
    #expect(details.metric("training_loss")?.values == (1...5).map { 1 / Double($0) })
    let rows = try registry.read { connection in
      try ["metrics", "results", "parameters"].map {
        try Int.fetchOne(connection, sql: "SELECT count(*) FROM \($0)") ?? 0
      }
    }
    #expect(rows == [5000, 1000, 1000])
  }

  @Test func makingTheFileIsNoRace() throws {
    let folder = try Folder()
    for round in 1...15 {
      let path = folder.file("\(round)/runs.sqlite")
      let processes = try (0..<6).map { _ in try start(path, runs: 1, epochs: 1) }
      for (process, errors) in processes {
        process.waitUntilExit()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(process.terminationStatus == 0, "\(text.prefix(400))")
      }
      #expect(try RunRegistry.existing(path: path)?.runs().count == 6)
    }
  }

  @Test func aProcessKilledAtAnyMomentLeavesAWholeFile() throws {
    let folder = try Folder()
    let path = folder.file("runs.sqlite")
    for round in 1...10 {
      let (process, _) = try start(path, runs: 100_000, epochs: 3)
      usleep(UInt32.random(in: 20_000...120_000))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      guard let registry = try RunRegistry.existing(path: path) else { continue }
      try registry.settle()
      let check = try registry.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
      #expect(check == ["ok"], "round \(round)")
      let runs = try registry.runs()
      #expect(runs.allSatisfy { $0.status == .finished || $0.status == .killed })
      #expect(runs.count { $0.status == .killed } <= round)
      #expect(runs.filter { $0.status == .finished }.allSatisfy { $0.result("epochs") == 3 })
    }
  }
}

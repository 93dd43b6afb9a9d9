import Foundation

/// The result of a finished command.
struct Outcome {
  /// The exit code, or 128 plus the number of the signal that ended it, as in a shell.
  var status: Int32
  /// Standard output.
  var output: String
  /// Standard error.
  var errors: String
}

/// A folder of its own in which the real command runs; removed with the value.
final class Workspace: Sendable {
  /// The folder.
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "foretell-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The built program, beside the tests.
  static let program: URL = {
    let tests = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
    return tests.deletingLastPathComponent().appending(path: "foretell")
  }()

  /// The package's folder.
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Writes a file and returns its name.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: folder.appending(path: name))
    return name
  }

  /// The content of a file.
  func read(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

  /// Whether a file exists.
  func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: name).path)
  }

  /// When a file was written last; nil when there is none.
  func modified(_ name: String) -> Date? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: folder.appending(path: name).path)
    return attributes?[.modificationDate] as? Date
  }

  /// The names of all files whose names don't belong to this class.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { name in
      !(name.hasPrefix(".") && [".out", ".err", ".in"].contains(where: name.hasSuffix))
    }.sorted()
  }

  /// Runs the command to its end.
  func run(
    _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
  ) throws -> Outcome {
    let running = try Running(self, Self.program, arguments, input: input, environment: environment)
    return try running.finish()
  }

  /// Runs a line of bash in which `$F` is the program.
  func shell(_ line: String) throws -> Outcome {
    let running = try Running(
      self, URL(filePath: "/bin/bash"), ["-c", line], input: nil, environment: ["F": Self.program.path])
    return try running.finish()
  }

  /// The beginning of a line for ``shell(_:)``: descriptor 4 is a pipe whose reader has closed it.
  static let withoutReader = "mkfifo pipe; exec 3<>pipe 4>pipe 3<&-; rm pipe; "

  /// Starts the command and returns at once; standard input stays open.
  func start(_ arguments: [String]) throws -> Running {
    try Running(self, Self.program, arguments, input: nil, environment: [:], keepsInputOpen: true)
  }
}

/// A command that was started.
final class Running {
  private let process = Process()
  private let workspace: Workspace
  private let output: URL
  private let errors: URL
  private let pipe: Pipe?

  init(
    _ workspace: Workspace, _ program: URL, _ arguments: [String], input: String?,
    environment: [String: String],
    keepsInputOpen: Bool = false
  ) throws {
    self.workspace = workspace
    let name = UUID().uuidString
    output = workspace.folder.appending(path: ".\(name).out")
    errors = workspace.folder.appending(path: ".\(name).err")
    for file in [output, errors] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = workspace.folder
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": workspace.folder.path].merging(environment) { $1 }
    var handles = [try FileHandle(forWritingTo: output), try FileHandle(forWritingTo: errors)]
    process.standardOutput = handles[0]
    process.standardError = handles[1]
    pipe = keepsInputOpen ? Pipe() : nil
    if let pipe {
      process.standardInput = pipe
    } else if let input {
      let file = try workspace.write(".\(name).in", input)
      handles.append(try FileHandle(forReadingFrom: workspace.folder.appending(path: file)))
      process.standardInput = handles[2]
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    try process.run()
    // The command has its own copies by now. Foundation looks through all open files before each start, so
    // thousands of them would take too long.
    for handle in handles { try handle.close() }
  }

  /// The process's number.
  var number: Int32 { process.processIdentifier }

  /// Whether it still runs.
  var isRunning: Bool { process.isRunning }

  /// Sends a signal.
  func send(_ signal: Int32) { if process.isRunning { kill(process.processIdentifier, signal) } }

  /// What it has written to standard error so far.
  var errorsSoFar: String {
    (try? Data(contentsOf: errors)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// Waits until `holds` returns true or the command has ended, however busy the machine is; returns whether
  /// it held.
  @discardableResult
  func wait(until holds: () -> Bool) -> Bool {
    while !holds() {
      guard process.isRunning else { return holds() }
      Thread.sleep(forTimeInterval: 0.005)
    }
    return true
  }

  /// Waits for the end, at most twenty minutes; only a command that hangs takes longer.
  func finish() throws -> Outcome {
    // Only the process number is captured: a cancelled item stays in its queue until its time, with
    // everything that it holds.
    let number = process.processIdentifier
    let limit = DispatchWorkItem { kill(number, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 1200, execute: limit)
    defer { limit.cancel() }
    process.waitUntilExit()
    let status = process.terminationStatus
    return Outcome(
      status: process.terminationReason == .uncaughtSignal ? 128 + status : status,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }
}

/// Small tables for the tests.
enum Sample {
  /// A monthly series with a season and a trend.
  static func monthly(_ months: Int = 60) -> String {
    var text = "ds,y\n"
    for month in 0..<months {
      text += "\(2000 + month / 12)-\(twoDigits(month % 12 + 1))-01,\(value(month))\n"
    }
    return text
  }

  /// Several monthly series in long format.
  static func panel(_ ids: [String], _ months: Int = 48) -> String {
    var text = "unique_id,ds,y\n"
    for (number, id) in ids.enumerated() {
      for month in 0..<months {
        text +=
          "\(id),\(2000 + month / 12)-\(twoDigits(month % 12 + 1))-01,\(value(month + 5 * number) * (number + 1))\n"
      }
    }
    return text
  }

  /// Options that make every training short.
  static let small = ["--epochs", "3", "--hidden-size", "8", "--input-size", "12", "--batch-size", "16"]

  private static func value(_ month: Int) -> Int {
    100 + 2 * month + [0, 4, 9, 15, 18, 22, 20, 16, 10, 5, 1, -3][month % 12] + (month * month * 7) % 5
  }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

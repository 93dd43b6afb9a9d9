import ForetellErrors
import ForetellFiles
import Foundation
import Testing

@Suite(.serialized) struct FilesAtomicTests {
  /// Runs `body` with a new folder that is removed afterwards.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "/foretell-atomic-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer {
      chmod(folder, 0o700)
      try? FileManager.default.removeItem(atPath: folder)
    }
    try body(folder)
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode : 0
  }

  @Test func writesAndReplaces() throws {
    try withFolder { folder in
      let path = folder + "/model"
      for bytes in [[1, 2, 3], [], [UInt8](repeating: 7, count: 300_000)] {
        try AtomicFile.write(path, bytes)
        #expect(try AtomicFile.read(path) == bytes)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["model"])
    }
  }

  @Test func keepsTheModeAndAppliesTheUmask() throws {
    try withFolder { folder in
      let path = folder + "/model"
      let mask = umask(0o027)
      defer { _ = umask(mask) }
      try AtomicFile.write(path, [1])
      #expect(mode(path) & 0o7777 == 0o640)
      chmod(path, 0o664)
      try AtomicFile.write(path, [2])
      #expect(mode(path) & 0o7777 == 0o664)
    }
  }

  @Test func followsSymbolicLinks() throws {
    try withFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/far", withIntermediateDirectories: false)
      try AtomicFile.write(folder + "/far/model", [1])
      #expect(symlink("far/model", folder + "/link") == 0)
      #expect(symlink("link", folder + "/second") == 0)
      try AtomicFile.write(folder + "/second", [2])
      #expect(mode(folder + "/second") & S_IFMT == S_IFLNK && mode(folder + "/link") & S_IFMT == S_IFLNK)
      #expect(try AtomicFile.read(folder + "/far/model") == [2])
      // A link to nothing creates its target.
      #expect(symlink(folder + "/far/new", folder + "/dangling") == 0)
      try AtomicFile.write(folder + "/dangling", [3])
      #expect(mode(folder + "/dangling") & S_IFMT == S_IFLNK)
      #expect(try AtomicFile.read(folder + "/far/new") == [3])
      // A loop is an error.
      #expect(symlink("loop", folder + "/loop") == 0)
      #expect(throws: ForetellError.self) { try AtomicFile.write(folder + "/loop", [4]) }
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder + "/far").sorted() == ["model", "new"])
    }
  }

  @Test func reportsPathAndReason() throws {
    try withFolder { folder in
      let cases: [(String, String)] = [
        ("/dev/full", "No space left on device"), (folder + "/absent/model", "No such file or directory"),
        (folder, "Is a directory"), ("", "not a valid file name"), ("a\u{0}b", "not a valid file name"),
        (folder + "/" + String(repeating: "x", count: 300), "File name too long"),
      ]
      for (path, reason) in cases {
        do throws(ForetellError) {
          try AtomicFile.write(path, [1, 2, 3])
          Issue.record("wrote to \(path)")
        } catch {
          #expect(error.kind == .inputOutput && error.code == "F003" && error.location?.file == path)
          #expect(error.message.contains(reason), "\(error)")
        }
      }
      #expect(mode("/dev/full") & S_IFMT == S_IFCHR)
      try AtomicFile.write("/dev/null", [1])
      #expect(mode("/dev/null") & S_IFMT == S_IFCHR)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write to read-only folders"))
  func refusesAReadOnlyFolder() throws {
    try withFolder { folder in
      try AtomicFile.write(folder + "/model", [1])
      chmod(folder, 0o500)
      #expect(throws: ForetellError.self) { try AtomicFile.write(folder + "/model", [2]) }
      #expect(throws: ForetellError.self) { try AtomicFile.write(folder + "/other", [2]) }
      #expect(try AtomicFile.read(folder + "/model") == [1])
    }
  }

  /// A limit on the file size stands in for a full disk in the middle of writing.
  @Test func removesTheTemporaryFileWhenWritingFails() throws {
    try withFolder { folder in
      let path = folder + "/model"
      try AtomicFile.write(path, [1])
      var old = rlimit()
      getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &old)
      var small = rlimit(rlim_cur: 1 << 22, rlim_max: old.rlim_max)
      let handler = signal(SIGXFSZ, SIG_IGN)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &small)
      let result = Result { try AtomicFile.write(path, [UInt8](repeating: 2, count: 1 << 22 + 1)) }
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &old)
      signal(SIGXFSZ, handler)
      do {
        try result.get()
        Issue.record("wrote beyond the limit")
      } catch let error as ForetellError {
        #expect(error.message.contains("File too large"), "\(error)")
      }
      #expect(try AtomicFile.read(path) == [1])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["model"])
    }
  }

  @Test func readingReportsWhatIsWrong() throws {
    try withFolder { folder in
      #expect(throws: ForetellError.self) { try AtomicFile.read(folder + "/absent") }
      #expect(throws: ForetellError.self) { try AtomicFile.read(folder) }
      #expect(throws: ForetellError.self) { try AtomicFile.read("/dev/zero") }
      try AtomicFile.write(folder + "/model", [1, 2, 3])
      #expect(throws: ForetellError.self) { try AtomicFile.read(folder + "/model", maximumBytes: 2) }
      // A sparse file claims more than memory could hold.
      #expect(truncate(folder + "/model", 1 << 40) == 0)
      #expect(throws: ForetellError.self) { try AtomicFile.read(folder + "/model") }
    }
  }
}

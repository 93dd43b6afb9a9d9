import Foundation
import Testing

/// Problems of the registry during a run, and programs with little memory.
@Suite struct RegistryTroubleTests {
  private static let fit = [
    "fit", "a.csv", "--horizon", "2", "--hidden-size", "4", "--input-size", "12", "--threads", "1", "--save",
    "m.model", "--epochs",
  ]
  private static let track = ["--track", "--registry", "r.sqlite"]

  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly(40))
    return workspace
  }

  @Test(arguments: [false, true])
  func aRegistryThatIsDeletedMeanwhileIsAnError(_ isReplaced: Bool) throws {
    let workspace = try workspace()
    let running = try workspace.start(Self.fit + ["2000"] + Self.track)
    running.wait { workspace.has("m.model.checkpoint") }
    let line = "rm r.sqlite r.sqlite-wal r.sqlite-shm" + (isReplaced ? "; echo other > r.sqlite" : "")
    _ = try workspace.shell(line)
    let outcome = try running.finish()
    #expect(outcome.status == 5)
    let verb = isReplaced ? "replaced by another file" : "deleted"
    #expect(
      outcome.errors.contains(
        "error[F106]: the run registry `r.sqlite` was \(verb) while the run went on: the result is whole, but the "
          + "record of this run is lost\n"))
    #expect(!outcome.errors.contains("tracked: "))
    #expect(workspace.has("m.model") && workspace.has("r.sqlite") == isReplaced)
    #expect(try workspace.run(["predict", "m.model"]).status == 0)
  }

  @Test func aLostRecordIsAnErrorInJSONToo() throws {
    let workspace = try workspace()
    let running = try workspace.start(Self.fit + ["2000", "--json"] + Self.track)
    running.wait { workspace.has("m.model.checkpoint") }
    _ = try workspace.shell("rm r.sqlite*")
    let outcome = try running.finish()
    #expect(outcome.status == 5)
    #expect(try errorObject(outcome)["code"] as? String == "F106")
    #expect(try GradientsTests.document(outcome.output)["model_file"] as? String == "m.model")
  }

  @Test func aFileSystemWithoutLocksIsNamed() throws {
    let workspace = try workspace()
    guard try workspace.shell("strace -f -o trace -e trace=fcntl true").status == 0 else {
      return print("skipped: there is no strace that may trace")
    }
    let words = (Self.fit + ["2"] + Self.track).joined(separator: " ")
    let outcome = try workspace.shell(
      "strace -f -o trace -e inject=fcntl:error=ENOLCK:when=1+ $F \(words)")
    #expect(outcome.status == 5)
    #expect(
      outcome.errors.contains(
        "error[F003]: the run registry `r.sqlite` is on a file system without file locks, which it needs"))
    #expect(outcome.errors.contains("--registry") && !workspace.has("m.model"))
    #expect(try !workspace.names().contains { $0.contains("probe") })
  }

  @Test func hugeFilesTakeLittleMemory() throws {
    let workspace = try workspace()
    let outcome = try workspace.shell(
      """
      truncate -s 3G sparse.model
      printf '\\x00\\x87\\x93\\x03\\x00\\x00\\x00\\x00' > header.model
      head -c 60000000 /dev/zero | tr '\\0' ' ' >> header.model
      ulimit -v 1500000
      for file in sparse header; do $F predict $file.model --horizon 2; echo $?; done
      """)
    #expect(outcome.output == "3\n3\n")
    #expect(outcome.errors.contains("a header of 60000000 bytes is too long for 0 bytes of data"))
  }
}

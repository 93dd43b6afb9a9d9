import Foundation
import Testing

/// Broken CSV files: exit code 3, the place, a hint, and never a forecast.
@Suite struct BrokenFileTests {
  /// One way to break a file.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    /// The place as `line:column`, or empty where only the file can be named.
    var place: String
    var code: String
    var arguments: [String] = []

    init(_ name: String, _ text: String, _ place: String, _ code: String, _ arguments: [String] = []) {
      self.init(name, Array(text.utf8), place, code, arguments)
    }

    init(_ name: String, _ bytes: [UInt8], _ place: String, _ code: String, _ arguments: [String] = []) {
      self.name = name
      self.bytes = bytes
      self.place = place
      self.code = code
      self.arguments = arguments
    }

    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case("word for a number", "ds,y\n2024-01-01,1\n2024-01-02,two\n2024-01-03,3\n", "3:12", "F012"),
    Case("infinity", "ds,y\n2024-01-01,1\n2024-01-02,inf\n2024-01-03,3\n", "3:12", "F030"),
    Case("not a number", "ds,y\n2024-01-01,1\n2024-01-02,nan\n2024-01-03,3\n", "3:12", "F037"),
    Case("hexadecimal", "ds,y\n2024-01-01,1\n2024-01-02,0x1F\n2024-01-03,3\n", "3:12", "F031"),
    Case("overflow", "ds,y\n2024-01-01,1\n2024-01-02,1e400\n2024-01-03,3\n", "3:12", "F032"),
    Case("missing word", "ds,y\n2024-01-01,1\n2024-01-02,NA\n2024-01-03,3\n", "3:12", "F037"),
    Case("too many cells", "ds,y\n2024-01-01,1\n2024-01-02,2,9\n2024-01-03,3\n", "3:14", "F017"),
    Case("too few cells", "ds,y\n2024-01-01,1\n2024-01-02\n2024-01-03,3\n", "3:1", "F017"),
    Case("stray quote", "ds,y\n2024-01-01,1\n\"2024-01-02\"x,2\n2024-01-03,3\n", "3:13", "F015"),
    Case("open quote", "ds,y\n2024-01-01,1\n\"2024-01-02,2\n2024-01-03,3\n", "3:1", "F016"),
    Case(
      "zero byte", Array("ds,y\n2024-01-01,1\n2024-01-02,".utf8) + [0] + Array("2\n".utf8), "3:12", "F014"),
    Case(
      "latin 1", Array("ds,y\n2024-01-01,1\n2024-01-02,".utf8) + [0xE4] + Array("\n".utf8), "3:12", "F011"),
    Case(
      "UTF-16", [0xFF, 0xFE] + Array("ds,y\n2024-01-01,1\n".utf16).flatMap { [UInt8($0 & 255), 0] }, "1:1",
      "F013"),
    Case("duplicate stamp", "ds,y\n2024-01-01,1\n2024-01-02,2\n2024-01-02,3\n2024-01-03,4\n", "4:1", "F027"),
    Case("no stamp", "ds,y\n2024-01-01,1\nsoon,2\n2024-01-03,3\n2024-01-04,4\n", "3:1", "F024"),
    Case("impossible date", "ds,y\n2024-02-28,1\n2024-02-29,2\n2024-02-30,3\n2024-03-01,4\n", "4:1", "F024"),
    Case("empty stamp", "ds,y\n2024-01-01,1\n,2\n2024-01-03,3\n", "3:1", "F026"),
    Case("empty id", "unique_id,ds,y\na,2024-01-01,1\n,2024-01-02,2\na,2024-01-03,3\n", "3:1", "F034"),
    Case("ambiguous dates", "ds,y\n01/02/2024,1\n02/02/2024,2\n03/02/2024,3\n", "2:1", "F025"),
    Case(
      "wrong frequency", "ds,y\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n", "3:1", "F029", ["--freq", "MS"]),
    Case("gap", "ds,y\n2024-01-01,1\n2024-01-02,\n2024-01-03,3\n", "3:12", "F035", ["--gaps", "error"]),
    Case(
      "unsorted", "ds,y\n2024-01-02,1\n2024-01-01,2\n2024-01-03,3\n", "3:1", "F036", ["--unsorted", "error"]),
    Case("same column twice", "ds,y,y\n2024-01-01,1,2\n2024-01-02,2,3\n", "1:6", "F020"),
    Case("no such column", "ds,y\n2024-01-01,1\n2024-01-02,2\n", "1", "F021", ["--target", "z"]),
    Case("no rows", "ds,y\n", "1:1", "F010"),
    Case("empty file", "", "1:1", "F010"),
    Case("no time column", "a,b\n1.5,x\n2.5,y\n", "1", "F022"),
    Case("no values", "ds,y\n2024-01-01,\n2024-01-02,\n2024-01-03,\n", "", ""),
    Case("thousands", "ds;y\n2024-01-01;1,234.5\n2024-01-02;2,345.5\n2024-01-03;3,1\n", "2:12", ""),
    Case(
      "compressed",
      [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4B, 0x29, 0xD6, 0xA9, 0xE4, 0x32, 0x32,
        0x30, 0x32, 0xD1, 0x35, 0x30, 0x04, 0x22, 0x1D, 0x43, 0x04, 0xC7, 0x48, 0xC7, 0x08, 0xC1, 0x31, 0xD6,
        0x31, 0xE6, 0x02, 0x00, 0xAE, 0x85, 0x0B, 0x90, 0x2C, 0x00, 0x00, 0x00,
      ], "1:1", "F038"),
    Case(
      "long cell", "ds,y\n2024-01-01,\(String(repeating: "1", count: 70_000))\n2024-01-02,2\n", "2:12", ""),
  ]

  @Test(arguments: cases) func refusal(_ broken: Case) throws {
    let workspace = try Workspace()
    try Data(broken.bytes).write(to: workspace.folder.appending(path: "b.csv"))
    let words =
      ["forecast", "b.csv", "--horizon", "1", "--model", "naive", "--output", "f.csv"] + broken.arguments
    let outcome = try workspace.run(words)
    #expect(outcome.status == 3)
    #expect(outcome.output == "")
    #expect(!workspace.has("f.csv"))
    #expect(
      outcome.errors.hasPrefix("error[\(broken.code.isEmpty ? "F" : broken.code + "]: ")"),
      "\(outcome.errors)")
    #expect(outcome.errors.contains("--> b.csv:\(broken.place)"), "\(outcome.errors)")
    #expect(outcome.errors.contains("= help: "), "\(outcome.errors)")

    let json = try workspace.run(words + ["--json"])
    let error = try errorObject(json)
    #expect(json.status == 3)
    #expect(json.output == "")
    #expect(error["kind"] as? String == "data")
    #expect((error["location"] as? [String: Any])?["file"] as? String == "b.csv")
  }
}

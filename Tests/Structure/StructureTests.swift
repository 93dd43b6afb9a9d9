import Testing

/// The folders of each target form layers, and no file is too long to be read in one sitting.
@Suite struct StructureTests {
  /// The folders of all targets with the names in their files; files directly in a target's folder are in `Target/.`.
  private static let files: [(folder: String, names: SourceNames)] = {
    let sources = (try? Repository.swiftFiles(in: "Sources")) ?? []
    return sources.map { path, text in
      let parts = path.split(separator: "/")
      return ("\(parts[1])/\(parts.count > 3 ? parts[2] : ".")", SourceNames(source: text))
    }
  }()

  /// The targets that have folders.
  private static let targets = Set(
    files.compactMap { $0.folder.split(separator: "/").first.map(String.init) })

  @Test func targetsAreFound() {
    #expect(Self.targets.isSuperset(of: ["Foretell", "ForetellCLI", "ForetellLayers", "ForetellReport"]))
  }

  @Test(arguments: targets.sorted())
  func foldersOfATargetUseEachOtherInOneDirection(_ target: String) {
    let circles = FolderGraph(Self.files, target: target).circles
    #expect(circles.isEmpty, "\(target):\n\(circles.joined(separator: "\n"))")
  }

  @Test func aCircleIsFoundAndNamed() {
    let lower = SourceNames(source: "struct Bottom { var top: Top? } // Roof")
    let upper = SourceNames(
      source: "struct Top { let text = \"Roof \\(Bottom())\" }\nprivate struct Hidden {}")
    let roof = SourceNames(source: "struct Roof { let top = Top(); struct Hidden {} }")
    let graph = FolderGraph([("A/Low", lower), ("A/High", upper), ("A/Roof", roof)], target: "A")
    #expect(graph.circles == ["A/High → A/Low: Bottom", "A/Low → A/High: Top"])
    #expect(graph.uses["A/Roof"] == ["A/High": ["Top"]])
  }

  @Test func anExtensionsMembersBelongToItsFolder() {
    let home = SourceNames(source: "struct Value { func plain() { helper() } }")
    let added = SourceNames(source: "extension Value { func helper() { let plain = 1; print(plain) } }")
    let graph = FolderGraph([("A/Home", home), ("A/Added", added)], target: "A")
    #expect(graph.circles == ["A/Added → A/Home: Value", "A/Home → A/Added: helper"])
  }

  @Test func allNamesOfADeclarationAreFound() {
    let names = SourceNames(
      source: """
        struct Sums { var steps = 0.5\n var error = 0.0\n private var hidden = 1.5 }
        enum Part { case day, week(Int, of: Year), year = 3\n case hour }
        """)
    #expect(names.members == ["steps", "error", "day", "week", "year", "hour"])
    #expect(names.privateMembers == ["hidden"])
    #expect(names.types == ["Sums", "Part"])
  }

  @Test func noFileIsLongerThan400Lines() throws {
    for subfolder in ["Sources", "Tests", "Benchmarks"] {
      for (path, text) in try Repository.files(in: subfolder, endings: [".swift", ".py", ".c", ".h"]) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
        #expect(lines <= 400, "\(path) has \(lines) lines")
      }
    }
  }
}

import Foundation
import Testing

/// The list of kernels (KernelList.h) against what is bound, checked and tested for each of them.
@Suite struct KernelListTests {
  /// Functions of the header that aren't kernels: processor, threads, and what concerns bfloat16 as a whole.
  private static let others: Set<String> = [
    "ft_isa", "ft_isa_name", "ft_isa_force", "ft_flush_denormals_begin", "ft_flush_denormals_end",
    "ft_processors", "ft_spin_hint", "ft_bfloat16_rounds_inputs", "ft_bfloat16_unit",
    "ft_bfloat16_unit_allow",
  ]

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The C functions that exist, from the rows `X(type, name, …)` of the list's macros.
  private static func functions() throws -> Set<String> {
    let list = try text("Sources/CForetellKernels/include/KernelList.h")
    var names: Set<String> = []
    for block in list.components(separatedBy: "#define ").dropFirst() {
      let rows = block.matches(of: /X\(\w+, (\w+),/).map { String($0.output.1) }
      let isRounded = ["FT_PRODUCT", "FT_COUNT", "FT_PACK"].contains { block.hasPrefix($0) }
      for name in rows {
        for suffix in isRounded ? ["f32", "f64", "bf16"] : ["f32", "f64"] {
          let (isNew, _) = names.insert("ft_\(name)_\(suffix)")
          #expect(isNew, "\(name) stands twice in the list")
        }
      }
    }
    return names
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: folder.appending(path: path), encoding: .utf8)
  }

  private static func swiftFiles(_ path: String) throws -> [(name: String, text: String)] {
    let folder = folder.appending(path: path).resolvingSymlinksInPath()
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path(percentEncoded: false))
      .filter { $0.hasSuffix(".swift") }.sorted()
      .map { ($0, try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) }
  }

  /// The name in `KernelTable` of each C function that `type` binds.
  private static func bindings(_ type: String) throws -> [String: String] {
    let source = try text("Sources/ForetellCore/Scalars/\(type)+KernelScalar.swift")
    let found = source.matches(of: /static var (\w+):[^{]*\{\s*(ft_\w+)\s*\}/)
    return Dictionary(
      found.map { (String($0.output.2), String($0.output.1)) }, uniquingKeysWith: { first, _ in first })
  }

  @Test func everyKernelIsBoundForBothTypes() throws {
    let functions = try Self.functions()
    #expect(functions.count > 70)
    let (single, double) = (try Self.bindings("Float"), try Self.bindings("Double"))
    #expect(Set(single.keys) == functions.filter { !$0.hasSuffix("_f64") })
    #expect(Set(double.keys) == functions.filter { $0.hasSuffix("_f64") })
    for (function, name) in double {
      #expect(single[function.replacing("_f64", with: "_f32")] == name, "\(name) is \(function)")
    }
  }

  /// Each bound kernel has one checked function, and a test calls it.
  @Test func everyKernelIsCheckedAndTested() throws {
    let checked = try Self.swiftFiles("Sources/ForetellCore/Scalars").filter {
      $0.name.hasPrefix("KernelScalar+")
    }
    let tests = try Self.swiftFiles("Tests/CForetellKernelsTests").map(\.text).joined()
    for (function, name) in try Self.bindings("Float") {
      let calls = checked.map { $0.text.matches(of: try! Regex("\\b\(name)\\b")).count }.reduce(0, +)
      #expect(calls == 1, "\(name) is called in \(calls) places of Scalars/KernelScalar+….swift")
      #expect(
        tests.contains(function.hasSuffix("_bf16") ? function : ".\(name)"), "no test calls \(name)")
    }
  }

  /// Each function with a checked extent: none of them reaches a kernel with a block that it hasn't looked at.
  @Test func everyBlockIsChecked() throws {
    for (file, text) in try Self.swiftFiles("Sources/ForetellCore/Scalars")
    where file.hasPrefix("KernelScalar+") {
      for function in text.components(separatedBy: "package static func ").dropFirst() {
        let name = function.prefix { $0 != "(" }
        for block in function.matches(of: /(\w+): Block<Self>/).map({ String($0.output.1) }) {
          let isChecked =
            function.contains("\(block).require") || function.contains("\(block)?.require")
            || function.contains("hidden: hidden, in: \(block))")
          #expect(isChecked, "\(name) doesn't check \(block)")
        }
      }
    }
  }

  @Test func nothingElseCallsTheKernels() throws {
    let functions = try Self.functions()
    for (file, text) in try Self.swiftFiles("Sources") {
      let called = Set(text.matches(of: /\bft_\w+/).map { String($0.output) })
      if file.hasSuffix("Float+KernelScalar.swift") || file.hasSuffix("Double+KernelScalar.swift") {
        #expect(called.isSubset(of: functions), "\(file): \(called.subtracting(functions))")
      } else {
        #expect(called.isSubset(of: Self.others), "\(file): \(called.subtracting(Self.others))")
      }
    }
  }

  @Test func theHeaderDeclaresNothingBesides() throws {
    let header = try Self.text("Sources/CForetellKernels/include/CForetellKernels.h")
    let declared = Set(header.matches(of: /\b(ft_\w+)\(/).map { String($0.output.1) })
    #expect(declared == Self.others)
  }
}

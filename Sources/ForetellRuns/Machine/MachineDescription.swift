import Foretell
import ForetellCore
import Foundation

/// The machine on which a run was made, as far as it matters for speed and bits.
public struct MachineDescription: Sendable, Hashable, Codable {
  /// The processor's name according to the kernel.
  public var processor: String
  /// Number of cores that the process may use.
  public var cores: Int
  /// The instruction set of the kernels: `avx512`, `avx2` or `portable`.
  public var instructionSet: String
  /// The operating system's name and the kernel's release.
  public var system: String

  /// Makes a description from its parts.
  public init(processor: String, cores: Int, instructionSet: String, system: String) {
    self.processor = processor
    self.cores = cores
    self.instructionSet = instructionSet
    self.system = system
  }

  /// This machine.
  public static let current = MachineDescription(
    processor: value(of: "model name", in: SystemFile.lines("/proc/cpuinfo"), after: ":") ?? "unknown",
    cores: ProcessInfo.processInfo.activeProcessorCount, instructionSet: kernelInstructionSet,
    system: [
      value(of: "PRETTY_NAME", in: SystemFile.lines("/etc/os-release"), after: "="),
      SystemFile.line("/proc/sys/kernel/osrelease").map { "Linux \($0)" },
    ].compactMap { $0 }.joined(separator: ", "))

  private static func value(of key: String, in lines: [String], after mark: Character) -> String? {
    guard let line = lines.first(where: { $0.hasPrefix(key) }), let place = line.firstIndex(of: mark) else {
      return nil
    }
    let text = line[line.index(after: place)...].trimmingCharacters(in: .whitespaces)
    return text.trimmingCharacters(in: CharacterSet(charactersIn: "\""))
  }
}

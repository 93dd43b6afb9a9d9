import Foundation

/// Identifies a process so precisely that another one with the same number isn't mistaken for it.
///
/// Process numbers are reused. Two identities mean the same process only if host, boot, process namespace (a
/// container has its own numbers), number and start time are equal.
public struct ProcessIdentity: Sendable, Hashable, Codable {
  /// The host's name.
  public var host: String
  /// The kernel's id of the present boot (`/proc/sys/kernel/random/boot_id`); empty if unknown.
  public var boot: String
  /// The process namespace, such as `pid:[4026531836]`; empty if unknown.
  public var namespace: String
  /// The process's number.
  public var number: Int32
  /// The start time in clock ticks since boot (field 22 of `/proc/PID/stat`); 0 if unknown.
  public var start: Int64

  /// Makes an identity from its parts.
  public init(host: String, boot: String, namespace: String, number: Int32, start: Int64) {
    self.host = host
    self.boot = boot
    self.namespace = namespace
    self.number = number
    self.start = start
  }

  /// This process.
  public static let current: ProcessIdentity = {
    let number = getpid()
    return ProcessIdentity(
      host: hostName(), boot: SystemFile.line("/proc/sys/kernel/random/boot_id") ?? "",
      namespace: SystemFile.link("/proc/self/ns/pid") ?? "", number: number,
      start: beginning(of: number) ?? 0)
  }()

  /// Whether a process is alive, as far as known.
  public enum Life: Sendable, Hashable {
    /// The process is running.
    case alive
    /// The process has ended.
    case dead
    /// The process belongs to another host, container or user, and nothing can be known about it here.
    case elsewhere
  }

  /// Whether this process still runs, as seen from `observer`.
  ///
  /// The answer is known only on the same host and, since its last boot, in the same process namespace. For
  /// processes of other machines that share a disk it is `elsewhere`.
  public func life(seenFrom observer: ProcessIdentity = .current) -> Life {
    guard host == observer.host, !boot.isEmpty, !observer.boot.isEmpty else { return .elsewhere }
    // Processes from before the host's last boot have ended.
    guard boot == observer.boot else { return .dead }
    guard namespace == observer.namespace else { return .elsewhere }
    guard let begun = Self.beginning(of: number) else {
      // Other users' processes are invisible if /proc is mounted with hidepid, and all are if it isn't
      // mounted.
      guard number > 0, SystemFile.line("/proc/\(number)/stat") == nil else { return .dead }
      return kill(number, 0) == 0 || errno == EPERM ? .elsewhere : .dead
    }
    return start == 0 || begun == start ? .alive : .dead
  }

  /// The start time of a process in clock ticks since boot; nil if there is no such process or it is a
  /// zombie.
  static func beginning(of number: Int32) -> Int64? {
    guard let text = SystemFile.line("/proc/\(number)/stat") else { return nil }
    return beginning(statLine: text)
  }

  /// Reads state and field 22 of a line of `/proc/PID/stat`; the name in parentheses may itself contain
  /// spaces and parentheses, so fields are counted from the last closing one.
  static func beginning(statLine: String) -> Int64? {
    guard let end = statLine.lastIndex(of: ")") else { return nil }
    let fields = statLine[statLine.index(after: end)...].split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    return Int64(fields[19])
  }

  private static func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

/// Reads small system files.
enum SystemFile {
  /// The first line of a file; nil if it can't be read.
  static func line(_ path: String) -> String? { lines(path).first }

  /// All lines of a file; none if it can't be read.
  static func lines(_ path: String) -> [String] {
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// The target of a symbolic link.
  static func link(_ path: String) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: path)
  }
}

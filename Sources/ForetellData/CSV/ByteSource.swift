#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open file or standard input, read with plain system calls, or bytes in memory.
final class ByteSource {
  /// The input's name in messages: the last part of the path, or `standard input`.
  let name: String
  /// The path as given; locations in errors show it.
  let path: String
  /// Size in bytes of a regular file, nil for pipes and standard input.
  let size: Int?
  private let descriptor: Int32
  private let closesDescriptor: Bool
  /// The whole input when it isn't a file.
  let memory: [UInt8]?
  /// Number of bytes of `memory` that were read.
  private var memoryPosition = 0
  private var ahead: [UInt8] = []
  private var aheadPosition = 0
  /// Whether the last `peek` returned the whole input.
  private(set) var isPeekComplete = false
  /// Whether the input starts with a byte order mark, which is never delivered.
  private(set) var hasByteOrderMark = false

  /// Reads from memory; messages call the input `name`.
  init(bytes: [UInt8], name: String) {
    self.name = name
    path = name
    size = bytes.count
    descriptor = -1
    closesDescriptor = false
    memory = bytes
  }

  /// Opens a path; `-` means standard input.
  init(path: String) throws {
    memory = nil
    if path == "-" {
      name = "standard input"
      self.path = name
      descriptor = 0
      closesDescriptor = false
    } else {
      self.path = path
      name = path.split(separator: "/").last.map(String.init) ?? path
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
      closesDescriptor = true
      guard descriptor >= 0 else {
        let reason = String(cString: strerror(errno))
        size = nil
        throw ForetellError(
          .cannotOpen, "cannot open `\(Excerpt.clean(path))`: \(reason)",
          location: .init(file: path), hint: "check the path; use - to read standard input")
      }
    }
    var status = stat()
    let known = fstat(descriptor, &status) == 0
    let format = status.st_mode & S_IFMT
    if known, format == S_IFDIR {
      if closesDescriptor { close(descriptor) }
      size = nil
      throw ForetellError(
        .notAFile, "`\(Excerpt.clean(path))` is a folder", location: .init(file: path),
        hint: "give the path of a CSV file in it")
    }
    size = known && format == S_IFREG ? Int(status.st_size) : nil
  }

  deinit {
    if closesDescriptor, descriptor >= 0 { close(descriptor) }
  }

  /// Whether bytes that were read can be read again.
  var isSeekable: Bool { memory != nil || closesDescriptor && size != nil }

  /// The first bytes, without a byte order mark; `read` still delivers them.
  ///
  /// May be called again with a larger count, before anything is read.
  func peek(_ count: Int) throws -> [UInt8] {
    if !ahead.isEmpty {
      let more = count - ahead.count
      guard more > 0, !isPeekComplete else { return ahead }
      ahead += try [UInt8](unsafeUninitializedCapacity: more) { buffer, initialized in
        guard let base = buffer.baseAddress else { return }
        initialized = try readThrough(into: base, count: more)
      }
      isPeekComplete = ahead.count < count
      return ahead
    }
    ahead = try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let base = buffer.baseAddress else { return }
      initialized = try readThrough(into: base, count: count)
    }
    isPeekComplete = ahead.count < count
    hasByteOrderMark = ahead.starts(with: [0xef, 0xbb, 0xbf])
    if hasByteOrderMark { ahead.removeFirst(3) }
    return ahead
  }

  /// Drops the first `count` peeked bytes.
  func skip(_ count: Int) { aheadPosition = min(count, ahead.count) }

  /// Reads the next bytes; fewer than asked for only at the end.
  func read(into buffer: UnsafeMutablePointer<UInt8>, count: Int) throws -> Int {
    let served = min(count, ahead.count - aheadPosition)
    if served > 0 {
      ahead.withUnsafeBufferPointer { stored in
        guard let base = stored.baseAddress else { return }
        buffer.update(from: base + aheadPosition, count: served)
      }
      aheadPosition += served
      if aheadPosition == ahead.count {
        ahead = []
        aheadPosition = 0
      }
    }
    return served == count ? served : served + (try readThrough(into: buffer + served, count: count - served))
  }

  private func readThrough(into buffer: UnsafeMutablePointer<UInt8>, count: Int) throws -> Int {
    if let memory {
      let served = min(count, memory.count - memoryPosition)
      memory.withUnsafeBufferPointer { stored in
        if let base = stored.baseAddress, served > 0 {
          buffer.update(from: base + memoryPosition, count: served)
        }
      }
      memoryPosition += served
      return served
    }
    return try readFile(into: buffer, count: count)
  }

  private func readFile(into buffer: UnsafeMutablePointer<UInt8>, count: Int) throws -> Int {
    try fill(count) { done in
      #if canImport(Glibc)
        Glibc.read(descriptor, buffer + done, count - done)
      #elseif canImport(Musl)
        Musl.read(descriptor, buffer + done, count - done)
      #else
        Darwin.read(descriptor, buffer + done, count - done)
      #endif
    }
  }

  /// Reads bytes at an offset of a seekable input without moving the reading position.
  func bytes(at offset: Int, count: Int) throws -> [UInt8] {
    if let memory {
      return offset <= memory.count ? Array(memory[offset..<min(offset + count, memory.count)]) : []
    }
    return try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let base = buffer.baseAddress else { return }
      initialized = try fill(count) { done in
        pread(descriptor, base + done, count - done, off_t(offset + done))
      }
    }
  }

  private func fill(_ count: Int, _ readMore: (Int) -> Int) throws -> Int {
    var done = 0
    while done < count {
      let got = readMore(done)
      if got > 0 {
        done += got
      } else if got == 0 {
        break
      } else if errno != EINTR {
        throw ForetellError(
          .cannotRead, "reading failed: \(String(cString: strerror(errno)))", location: .init(file: path),
          hint: "copy the file to another disk and read the copy")
      }
    }
    return done
  }
}

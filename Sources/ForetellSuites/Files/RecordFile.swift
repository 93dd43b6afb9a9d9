import CCsv
import CZlib
import Foretell
import Glibc

/// A CSV file, plain or compressed with gzip, that is read record by record.
enum RecordFile {
  /// The cells of one record after the other.
  private final class Collector {
    var records: [[String]] = []
    var cells: [String] = []
  }

  /// Hands every record to `each`, with its number counted from 1.
  ///
  /// - Throws: `ForetellError` when the file can't be opened, is damaged, or isn't a CSV; what `each` throws.
  static func read(_ path: String, each: (_ number: Int, _ cells: [String]) throws -> Void) throws {
    guard let file = gzopen(path, "rb") else { throw trouble("open", path, String(cString: strerror(errno))) }
    defer { gzclose(file) }
    var parser = csv_parser()
    guard csv_init(&parser, UInt8(CSV_STRICT | CSV_STRICT_FINI)) == 0 else {
      throw trouble("read", path, "no memory is left")
    }
    defer { csv_free(&parser) }
    let collector = Collector()
    let context = Unmanaged.passUnretained(collector).toOpaque()
    var number = 0
    func deliver() throws {
      for record in collector.records {
        number += 1
        try each(number, record)
      }
      collector.records.removeAll(keepingCapacity: true)
    }
    var block = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = gzread(file, &block, UInt32(block.count))
      guard count >= 0 else {
        var code: Int32 = 0
        throw trouble("read", path, String(cString: gzerror(file, &code)))
      }
      if count == 0 { break }
      let parsed = csv_parse(&parser, block, Int(count), keepCell, endRecord, context)
      try deliver()
      guard parsed == Int(count) else {
        throw trouble("read", path, "record \(number + 1) has a quotation mark inside a cell")
      }
    }
    guard csv_fini(&parser, keepCell, endRecord, context) == 0 else {
      throw trouble("read", path, "a quoted cell is never closed")
    }
    try deliver()
  }

  private static func trouble(_ action: String, _ path: String, _ reason: String) -> ForetellError {
    ForetellError(
      action == "open" ? .cannotOpen : .cannotRead, "cannot \(action) `\(path)`: \(reason)",
      location: .init(file: path))
  }

  private static let keepCell:
    @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
      bytes, count, context in
      guard let context else { return }
      let text = bytes.map {
        String(decoding: UnsafeRawBufferPointer(start: $0, count: count), as: UTF8.self)
      }
      Unmanaged<Collector>.fromOpaque(context).takeUnretainedValue().cells.append(text ?? "")
    }

  private static let endRecord: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
    guard let context else { return }
    let collector = Unmanaged<Collector>.fromOpaque(context).takeUnretainedValue()
    collector.records.append(collector.cells)
    collector.cells = []
  }
}

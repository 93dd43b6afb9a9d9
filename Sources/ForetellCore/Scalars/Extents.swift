/// The checks before a kernel is called: the number of elements that it will touch against the size of the block.
///
/// A block that is too short is a programmer's mistake and ends the process, in release builds too, with a message that
/// gives both numbers.
extension Block {
  /// Traps unless the block has `needed` elements or more.
  @inline(__always)
  func require(_ needed: Int, _ name: StaticString, for kernel: StaticString = #function) {
    if needed < 0 || needed > count { tooShort(needed, name, kernel) }
  }

  /// Traps unless the block has `rows` rows of `columns` elements that begin `stride` elements apart.
  @inline(__always)
  func requireRows(
    _ rows: Int, _ columns: Int, stride: Int, _ name: StaticString, for kernel: StaticString = #function
  ) {
    if rows < 0 || columns < 0 || stride < columns { badRows(rows, columns, stride, name, kernel) }
    let needed = rows == 0 || columns == 0 ? 0 : (rows - 1) * stride + columns
    if needed > count { tooShort(needed, name, kernel) }
  }

  @inline(never)
  private func tooShort(_ needed: Int, _ name: StaticString, _ kernel: StaticString) -> Never {
    fatalError("\(kernel): needs \(needed) elements of \(name), which has \(count)")
  }

  @inline(never)
  private func badRows(
    _ rows: Int, _ columns: Int, _ stride: Int, _ name: StaticString, _ kernel: StaticString
  ) -> Never {
    fatalError(
      "\(kernel): \(name) can't have \(rows) rows of \(columns) elements, \(stride) from one to the next")
  }
}

/// The cell and sizes for which weights were packed, stored with them, so that a step with other sizes, or with weights
/// that were never packed, traps instead of reading outside them.
///
/// Packed weights begin with 64 bytes, of which the kernels use the first 16.
struct PackedHeader {
  /// The cells whose weights can be packed; zero is no cell.
  enum Cell: Int32 {
    case rnn = 1
    case lstm = 2
    case gru = 3
    case mgu = 4
    case slstm = 5
  }

  private static let offset = 16

  /// The number of the cell; zero in memory to which no weights were packed.
  private let cell: Int32
  private let inputs: Int64
  private let hidden: Int64
  /// Number of groups of hidden units that were packed apart; 1 in cells that have no such groups.
  private let heads: Int64
  /// Number of elements of the packed weights, including this header.
  private let count: Int64

  private init(cell: Cell, heads: Int, inputs: Int, hidden: Int, count: Int) {
    self.cell = cell.rawValue
    self.inputs = Int64(inputs)
    self.hidden = Int64(hidden)
    self.heads = Int64(heads)
    self.count = Int64(count)
  }

  /// Writes the header of weights that were packed into `count` elements of `block`.
  static func write<Scalar: KernelScalar>(
    _ cell: Cell, heads: Int = 1, inputs: Int, hidden: Int, count: Int, into block: Block<Scalar>
  ) {
    UnsafeMutableRawPointer(block.base).storeBytes(
      of: PackedHeader(cell: cell, heads: heads, inputs: inputs, hidden: hidden, count: count),
      toByteOffset: offset, as: PackedHeader.self)
  }

  /// Traps unless `block` holds weights that were packed for the same cell and sizes.
  @inline(__always)
  static func require<Scalar: KernelScalar>(
    _ cell: Cell, heads: Int = 1, inputs: Int, hidden: Int, in block: Block<Scalar>,
    for kernel: StaticString = #function
  ) {
    block.require(64 / MemoryLayout<Scalar>.size, "packed", for: kernel)
    let header = UnsafeRawPointer(block.base).load(fromByteOffset: offset, as: PackedHeader.self)
    if header.cell != cell.rawValue || header.inputs != Int64(inputs) || header.hidden != Int64(hidden)
      || header.heads != Int64(heads)
    {
      header.differs(cell, heads, inputs, hidden, kernel)
    }
    block.require(Int(header.count), "packed", for: kernel)
  }

  @inline(never)
  private func differs(
    _ cell: Cell, _ heads: Int, _ inputs: Int, _ hidden: Int, _ kernel: StaticString
  ) -> Never {
    func sizes(_ inputs: Int64, _ hidden: Int64, _ heads: Int64) -> String {
      "\(inputs) inputs and \(hidden) hidden units" + (heads == 1 ? "" : " in \(heads) heads")
    }
    let needed = "\(cell), " + sizes(Int64(inputs), Int64(hidden), Int64(heads))
    let found =
      Cell(rawValue: self.cell).map { "\($0), " + sizes(self.inputs, self.hidden, self.heads) } ?? "nothing"
    fatalError("\(kernel): weights for \(needed) are needed, but they were packed for \(found)")
  }
}

extension SafetensorsFile {
  /// One named array of numbers: little-endian bytes in row-major order.
  public struct Tensor: Sendable, Hashable {
    /// The name, unique in its file.
    public let name: String
    /// The type of the elements.
    public let element: Element
    /// The sizes of the dimensions, outermost first; empty for a scalar.
    public let shape: [Int]
    /// The elements; a tensor read from a file shares the memory of that file.
    public let bytes: ArraySlice<UInt8>

    /// Makes a tensor of raw little-endian bytes; traps unless their number agrees with shape and element
    /// type.
    public init(name: String, element: Element, shape: [Int], bytes: ArraySlice<UInt8>) {
      let needed = element.byteCount(shape: shape)
      precondition(
        needed == bytes.count, "\(name): \(bytes.count) bytes for \(element.rawValue) of shape \(shape)")
      self.name = name
      self.element = element
      self.shape = shape
      self.bytes = bytes
    }

    /// Makes an F32 tensor; traps unless the product of `shape` is the number of values.
    public init(name: String, shape: [Int], floats: [Float]) {
      self.init(
        name: name, element: .float32, shape: shape, bytes: Self.littleEndian(floats.lazy.map(\.bitPattern)))
    }

    /// Makes a BF16 tensor of the nearest values with 8 bits of mantissa; traps unless the product of `shape` is the number
    /// of values.
    public init(name: String, shape: [Int], bfloat16s floats: [Float]) {
      self.init(
        name: name, element: .bfloat16, shape: shape,
        bytes: Self.littleEndian(
          floats.lazy.map { UInt16(truncatingIfNeeded: Self.bfloat16($0).bitPattern >> 16) }))
    }

    /// The nearest number with 8 bits of mantissa; of two equally near, the one whose last bit is 0.
    ///
    /// NaN stays NaN.
    public static func bfloat16(_ value: Float) -> Float {
      guard !value.isNaN else { return Float(bitPattern: 0x7fc0_0000) }
      let bits = value.bitPattern
      return Float(bitPattern: (bits &+ 0x7fff &+ (bits >> 16 & 1)) & 0xffff_0000)
    }

    /// Makes an F64 tensor; traps unless the product of `shape` is the number of values.
    public init(name: String, shape: [Int], doubles: [Double]) {
      self.init(
        name: name, element: .float64, shape: shape, bytes: Self.littleEndian(doubles.lazy.map(\.bitPattern)))
    }

    /// Makes an I64 tensor; traps unless the product of `shape` is the number of values.
    public init(name: String, shape: [Int], int64s: [Int64]) {
      self.init(name: name, element: .int64, shape: shape, bytes: Self.littleEndian(int64s))
    }

    /// Makes a U64 tensor; traps unless the product of `shape` is the number of values.
    public init(name: String, shape: [Int], uint64s: [UInt64]) {
      self.init(name: name, element: .uint64, shape: shape, bytes: Self.littleEndian(uint64s))
    }

    /// The values as `Float`, exact for F32, F16 and BF16; nil for every other element type.
    public var floats: [Float]? {
      switch element {
      case .float32: words(UInt32.self).map(Float.init(bitPattern:))
      case .bfloat16: words(UInt16.self).map { Float(bitPattern: UInt32($0) << 16) }
      case .float16: words(UInt16.self).map(Self.float(half:))
      default: nil
      }
    }

    /// The values as `Double`, exact for F64, F32, F16 and BF16; nil for every other element type.
    public var doubles: [Double]? {
      element == .float64 ? words(UInt64.self).map(Double.init(bitPattern:)) : floats?.map(Double.init)
    }

    /// The values of an I64 tensor; nil for every other element type.
    public var int64s: [Int64]? { element == .int64 ? words(Int64.self) : nil }

    /// The values of a U64 tensor; nil for every other element type.
    public var uint64s: [UInt64]? { element == .uint64 ? words(UInt64.self) : nil }

    private static func littleEndian<Word: FixedWidthInteger>(_ words: some Collection<Word>) -> ArraySlice<
      UInt8
    > {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(words.count * Word.bitWidth / 8)
      for word in words {
        for shift in stride(from: 0, to: Word.bitWidth, by: 8) {
          bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        }
      }
      return bytes[...]
    }

    private func words<Word: FixedWidthInteger>(_: Word.Type) -> [Word] {
      let width = Word.bitWidth / 8
      return stride(from: bytes.startIndex, to: bytes.endIndex, by: width).map { start in
        var word: Word = 0
        for index in (start..<start + width).reversed() {
          word = word << 8 | Word(truncatingIfNeeded: bytes[index])
        }
        return word
      }
    }

    /// Converts IEEE 754 binary16 to binary32, which represents each of its values exactly.
    static func float(half bits: UInt16) -> Float {
      let sign = UInt32(bits & 0x8000) << 16
      let exponent = UInt32(bits >> 10) & 0x1f
      let fraction = UInt32(bits) & 0x3ff
      switch exponent {
      case 0x1f: return Float(bitPattern: sign | 0x7f80_0000 | fraction << 13)
      case 0:
        let magnitude = Float(fraction) * 0x1p-24
        return sign == 0 ? magnitude : -magnitude
      default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
      }
    }
  }
}

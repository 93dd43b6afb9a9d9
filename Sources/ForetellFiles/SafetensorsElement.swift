extension SafetensorsFile {
  /// The element types of the safetensors format; raw values are the format's names.
  public enum Element: String, Sendable, Hashable, CaseIterable {
    case boolean = "BOOL"
    case float4 = "F4"
    case float6E2M3 = "F6_E2M3"
    case float6E3M2 = "F6_E3M2"
    case uint8 = "U8"
    case int8 = "I8"
    case float8E5M2 = "F8_E5M2"
    case float8E4M3 = "F8_E4M3"
    case float8E8M0 = "F8_E8M0"
    case float8E4M3FNUZ = "F8_E4M3FNUZ"
    case float8E5M2FNUZ = "F8_E5M2FNUZ"
    case int16 = "I16"
    case uint16 = "U16"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case int32 = "I32"
    case uint32 = "U32"
    case float32 = "F32"
    case complex64 = "C64"
    case float64 = "F64"
    case int64 = "I64"
    case uint64 = "U64"

    /// The width of one element in bits.
    public var bits: Int {
      switch self {
      case .float4: 4
      case .float6E2M3, .float6E3M2: 6
      case .boolean, .uint8, .int8, .float8E5M2, .float8E4M3, .float8E8M0, .float8E4M3FNUZ, .float8E5M2FNUZ: 8
      case .int16, .uint16, .float16, .bfloat16: 16
      case .int32, .uint32, .float32: 32
      case .complex64, .float64, .int64, .uint64: 64
      }
    }

    /// The number of bytes of a tensor of this type, or nil when it overflows or isn't a whole number.
    ///
    /// - Parameter shape: the sizes of the dimensions; empty for a scalar; no size may be negative.
    public func byteCount(shape: [Int]) -> Int? {
      // A size of zero makes the tensor empty, but the product of the other sizes must not overflow either.
      var count = 1
      for size in shape {
        guard size >= 0 else { return nil }
        let (product, overflow) = count.multipliedReportingOverflow(by: size)
        if overflow { return nil }
        count = product
      }
      let (total, overflow) = count.multipliedReportingOverflow(by: bits)
      guard !overflow, total % 8 == 0 else { return nil }
      return total / 8
    }
  }
}

/// The content of a TensorBoard event file: TFRecords with one `Event` message each.
///
/// Field numbers are those of TensorFlow's `event.proto`, `summary.proto` and `tensor.proto`. Values that
/// TensorBoard can't show are left out and counted.
struct EventFile {
  /// The file's bytes so far.
  private(set) var bytes: [UInt8] = []
  /// Number of NaN and infinities that were left out of histograms.
  private(set) var leftOut = 0

  /// Begins a file.
  ///
  /// - Parameter time: the time of the first record, in seconds since 1970.
  init(time: Double) {
    var event = ProtobufMessage()
    event.add(1, double: time)
    event.add(3, text: "brain.Event:2")
    append(event)
  }

  /// Adds a scalar; NaN and infinities are kept, and TensorBoard marks them.
  mutating func scalar(_ tag: String, _ value: Double, step: Int, time: Double) {
    var entry = ProtobufMessage()
    entry.add(1, text: tag)
    entry.add(2, float: Float(value))
    append(summary: entry, step: step, time: time)
  }

  /// Adds a histogram, unless it has no bins.
  mutating func histogram(_ tag: String, _ histogram: Histogram, step: Int, time: Double) {
    leftOut += histogram.notFinite
    guard !histogram.limits.isEmpty else { return }
    var content = ProtobufMessage()
    content.add(1, double: histogram.minimum)
    content.add(2, double: histogram.maximum)
    content.add(3, double: histogram.counts.reduce(0, +))
    content.add(4, double: histogram.sum)
    content.add(5, double: histogram.sumOfSquares)
    content.add(6, doubles: histogram.limits)
    content.add(7, doubles: histogram.counts)
    var entry = ProtobufMessage()
    entry.add(1, text: tag)
    entry.add(5, message: content)
    append(summary: entry, step: step, time: time)
  }

  /// Adds norms by lag as a histogram whose horizontal axis is the lag and whose heights are the norms
  /// relative to lag 0: TensorBoard then draws one curve per epoch, which shows how far back the gradient
  /// reaches.
  mutating func curve(_ tag: String, norms: [Double], step: Int, time: Double) {
    leftOut += norms.count { !$0.isFinite }
    guard let origin = norms.first(where: { $0.isFinite && $0 > 0 }) else { return }
    var histogram = Histogram(name: tag, window: 0, epoch: step)
    histogram.minimum = 0
    histogram.maximum = Double(norms.count)
    histogram.limits = norms.indices.map { Double($0 + 1) }
    histogram.counts = norms.map { $0.isFinite ? $0 / origin : 0 }
    for (lag, count) in histogram.counts.enumerated() {
      let middle = Double(lag) + 0.5
      histogram.sum += count * middle
      histogram.sumOfSquares += count * middle * middle
    }
    self.histogram(tag, histogram, step: step, time: time)
  }

  /// Adds a text in Markdown.
  mutating func text(_ tag: String, _ markdown: String, time: Double) {
    var plugin = ProtobufMessage()
    plugin.add(1, text: "text")
    var metadata = ProtobufMessage()
    metadata.add(1, message: plugin)
    var dimension = ProtobufMessage()
    dimension.add(1, integer: 1)
    var shape = ProtobufMessage()
    shape.add(2, message: dimension)
    var tensor = ProtobufMessage()
    tensor.add(1, integer: 7)  // DT_STRING
    tensor.add(2, message: shape)
    tensor.add(8, text: markdown)
    var entry = ProtobufMessage()
    entry.add(1, text: tag)
    entry.add(8, message: tensor)
    entry.add(9, message: metadata)
    append(summary: entry, step: 0, time: time)
  }

  private mutating func append(summary entry: ProtobufMessage, step: Int, time: Double) {
    var summary = ProtobufMessage()
    summary.add(1, message: entry)
    var event = ProtobufMessage()
    event.add(1, double: time)
    event.add(2, integer: Int64(step))
    event.add(5, message: summary)
    append(event)
  }

  /// Appends one record: length, checksum of the length, content, checksum of the content; all little-endian.
  private mutating func append(_ event: ProtobufMessage) {
    let length = Self.littleEndian(UInt64(event.bytes.count))
    bytes += length + Self.littleEndian(CRC32C.masked(length))
    bytes += event.bytes + Self.littleEndian(CRC32C.masked(event.bytes))
  }

  private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    (0..<(value.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}

extension KeyedDecodingContainer {
  /// Decodes the value under `key` into `value`, which keeps its default when the key is absent.
  package func read<Value: Decodable>(_ value: inout Value, _ key: Key) throws {
    if let found = try decodeIfPresent(Value.self, forKey: key) { value = found }
  }
}

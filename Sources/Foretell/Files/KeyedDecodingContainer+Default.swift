extension KeyedDecodingContainer {
  /// Replaces `value` by what is under a key, and leaves it as it is where there is nothing.
  func read<Value: Decodable>(_ value: inout Value, _ key: Key) throws {
    if let found = try decodeIfPresent(Value.self, forKey: key) { value = found }
  }
}

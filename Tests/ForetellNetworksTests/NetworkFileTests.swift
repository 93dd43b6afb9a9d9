import ForetellFiles
import ForetellNetworks
import Foundation
import Testing

@Suite struct NetworkFileTests {
  private static let layers: [NetworkLayer] = [
    .dense(3, activation: .relu), .rnn(4, activation: .sigmoid), .dropout(0.25), .layerNorm, .gru(3),
    .batchNorm,
    .lstm(2), .lastStep,
    .dense(2),
  ]
  private static let inputs = (0..<60).map { Double(($0 * 7) % 11) / 11 - 0.5 }

  private func withPath(_ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "/foretell-network-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  private func make(_ precision: Network.Precision, seed: UInt64 = 7) -> Network {
    Network(inputShape: [5, 2], layers: Self.layers, batchSize: 6, seed: seed, precision: precision)
  }

  @Test(arguments: [Network.Precision.single, .double])
  func aReadNetworkIsTheSavedOne(_ precision: Network.Precision) throws {
    try withPath { path in
      let network = make(precision)
      network.train(inputs: Self.inputs, targets: Array(Self.inputs.prefix(12)), epochs: 3)
      try network.save(to: path)
      let first = try AtomicFile.read(path)
      let read = try Network(contentsOf: path, batchSize: 3, seed: 99, threads: 2)
      #expect(read.inputShape == network.inputShape)
      #expect(read.layers == network.layers)
      #expect(read.precision == precision)
      #expect(read.parameters == network.parameters)
      #expect(read.predict(Self.inputs) == network.predict(Self.inputs))
      try read.save(to: path)
      #expect(try AtomicFile.read(path) == first)
      read.train(inputs: Self.inputs, targets: Array(Self.inputs.prefix(12)), epochs: 1)
      #expect(read.parameters != network.parameters)
    }
  }

  @Test func everyChangedByteIsFound() throws {
    try withPath { path in
      try make(.single).save(to: path)
      let whole = try AtomicFile.read(path)
      // The checksum doesn't cover the spaces that pad the header.
      let unused = Set(whole.indices.filter { whole[$0] == UInt8(ascii: " ") })
      for place in stride(from: 0, to: whole.count, by: 3) where !unused.contains(place) {
        var bytes = whole
        bytes[place] ^= 0x11
        try AtomicFile.write(path, bytes)
        #expect(throws: ForetellError.self, "byte \(place)") { try Network(contentsOf: path) }
      }
      for count in stride(from: 0, to: whole.count, by: 41) {
        try AtomicFile.write(path, Array(whole.prefix(count)))
        #expect(throws: ForetellError.self, "\(count) bytes") { try Network(contentsOf: path) }
      }
    }
  }

  /// A description with a right checksum and what its error must say.
  private static let wrong: [(description: String, message: String)] = [
    (#"{"#, "no JSON"),
    (#"{"precision":"single","inputShape":[2],"layers":[]}"#, "no version"),
    (#"{"version":2}"#, "newer"),
    (#"{"version":1,"precision":"half"}"#, "precision"),
    (#"{"version":1,"precision":"single","inputShape":[1,2,3],"layers":[]}"#, "input shape"),
    (#"{"version":1,"precision":"single","inputShape":[2],"layers":[]}"#, "no layer"),
    (
      #"{"version":1,"precision":"single","inputShape":[-2],"layers":[{"kind":"lstm","size":2}]}"#, "positive"
    ),
    (
      #"{"version":1,"precision":"single","inputShape":["2"],"layers":[{"kind":"lstm","size":2}]}"#,
      "positive"
    ),
    (#"{"version":1,"precision":"single","inputShape":[2],"layers":[{"kind":"conv","size":2}]}"#, "layer 0"),
    (#"{"version":1,"precision":"single","inputShape":[2],"layers":[{"kind":"rnn","size":2}]}"#, "layer 0"),
    (#"{"version":1,"precision":"single","inputShape":[2],"layers":[{"kind":"dense"}]}"#, "layer 0"),
    (#"{"version":1,"precision":"single","inputShape":[2],"layers":[{"kind":"dense","size":0}]}"#, "outputs"),
    (#"{"version":1,"precision":"single","inputShape":[2],"layers":[{"kind":"lstm","size":2}]}"#, "sequence"),
    (#"{"version":1,"precision":"single","inputShape":[2],"layers":[{"kind":"last-step"}]}"#, "sequence"),
    (#"{"version":1,"precision":"single","inputShape":[2],"layers":[{"kind":"dropout","rate":1}]}"#, "drops"),
    (
      #"{"version":1,"precision":"single","inputShape":[9223372036854775807,2],"layers":[{"kind":"last-step"}]}"#,
      "numbers per example"
    ),
    (
      #"{"version":1,"precision":"single","inputShape":[2],"layers":[{"kind":"dense","size":16777216}]}"#,
      "numbers per example"
    ),
    (#"{"version":1,"precision":"single","inputShape":[2],"layers":[{"kind":"dropout","rate":0}]}"#, "2"),
    (#"{"version":1,"precision":"single","inputShape":[3],"layers":[{"kind":"dense","size":1}]}"#, "shape"),
    (#"{"version":1,"precision":"double","inputShape":[2],"layers":[{"kind":"dense","size":1}]}"#, "F64"),
  ]

  @Test(arguments: wrong.indices)
  func aWrongDescriptionIsRefused(_ row: Int) throws {
    let (description, message) = Self.wrong[row]
    try withPath { path in
      let tensors = [
        SafetensorsFile.Tensor(name: "0.weight", shape: [1, 2], floats: [1, 2]),
        SafetensorsFile.Tensor(name: "0.bias", shape: [1], floats: [3]),
      ]
      try SafetensorsFile(metadata: ["network": description], tensors: tensors).write(to: path)
      let error = try #require(throws: ForetellError.self) { try Network(contentsOf: path) }
      #expect(error.message.contains(message), "\(error.message)")
    }
  }

  @Test func otherFilesAndNumbersAreRefused() throws {
    try withPath { path in
      #expect(throws: ForetellError.self) { try Network(contentsOf: path) }
      try SafetensorsFile(metadata: ["description": "{}"], tensors: []).write(to: path)
      let error = try #require(throws: ForetellError.self) { try Network(contentsOf: path) }
      #expect(error.message.contains("network"))
      let network = Network(inputShape: [2], layers: [.dense(1)])
      network.setParameter("0.bias", to: [.nan])
      #expect(throws: ForetellError.self) { try network.save(to: path) }
      network.setParameter("0.bias", to: [0])
      #expect(throws: ForetellError.self) { try network.save(to: path + "/absent/model") }
    }
  }
}

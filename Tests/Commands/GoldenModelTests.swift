import Foundation
import Testing

/// Models that earlier releases wrote give the forecasts that those releases printed, byte for byte.
@Suite struct GoldenModelTests {
  /// One model of `Tests/Fixtures/models/models.json`.
  private struct Model: Decodable {
    var predictions: [Prediction]
  }

  /// A command line and what it printed.
  private struct Prediction: Decodable {
    var arguments: [String]
    var output: String
  }

  private static let folder = Workspace.package.appending(path: "Tests/Fixtures/models")

  @Test func forecastsStayTheSame() throws {
    let index = try Data(contentsOf: Self.folder.appending(path: "models.json"))
    let models = try JSONDecoder().decode([String: Model].self, from: index)
    let workspace = try Workspace()
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    for name in files where name.hasSuffix(".model") || name.hasSuffix(".csv") {
      try FileManager.default.copyItem(
        at: Self.folder.appending(path: name), to: workspace.folder.appending(path: name))
    }
    #expect(Set(files.filter { $0.hasSuffix(".model") }) == Set(models.keys.map { $0 + ".model" }))
    for (_, model) in models.sorted(by: { $0.key < $1.key }) {
      for prediction in model.predictions {
        let outcome = try workspace.run(prediction.arguments)
        #expect(outcome.status == 0, "\(prediction.arguments): \(outcome.errors)")
        #expect(outcome.output == prediction.output, "\(prediction.arguments)")
      }
    }
  }
}

import Foundation
import Testing

@testable import Foretell

/// Reference methods against an independent implementation of their formulas.
@Suite struct BaselineTests {
  /// One case of `Tests/Fixtures/baselines/baselines.json`.
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var method: String
    var options: [String: Int]
    var season: Int
    var horizon: Int
    var values: [Double?]
    var point: [Double]
    var deviations: [Double]

    var testDescription: String { "\(method) \(options) of \(values.count) values" }
  }

  static let cases: [Case] = {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/baselines/baselines.json")
    return (try? JSONDecoder().decode([Case].self, from: Data(contentsOf: path))) ?? []
  }()

  @Test("every reference method without a search of its own has cases")
  func methods() {
    let methods = Catalogue.models.compactMap(\.baselineType).filter { !($0 is any ClassicMethod.Type) }
      .map { $0.family }
    #expect(Set(Self.cases.map(\.method)) == Set(methods))
  }

  @Test(arguments: cases)
  func formulas(_ one: Case) throws {
    var settings = ModelSettings()
    settings.bounds = .none
    settings.set(one.options)
    let model = try #require(Catalogue.model(named: one.method)?.forecaster(settings) as? any Baseline)
    let forecast = try #require(
      model.forecast(values: one.values.map { $0 ?? .nan }, season: one.season, horizon: one.horizon))
    let deviations = try #require(forecast.standardDeviations)
    for step in 0..<one.horizon {
      #expect(abs(forecast.point[step] - one.point[step]) <= 1e-12 * abs(one.point[step]))
      #expect(abs(deviations[step] - one.deviations[step]) <= 1e-12 * one.deviations[step])
    }
  }
}

extension ModelSettings {
  /// Sets options that a case names.
  fileprivate mutating func set(_ options: [String: Int]) {
    for (name, value) in options {
      switch ModelOption(rawValue: name) {
      case .season: seasonLength = value
      case .windowSize: windowSize = value
      default: Issue.record("no case has the option \(name)")
      }
    }
  }
}

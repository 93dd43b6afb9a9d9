import Foretell
import ForetellData
import ForetellRuns
import Foundation
import Testing

/// What messages call an option in code is a property or type of the library.
@Suite struct OptionKeyCodeTests {
  @Test(arguments: OptionKey.allCases)
  func everyOptionOfAMessageIsInCode(_ key: OptionKey) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "foretell-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let registry = try RunRegistry(path: folder.appending(path: "runs.sqlite").path)
    let owners: [Any] = [
      CSVOptions(), HolidayOptions(Holidays([])), RecurrentForecaster(), DeepARForecaster(),
      Backtest(horizon: 1), FitOptions(), Pretraining(.monthly), CombinedForecaster(), ComponentOptions(),
      registry,
    ]
    // Computed properties, which a mirror doesn't list, and a type, which messages name with an article.
    _ = (\CSVOptions.id, \CSVOptions.time)
    var known: Set<String> = ["id", "time", "a \(RunRecorder.self)"]
    for owner in owners { known.formUnion(Mirror(reflecting: owner).children.compactMap(\.label)) }
    for bound in Mirror(reflecting: ForecastBounds()).children {
      known.insert("\(ForecastBounds.self).\(bound.label ?? "")")
    }
    let text: OptionText = "\(option: key)"
    let name = String(text.inCode.prefix { $0 != ":" })
    #expect(known.contains(name), "\(name)")
  }
}

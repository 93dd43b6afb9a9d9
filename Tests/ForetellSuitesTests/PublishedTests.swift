import Testing

@testable import ForetellSuites

/// The suites' list and the published rows.
@Suite struct PublishedTests {
  @Test func namesOfSuitesDiffer() {
    #expect(Set(Suite.all.map(\.name)).count == Suite.all.count)
  }
}

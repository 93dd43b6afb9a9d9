import ForetellCore
import ForetellLayers
import Testing

@Suite struct EmbeddingTests {
  @Test func startsNormal() {
    var builder = PlanBuilder<Double>()
    let codes = builder.activation([1], gradient: false)
    _ = Embedding(rows: 300, width: 20, initializer: .normal(deviation: 0.5)).record(codes, into: &builder)
    let plan = builder.finish()
    let store = ParameterStore<Double>(for: plan)
    store.initialize(plan.parameters, seed: 4)
    let values = store.value(plan.parameters.entries[0].slot).array
    let mean = values.reduce(0, +) / 6000
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 6000
    #expect(abs(mean) < 0.03 && abs(variance.squareRoot() - 0.5) < 0.02)
  }
}

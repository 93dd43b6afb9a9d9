import Foretell

let table = try SeriesTable(csv: CommandLine.arguments[1])
let model = RecurrentForecaster(cell: .lstm, hiddenSize: 16)
let fitted = try model.fit(table, horizon: 12, seed: 7)
let result = try fitted.predict(levels: [80, 95])
for series in result.series {
  for (stamp, value) in zip(series.stamps, series.point) { print(series.id, table.text(for: stamp), value) }
}

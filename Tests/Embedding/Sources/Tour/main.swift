import Foretell

// Reading: what was detected in the file is a value, and so is an error.
let table = try SeriesTable(csv: CommandLine.arguments[1])
print(table.name, "has", table.series.count, "series, season length", table.frequency.defaultSeasonLength)
do {
  _ = try SeriesTable(csv: CommandLine.arguments[2])
} catch let error as ForetellError {
  print("refused:", error.code, error.location?.text ?? "", "-", error.message)
  print("way out:", error.hint ?? "none")
}

// Tables made in code get the same checks as files.
for line in try ordersNextWeek() { print(line) }
print(refusal())

// Training: progress, interruption and the gradient monitor are options; none of them changes the result.
let monitor = GradientMonitor(interval: 4)
var options = FitOptions(threads: 2, monitor: monitor)
options.progress = { news in
  if news.epoch == news.epochs { print("epoch", news.epoch, "of", news.epochs) }
}
options.isCancelled = { false }
var model = RecurrentForecaster(cell: .gru, hiddenSize: 16)
model.epochs = 20
let gru = try model.fit(table, horizon: 12, seed: 7, options: options)
print(monitor.snapshots.last?.verdict ?? "")

// Two models at once: all types are values, and nothing is shared.
let values = try await nextValues([.rnn, .lstm], table)
for (name, value) in values.sorted(by: { $0.key < $1.key }) { print(name, "says", value) }

// A time limit: cancelling the task ends the fit.
var endless = model
endless.epochs = 1_000_000
let late = try await fitted(endless, to: table, within: .milliseconds(200))
print(late == nil ? "a million epochs: stopped" : "a million epochs: done")

// A backtest of the network and of your own forecaster.
let backtest = Backtest(horizon: 12, windows: 2)
let result = try backtest.run([("gru", model), ("last year + 5 %", Grown(share: 0.05))], on: table)
for score in result.scores { print(score.name, "sMAPE", ((score.smape ?? .nan) * 100).rounded() / 100) }

// Saving: a file and bytes give forecasts with the same bits.
let path = CommandLine.arguments[3]
try gru.save(to: path)
let read = try FittedForecaster.load(from: path)
let copy = try FittedForecaster(decoding: gru.encoded())
let own = try gru.predict()
print("same forecast from the file:", try read.predict(table) == own)
print("same forecast from bytes:", try copy.predict() == own)

import Foundation
import Testing

/// Output on terminals only: progress, pictures, colours, help instead of waiting for input.
///
/// The program `script` provides a terminal.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"))) struct TerminalTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
  }

  /// Runs a command on a terminal of 100 columns; both streams come back as one text.
  private func onTerminal(_ line: String) throws -> (status: Int32, text: String) {
    try workspace.write("run.sh", "stty cols 100 2>/dev/null; \(line)\n")
    let outcome = try workspace.shell("script -qec 'bash run.sh' /dev/null < /dev/null")
    return (outcome.status, outcome.output.replacing("\r\n", with: "\n"))
  }

  @Test func progressAndPicture() throws {
    let small = Sample.small.joined(separator: " ")
    let (status, text) = try onTerminal("TERM=xterm LANG=C.UTF-8 $F forecast a.csv --horizon 3 \(small)")
    #expect(status == 0)
    #expect(text.contains("reading a.csv\u{1B}[K"))
    #expect(text.contains("holdout LSTM  epoch 1/3  loss "))
    #expect(text.contains("  ETA "))
    #expect(text.contains("Forecast of y"))
    #expect(
      text.contains("⠤") || text.contains("⣀")
        || text.unicodeScalars.contains { (0x2800...0x28FF).contains($0.value) })
    #expect(text.contains("\u{1B}[36m"))
  }

  @Test func coloursAndCharactersOnRequest() throws {
    let small = Sample.small.joined(separator: " ")
    for setting in ["NO_COLOR=1 TERM=xterm", "TERM=dumb"] {
      let (_, text) = try onTerminal("\(setting) LANG=C $F forecast a.csv --horizon 3 \(small)")
      #expect(!text.contains("\u{1B}[3") && !text.contains("\u{1B}[1"))
      #expect(text.contains("Forecast of y"))
    }
    let (_, flag) = try onTerminal("TERM=xterm $F forecast a.csv --horizon 3 --no-color \(small)")
    #expect(!flag.contains("\u{1B}[3"))
  }

  @Test func namesCantSteerAnything() throws {
    let rows = (1...8).map { "\"a\u{1B}[31mb\",\($0),\($0 * $0 % 7)" }
    try workspace.write("esc.csv", "unique_id,ds,y\n" + rows.joined(separator: "\n") + "\n")
    for command in [
      "inspect esc.csv", "forecast esc.csv --horizon 2 --model naive --plot e.svg --report e.html",
    ] {
      let (status, text) = try onTerminal("TERM=xterm LANG=C.UTF-8 $F \(command)")
      #expect(status == 0, "\(text)")
      #expect(!text.contains("\u{1B}[31m") && text.contains("a\\u001b[31mb"), "\(text)")
    }
    let piped = try workspace.run(["forecast", "esc.csv", "--horizon", "2", "--model", "naive"])
    #expect(!piped.output.contains("\u{1B}") && piped.output.contains("\na\\u001b[31mb,9,"))
    for file in ["e.svg", "e.html"] {
      let text = String(decoding: try workspace.read(file), as: UTF8.self)
      #expect(!text.contains("\u{1B}") && text.contains("a\\u001b[31mb"))
    }
  }

  @Test func quietAndJSONShowNoPicture() throws {
    for flag in ["--quiet", "--json", "--no-picture"] {
      let (_, text) = try onTerminal("$F forecast a.csv --horizon 3 --model naive \(flag)")
      #expect(!text.contains("Forecast of y"))
    }
  }

  @Test func helpInsteadOfWaiting() throws {
    for command in [
      "inspect", "forecast --horizon 3", "fit --horizon 3 --save m", "backtest --horizon 3",
      "compare --horizon 3",
    ] {
      let (status, text) = try onTerminal("$F \(command) < /dev/tty")
      #expect(status == 2, "\(command)")
      #expect(text.hasPrefix("OVERVIEW: "))
    }
  }

  @Test func tableOnATerminal() throws {
    let (status, text) = try onTerminal("$F backtest a.csv --horizon 3 --models naive --quiet")
    #expect(status == 0)
    #expect(text.contains("model  sMAPE   MASE"))
    #expect(!text.contains("model,smape"))
  }

  @Test func comparisonOnATerminal() throws {
    let small = Sample.small.joined(separator: " ")
    let (status, text) = try onTerminal(
      "TERM=xterm $F compare a.csv --horizon 3 --models rnn --windows 2 --seeds 2 \(small)")
    #expect(status == 0)
    #expect(text.contains("fit 1/6: rnn, window 1, seed 1\u{1B}[K"))
    #expect(text.contains("\u{1B}[KUse ") && text.contains("model            MASE  ± seeds"))
    #expect(!text.contains("model,hidden_size"))
  }

  @Test(arguments: [40, 80, 200]) func idsStayWholeOnNarrowTerminals(columns: Int) throws {
    let outcome = try workspace.run(
      ["backtest", "a.csv", "--horizon", "3", "--models", "naive", "--track", "--registry", "r", "--json"])
    let id = try #require(try GradientsTests.document(outcome.output)["run"] as? String)
    let (status, text) = try onTerminal("COLUMNS=\(columns) $F runs list --registry r --quiet")
    #expect(status == 0 && text.contains(id) && text.contains("FINISHED"))
    #expect(text.contains("epochs") == (columns == 200))
    if columns > 40 {
      let rows = text.split(whereSeparator: \.isNewline).filter { !$0.contains("\u{1B}") }
      #expect(rows.allSatisfy { $0.count <= columns }, "\(text)")
    }
  }

  @Test func comparisonFitsIntoEightyColumns() throws {
    let words = "compare a.csv --horizon 3 --models rnn --windows 2 --seeds 2 --quiet"
    let small = Sample.small.joined(separator: " ")
    let (status, text) = try onTerminal("COLUMNS=80 $F \(words) \(small)")
    #expect(status == 0)
    let rows = text.split(whereSeparator: \.isNewline).filter {
      $0.hasPrefix("model ") || $0.hasPrefix("rnn ")
    }
    #expect(rows.count == 4 && rows.allSatisfy { $0.count <= 80 }, "\(text)")
    #expect(text.contains(" memory  units  parameters  epochs  seconds\nrnn "))
  }

  @Test func comparisonSaysHowLongItTakes() throws {
    let (status, text) = try onTerminal(
      "TERM=xterm $F compare a.csv --horizon 3 --models lstm,gru --windows 3 --seeds 3 --epochs 300")
    #expect(status == 0)
    #expect(text.contains(/fit \d+\/21: \w+, window \d, seed \d  ETA \d/))
  }

  /// Five times the horizon, three seasons or thirty steps of history are shown, so that the forecast is
  /// clearly visible.
  @Test func longHistoryLeavesTheForecastRoom() throws {
    try workspace.write("long.csv", Sample.monthly(240))
    let outcome = try workspace.run([
      "forecast", "long.csv", "--horizon", "12", "--model", "naive", "--picture",
    ])
    #expect(outcome.errors.contains("the last 60 of 240 observations are shown"))
    let short = try workspace.run([
      "forecast", "a.csv", "--horizon", "12", "--model", "naive", "--picture",
    ])
    #expect(!short.errors.contains("observations are shown"))
  }

  @Test func pictureWithoutATerminal() throws {
    let outcome = try workspace.run(["forecast", "a.csv", "--horizon", "3", "--model", "naive", "--picture"])
    #expect(outcome.errors.contains("Forecast of y"))
    #expect(!outcome.errors.contains("\u{1B}"))
  }
}

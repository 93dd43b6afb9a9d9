import ArgumentParser
import Foretell

/// The option for the weights that a network starts from.
struct StartOption: ParsableArguments {
  @Option(
    help: .init(
      "Where the weights of a network start: zero for the networks of this release, which were trained on generated series, FILE for those of foretell pretrain, or none for random weights. Default: zero of model zero, and of lstm for fewer than \(RecurrentForecaster.fewSeries) series of fewer than \(RecurrentForecaster.fewValues) values; else none.",
      valueName: "start"),
    completion: .file())
  var from: String?
}

extension ModelOptions {
  /// Where the weights start; nil when it wasn't said.
  func start() throws(ForetellError) -> NetworkStart? {
    guard let from = beginning.from else { return nil }
    switch from {
    case "none": return .random
    case "zero": return .shipped
    default:
      do { return .file(try PretrainedNetworks(contentsOf: from)) } catch let error as ForetellError {
        throw error
      } catch {
        throw ForetellError(.cannotRead, "cannot read `\(from)`: \(error)", location: .init(file: from))
      }
    }
  }

  /// Whether the weights start at those of another network, whose layers and reading come with them.
  var startsPretrained: Bool { beginning.from.map { $0 != "none" } ?? false }

  /// The long names of options that a pre-trained network has of its own.
  static let replaced: Set<String> = Set(RecurrentForecaster.replacedOptions.map(\.rawValue))

  /// Refuses the options that a pre-trained network has of its own.
  func refuseReplaced() throws(ForetellError) {
    guard startsPretrained else { return }
    try Invocation.refuse(
      Self.replaced, because: "a network that starts from --from has its own",
      hint: "leave it out, or train from random weights with --from none")
  }
}

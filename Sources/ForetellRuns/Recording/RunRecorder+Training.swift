import Foretell

extension RunRecorder {
  /// Records the progress of an epoch: `training_loss`, `validation_loss`, `learning_rate`, `gradient_norm`
  /// and `clipped_share`.
  public func record(_ news: TrainingProgress, window: Int = 0) {
    record("training_loss", news.trainingLoss, epoch: news.epoch, window: window)
    if let loss = news.validationLoss { record("validation_loss", loss, epoch: news.epoch, window: window) }
    record("learning_rate", news.learningRate, epoch: news.epoch, window: window)
    record("gradient_norm", news.gradientNorm, epoch: news.epoch, window: window)
    record("clipped_share", news.clippedShare, epoch: news.epoch, window: window)
  }

  /// Records the measurements of a gradient monitor in an epoch: the norms by lag of every layer and state,
  /// and as metrics the effective memory, decay rate, saturation of gates, dead units, and for each parameter
  /// block the norm before clipping and the update ratio.
  ///
  /// - Parameters:
  ///   - isTrained: whether the snapshot is of the trained network; it is stored as epoch 0 and without the
  ///     metrics.
  ///   - window: the window of a backtest, counted from 0.
  public func record(_ snapshot: GradientSnapshot, isTrained: Bool = false, window: Int = 0) {
    let time = Self.now
    record { pending in
      for layer in snapshot.layers {
        let prefix = layer.direction == .reverse ? "reverse-" : ""
        for (state, norms) in [("hidden", Optional(layer.hidden)), ("cell", layer.cell)] {
          guard let norms else { continue }
          pending.curves.append(
            RunDetails.GradientCurve(
              window: window, epoch: isTrained ? 0 : snapshot.epoch, layer: layer.number,
              state: prefix + state, mean: norms.mean, levels: snapshot.quantiles, quantiles: norms.quantiles,
              time: time))
        }
      }
      guard !isTrained else { return }
      for (name, value) in Self.quantities(snapshot) {
        pending.values.append(
          .init(name: name, window: window, epoch: snapshot.epoch, value: value, time: time))
      }
    }
  }

  /// Records mean norms by lag of the trained network, for callers that know nothing more; they are stored as
  /// epoch 0.
  ///
  /// - Parameters:
  ///   - norms: the mean norms of the first layer's state at lags 0, 1, 2, ….
  ///   - isCellState: whether the state is an LSTM's cell state.
  public func record(trainedNorms norms: [Double], isCellState: Bool, window: Int = 0) {
    let time = Self.now
    record { pending in
      pending.curves.append(
        RunDetails.GradientCurve(
          window: window, epoch: 0, layer: 0, state: isCellState ? "cell" : "hidden", mean: norms, levels: [],
          quantiles: [], time: time))
    }
  }

  private static func quantities(_ snapshot: GradientSnapshot) -> [(String, Double)] {
    var list: [(String, Double)] = [("effective_memory", Double(snapshot.effectiveMemory))]
    if let rate = snapshot.decayRate { list.append(("decay_rate", rate)) }
    for block in snapshot.blocks {
      list.append(("block_gradient_norm/\(block.name)", block.gradientNorm ?? .infinity))
      list.append(("block_update_ratio/\(block.name)", block.updateRatio))
    }
    for layer in snapshot.layers {
      let number = (layer.direction == .reverse ? "reverse-" : "") + "\(layer.number)"
      for gate in layer.saturations {
        list.append(("saturation_low/\(number).\(gate.name)", gate.low))
        list.append(("saturation_high/\(number).\(gate.name)", gate.high))
      }
      if let dead = layer.deadUnits { list.append(("dead_units/\(number)", Double(dead))) }
      list.append(("not_finite_gradients/\(number)", Double(layer.nonFinite)))
    }
    return list
  }
}

extension FitOptions {
  /// The options with the recorder added, which records progress and snapshots; unchanged without a recorder.
  public func recorded(by recorder: RunRecorder?, window: Int = 0) -> FitOptions {
    guard let recorder else { return self }
    var options = self
    let earlier = progress
    options.progress = { news in
      earlier?(news)
      recorder.record(news, window: window)
    }
    return options
  }
}

extension TrainedModel {
  /// The distributions of each parameter block's weights, at the epoch whose weights were kept.
  public var weightHistograms: [Histogram] {
    parameterBlocks.map { block in
      Histogram(name: "weights/\(block.name)", epoch: max(bestEpoch, 1), values: block.values)
    }
  }

  /// The results of a finished fit: the kept epoch's number and losses, and the number of parameters.
  public var recordedResults: [Run.Result] {
    var results: [Run.Result] = []
    if history.indices.contains(bestEpoch - 1) {
      let best = history[bestEpoch - 1]
      results.append(Run.Result("training_loss", best.trainingLoss))
      if let loss = best.validationLoss { results.append(Run.Result("validation_loss", loss)) }
    }
    return results + [
      Run.Result("best_epoch", Double(bestEpoch)), Run.Result("parameters", Double(parameterCount)),
    ]
  }
}

extension BacktestResult.ModelScore {
  /// The scores as results; undefined ones are left out.
  public var recordedResults: [Run.Result] {
    let measures: [(String, Double?)] = [
      ("smape", smape), ("mase", mase), ("rmsse", rmsse), ("mae", mae), ("rmse", rmse), ("skill", skill),
    ]
    return measures.compactMap { name, value in value.map { Run.Result(name, $0) } }
      + coverage.sorted { $0.key < $1.key }.map { Run.Result("coverage_\($0.key)", $0.value) }
      + msis.sorted { $0.key < $1.key }.map { Run.Result("msis_\($0.key)", $0.value) }
      + [Run.Result("fit_seconds", timing.fitSeconds), Run.Result("predict_seconds", timing.predictSeconds)]
  }
}

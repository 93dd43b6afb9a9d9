/// The stepwise search for the order of an ARIMA model.
///
/// It begins with nine orders, and one without a constant, and goes on from the best by AICc: one or both of p and q, or P
/// and Q, by one, and the constant. It ends when none of these is better. Orders whose polynomials have a root within 1.01
/// are left out. All likelihoods are exact, and each search for coefficients begins at those of the best order so far.
///
/// Source: R. J. Hyndman and Y. Khandakar, Automatic time series forecasting: the forecast package for R, Journal of
/// Statistical Software 27 (2008) 3.
struct ArimaSearch {
  /// The largest numbers of coefficients.
  struct Limits: Sendable {
    var regular = 5
    var seasonal = 2
    /// That of all together.
    var total = 5
    /// The largest number of orders that are looked at.
    var orders = 94
  }

  private let sample: ArimaSample
  private let start: ArimaOrder
  private let limits: Limits
  private let allowsConstant: Bool
  /// The orders that have been looked at.
  private var tried: Set<ArimaOrder> = []
  private var best: ArimaEstimate?

  /// Takes a series and the differences of an order, whose other numbers don't matter.
  init(_ sample: ArimaSample, order: ArimaOrder, limits: Limits = Limits()) {
    self.sample = sample
    self.limits = limits
    start = order
    allowsConstant = order.differenceCount <= 1
  }

  /// The best estimate, nil when no order can be estimated.
  mutating func run() -> ArimaEstimate? {
    let count = sample.series.count
    let regular = min(limits.regular, count / 3)
    let seasonal = start.season > 1 ? min(limits.seasonal, count / 3 / start.season) : 0
    for (p, q, seasonalP, seasonalQ) in [
      (2, 2, 1, 1), (0, 0, 0, 0), (1, 0, 1, 0), (0, 1, 0, 1), (2, 0, 0, 0), (0, 2, 0, 1), (1, 1, 0, 1),
      (0, 1, 1, 0), (1, 1, 0, 0),
    ] {
      var one = order(
        min(p, regular), min(q, regular), min(seasonalP, seasonal), min(seasonalQ, seasonal), allowsConstant)
      if one.coefficientCount > limits.total { one.seasonal.p = 0 }
      look(one)
    }
    if allowsConstant { look(order(0, 0, 0, 0, false)) }
    while tried.count < limits.orders, let center = best?.order {
      let moves = neighbours(center).filter {
        $0.regular.p <= regular && $0.regular.q <= regular && $0.seasonal.p <= seasonal
          && $0.seasonal.q <= seasonal
          && min($0.regular.p, $0.regular.q, $0.seasonal.p, $0.seasonal.q) >= 0
          && $0.coefficientCount <= limits.total
      }
      guard moves.contains(where: { look($0) }) else { break }
    }
    guard let best else {
      let plain = order(0, 0, 0, 0, allowsConstant)
      return ArimaEstimate.best(sample.values(plain), order: plain, known: [], effort: .comparing)
    }
    // From other places a root on the unit circle may be found; then the search ends near the first one.
    for effort in [ArimaEstimate.Effort.final, .polishing] {
      let refined = ArimaEstimate.best(
        sample.values(best.order), order: best.order, known: [best], effort: effort)
      if let refined, refined.isTrusted, refined.squares <= best.squares { return refined }
    }
    return best
  }

  private func order(_ p: Int, _ q: Int, _ seasonalP: Int, _ seasonalQ: Int, _ constant: Bool) -> ArimaOrder {
    var order = start
    (order.regular.p, order.regular.q) = (p, q)
    (order.seasonal.p, order.seasonal.q) = (seasonalP, seasonalQ)
    order.hasConstant = constant
    return order
  }

  /// The orders next to one, in the order in which they are looked at.
  private func neighbours(_ center: ArimaOrder) -> [ArimaOrder] {
    let single = [(-1, 0), (0, -1), (1, 0), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1)]
    var orders: [ArimaOrder] = []
    for (p, q) in start.season > 1 ? single : [] {
      orders.append(
        order(
          center.regular.p, center.regular.q, center.seasonal.p + p, center.seasonal.q + q, center.hasConstant
        ))
    }
    for (p, q) in single {
      orders.append(
        order(
          center.regular.p + p, center.regular.q + q, center.seasonal.p, center.seasonal.q, center.hasConstant
        ))
    }
    if allowsConstant {
      var other = center
      other.hasConstant.toggle()
      orders.append(other)
    }
    return orders
  }

  /// Estimates an order that hasn't been looked at; true when it is better than the best so far.
  @discardableResult
  private mutating func look(_ order: ArimaOrder) -> Bool {
    guard tried.count < limits.orders, tried.insert(order).inserted,
      let estimate = ArimaEstimate.best(
        sample.values(order), order: order, known: best.map { [$0] } ?? [], effort: .comparing),
      estimate.aicc < best?.aicc ?? .infinity, estimate.isTrusted
    else { return false }
    best = estimate
    return true
  }
}

extension ArimaModel {
  /// The largest season length for which a model has seasonal coefficients.
  package static let longestSeason = 24
  /// The number of last values from which the model of a longer series is estimated.
  package static let longestHistory = 4000

  /// The model whose order ``ArimaSearch`` finds.
  ///
  /// Differences over a season are taken where ``ArimaDifferencing/isSeasonal(_:season:)``, then as many as
  /// ``ArimaDifferencing/count(_:limit:)`` says, at most two. Of a longer series the last ``longestHistory`` values are used.
  ///
  /// - Parameters:
  ///   - series: the values in time order, NaN for missing; the first and the last are observed.
  ///   - season: season length; those of 1 step and of more than ``longestSeason`` count as none.
  /// - Returns: nil for fewer than four values.
  package static func automatic(_ series: [Double], season: Int) -> ArimaModel? {
    guard let span = ObservedSpan(Array(series.suffix(longestHistory))), span.values.count > 3 else {
      return nil
    }
    let length = season > 1 && season <= longestSeason && span.values.count >= 2 * season ? season : 1
    var order = ArimaOrder(.init(0, 0, 0), season: length)
    if ArimaDifferencing.isSeasonal(span.values, season: length) {
      let rest = ArimaOrder.differences(span.values, lag: length)
      if rest.count > 3 { order.seasonal.d = 1 }
    }
    order.regular.d = ArimaDifferencing.count(order.differences(span.values), limit: 2)
    while order.regular.d > 0, span.values.count - order.lostCount < 3 { order.regular.d -= 1 }
    let differences = order.differences(span.values)
    if differences.allSatisfy({ $0 == differences[0] }) {
      order.hasConstant = order.differenceCount <= 1
      guard let sample = ArimaSample(span.observed, order) else { return nil }
      return ArimaModel(sample, order: order, parameters: order.hasConstant ? [0] : [])
    }
    order.hasConstant = order.differenceCount <= 1
    guard let sample = ArimaSample(span.observed, order) else { return nil }
    var search = ArimaSearch(sample, order: order)
    return search.run().flatMap { ArimaModel(sample, refining: $0) }
  }
}

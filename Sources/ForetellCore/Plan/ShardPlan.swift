/// How a batch is cut into shards.
package enum ShardPlan {
  /// Number of rows of a shard, from the number of rows of the batch alone.
  ///
  /// It never depends on the number of threads, so that sums have the same bits.
  package static func rows(batch: Int) -> Int { min(batch, max(16, (batch + 3) / 4)) }
}

/// How a batch is cut into shards.
package enum ShardPlan {
  /// Rows of a shard, from the shape alone: never from the number of threads.
  package static func rows(batch: Int, hidden: Int) -> Int {
    min(batch, max(16, (batch + 3) / 4))
  }
}

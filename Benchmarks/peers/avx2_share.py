"""The part `avx2` of compare.py: how much of the AVX2 peak the training steps reach."""

import datetime
import statistics


class AVX2Share:
    """Needs `ours`, `say`, `section`, `options` and `rows` of the class that it is mixed into."""

    def avx2(self):
        """Shares of the AVX2 peak from processor time, which needs no quiet machine; each turn measures its own peak."""
        self.section("Training step with the AVX2 kernels")
        peak = self.ours("peak", isa="avx2")[0]
        if peak["isa"] != "avx2":
            self.say("Skipped: this processor has no AVX2.")
            return
        now = datetime.datetime.now(datetime.timezone.utc)
        self.say(f"`FORETELL_ISA=avx2`, one thread, {peak['processor']}, {now:%Y-%m-%d %H:%M} UTC (`Benchmarks/run --only avx2`). Processor")
        self.say("time of a step; the peak is what `foretell-bench peak` prints for AVX2 in the same second. Medians of the turns, and the")
        self.say("turn with the highest share, which other programs disturbed least; to reach: 75 % for the LSTM. Only products count as")
        self.say("operations: the gates and their gradients take time too, and the more of it the fewer units there are.")
        self.say()
        self.say("| batch × steps × inputs × hidden | ms | GFLOP/s | peak | of the peak | best turn |")
        self.say("|---|---|---|---|---|---|")
        for row, _ in self.rows:
            if self.options.row and row not in self.options.row:
                continue
            turns = []
            for _ in range(2 * self.options.turns + 1):
                step = self.ours("steps", "--row", row, "--threads", 1, "--seconds", self.options.seconds / 2, isa="avx2")[0]
                best = self.ours("peak", isa="avx2")[0]["gflops_per_core"]
                speed = step["gflops"] * step["median_ms"] / step["processor_ms"]
                turns.append((speed / best, step["processor_ms"], speed, best))
            share, milliseconds, speed, best = (statistics.median(column) for column in zip(*turns))
            cell, sizes = row.split(":")
            self.say(
                f"| {cell.upper()} {sizes.replace('x', '×')} | {milliseconds:.3f} | {speed:.0f} | {best:.0f} "
                f"| {100 * share:.0f} % | {100 * max(turns)[0]:.0f} % |"
            )

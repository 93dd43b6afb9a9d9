"""Runs foretell-bench and the peers in turns, checks that both computed the same, prints one table, writes RESULTS.md.

Needs nothing but Python's standard library itself; the peers run under --python. Called by Benchmarks/run.
"""

import argparse
import datetime
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from avx2_share import AVX2Share

HERE = os.path.dirname(os.path.abspath(__file__))
PARTS = ["steps", "avx2", "bf16", "infer", "predict", "process", "vanishing", "csv", "etth1"]
# Rows as cell:batch x steps x inputs x hidden, and the ratio to reach.
ROWS = [
    ("lstm:32x24x1x32", 8),
    ("lstm:64x96x1x64", 3),
    ("lstm:64x96x8x128", 3),
    ("lstm:128x168x8x128", 3),
    ("lstm:64x96x8x256", 2),
    ("lstm:64x48x8x512", 1.7),
    ("gru:64x96x1x64", 5),
    ("gru:64x96x8x128", 3),
    ("gru:64x96x8x256", 2.2),
    ("rnn:64x96x1x64", 4),
    ("rnn:64x96x8x128", 2.5),
    ("rnn:64x96x8x256", 1.7),
]
TOLERANCE = 1e-3
# Two ways to round to bfloat16 agree less.
BF16_TOLERANCE = 1e-2
# A turn counts if a core gives this share of its peak while all work.
FULL_SPEED = 0.9


class Comparison(AVX2Share):
    rows = ROWS

    def __init__(self, options):
        self.options = options
        self.lines = []
        self.failures = []

    def say(self, line=""):
        print(line, flush=True)
        self.lines.append(line)

    def section(self, title):
        self.say()
        self.say(f"## {title}")
        self.say()

    def ours(self, *arguments, isa=None):
        command = [self.options.bench, *map(str, arguments), "--json"]
        environment = {**os.environ, "FORETELL_ISA": isa} if isa else None
        return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True, env=environment).stdout)

    def peer(self, script, *arguments, python=None):
        command = [python or self.options.python, os.path.join(HERE, script), *map(str, arguments)]
        return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)

    def same(self, what, ours, theirs, tolerance=TOLERANCE):
        worst = max(abs(a - b) / max(abs(b), 1e-9) for a, b in zip(ours, theirs, strict=True))
        if worst > tolerance:
            self.failures.append(f"{what}: results differ by {worst:.1e}")
        return worst

    def counted(self, count, *sides):
        """Results of each side from `count` turns, in which all cores had their full speed before and after.

        Virtual machines run their cores on hyper-threads of one physical core at times, which halves the speed of both
        sides but not by the same factor. Such a turn is repeated, at most three times as often as turns are wanted;
        where too few are left, all count.
        """
        good, every = [[] for _ in sides], [[] for _ in sides]
        for _ in range(4 * count):
            for number, side in enumerate(sides):
                if len(good[number]) >= count:
                    continue
                before = self.share_of_peak()
                result = side()
                every[number].append(result)
                self.turns += 1
                if min(before, self.share_of_peak()) >= FULL_SPEED:
                    good[number].append(result)
                else:
                    self.slow_turns += 1
            if all(len(results) >= count for results in good):
                break
        self.unsettled += sum(len(results) < count for results in good)
        return [some if len(some) >= count else all_ for some, all_ in zip(good, every)]

    @staticmethod
    def middle(turns):
        """The rows of several turns, each from the turn with the median time."""
        return [sorted(rows, key=lambda row: row["median_ms"])[(len(rows) - 1) // 2] for rows in zip(*turns)]

    def share_of_peak(self):
        """What a core gives while all `threads` cores work, as a share of what one gives alone."""
        return self.ours("peak", "--threads", self.options.threads)[0]["gflops_per_core"] / self.peak

    def header(self):
        self.turns = self.slow_turns = self.unsettled = 0
        peak = self.ours("peak")[0]
        self.peak = peak["gflops_per_core"]
        self.has_bf16 = peak["bfloat16"]
        self.load = [os.getloadavg()[0]]
        self.quiet = [peak["median_gflops"] / self.peak]
        self.say("# Results")
        self.say()
        self.say("Written by `make bench`; see [peers/README.md](peers/README.md) for what runs against what.")
        self.say()
        now = datetime.datetime.now(datetime.timezone.utc)
        self.say(f"- Date: {now:%Y-%m-%d %H:%M} UTC")
        self.say(f"- Processor: {peak['processor']}, {peak['cores']} cores; {self.options.threads} threads on each side")
        self.say(f"- fp32 peak, measured: {self.peak:.0f} GFLOP/s a core; Foretell's kernels: {peak['isa']}")

    def steps(self):
        self.section("Training step: forward, backward, clipping, Adam")
        self.say("Medians in milliseconds, ours and PyTorch in turns; PyTorch with oneDNN on or off, whichever is faster in a row.")
        self.say("Beside the medians' ratio stand those of the lowest times and of processor time,")
        self.say("which a busy machine spoils less; with several threads PyTorch's processor time includes waiting in a loop.")
        self.say()
        self.say("| batch × steps × inputs × hidden | ours | PyTorch | ratio | of the lowest | of processor time | to reach | GFLOP/s | of the peak | losses differ by |")
        self.say("|---|---|---|---|---|---|---|---|---|---|")
        ratios, lowest, processor = [], [], []
        for row, goal in ROWS:
            if self.options.row and row not in self.options.row:
                continue
            common = ["--row", row, "--threads", self.options.threads]
            sides = [lambda: self.ours("steps", *common, "--seconds", self.options.seconds)[0]]
            if self.options.python:
                sides.append(
                    lambda: self.peer("torch_steps.py", *common, "--seconds", 2 * self.options.seconds)[0]
                )
            found, *rest = self.counted(self.options.turns, *sides)
            theirs = rest[0] if rest else []
            self.load.append(os.getloadavg()[0])
            median = statistics.median(r["median_ms"] for r in found)
            speed = statistics.median(r["gflops"] for r in found)
            cell, sizes = row.split(":")
            line = f"| {cell.upper()} {sizes.replace('x', '×')} | {median:.3f} | "
            share = 100 * speed / (self.peak * self.options.threads)
            if theirs:
                their = statistics.median(r["median_ms"] for r in theirs)
                worst = self.same(row, found[0]["losses"], theirs[0]["losses"])
                best = min(r["lowest_ms"] for r in theirs) / min(r["lowest_ms"] for r in found)
                work = statistics.median(r["processor_ms"] for r in theirs) / statistics.median(r["processor_ms"] for r in found)
                if cell == "lstm":
                    processor.append(work)
                    ratios.append(their / median)
                    lowest.append(best)
                line += f"{their:.3f} | {their / median:.2f} | {best:.2f} | {work:.2f} | {goal} | {speed:.0f} | {share:.0f} % | {worst:.0e} |"
            else:
                line += f"– | – | – | – | {goal} | {speed:.0f} | {share:.0f} % | – |"
            self.say(line)
        if ratios:
            mean = statistics.geometric_mean(ratios)
            self.say()
            self.say(
                f"Geometric mean over the {len(ratios)} LSTM rows: **{mean:.2f}** (to reach: 3.0); "
                f"of the lowest times {statistics.geometric_mean(lowest):.2f}, of processor time {statistics.geometric_mean(processor):.2f}."
            )

    def bf16(self):
        self.section("Training step with bfloat16 factors")
        if not self.has_bf16:
            self.say("Skipped: this processor has no instructions for them.")
            return
        self.say("Ours as `--precision bf16` trains, PyTorch under autocast to bfloat16 with oneDNN, in turns; medians in milliseconds.")
        self.say()
        self.say("| batch × steps × inputs × hidden | ours | PyTorch | ratio | GFLOP/s | of the fp32 peak | losses differ by |")
        self.say("|---|---|---|---|---|---|---|")
        ratios = []
        for row, _ in ROWS:
            if self.options.row and row not in self.options.row:
                continue
            common = ["--row", row, "--threads", self.options.threads, "--bf16"]
            sides = [lambda: self.ours("steps", *common, "--seconds", self.options.seconds)[0]]
            if self.options.python:
                sides.append(lambda: self.peer("torch_steps.py", *common, "--seconds", self.options.seconds)[0])
            found, *rest = self.counted(self.options.turns, *sides)
            median = statistics.median(r["median_ms"] for r in found)
            speed = statistics.median(r["gflops"] for r in found)
            cell, sizes = row.split(":")
            share = 100 * speed / (self.peak * self.options.threads)
            line = f"| {cell.upper()} {sizes.replace('x', '×')} | {median:.3f} | "
            if rest:
                their = statistics.median(r["median_ms"] for r in rest[0])
                worst = self.same(row + " in bf16", found[0]["losses"], rest[0][0]["losses"], BF16_TOLERANCE)
                if cell == "lstm":
                    ratios.append(their / median)
                self.say(line + f"{their:.3f} | {their / median:.2f} | {speed:.0f} | {share:.0f} % | {worst:.0e} |")
            else:
                self.say(line + f"– | – | {speed:.0f} | {share:.0f} % | – |")
        if ratios:
            self.say()
            self.say(f"Geometric mean over the {len(ratios)} LSTM rows: **{statistics.geometric_mean(ratios):.2f}**.")

    def infer(self):
        self.section("Forecast from one window: batch 1, 96 steps, hidden 64")
        self.say("| cell | ours, ms | PyTorch, ms | ratio | outputs differ by |")
        self.say("|---|---|---|---|---|")
        sides = [lambda: self.ours("infer")]
        if self.options.python:
            sides.append(lambda: self.peer("torch_infer.py"))
        found, *rest = self.counted(self.options.turns, *sides)
        ours = self.middle(found)
        theirs = {row["cell"]: row for row in self.middle(rest[0])} if rest else {}
        for row in ours:
            other = theirs.get(row["cell"])
            if other:
                worst = max(abs(a - b) for a, b in zip(row["outputs"], other["outputs"], strict=True))
                if worst > TOLERANCE:
                    self.failures.append(f"infer {row['cell']}: outputs differ by {worst:.1e}")
                self.say(
                    f"| {row['cell'].upper()} | {row['median_ms']:.4f} | {other['median_ms']:.4f} | "
                    f"{other['median_ms'] / row['median_ms']:.1f} | {worst:.0e} |"
                )
            else:
                self.say(f"| {row['cell'].upper()} | {row['median_ms']:.4f} | – | – | – |")

    def predict(self):
        row = self.ours("predict")[0]
        self.section("One forecast of one series from a model in memory")
        self.say(
            f"`predict()`, window {row['input_size']}, horizon {row['horizon']}, hidden {row['hidden']}: "
            f"median {row['median_ms']:.3f} ms, lowest {row['lowest_ms']:.3f} ms (to stay under: 1 ms)."
        )

    def process(self):
        self.section("The whole command: start, read the model and the CSV, forecast, print")
        program = self.options.foretell
        if not program or not os.path.exists(program):
            self.say("Skipped: there is no release build of the command; `make build` makes one.")
            return
        data = os.path.join(HERE, "..", "..", "datasets", "air-passengers", "air-passengers.csv")
        with tempfile.TemporaryDirectory() as folder:
            model = os.path.join(folder, "air.model")
            # Options from the environment are looked up in the help, which takes its time: none here.
            plain = {name: value for name, value in os.environ.items() if not name.startswith("FORETELL_")}
            silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True, "env": plain}
            subprocess.run([program, "fit", data, "--horizon", "12", "--save", model], **silent)
            self.say("| command | median, ms | lowest, ms |")
            self.say("|---|---|---|")
            for name, command in [
                ("`foretell predict air.model air-passengers.csv`", [program, "predict", model, data]),
                ("`foretell --version`", [program, "--version"]),
            ]:
                times = []
                for _ in range(60):
                    start = time.perf_counter()
                    subprocess.run(command, **silent)
                    times.append(1e3 * (time.perf_counter() - start))
                self.say(f"| {name} | {statistics.median(times):.1f} | {min(times):.1f} |")

    def vanishing(self):
        self.section("Gradients that vanish into denormal numbers")
        self.say("The last column is the control: the same vanishing network with denormal numbers left as they are.")
        self.say("Processors differ: recent AMD cores compute with denormal numbers at nearly full speed.")
        self.say()
        self.say("| cell, 64×96×1×64 | ordinary, ms | vanishing, ms | ratio | not flushed, ms |")
        self.say("|---|---|---|---|---|")
        for row in self.ours("vanishing", "--threads", self.options.threads):
            self.say(
                f"| {row['cell'].upper()} | {row['ordinary_ms']:.3f} | {row['vanishing_ms']:.3f} | {row['ratio']:.2f} | "
                f"{row['unflushed_ms']:.3f} |"
            )

    def csv(self):
        path = os.path.join(self.options.cache, "long.csv")
        if not os.path.exists(path):
            subprocess.run([sys.executable, os.path.join(HERE, "make_long_csv.py"), path + ".part"], check=True)
            os.replace(path + ".part", path)
        sides = [lambda: self.ours("csv", path, "--runs", 5)[0]]
        if self.options.python:
            sides.append(lambda: self.peer("csv_peers.py", path, "--threads", self.options.threads, "--runs", 3))
        found, *rest = self.counted(2, *sides)
        ours = min(found, key=lambda row: row["read_ms"])
        once = self.ours("csv", path, "--runs", 1)[0]
        self.section(f"Reading a CSV: {ours['bytes'] / 1e6:.0f} MB, {ours['rows']} rows, {ours['ids']} series")
        self.say("| reader | ms | MB/s | peak resident, MB |")
        self.say("|---|---|---|---|")
        self.say(f"| Foretell | {ours['read_ms']:.0f} | {ours['mb_per_s']:.0f} | {once['peak_mb']:.0f} |")
        if not rest:
            return
        theirs = rest[0][0]
        if (theirs["rows"], theirs["ids"]) != (ours["rows"], ours["ids"]) or abs(theirs["sum"] / ours["sum"] - 1) > 1e-9:
            self.failures.append("csv: the readers disagree on rows, ids or sum")
        for number, _ in enumerate(theirs["readers"]):
            row = min((turn["readers"][number] for turn in rest[0]), key=lambda row: row["read_ms"])
            self.say(
                f"| {row['reader']} {row['version']} | {row['read_ms']:.0f} | {row['mb_per_s']:.0f} | "
                f"{row['peak_mb'] * 1.048576:.0f} |"
            )

    def etth1(self):
        path = self.options.etth1
        self.section("ETTh1 end to end")
        if not path or not os.path.exists(path):
            self.say("Skipped: there is no file; name one with ETTH1=/path/to/ETTh1.csv.gz.")
            return
        plain = os.path.join(self.options.cache, "ETTh1.csv")
        if path.endswith(".gz"):
            with gzip.open(path) as source, open(plain, "wb") as target:
                shutil.copyfileobj(source, target)
        else:
            plain = path
        self.say("Seven channels as series, window 96, horizon 96, hidden 128, 128 windows a step, 200 steps, then all")
        self.say("2,785 × 7 test windows; errors in standardised units. Seconds include reading and forecasting, not start-up.")
        self.say()
        self.say("| program | MSE | MAE | seconds | peak resident, MB |")
        self.say("|---|---|---|---|---|")
        common = ["etth1", plain, "--threads", self.options.threads]
        sides = [lambda: self.ours(*common)[0]]
        if self.has_bf16:
            sides.append(lambda: self.ours(*common, "--precision", "bf16")[0])
        if self.options.neuralforecast:
            sides.append(
                lambda: self.peer(
                    "neuralforecast_etth1.py", plain, "--threads", self.options.threads, python=self.options.neuralforecast
                )
            )
        found = self.counted(1, *sides)
        for name, turns in zip(["Foretell", "Foretell, bf16"], found[: 1 + self.has_bf16]):
            row = turns[0]
            self.say(f"| {name} | {row['mse']:.4f} | {row['mae']:.4f} | {row['wall_s']:.2f} | {row['peak_mb']:.0f} |")
        if self.options.neuralforecast:
            other = found[-1][0]
            self.say(
                f"| NeuralForecast {other['neuralforecast']} | {other['mse']:.4f} | {other['mae']:.4f} | "
                f"{other['work_s']:.1f} + {other['import_s']:.1f} of imports | {other['peak_mb'] * 1.048576:.0f} |"
            )

    def footer(self):
        quiet = self.ours("peak")[0]
        self.quiet.append(quiet["median_gflops"] / quiet["gflops_per_core"])
        cores = os.cpu_count() or 1
        foreign = statistics.median(self.load)
        noisy = min(self.quiet) < 0.9 or foreign > cores + 0.5 or self.unsettled > 0
        self.section("How quiet the machine was")
        self.say(
            f"Load average during the run: median {foreign:.1f}, highest {max(self.load):.1f}, on {cores} cores; a core alone gave "
            f"{100 * min(self.quiet):.0f} % of its best in the median. "
            + (
                "**Noisy: others were using the machine. Times are too long on both sides and ratios are rough.**"
                if noisy
                else "Quiet enough for the figures to count."
            )
        )
        if self.turns:
            self.say(
                f"{self.slow_turns} of {self.turns} turns were repeated because the cores didn't have their full speed at once"
                + (f"; in {self.unsettled} cases too few were left, and all count." if self.unsettled else ".")
            )
        for failure in self.failures:
            self.say()
            self.say(f"**Check failed: {failure}**")


def main():
    parser = argparse.ArgumentParser(prog="Benchmarks/run")
    parser.add_argument("--bench", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--cache", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--output", help="where the results go")
    parser.add_argument("--python", help=argparse.SUPPRESS)
    parser.add_argument("--neuralforecast", help=argparse.SUPPRESS)
    parser.add_argument("--etth1", help=argparse.SUPPRESS)
    parser.add_argument("--foretell", help=argparse.SUPPRESS)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=1.0, help="time of ours for a row and turn; PyTorch gets twice that")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--row", action="append", help="only this row, e.g. lstm:64x96x8x128")
    parser.add_argument("--only", action="append", choices=PARTS, help="only this part")
    options = parser.parse_args()
    comparison = Comparison(options)
    comparison.header()
    if not options.python:
        comparison.say("- Foretell alone: the peers' Python environment is absent")
    for part in PARTS:
        if not options.only or part in options.only:
            getattr(comparison, part)()
    comparison.footer()
    if options.output and not options.row and not options.only:
        with open(options.output, "w") as file:
            file.write("\n".join(comparison.lines) + "\n")
    sys.exit(1 if comparison.failures else 0)


if __name__ == "__main__":
    main()

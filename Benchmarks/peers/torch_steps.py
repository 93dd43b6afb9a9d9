"""Times PyTorch's training step (forward, backward, clipping, Adam) for the rows of the benchmark table; prints JSON.

    python torch_steps.py [--threads 2] [--row lstm:64x96x8x128 …] [--seconds 2] [--bf16]

A row is cell:batch x steps x inputs x hidden. Each row runs with oneDNN (`torch.backends.mkldnn`) on and off, in turns, and the faster
median counts. `losses` are the losses before each of the first five steps from the parameters of portable.py: the check that
both sides compute the same thing. In the timed steps PyTorch trains both of its biases, as everybody runs it. With --bf16 the model runs
under `torch.autocast("cpu", dtype=torch.bfloat16)`, parameters and loss stay float, and oneDNN stays on: without, a step takes many
times as long.
"""

import argparse
import json
import statistics
import time
import warnings

import torch
from torch import nn

from portable import OUTPUTS, Model, sines

ROWS = [
    "lstm:32x24x1x32",
    "lstm:64x96x1x64",
    "lstm:64x96x8x128",
    "lstm:128x168x8x128",
    "lstm:64x96x8x256",
    "lstm:64x48x8x512",
    "gru:64x96x1x64",
    "gru:64x96x8x128",
    "gru:64x96x8x256",
    "rnn:64x96x1x64",
    "rnn:64x96x8x128",
    "rnn:64x96x8x256",
]
CLIP = 1.0
RATE = 1e-3


class Trainer:
    def __init__(self, cell, batch, steps, inputs, hidden, mkldnn, bf16):
        self.mkldnn = mkldnn
        self.bf16 = bf16
        self.model = Model(cell, inputs, hidden)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=RATE, fused=True)
        self.x = sines([steps, batch, inputs], 0.1)
        self.target = sines([batch, OUTPUTS], 0.2)

    def step(self, hold=False):
        with torch.backends.mkldnn.flags(enabled=self.mkldnn):
            self.optimizer.zero_grad()
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.bf16):
                output = self.model(self.x)
            loss = nn.functional.mse_loss(output.float(), self.target)
            loss.backward()
            if hold:
                self.model.hold_second_bias()
            nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
            self.optimizer.step()
        return loss


def timed(trainer, seconds):
    """Milliseconds of wall time and of processor time of each step."""
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 5:
        start, work = time.perf_counter(), time.process_time()
        trainer.step()
        times.append((1e3 * (time.perf_counter() - start), 1e3 * (time.process_time() - work)))
    return times


def measure(row, seconds, bf16):
    cell, sizes = row.split(":")
    batch, steps, inputs, hidden = map(int, sizes.split("x"))
    size = (cell, batch, steps, inputs, hidden)
    check = Trainer(*size, mkldnn=False, bf16=bf16)
    losses = [check.step(hold=True).item() for _ in range(5)]
    trainers = {key: Trainer(*size, mkldnn=key == "on", bf16=bf16) for key in (["on"] if bf16 else ["on", "off"])}
    times = {key: [] for key in trainers}
    for key, trainer in trainers.items():
        for _ in range(3):
            trainer.step()
    for _ in range(4):
        for key, trainer in trainers.items():
            times[key] += timed(trainer, seconds / 4 / len(trainers))
    medians = {key: statistics.median(wall for wall, _ in values) for key, values in times.items()}
    best = min(medians, key=medians.get)
    return {
        "cell": cell,
        "batch": batch,
        "steps": steps,
        "inputs": inputs,
        "hidden": hidden,
        "median_ms": round(medians[best], 4),
        "lowest_ms": round(min(min(values)[0] for values in times.values()), 4),
        "processor_ms": round(min(statistics.median(work for _, work in values) for values in times.values()), 4),
        "mkldnn": best,
        "median_ms_mkldnn_on": round(medians["on"], 4),
        "median_ms_mkldnn_off": round(medians["off"], 4) if "off" in medians else None,
        "losses": losses,
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--row", action="append")
    parser.add_argument("--seconds", type=float, default=4, help="time for one row")
    parser.add_argument("--bf16", action="store_true", help="autocast to bfloat16")
    options = parser.parse_args()
    warnings.filterwarnings("ignore", message="TF32")
    torch.set_num_threads(options.threads)
    rows = [measure(row, options.seconds, options.bf16) for row in options.row or ROWS]
    print(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()

"""Times PyTorch's forecast from one window: batch 1, 96 steps, 1 input, hidden 64, linear head of 24; prints JSON.

Runs one and two threads, oneDNN on and off, and takes the fastest median. `outputs` are for the parameters of portable.py.
"""

import argparse
import json
import statistics
import time
import warnings

import torch

from portable import LAYERS, Model, sines


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=96)
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=1, help="time for one setting")
    options = parser.parse_args()
    warnings.filterwarnings("ignore", message="TF32")
    results = []
    for cell in LAYERS:
        model = Model(cell, 1, options.hidden).eval()
        x = sines([options.steps, 1, 1], 0.1)
        medians = {}
        with torch.inference_mode():
            outputs = model(x)[0].tolist()
            for threads in (1, 2):
                torch.set_num_threads(threads)
                for mkldnn in (True, False):
                    with torch.backends.mkldnn.flags(enabled=mkldnn):
                        for _ in range(20):
                            model(x)
                        times = []
                        end = time.perf_counter() + options.seconds
                        while time.perf_counter() < end:
                            start = time.perf_counter()
                            model(x)
                            times.append(1e3 * (time.perf_counter() - start))
                    medians[f"threads {threads}, mkldnn {'on' if mkldnn else 'off'}"] = statistics.median(times)
        best = min(medians, key=medians.get)
        results.append(
            {
                "cell": cell,
                "batch": 1,
                "steps": options.steps,
                "inputs": 1,
                "hidden": options.hidden,
                "median_ms": round(medians[best], 5),
                "setting": best,
                "medians_ms": {key: round(value, 5) for key, value in medians.items()},
                "outputs": outputs,
            }
        )
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()

"""Times and scores classical methods of Foretell and StatsForecast on the same series; see run.

Foretell's first time is that of the whole command: start, reading the CSV, fitting and forecasting every series, writing
the forecasts. The second is what it takes longer than with `--model naive`, which reads and writes the same. StatsForecast's
time is that of its method `forecast` alone, without reading, after a first call that loads and prepares everything; the
ratio is that of this time to Foretell's second one. Both may use the same number of cores. The fastest of the repeats
counts.
"""

import argparse
import csv
import gzip
import os
import pathlib
import subprocess
import time

import numpy as np
import pandas as pd
from statsforecast import StatsForecast
from statsforecast import models as peers

PEERS = {
    "theta": peers.Theta, "otm": peers.OptimizedTheta, "dotm": peers.DynamicOptimizedTheta, "ces": peers.AutoCES,
    "ets": peers.AutoETS, "arima": peers.AutoARIMA,
    # The combination beside one of its members alone: what a user waits for with either program's usual choice.
    "auto": peers.AutoETS,
}
SETS = {"monthly": (12, 18), "quarterly": (4, 8)}


def read(path):
    with gzip.open(path, "rt") as file:
        return [
            (row["id"], np.array(row["train"].split(), float), np.array(row["test"].split(), float))
            for row in csv.DictReader(file)
        ]


def stamp(name, step):
    if name == "monthly":
        return f"{1900 + step // 12}-{step % 12 + 1:02d}"
    return f"{1900 + step // 4}-Q{step % 4 + 1}"


def write(path, name, series):
    with open(path, "w") as file:
        file.write("unique_id,ds,y\n")
        for one, values, _ in series:
            for step, value in enumerate(values):
                file.write(f"{one},{stamp(name, step)},{value:.10g}\n")


def score(series, forecasts, season):
    """Means over the series of sMAPE in percent and MASE, as in the M4 competition."""
    smape, mase = [], []
    for one, values, future in series:
        errors = np.abs(future - forecasts[one])
        smape.append(np.mean(200 * errors / (np.abs(future) + np.abs(forecasts[one]))))
        mase.append(np.mean(errors) / np.mean(np.abs(values[season:] - values[:-season])))
    return f"{np.mean(smape):.3f} / {np.mean(mase):.3f}"


def ours(options, path, model, horizon):
    output = pathlib.Path(options.cache) / "classics-forecast.csv"
    command = [
        options.foretell, "forecast", str(path), "--horizon", str(horizon), "--model", model, "--no-holdout", "--level",
        "none", "--lower-bound", "none", "--threads", str(options.threads), "--output", str(output), "--quiet",
    ]
    start = time.perf_counter()
    subprocess.run(command, check=True)
    seconds = time.perf_counter() - start
    forecasts = {}
    with open(output) as file:
        rows = csv.reader(file)
        next(rows)
        for row in rows:
            forecasts.setdefault(row[0], []).append(float(row[2]))
    return seconds, {one: np.array(values) for one, values in forecasts.items()}


def theirs(options, frame, model, season, horizon):
    peer = StatsForecast(models=[PEERS[model](season_length=season)], freq=1, n_jobs=options.threads)
    start = time.perf_counter()
    table = peer.forecast(df=frame, h=horizon)
    seconds = time.perf_counter() - start
    column = [name for name in table.columns if name not in ("unique_id", "ds")][0]
    return seconds, {one: part[column].to_numpy() for one, part in table.groupby("unique_id")}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", required=True, help="the folder with m3/m3_monthly.csv.gz")
    arguments.add_argument("--models", default="dotm,ces,ets,theta,otm", help="names, separated by commas")
    arguments.add_argument("--sets", default="monthly,quarterly", help="monthly, quarterly")
    arguments.add_argument("--every", type=int, default=1, help="every n-th series alone, for slow methods")
    arguments.add_argument("--threads", type=int, default=2, help="cores that each may use")
    arguments.add_argument("--repeats", type=int, default=3, help="runs of which the fastest counts")
    arguments.add_argument("--foretell", required=True, help="the command")
    arguments.add_argument("--cache", required=True, help="a folder for generated files")
    options = arguments.parse_args()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.threads])
    print("| M3 | model | command s | of it fitting s | StatsForecast s | ratio | Foretell sMAPE / MASE | StatsForecast's |")
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    for name in options.sets.split(","):
        season, horizon = SETS[name]
        series = read(pathlib.Path(options.data) / "m3" / f"m3_{name}.csv.gz")[:: options.every]
        path = pathlib.Path(options.cache) / f"classics-{name}.csv"
        write(path, name, series)
        frame = pd.concat([
            pd.DataFrame({"unique_id": one, "ds": np.arange(len(values)), "y": values}) for one, values, _ in series
        ])
        first = frame[frame.unique_id.isin([one for one, _, _ in series[:4]])]
        plain = min(ours(options, path, "naive", horizon)[0] for _ in range(max(options.repeats, 3)))
        for model in options.models.split(","):
            theirs(options, first, model, season, horizon)
            runs = [ours(options, path, model, horizon) for _ in range(options.repeats)]
            mine, forecasts = min(runs, key=lambda run: run[0])
            runs = [theirs(options, frame, model, season, horizon) for _ in range(options.repeats)]
            other, peer_forecasts = min(runs, key=lambda run: run[0])
            # Less than a hundredth of a second is the noise of the two times.
            fitting = mine - plain
            ratio = f"{other / fitting:.1f}" if fitting >= 0.01 else f"> {other / 0.01:.0f}"
            print(
                f"| {name} | {model} | {mine:.2f} | {max(fitting, 0):.2f} | {other:.2f} | {ratio} "
                f"| {score(series, forecasts, season)} | {score(series, peer_forecasts, season)} |", flush=True)


main()

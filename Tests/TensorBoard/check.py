"""Reads exported event files with TensorBoard and compares them with the JSON export of the same runs.

Usage: check.py RUNS.json LOGS TENSORBOARD. Reads the files with TensorBoard's EventAccumulator, then starts
TensorBoard on the loopback interface and fetches the same scalars and histograms through its HTTP endpoints.
"""

import json
import math
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator


def tag(name, window):
    return name if window == 0 else f"{name}/window-{window + 1}"


def close(a, b):
    return (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-45)


def folder(run, logs):
    found = list(Path(logs).rglob(f"{run['id']}-*"))
    assert len(found) == 1, (run["id"], found)
    return found[0]


def check_files(run, logs):
    """Every recorded number of a run stands in its event file; returns (scalars, histograms)."""
    place = folder(run, logs)
    events = EventAccumulator(str(place), size_guidance={"scalars": 0, "histograms": 0, "tensors": 0})
    events.Reload()
    for metric in run["metrics"]:
        read = events.Scalars(tag(metric["name"], metric["window"]))
        assert [one.step for one in read] == metric["epochs"], metric["name"]
        for one, value in zip(read, metric["values"]):
            assert close(one.value, float(value)), (metric["name"], one, value)
    for name, value in run["results"].items():
        assert close(events.Scalars(f"results/{name}")[0].value, float(value)), name
    tags = events.Tags()
    for histogram in run["histograms"]:
        read = events.Histograms(tag(histogram["name"], histogram["window"]))[0].histogram_value
        assert read.bucket_limit == [float(x) for x in histogram["limits"]]
        assert read.bucket == [float(x) for x in histogram["counts"]]
        assert read.num == sum(histogram["counts"])
    for curve in run["gradients"]:
        if curve["epoch"] == 0:
            continue
        name = tag(f"gradient_by_lag/layer-{curve['layer']}/{curve['state']}", curve["window"])
        read = [one for one in events.Histograms(name) if one.step == curve["epoch"]][0].histogram_value
        norms = [float(x) for x in curve["mean"]]
        for bucket, norm in zip(read.bucket, norms):
            assert math.isclose(bucket, norm / norms[0], rel_tol=1e-12), name
    assert "configuration" in str(tags["tensors"]) or "configuration" in str(tags), tags
    return len(tags["scalars"]), len(tags["histograms"])


def fetch(port, path, **query):
    address = f"http://127.0.0.1:{port}/data/plugin/{path}?{urllib.parse.urlencode(query)}"
    with urllib.request.urlopen(address, timeout=10) as answer:
        return json.loads(answer.read())


def check_server(runs, logs, program):
    """TensorBoard itself shows the runs; returns how many."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [program, "--logdir", logs, "--host", "127.0.0.1", "--port", str(port), "--load_fast=false"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        wanted = {str(folder(run, logs).relative_to(logs)): run for run in runs}
        for _ in range(120):
            time.sleep(0.5)
            if server.poll() is not None:
                raise SystemExit(f"tensorboard ended: {server.stderr.read()}")
            try:
                shown = fetch(port, "scalars/tags")
            except OSError:
                continue
            if set(wanted) <= set(shown):
                break
        else:
            raise SystemExit(f"tensorboard shows {sorted(shown)}, not {sorted(wanted)}")
        for name, run in wanted.items():
            for metric in run["metrics"]:
                points = fetch(port, "scalars/scalars", run=name, tag=tag(metric["name"], metric["window"]))
                assert [point[1] for point in points] == metric["epochs"], (name, metric["name"])
                for point, value in zip(points, metric["values"]):
                    assert close(float(point[2]), float(value)), (name, metric["name"])
            histograms = fetch(port, "histograms/tags").get(name, {})
            for one in histograms:
                points = fetch(port, "histograms/histograms", run=name, tag=one)
                assert points and all(len(point[2]) > 0 for point in points), (name, one)
            if run["histograms"]:
                assert f"weights/{run['histograms'][0]['name'].split('/', 1)[1]}" in histograms
            assert "configuration" in str(fetch(port, "text/tags").get(name)), name
        return len(wanted)
    finally:
        server.terminate()
        server.wait(10)


def main():
    exported, logs, program = sys.argv[1:]
    runs = json.loads(Path(exported).read_text())["runs"]
    everything = runs + [part for run in runs for part in run["parts"]]
    assert len(everything) > 2
    scalars, histograms = 0, 0
    for run in everything:
        found = check_files(run, logs)
        scalars += found[0]
        histograms += found[1]
    assert scalars > 0 and histograms > 0
    print(f"event files: {len(everything)} runs, {scalars} scalars, {histograms} histograms as recorded")
    print(f"tensorboard: {check_server(everything, logs, program)} runs served")


main()

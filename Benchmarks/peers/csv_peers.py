"""Times pandas, Polars and DuckDB on typed reading of a long CSV (id text, ds date-time, y double); prints JSON.

    python csv_peers.py PATH [--runs 5] [--threads 2]

Each reading is a process of its own. `read_ms` is the reading call alone, without imports; `peak_mb` is the process's largest resident set,
`import_mb` what it had before reading. Every reader is told the types and the date-time format where it takes one; each must report
the same number of rows, sum of y, last stamp and number of ids.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time


def resident_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def with_pandas(path, _):
    import pandas

    before = resident_mb()
    start = time.perf_counter()
    table = pandas.read_csv(
        path, dtype={"unique_id": "str", "y": "float64"}, parse_dates=["ds"], date_format="%Y-%m-%d %H:%M:%S", engine="c"
    )
    took = time.perf_counter() - start
    peak = resident_mb()
    return before, took, peak, len(table), table.y.sum(), str(table.ds.iloc[-1]), table.unique_id.nunique(), pandas.__version__


def with_pandas_arrow(path, threads):
    import pandas
    import pyarrow

    pyarrow.set_cpu_count(threads)
    before = resident_mb()
    start = time.perf_counter()
    table = pandas.read_csv(path, dtype={"unique_id": "str", "y": "float64"}, parse_dates=["ds"], engine="pyarrow")
    took = time.perf_counter() - start
    peak = resident_mb()
    return before, took, peak, len(table), table.y.sum(), str(table.ds.iloc[-1]), table.unique_id.nunique(), pandas.__version__


def with_polars(path, threads):
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    import polars

    before = resident_mb()
    start = time.perf_counter()
    table = polars.read_csv(path, schema={"unique_id": polars.String, "ds": polars.Datetime, "y": polars.Float64})
    took = time.perf_counter() - start
    peak = resident_mb()
    return before, took, peak, table.height, table["y"].sum(), str(table["ds"][-1]), table["unique_id"].n_unique(), polars.__version__


def with_polars_strings(path, threads):
    """The stamps read as text and converted in a second call, which keeps a cache of equal texts: fast where series share their stamps."""
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    import polars

    before = resident_mb()
    start = time.perf_counter()
    table = polars.read_csv(path, schema={"unique_id": polars.String, "ds": polars.String, "y": polars.Float64})
    table = table.with_columns(polars.col("ds").str.to_datetime("%Y-%m-%d %H:%M:%S"))
    took = time.perf_counter() - start
    peak = resident_mb()
    return before, took, peak, table.height, table["y"].sum(), str(table["ds"][-1]), table["unique_id"].n_unique(), polars.__version__


def with_duckdb(path, threads):
    import duckdb

    connection = duckdb.connect(config={"threads": threads})
    before = resident_mb()
    start = time.perf_counter()
    connection.execute(
        "create table t as select * from read_csv(?, columns = {'unique_id': 'varchar', 'ds': 'timestamp', 'y': 'double'}, header = true)",
        [path],
    )
    took = time.perf_counter() - start
    peak = resident_mb()
    rows, total, last, ids = connection.execute("select count(*), sum(y), max(ds), count(distinct unique_id) from t").fetchone()
    return before, took, peak, rows, total, str(last), ids, duckdb.__version__


READERS = {
    "pandas": with_pandas,
    "pandas-pyarrow": with_pandas_arrow,
    "polars": with_polars,
    "polars-strings": with_polars_strings,
    "duckdb": with_duckdb,
}


def child(name, path, threads):
    before, took, peak, rows, total, last, ids, version = READERS[name](path, threads)
    print(
        json.dumps(
            {
                "read_ms": 1e3 * took,
                "import_mb": before,
                "peak_mb": peak,
                "rows": rows,
                "sum": round(total, 2),
                "last": last,
                "ids": ids,
                "version": version,
            }
        )
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--child", choices=READERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child, options.path, options.threads)
        return
    size = os.path.getsize(options.path)
    with open(options.path, "rb") as file:  # into the page cache
        while file.read(1 << 22):
            pass
    runs = {name: [] for name in READERS}
    walls = {name: [] for name in READERS}
    for _ in range(options.runs):
        for name in READERS:
            start = time.perf_counter()
            command = [sys.executable, __file__, options.path, "--child", name, "--threads", str(options.threads)]
            done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
            walls[name].append(1e3 * (time.perf_counter() - start))
            runs[name].append(json.loads(done.stdout))
    facts = {(r["rows"], r["sum"], r["last"][:19], r["ids"]) for results in runs.values() for r in results}
    assert len(facts) == 1, facts
    rows, total, last, ids = facts.pop()
    readers = []
    for name, results in runs.items():
        read = statistics.median(r["read_ms"] for r in results)
        readers.append(
            {
                "reader": name,
                "version": results[0]["version"],
                "read_ms": round(read, 1),
                "mb_per_s": round(size / read / 1e3, 1),
                "process_ms": round(statistics.median(walls[name]), 1),
                "import_mb": round(statistics.median(r["import_mb"] for r in results), 1),
                "peak_mb": round(statistics.median(r["peak_mb"] for r in results), 1),
            }
        )
    print(json.dumps({"bytes": size, "rows": rows, "ids": ids, "sum": total, "last": last, "readers": readers}, indent=1))


if __name__ == "__main__":
    main()

"""Writes ridge.json: ridge regressions solved by NumPy's singular value decomposition of all rows.

Nothing is summed beforehand and no matrix is decomposed by Cholesky: a penalty is a further row of the least-squares
problem, and each output is solved apart, over the rows in which it was observed. Run with NumPy 2:

    python3 make_ridge.py
"""

import json
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent


def solve(x, y, weights, penalty, target):
    """Minimises sum w |y - x b|^2 + sum p |b - target|^2 for each output by itself."""
    solution = np.zeros((x.shape[1], y.shape[1]))
    residuals = np.zeros(y.shape[1])
    for h in range(y.shape[1]):
        seen = ~np.isnan(y[:, h])
        root = np.sqrt(weights[seen])
        rows = np.vstack([root[:, None] * x[seen], np.diag(np.sqrt(penalty))])
        right = np.concatenate([root * y[seen, h], np.sqrt(penalty) * target[:, h]])
        solution[:, h] = np.linalg.lstsq(rows, right, rcond=None)[0]
    for h in range(y.shape[1]):
        seen = ~np.isnan(y[:, h])
        residuals[h] = (weights[seen] * (y[seen, h] - x[seen] @ solution[:, h]) ** 2).sum()
    return solution, residuals


def listed(values):
    """Row-major numbers; None where missing."""
    return [None if np.isnan(v) else float(v) for v in np.asarray(values).reshape(-1)]


def rows_case(name, seed, count, inputs, outputs, missing):
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(count, inputs)) @ generator.normal(size=(inputs, inputs))
    y = generator.normal(size=(count, outputs)) + x[:, :outputs]
    for _ in range(missing):
        y[generator.integers(count), generator.integers(outputs)] = np.nan
    weights = generator.uniform(0.2, 2, count)
    penalty = generator.uniform(0.5, 3, inputs)
    target = generator.normal(size=(inputs, outputs))
    solution, residuals = solve(x, y, weights, penalty, target)
    return dict(name=name, inputs=inputs, outputs=outputs, x=listed(x), y=listed(y), weights=listed(weights),
                penalty=listed(penalty), target=listed(target), solution=listed(solution), residuals=listed(residuals))


def lag_case(name, seed, count, lags, horizon, span, season, decay, missing):
    generator = np.random.default_rng(seed)
    steps = np.arange(count)
    values = 50 + np.cumsum(generator.normal(size=count)) + 5 * np.sin(2 * np.pi * steps / 7) + 0.05 * steps
    gaps = sorted(int(i) for i in generator.choice(np.arange(lags, count), missing, replace=False))
    first, last = lags - 1 + 3, count - 1 - horizon - 2
    x, y, weights = [], [], []
    for origin in range(first, last + 1):
        window = values[origin - lags + 1:origin + 1]
        level = window[lags - span:].mean()
        ahead = np.arange(horizon)
        base = window[lags - season + ahead % season] if season else np.full(horizon, level)
        future = values[origin + 1:origin + 1 + horizon].copy()
        future[[i - origin - 1 for i in gaps if 0 <= i - origin - 1 < horizon]] = np.nan
        x.append(np.append(window - level, 1))
        y.append(future - base)
        weights.append(decay ** (last - origin))
    x, y, weights = np.array(x), np.array(y), np.array(weights)
    penalty = generator.uniform(0.5, 3, lags + 1)
    target = generator.normal(size=(lags + 1, horizon)) / 10
    solution, residuals = solve(x, y, weights, penalty, target)
    return dict(name=name, inputs=lags + 1, outputs=horizon, span=span, season=season, decay=decay, first=first,
                last=last, missing=gaps, values=listed(values), penalty=listed(penalty), target=listed(target),
                solution=listed(solution), residuals=listed(residuals), rows=listed(x), ahead=listed(y),
                weights=listed(weights))


def shortened(case):
    """Rows that the values say are left out, except for the first and the last one."""
    for key, width in (("rows", case["inputs"]), ("ahead", case["outputs"])):
        case[key] = case[key][:width] + case[key][-width:]
    del case["weights"]
    return case


cases = dict(
    rows=[rows_case("complete", 1, 70, 29, 3, 0), rows_case("with missing outputs", 2, 90, 26, 4, 25),
          rows_case("one input", 3, 12, 1, 1, 0), rows_case("fewer rows than inputs", 4, 20, 31, 2, 0)],
    lags=[shortened(lag_case("level", 5, 120, 12, 5, 1, 0, 1.0, 0)),
          shortened(lag_case("season and decay", 6, 150, 30, 9, 7, 7, 0.98, 0)),
          shortened(lag_case("missing outputs", 7, 130, 25, 4, 3, 0, 0.99, 6))])
(HERE / "ridge.json").write_text(json.dumps(cases, allow_nan=False, separators=(",", ":")) + "\n")

"""Writes features.json: series and their features by NumPy, for SeriesFeaturesTests. Run with NumPy 2:

    python3 make_features.py
"""

import json
import pathlib

import numpy as np


def acf(x, lag):
    x = x - x.mean()
    return np.dot(x[lag:], x[:-lag]) / np.dot(x, x)


def decompose(y, season):
    width = season if season > 1 else 5
    if width % 2:
        weights = np.full(width, 1 / width)
    else:
        weights = np.r_[0.5, np.ones(width - 1), 0.5] / width
    half = len(weights) // 2
    trend = np.full(len(y), np.nan)
    trend[half : len(y) - half] = np.convolve(y, weights, "valid")
    detrended = y - trend
    if season == 1:
        return trend, np.zeros(1)
    means = np.array([np.nanmean(detrended[place::season]) for place in range(season)])
    return trend, means - means.mean()


def features(series, season):
    x = np.array(series, dtype=float)
    present = np.flatnonzero(np.isfinite(x))
    y = np.log(x) if np.nanmin(x) > 0 else x
    steps = np.arange(present[0], present[-1] + 1)
    # The gaps are filled after the logarithm.
    y = np.interp(steps, present, y[present])
    n = len(y)
    result = {"length": n}
    adjusted = y
    if n >= max(3 * season, 10):
        trend, pattern = decompose(y, season)
        wave = np.resize(pattern, n)
        known = ~np.isnan(trend)
        rest = (y - trend - wave)[known]
        result["trend strength"] = max(0, 1 - rest.var() / (rest + trend[known]).var())
        if season > 1:
            result["season strength"] = max(0, 1 - rest.var() / (rest + wave[known]).var())
            before = sum(acf(y, k) ** 2 for k in range(1, season))
            is_seasonal = abs(acf(y, season)) > 1.645 * np.sqrt((1 + 2 * before) / n)
            result["seasonal"] = float(is_seasonal)
            if is_seasonal:
                adjusted = y - wave
            detrended = (y - trend)[known]
            count = len(detrended) // season
            if count >= 3:
                blocks = detrended[-count * season :].reshape(count, season)
                result["season stability"] = np.corrcoef(blocks[-1], blocks[:-1].mean(axis=0))[0, 1]
    power = np.abs(np.fft.rfft(y - y.mean()))[1:] ** 2
    power = power / power.sum()
    result["entropy"] = -np.sum(power[power > 0] * np.log(power[power > 0])) / np.log(len(power))
    result["autocorrelation"] = acf(adjusted, 1)
    width = max(season, 10)
    if n // width >= 2:
        z = (adjusted - adjusted.mean()) / adjusted.std(ddof=1)
        tiles = z[: n // width * width].reshape(-1, width)
        result["stability"] = tiles.mean(axis=1).var(ddof=1)
        result["lumpiness"] = tiles.var(axis=1, ddof=1).var(ddof=1)
    d = np.diff(adjusted)
    result["change autocorrelation"] = acf(d, 1)
    result["change autocorrelation 2"] = acf(d, 2)
    c = d - d.mean()
    result["kurtosis of changes"] = np.mean(c**4) / np.mean(c**2) ** 2 - 3
    result["size of changes"] = np.abs(d).mean()
    result["growth"] = d.mean()
    result["growth over noise"] = abs(d.mean()) / d.std(ddof=1)
    half = len(d) // 2
    result["acceleration"] = (d[half:].mean() - d[:half].mean()) / np.abs(d).mean()
    span = season if season > 1 else 4
    if n >= 3 * span:
        past = adjusted[span:-span] - adjusted[: -2 * span]
        future = adjusted[2 * span :] - adjusted[span:-span]
        result["growth persistence"] = np.dot(past, future) / np.dot(past, past)
    drift = (adjusted[-1] - adjusted[0]) / (n - 1)
    errors = []
    grid = np.arange(1, 21) / 20
    for alpha in grid:
        level, error = adjusted[0], 0.0
        for value in adjusted[1:]:
            forecast = level + drift
            error += (value - forecast) ** 2
            level = alpha * value + (1 - alpha) * forecast
        errors.append(error)
    result["smoothing"] = grid[int(np.argmin(errors))]
    return {name: float(value) for name, value in result.items()}


def main():
    random = np.random.default_rng(20)
    steps = np.arange(300)
    walk = np.cumsum(random.normal(size=300))
    monthly = np.exp(
        5 + 0.004 * steps[:97] + 0.1 * np.sin(2 * np.pi * steps[:97] / 12) + 0.03 * random.normal(size=97)
    )
    gaps = monthly[:60].copy()
    gaps[[0, 7, 8, 30, 59]] = np.nan
    cases = [
        ("a random walk", 1, walk[:40]),
        ("a short one", 1, np.round(np.exp(0.1 * walk[40:54]), 2)),
        ("months", 12, monthly),
        ("months with gaps", 12, gaps),
        ("quarters without a season", 4, 100 + walk[100:151] + random.standard_t(3, size=51)),
        ("counts with zeros", 7, random.poisson(1.5, size=120).astype(float)),
        ("hours", 24, np.exp(np.sin(2 * np.pi * steps / 24) + 0.05 * walk)),
        ("less than three seasons", 12, monthly[:30]),
    ]
    document = [
        {
            "name": name,
            "season": season,
            "values": [None if np.isnan(value) else float(value) for value in values],
            "features": features(values, season),
        }
        for name, season, values in cases
    ]
    with open(pathlib.Path(__file__).resolve().parent / "features.json", "w") as file:
        json.dump(document, file, indent=1)
        file.write("\n")


main()

"""Makes signed-rank.json and holm.json with SciPy and statsmodels, for the tests of Sources/Foretell/Statistics.

Needs: pip install scipy==1.17.1 statsmodels==0.15.0 numpy==2.4.6
Run in this folder: python make_statistics.py

p-values are SciPy's `wilcoxon` with Pratt's zeros: `exact` without ties and zeros, all sign patterns (a permutation
test) with them, `asymptotic` for long lists. SciPy has no estimate and interval: both are counted out here from all
pair means and, for the interval, from the distribution of rank sums that polynomial multiplication gives.
"""

import json

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests


def walsh(d):
    i, j = np.triu_indices(len(d))
    return np.sort((d[i] + d[j]) / 2)


def interval(d, level):
    n = len(d)
    chances = np.array([1.0])
    for rank in range(1, n + 1):
        step = np.zeros(rank + 1)
        step[0] = step[rank] = 0.5
        chances = np.convolve(chances, step)
    below = np.cumsum(chances)
    outside = int(np.sum(below <= (100 - level) / 200))
    if outside == 0:
        return None
    means = walsh(d)
    return {
        "lower": means[outside - 1],
        "upper": means[len(means) - outside],
        "level": 100 - 200 * below[outside - 1],
    }


def case(name, d, level=95.0):
    d = np.asarray(d, float)
    magnitudes = np.abs(d)
    plain = np.all(d != 0) and len(set(magnitudes)) == len(d)
    if len(d) > 200:
        method = "asymptotic"
    elif plain:
        method = "exact"
    else:
        method = stats.PermutationMethod(n_resamples=2**20)
    p = stats.wilcoxon(d, zero_method="pratt", correction=False, method=method).pvalue
    ranks = stats.rankdata(magnitudes)
    return {
        "name": name,
        "differences": d.tolist(),
        "statistic": float(ranks[d > 0].sum()),
        "p": float(p),
        "estimate": float(np.median(walsh(d))),
        "intervalLevel": level,
        "interval": interval(d, level) if len(d) <= 200 else None,
    }


random = np.random.default_rng(20)
cases = [
    # Hollander and Wolfe, Nonparametric Statistical Methods, table 3.1: depression scale before and after.
    case(
        "depression",
        np.array([1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30])
        - np.array([0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]),
    ),
    case("one", [0.5]),
    case("five-all-negative", [-0.1, -0.2, -0.35, -0.4, -0.7]),
    case("five-mixed", [-0.1, 0.2, -0.35, -0.4, 0.7]),
    case("six-all-positive", [0.3, 0.1, 0.2, 0.9, 0.5, 0.4]),
    case("ties", [1, -1, 2, 2, -2, 3, 3, 3, -4]),
    case("zeros", [0, 0, 0.5, -1.5, 2.5, 3, 3, -0.5, 0.25]),
    case("ties-and-zeros", [0, 1, 1, -1, 2, 2, 0, -3, 3, 3, 5, 5]),
    case("twenty", random.normal(0.4, 1, 20)),
    case("fifty", random.normal(0.2, 1, 50)),
    case("hundred-and-fifty", random.standard_t(3, 150) + 0.1, 90.0),
    case("four-hundred", random.normal(0.05, 1, 400)),
    case("three-hundred-with-ties", np.round(random.normal(0.05, 1, 300), 1)),
]
with open("signed-rank.json", "w") as file:
    json.dump(cases, file, indent=1)
    file.write("\n")

lists = [[0.01, 0.04, 0.03], [0.0625, 0.4, 0.0625, 1.0], [0.001], [0.2, 0.0001, 0.03, 0.03, 0.5, 0.012]]
lists.append(random.uniform(0, 0.2, 12).tolist())
with open("holm.json", "w") as file:
    json.dump(
        [{"p": values, "adjusted": multipletests(values, method="holm")[1].tolist()} for values in lists],
        file,
        indent=1,
    )
    file.write("\n")

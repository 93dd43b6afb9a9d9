"""How parity fixtures are written: tensors as shape and values, one JSON file per case.

The scripts beside this file take it from here; a PREFIX on their command line writes only files whose names begin so.
"""

import json
import pathlib
import sys

import torch

HERE = pathlib.Path(__file__).resolve().parent
VERSION = torch.__version__.split("+")[0]
PREFIX = sys.argv[1] if len(sys.argv) > 1 else ""


def tensor(value):
    """A tensor as its shape and its values in row-major order; a float32 is printed as the shortest text that gives it back."""
    value = value.detach()
    flat = value.reshape(-1)
    if value.dtype == torch.float32:
        values = [float(str(x)) for x in flat.numpy()]
    else:
        values = flat.tolist()
    return {"shape": list(value.shape), "values": values}


def number(value):
    """One scalar tensor as a JSON number."""
    return tensor(value.reshape(1))["values"][0]


def write(name, content):
    if not name.startswith(PREFIX):
        return
    text = json.dumps({"name": name, "source": f"PyTorch {VERSION}", **content}, allow_nan=False, separators=(",", ":"))
    assert len(text) < 60_000, (name, len(text))
    (HERE / f"{name}.json").write_text(text + "\n")


def precision(dtype):
    return "float32" if dtype == torch.float32 else "float64"

"""Makes from-python.safetensors and checks from-foretell.safetensors with the reference implementation.

Needs: pip install safetensors==0.8.0 numpy==2.4.6 ml_dtypes==0.6.0
Run in this folder: python make.py
The second file is written by the tests themselves under FORETELL_UPDATE_FIXTURES=1.
The values are the ones that SafetensorsFixtureTests.swift expects.
"""

import ml_dtypes
import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

HALF = [0x0000, 0x8000, 0x0001, 0x03FF, 0x0400, 0x3C00, 0xC000, 0x7BFF, 0x7C00, 0xFC00]
BFLOAT = [0x0000, 0x3F80, 0xBF80, 0x4049, 0x7F7F, 0x0080, 0x7F80, 0xC2F7]


def make(path):
    tensors = {
        "float32": np.array([[0, -0.0, 1.5], [3.4e38, 1e-45, -2.25]], "<f4"),
        "float64": np.array([0.1, -1e300, 5e-324], "<f8"),
        "float16": np.array(HALF, "<u2").view("<f2"),
        "bfloat16": np.array(BFLOAT, "<u2").view(ml_dtypes.bfloat16).reshape(2, 4),
        "int64": np.array([-(2**63), 2**63 - 1], "<i8"),
        "uint64": np.array([2**64 - 1], "<u8"),
        "int32": np.array([-5, 7], "<i4"),
        "uint8": np.array([0, 1, 127, 128, 255], "u1"),
        "empty": np.zeros((0, 4), "<f4"),
        "scalar": np.array(42.5, "<f8"),
    }
    save_file(tensors, path, {"origin": "python", "größe": "Ä\n\"\\"})


def check(path):
    tensors = load_file(path)
    assert sorted(tensors) == ["counts", "empty", "encoder.0.weightInput", "größe", "scalar"], sorted(tensors)
    weights = tensors["encoder.0.weightInput"]
    assert weights.dtype == np.float32 and weights.shape == (2, 3)
    assert weights.tobytes() == np.array([0.1, -0.0, 1.5, 3.4e38, 1e-45, -2.25], "<f4").tobytes()
    assert tensors["counts"].dtype == np.int64 and tensors["counts"].tolist() == [-(2**63), 0, 2**63 - 1]
    assert tensors["scalar"].shape == () and tensors["scalar"] == 0.1
    assert tensors["größe"].dtype == np.uint64 and tensors["größe"].tolist() == [2**64 - 1]
    assert tensors["empty"].shape == (0, 4)
    with safe_open(path, "np") as file:
        metadata = file.metadata()
    assert metadata["cell"] == "lstm" and metadata["note"] == 'line\nbreak "quoted" \\ ü \x01', metadata
    assert metadata["foretell.format"] == "1" and metadata["foretell.checksum"].startswith("fnv1a64:")


if __name__ == "__main__":
    make("from-python.safetensors")
    check("from-foretell.safetensors")
    print("both files agree")

"""Makes the ONNX fixtures that lie beside this file: ONNX's own test cases, and random ones computed by onnxruntime.

    python make_onnx.py              (see README.md for the versions)

Every case is converted to Foretell's gate order, names and time-major layout, then computed again below in NumPy from the
converted values: a case that does not agree with its expected results is either marked as unsupported or stops the script.
"""

import json
import multiprocessing
import pathlib
import warnings

import numpy as np
import onnx
import onnxruntime
from onnx import helper

HERE = pathlib.Path(__file__).resolve().parent
GATES = {"RNN": 1, "LSTM": 4, "GRU": 3}
# Row blocks in our order (i f g o; r z n), taken from ONNX's order (i o f c; z r h).
ORDER = {"RNN": [0], "LSTM": [0, 2, 3, 1], "GRU": [1, 0, 2]}
INPUTS = ["X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P"]
OUTPUTS = ["Y", "Y_h", "Y_c"]


def tensor(value):
    value = np.asarray(value, dtype=np.float32)
    return {"shape": list(value.shape), "values": [float(str(x)) for x in value.reshape(-1)]}


def own_cases(operator):
    """ONNX's cases of one operator. The collector keeps what it collected before, hence one process an operator."""
    warnings.filterwarnings("ignore")
    from onnx.backend.test.case.node import collect_testcases

    found = []
    for case in collect_testcases(operator):
        for node in case.model.graph.node:
            if node.op_type != operator:
                continue
            attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
            values, expected = case.data_sets[0]
            values = iter(values)
            inputs = {key: np.asarray(next(values)) for key, name in zip(INPUTS, node.input) if name}
            expected = iter(expected)
            outputs = {key: np.asarray(next(expected)) for key, name in zip(OUTPUTS, node.output) if name}
            found.append((case.name.removeprefix("test_"), operator, attributes, inputs, outputs))
    return found


def sigmoid(value):
    return 1 / (1 + np.exp(-value))


def run_layer(cell, weight_input, weight_hidden, bias, x, h, c, lengths, backward):
    steps, batch, _ = x.shape
    output = np.zeros((steps, batch, h.shape[1]))
    h, c = h.copy(), c.copy()
    for row in range(batch):
        order = range(lengths[row])
        for t in reversed(order) if backward else order:
            a, b = weight_input @ x[t, row], weight_hidden @ h[row]
            if cell == "lstm":
                i, f, g, o = np.split(a + b + bias, 4)
                c[row] = sigmoid(f) * c[row] + sigmoid(i) * np.tanh(g)
                h[row] = sigmoid(o) * np.tanh(c[row])
            elif cell == "gru":
                (ar, az, an), (hr, hz, hn), (br, bz, bn, bs) = np.split(a, 3), np.split(b, 3), np.split(bias, 4)
                r, z = sigmoid(ar + hr + br), sigmoid(az + hz + bz)
                h[row] = (1 - z) * np.tanh(an + bn + r * (hn + bs)) + z * h[row]
            else:
                h[row] = np.tanh(a + b + bias) if cell == "rnn" else np.maximum(a + b + bias, 0)
            output[t, row] = h[row]
    return output, h, c


def convert(name, source, operator, attributes, inputs, outputs):
    direction = attributes.get("direction", b"forward")
    direction = direction.decode() if isinstance(direction, bytes) else direction
    unsupported, notes = [], []
    x = inputs["X"].astype(np.float64)
    batch_first = attributes.get("layout", 0) == 1
    if batch_first:
        notes.append("layout 1 in the original: transposed here")
        x = x.swapaxes(0, 1)
    steps, batch, width = x.shape
    hidden = int(attributes["hidden_size"])
    directions = 2 if direction == "bidirectional" else 1
    gates = GATES[operator]

    activations = [a.decode().lower() if isinstance(a, bytes) else a.lower() for a in attributes.get("activations", [])]
    cell = operator.lower()
    if operator == "RNN" and activations and set(activations) == {"relu"}:
        cell = "rnn-relu"
    elif activations and activations != {"RNN": ["tanh"], "LSTM": ["sigmoid", "tanh", "tanh"], "GRU": ["sigmoid", "tanh"]}[operator] * directions:
        unsupported.append(f"activations {activations}")
    if "clip" in attributes:
        unsupported.append("cell clipping")
    if attributes.get("input_forget", 0):
        unsupported.append("coupled input and forget gates")
    if "P" in inputs and np.any(inputs["P"]):
        unsupported.append("peepholes")

    parameters = {}
    for d in range(directions):
        backward = direction == "reverse" or d == 1
        prefix = "encoder.0." + ("reverse." if backward else "")

        def reorder(blocks):
            return np.concatenate([np.split(blocks, gates)[k] for k in ORDER[operator]])

        both = inputs.get("B", np.zeros((directions, 2 * gates * hidden)))[d]
        of_input, of_state = reorder(both[: gates * hidden]), reorder(both[gates * hidden :])
        if operator == "GRU":
            end = 2 * hidden
            bias = np.concatenate([of_input[:end] + of_state[:end], of_input[end:], of_state[end:]])
        else:
            bias = of_input + of_state
        parameters[prefix + "weightInput"] = reorder(inputs["W"][d])
        parameters[prefix + "weightHidden"] = reorder(inputs["R"][d])
        parameters[prefix + "bias"] = bias

    tensors = {"input": x}
    zero = np.zeros((directions, batch, hidden))

    def state(key):
        value = inputs.get(key, zero)
        return value.swapaxes(0, 1) if batch_first and key in inputs else value

    h0, c0 = state("initial_h"), state("initial_c")
    tensors["initialHidden"] = h0
    if operator == "LSTM":
        tensors["initialCell"] = c0
    expected = {}
    if "Y" in outputs:  # [steps, directions, batch, hidden], or [batch, steps, directions, hidden] in layout 1
        y = outputs["Y"].transpose(1, 0, 2, 3) if batch_first else outputs["Y"].transpose(0, 2, 1, 3)
        expected["output"] = y.reshape(steps, batch, directions * hidden)
    for key, label in (("Y_h", "finalHidden"), ("Y_c", "finalCell")):
        if key in outputs:
            expected[label] = outputs[key].swapaxes(0, 1) if batch_first else outputs[key]

    lengths = [int(n) for n in inputs.get("sequence_lens", np.full(batch, steps))]
    results = []
    for d in range(directions):
        backward = direction == "reverse" or d == 1
        prefix = "encoder.0." + ("reverse." if backward else "")
        weights = [parameters[prefix + key].astype(np.float64) for key in ("weightInput", "weightHidden", "bias")]
        results.append(run_layer(cell, *weights, x, h0[d].astype(np.float64), c0[d].astype(np.float64), lengths, backward))
    computed = {
        "output": np.concatenate([r[0] for r in results], axis=-1),
        "finalHidden": np.stack([r[1] for r in results]),
        "finalCell": np.stack([r[2] for r in results]),
    }
    difference = max(float(np.abs(computed[key] - value).max()) for key, value in expected.items())
    if operator == "GRU" and attributes.get("linear_before_reset", 0) == 0:
        if difference < 1e-5:
            notes.append("linear_before_reset 0 in the original: with these values the two orders give the same result")
        else:
            unsupported.append("reset before the product (linear_before_reset 0)")
    if not unsupported:
        assert difference < 1e-5, (name, difference)

    content = {
        "name": name,
        "source": source,
        "kind": "onnx",
        "cell": cell,
        "precision": "float32",
        "sizes": {"steps": steps, "batch": batch, "inputs": width, "hidden": hidden, "layers": 1, "directions": directions},
        "unsupported": unsupported,
        "notes": notes,
        "numbers": {"reverse": 1 if direction == "reverse" else 0},
        "parameters": {key: tensor(value) for key, value in parameters.items()},
        "tensors": {key: tensor(value) for key, value in {**tensors, **expected}.items()},
    }
    if min(lengths) < steps:
        content["sequences"] = {"sequenceLengths": lengths}
    text = json.dumps(content, allow_nan=False, separators=(",", ":"))
    assert len(text) < 60_000, name
    (HERE / f"{name}.json").write_text(text + "\n")
    print(f"{name:45s} difference {difference:.1e}  {'; '.join(unsupported + notes)}")


def random_cases():
    generator = np.random.default_rng(7)
    steps, batch, width, hidden = 6, 3, 4, 5
    for operator in GATES:
        for direction in ("forward", "reverse", "bidirectional"):
            for ragged in (False, True):
                for activation in ("tanh", "relu") if operator == "RNN" and direction == "forward" else ("tanh",):
                    directions = 2 if direction == "bidirectional" else 1
                    rows = GATES[operator] * hidden

                    def random(*shape, scale=0.6):
                        return (scale * generator.standard_normal(shape)).astype(np.float32)

                    inputs = {
                        "X": random(steps, batch, width, scale=1),
                        "W": random(directions, rows, width),
                        "R": random(directions, rows, hidden),
                        "B": random(directions, 2 * rows),
                        "initial_h": random(directions, batch, hidden),
                    }
                    if ragged:
                        inputs["sequence_lens"] = np.array([4, 6, 2], dtype=np.int32)
                    if operator == "LSTM":
                        inputs["initial_c"] = random(directions, batch, hidden)
                    attributes = {"hidden_size": hidden, "direction": direction}
                    if operator == "GRU":
                        attributes["linear_before_reset"] = 1
                    if activation == "relu":
                        attributes["activations"] = ["Relu"] * directions
                    names = [key if key in inputs else "" for key in INPUTS]
                    while not names[-1]:
                        names.pop()
                    outputs = OUTPUTS[: 3 if operator == "LSTM" else 2]
                    kinds = {key: onnx.TensorProto.INT32 if key == "sequence_lens" else onnx.TensorProto.FLOAT for key in inputs}
                    graph = helper.make_graph(
                        [helper.make_node(operator, names, outputs, **attributes)],
                        "case",
                        [helper.make_tensor_value_info(key, kinds[key], value.shape) for key, value in inputs.items()],
                        [helper.make_tensor_value_info(key, onnx.TensorProto.FLOAT, None) for key in outputs],
                    )
                    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
                    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
                    values = dict(zip(outputs, session.run(outputs, inputs)))
                    name = "-".join(
                        ["onnxruntime", operator.lower() + ("-relu" if activation == "relu" else ""), direction] + (["ragged"] if ragged else [])
                    )
                    convert(name, f"onnxruntime {onnxruntime.__version__}", operator, attributes, inputs, values)


if __name__ == "__main__":
    for case_operator in GATES:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            for case_name, *rest in pool.apply(own_cases, (case_operator,)):
                convert("onnx-" + case_name.replace("_", "-"), f"onnx {onnx.__version__}", *rest)
    random_cases()

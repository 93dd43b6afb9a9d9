"""Makes the parity fixtures of the network that reads origin by origin, with PyTorch's layers and Adam.

    python make_origins.py          (see README.md)

Same rules as make_parity.py; fixture.py writes the files.
"""

import torch
from torch import nn

from fixture import number, precision, tensor, write
from make_parity import merge_biases, parameters, places, recurrent
from part_cases import ADAM, make_optimizer

LEVELS = [0.1, 0.5, 0.9]


def ladder(raw):
    """The median as it is; the other two beyond it by (x + sqrt(x² + 4)) / 2 (Barron 2021, equation 1)."""
    step = (raw + torch.sqrt(raw * raw + 4)) / 2
    middle = raw[..., 1]
    return torch.stack([middle - step[..., 0], middle, middle + step[..., 2]], dim=-1)


def pinball(prediction, target):
    error = target.unsqueeze(-1) - prediction
    levels = torch.tensor(LEVELS, dtype=prediction.dtype)
    return torch.maximum(levels * error, (levels - 1) * error).sum(-1)


def case(cell, loss_name, layers, window, seed):
    """Row r begins at origin starts[r]; it is read by itself from there, so that nothing here depends on padding."""
    torch.manual_seed(seed)
    steps, batch, features, hidden, horizon = 6, 3, 8, 5, 2
    dtype = torch.float64
    width = len(LEVELS) if loss_name == "pinball" else 1
    encoder = recurrent(cell, features, hidden, layers, False, dtype)
    merge_biases(encoder, cell)
    head = nn.Linear(hidden, horizon * width).double()
    skip = nn.Linear(window, horizon * width, bias=False).double()
    with torch.no_grad():
        for parameter in [*head.parameters(), *skip.parameters()]:
            parameter.copy_(0.5 * torch.randn(parameter.shape, dtype=dtype))
    x = torch.randn(steps, batch, features, dtype=dtype)
    target = torch.randn(steps, batch, horizon, dtype=dtype)
    starts = [0, 2, 1]
    weight = torch.rand(steps, batch, horizon, dtype=dtype) / 20
    weight[3, 0, 1] = 0  # a missing target
    for row, start in enumerate(starts):
        weight[:start, row] = 0
    end = 2 * hidden if cell == "gru" else None
    trained = [*encoder.parameters(), *head.parameters(), *skip.parameters()]

    def forward():
        rows = []
        for row, start in enumerate(starts):
            states = encoder(x[start:, row : row + 1])[0][:, 0]
            raw = (head(states) + skip(x[start:, row, :window])).reshape(-1, horizon, width)
            output = ladder(raw) if loss_name == "pinball" else raw
            rows.append(torch.cat([torch.zeros(start, horizon, width, dtype=dtype), output]))
        return torch.stack(rows, dim=1)

    def named():
        out = parameters(encoder, cell)
        return {**out, "head.weight": tensor(head.weight), "head.bias": tensor(head.bias), "skip.weight": tensor(skip.weight)}

    def slopes():
        out = {}
        for prefix, suffix in places(encoder, cell):
            first, second = (getattr(encoder, f"bias_{side}_{suffix}").grad for side in ("ih", "hh"))
            out[prefix + "weightInput"] = tensor(getattr(encoder, f"weight_ih_{suffix}").grad)
            out[prefix + "weightHidden"] = tensor(getattr(encoder, f"weight_hh_{suffix}").grad)
            out[prefix + "bias"] = tensor(torch.cat([first, second[end:]]) if end else first)
        out["head.weight"], out["head.bias"] = tensor(head.weight.grad), tensor(head.bias.grad)
        return {**out, "skip.weight": tensor(skip.weight.grad)}

    initial, gradients, losses = named(), None, []
    optimizer = make_optimizer(ADAM, trained)
    for _ in range(10):
        optimizer.zero_grad()
        output = forward()
        each = pinball(output, target) if loss_name == "pinball" else (output[..., 0] - target) ** 2
        loss = (weight * each).sum()
        loss.backward()
        if gradients is None:
            first_output, gradients = output, slopes()
        # The bias that is summed into the other stays zero (see training_case of make_parity.py).
        for _, suffix in places(encoder, cell):
            getattr(encoder, f"bias_hh_{suffix}").grad[:end] = 0
        losses.append(number(loss))
        optimizer.step()
    write(
        f"origins-{cell}-{loss_name}",
        {
            "kind": "origins",
            "cell": cell,
            "loss": loss_name,
            "precision": precision(dtype),
            "sizes": {
                "steps": steps, "batch": batch, "inputs": features, "window": window, "hidden": hidden, "horizon": horizon, "layers": layers,
            },
            "optimizer": ADAM,
            "parameters": initial,
            "finalParameters": named(),
            "gradients": gradients,
            "tensors": {
                "input": tensor(x),
                "starts": tensor(torch.tensor(starts, dtype=dtype)),
                "target": tensor(target),
                "weight": tensor(weight),
                "output": tensor(first_output),
            },
            "sequences": {"losses": losses},
        },
    )


def main():
    torch.set_num_threads(1)
    case("lstm", "pinball", 2, 5, 8000)
    case("gru", "squared", 1, 8, 8001)


if __name__ == "__main__":
    main()

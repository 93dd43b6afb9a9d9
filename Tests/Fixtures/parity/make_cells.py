"""Makes the parity fixtures of cells that PyTorch has no module for, from their papers' formulas and PyTorch's gradients.

    python make_cells.py            (see README.md)

Same rules as make_parity.py; fixture.py writes the files. One file a cell, layers, directions, precision.
"""

import torch

from fixture import number, precision, tensor, write


def mgu(p, x, h):
    """Zhou, Wu, Zhang, Zhou 2016, equations 13 to 15; the gate is inside the candidate's product."""
    w_f, w_n = p["weightInput"].chunk(2)
    u_f, u_n = p["weightHidden"].chunk(2)
    b_f, b_n = p["bias"].chunk(2)
    states = []
    for step in x:
        f = torch.sigmoid(step @ w_f.T + h @ u_f.T + b_f)
        candidate = torch.tanh(step @ w_n.T + (f * h) @ u_n.T + b_n)
        h = (1 - f) * h + f * candidate
        states.append(h)
    return torch.stack(states), h


def slstm(p, x, h):
    """Beck et al. 2024, equations 8 to 14 without the stabilizer of equations 15 to 17, whose result it must not change."""
    hidden = h.shape[-1]
    heads = hidden // p["weightHidden"].shape[1]
    # Per gate the heads' matrices on one diagonal.
    u = torch.cat([torch.block_diag(*gate.chunk(heads)) for gate in p["weightHidden"].chunk(4)])
    c = torch.zeros_like(h)
    n = torch.zeros_like(h)
    states = []
    for step in x:
        i, f, z, o = (step @ p["weightInput"].T + h @ u.T + p["bias"]).chunk(4, dim=-1)
        i, f = torch.exp(i), torch.sigmoid(f)
        c = f * c + i * torch.tanh(z)
        n = f * n + i
        h = torch.sigmoid(o) * c / n
        states.append(h)
    return torch.stack(states), h


CELLS = {"mgu": (mgu, 2, 1), "slstm": (slstm, 4, 4)}


def case(cell, layers, bidirectional, dtype, sizes, seed):
    function, gates, heads = CELLS[cell]
    torch.manual_seed(seed)
    steps, batch, inputs, hidden = sizes
    directions = 2 if bidirectional else 1

    def random(*shape, scale=1.0):
        return (scale * torch.randn(*shape, dtype=torch.float64)).to(dtype).requires_grad_()

    blocks = []
    for layer in range(layers):
        for direction in range(directions):
            prefix = f"encoder.{layer}." + ("reverse." if direction else "")
            width = inputs if layer == 0 else hidden * directions
            blocks.append(
                (
                    prefix,
                    {
                        "weightInput": random(gates * hidden, width, scale=0.6),
                        "weightHidden": random(gates * hidden, hidden // heads, scale=0.6),
                        "bias": random(gates * hidden, scale=0.4),
                    },
                )
            )
    x = random(steps, batch, inputs)
    h0 = random(layers * directions, batch, hidden, scale=0.5)
    output_projection = random(steps, batch, hidden * directions).detach()
    final_projection = random(layers * directions, batch, hidden).detach()
    signal, finals = x, []
    for place, (prefix, p) in enumerate(blocks):
        if place % directions == 0:
            below, parts = signal, []
        is_reversed = prefix.endswith("reverse.")
        states, last = function(p, below.flip(0) if is_reversed else below, h0[place])
        finals.append(last)
        parts.append(states.flip(0) if is_reversed else states)
        signal = torch.cat(parts, dim=-1)
    final = torch.stack(finals)
    loss = (signal * output_projection).sum() + (final * final_projection).sum()
    loss.backward()
    named = [(prefix + name, value) for prefix, p in blocks for name, value in p.items()]
    kind = "bidirectional" if bidirectional else "forward"
    write(
        f"{cell}-{layers}-{kind}-{precision(dtype)}",
        {
            "kind": "layer",
            "cell": cell,
            "precision": precision(dtype),
            "sizes": {"steps": steps, "batch": batch, "inputs": inputs, "hidden": hidden, "layers": layers, "directions": directions},
            "parameters": {name: tensor(value) for name, value in named},
            "tensors": {
                "input": tensor(x),
                "initialHidden": tensor(h0),
                "output": tensor(signal),
                "finalHidden": tensor(final),
                "outputProjection": tensor(output_projection),
                "finalHiddenProjection": tensor(final_projection),
                "inputGradient": tensor(x.grad),
                "initialHiddenGradient": tensor(h0.grad),
            },
            "numbers": {"loss": number(loss)},
            "gradients": {name: tensor(value.grad) for name, value in named},
        },
    )


def main():
    torch.set_num_threads(1)
    for index, cell in enumerate(CELLS):
        seed = 7000 + 10 * index
        case(cell, 1, False, torch.float64, (7, 3, 4, 8), seed)
        case(cell, 1, False, torch.float32, (7, 3, 4, 8), seed + 1)
        case(cell, 1, True, torch.float64, (5, 2, 3, 8), seed + 2)
        case(cell, 2, False, torch.float64, (6, 2, 5, 4), seed + 3)


if __name__ == "__main__":
    main()

"""Makes the PyTorch parity fixtures that lie beside this file.

    python make_parity.py            (see README.md for the versions)
    python make_parity.py PREFIX     (only the files whose names begin so)

Weights, biases, initial states and projections are random; all sizes of a case differ from one another. The loss of the
layer cases is a fixed random projection, not a mean: a mean has the same gradient everywhere and hides permuted results.
"""

import math

import torch
from torch import nn

from fixture import number, precision, tensor, write
from part_cases import (
    ADAGRAD,
    ADAM,
    ADAMW,
    CENTERED,
    NESTEROV,
    RMSPROP,
    SGD,
    batch_norm_case,
    embedding_case,
    layer_norm_case,
    loss_case,
    make_optimizer,
    optimizer_case,
    schedule_cases,
    special_case,
)
from rule_cases import pace_cases, rule_cases

GATES = ("rnn", "rnn-relu", "lstm", "gru")


def recurrent(cell, inputs, hidden, layers, bidirectional, dtype):
    options = dict(num_layers=layers, bidirectional=bidirectional)
    if cell == "lstm":
        module = nn.LSTM(inputs, hidden, **options)
    elif cell == "gru":
        module = nn.GRU(inputs, hidden, **options)
    else:
        module = nn.RNN(inputs, hidden, nonlinearity="relu" if cell == "rnn-relu" else "tanh", **options)
    module = module.double()
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(torch.randn(parameter.shape, dtype=torch.float64) * (0.6 if parameter.dim() == 2 else 0.4))
    return module.to(dtype)


def places(module, cell):
    """For every layer and direction: our name's prefix and PyTorch's suffix."""
    for layer in range(module.num_layers):
        for direction in range(2 if module.bidirectional else 1):
            prefix = f"encoder.{layer}." + ("reverse." if direction else "")
            yield prefix, f"l{layer}" + ("_reverse" if direction else "")


def joined_bias(cell, hidden, input_bias, state_bias, gradient=False):
    """PyTorch's two biases as our one. The gradient of a sum of two biases equals that of either."""
    if cell != "gru":
        return input_bias if gradient else input_bias + state_bias
    gates = input_bias[: 2 * hidden] if gradient else input_bias[: 2 * hidden] + state_bias[: 2 * hidden]
    return torch.cat([gates, input_bias[2 * hidden :], state_bias[2 * hidden :]])


def merge_biases(module, cell):
    """Moves what we sum into the first bias, so that float32 results do not hang on the rounding of the sum."""
    hidden = module.hidden_size
    end = 2 * hidden if cell == "gru" else None
    with torch.no_grad():
        for _, suffix in places(module, cell):
            first = getattr(module, f"bias_ih_{suffix}")
            second = getattr(module, f"bias_hh_{suffix}")
            first[:end] += second[:end]
            second[:end] = 0


def parameters(module, cell):
    out = {}
    for prefix, suffix in places(module, cell):
        out[prefix + "weightInput"] = tensor(getattr(module, f"weight_ih_{suffix}"))
        out[prefix + "weightHidden"] = tensor(getattr(module, f"weight_hh_{suffix}"))
        bias = joined_bias(cell, module.hidden_size, getattr(module, f"bias_ih_{suffix}"), getattr(module, f"bias_hh_{suffix}"))
        out[prefix + "bias"] = tensor(bias)
    return out


def gradients(module, cell):
    out = {}
    for prefix, suffix in places(module, cell):
        out[prefix + "weightInput"] = tensor(getattr(module, f"weight_ih_{suffix}").grad)
        out[prefix + "weightHidden"] = tensor(getattr(module, f"weight_hh_{suffix}").grad)
        first = getattr(module, f"bias_ih_{suffix}").grad
        second = getattr(module, f"bias_hh_{suffix}").grad
        if cell != "gru":
            assert torch.allclose(first, second)
        out[prefix + "bias"] = tensor(joined_bias(cell, module.hidden_size, first, second, gradient=True))
    return out


def layer_case(name, cell, layers, bidirectional, dtype, sizes, seed):
    torch.manual_seed(seed)
    steps, batch, inputs, hidden = sizes
    directions = 2 if bidirectional else 1
    module = recurrent(cell, inputs, hidden, layers, bidirectional, dtype)
    merge_biases(module, cell)

    def random(*shape):
        return torch.randn(*shape, dtype=torch.float64).to(dtype)

    x = random(steps, batch, inputs).requires_grad_()
    h0 = (0.5 * random(layers * directions, batch, hidden)).requires_grad_()
    c0 = (0.5 * random(layers * directions, batch, hidden)).requires_grad_()
    output_projection = random(steps, batch, hidden * directions)
    final_hidden_projection = random(layers * directions, batch, hidden)
    final_cell_projection = random(layers * directions, batch, hidden)
    if cell == "lstm":
        output, (hn, cn) = module(x, (h0, c0))
    else:
        output, hn = module(x, h0)
        cn = None
    loss = (output * output_projection).sum() + (hn * final_hidden_projection).sum()
    if cn is not None:
        loss = loss + (cn * final_cell_projection).sum()
    loss.backward()
    content = {
        "kind": "layer",
        "cell": cell,
        "precision": precision(dtype),
        "sizes": {"steps": steps, "batch": batch, "inputs": inputs, "hidden": hidden, "layers": layers, "directions": directions},
        "parameters": parameters(module, cell),
        "tensors": {
            "input": tensor(x),
            "initialHidden": tensor(h0),
            "output": tensor(output),
            "finalHidden": tensor(hn),
            "outputProjection": tensor(output_projection),
            "finalHiddenProjection": tensor(final_hidden_projection),
            "inputGradient": tensor(x.grad),
            "initialHiddenGradient": tensor(h0.grad),
        },
        "numbers": {"loss": number(loss)},
        "gradients": gradients(module, cell),
    }
    if cn is not None:
        content["tensors"].update(
            initialCell=tensor(c0),
            finalCell=tensor(cn),
            finalCellProjection=tensor(final_cell_projection),
            initialCellGradient=tensor(c0.grad),
        )
    write(name, content)


def unrolled(cell, module, layer, x, h, c):
    """One step of one layer from the module's own weights."""
    weight_input = getattr(module, f"weight_ih_l{layer}")
    weight_hidden = getattr(module, f"weight_hh_l{layer}")
    gates_x = x @ weight_input.T + getattr(module, f"bias_ih_l{layer}")
    gates_h = h @ weight_hidden.T + getattr(module, f"bias_hh_l{layer}")
    if cell == "lstm":
        i, f, g, o = (gates_x + gates_h).chunk(4, 1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return c, lambda kept: torch.sigmoid(o) * torch.tanh(kept)
    if cell == "gru":
        xr, xz, xn = gates_x.chunk(3, 1)
        hr, hz, hn = gates_h.chunk(3, 1)
        r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
        n = torch.tanh(xn + r * hn)
        return None, lambda _: (1 - z) * n + z * h
    total = gates_x + gates_h
    return None, lambda _: torch.relu(total) if cell == "rnn-relu" else torch.tanh(total)


def lag_norm_case(name, cell, seed):
    """Norms of the loss's gradient with respect to every state of a two-layer network, the loss on the last output only.

    The gradient with respect to c_t is the total one: through h_t as well as through c_{t+1}. The gradient with respect to
    h_t is total too: through the layer above at t and through the own layer at t + 1.
    """
    torch.manual_seed(seed)
    steps, batch, inputs, hidden, layers = 9, 3, 4, 7, 2
    module = recurrent(cell, inputs, hidden, layers, False, torch.float64)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter *= 0.7
    merge_biases(module, cell)
    x = torch.randn(steps, batch, inputs, dtype=torch.float64)
    h0 = 0.5 * torch.randn(layers, batch, hidden, dtype=torch.float64)
    c0 = 0.5 * torch.randn(layers, batch, hidden, dtype=torch.float64)
    projection = torch.randn(batch, hidden, dtype=torch.float64)
    states = [[] for _ in range(layers)]
    cells = [[] for _ in range(layers)]
    h, c = list(h0), list(c0)
    for t in range(steps):
        below = x[t]
        for layer in range(layers):
            new_cell, make_hidden = unrolled(cell, module, layer, below, h[layer], c[layer])
            if new_cell is not None:
                new_cell.retain_grad()
                cells[layer].append(new_cell)
                c[layer] = new_cell
            h[layer] = make_hidden(new_cell)
            h[layer].retain_grad()
            states[layer].append(h[layer])
            below = h[layer]
    reference = module(x, (h0, c0) if cell == "lstm" else h0)[0][-1]
    assert torch.allclose(below, reference, atol=1e-12), name
    (below * projection).sum().backward()
    gradient = torch.stack([torch.stack([s.grad for s in layer]) for layer in states])
    content = {
        "kind": "lagNorms",
        "cell": cell,
        "precision": "float64",
        "sizes": {"steps": steps, "batch": batch, "inputs": inputs, "hidden": hidden, "layers": layers, "directions": 1},
        "parameters": parameters(module, cell),
        "tensors": {
            "input": tensor(x),
            "initialHidden": tensor(h0),
            "lastOutput": tensor(below),
            "lastOutputProjection": tensor(projection),
            "hiddenNorms": tensor(gradient.norm(dim=-1)),
        },
        "numbers": {"loss": number((below * projection).sum())},
        "gradients": gradients(module, cell),
    }
    if cell == "lstm":
        gradient = torch.stack([torch.stack([s.grad for s in layer]) for layer in cells])
        content["tensors"]["initialCell"] = tensor(c0)
        content["tensors"]["cellNorms"] = tensor(gradient.norm(dim=-1))
    write(name, content)


def training_case(name, cell, dtype, clip, seed):
    """Recurrent layer, last hidden state, linear layer, mean squared error, ten Adam steps.

    Losses are those before each step. Both biases of PyTorch's layer would move under Adam at twice the speed of one bias, so
    the second one is frozen where we sum the two; what remains has exactly our parameters.
    """
    torch.manual_seed(seed)
    steps, batch, inputs, hidden, outputs = 6, 5, 3, 7, 2
    encoder = recurrent(cell, inputs, hidden, 1, False, dtype)
    merge_biases(encoder, cell)
    head = nn.Linear(hidden, outputs).double()
    with torch.no_grad():
        for parameter in head.parameters():
            parameter.copy_(0.5 * torch.randn(parameter.shape, dtype=torch.float64))
    head = head.to(dtype)
    x = torch.randn(steps, batch, inputs, dtype=torch.float64).to(dtype)
    target = torch.randn(batch, outputs, dtype=torch.float64).to(dtype)
    second = encoder.bias_hh_l0
    summed = 2 * hidden if cell == "gru" else second.numel()
    trained = list(encoder.parameters()) + list(head.parameters())

    def named():
        return {**parameters(encoder, cell), "head.weight": tensor(head.weight), "head.bias": tensor(head.bias)}

    initial = named()
    optimizer = make_optimizer(ADAM, trained)
    losses, norms, first_gradients = [], [], None
    for _ in range(10):
        optimizer.zero_grad()
        prediction = head(encoder(x)[0][-1])
        loss = nn.functional.mse_loss(prediction, target)
        loss.backward()
        second.grad[:summed] = 0  # zero gradient: no part in the norm, no Adam step
        if first_gradients is None:
            first_gradients = {
                **gradients_after_freeze(encoder, cell),
                "head.weight": tensor(head.weight.grad),
                "head.bias": tensor(head.bias.grad),
            }
        norms.append(nn.utils.clip_grad_norm_(trained, clip if clip else math.inf))
        losses.append(number(loss))
        optimizer.step()
    write(
        name,
        {
            "kind": "training",
            "cell": cell,
            "precision": precision(dtype),
            "sizes": {"steps": steps, "batch": batch, "inputs": inputs, "hidden": hidden, "outputs": outputs, "layers": 1, "directions": 1},
            "optimizer": {**ADAM, **({"clipNorm": clip} if clip else {})},
            "parameters": initial,
            "finalParameters": named(),
            "gradients": first_gradients,
            "tensors": {"input": tensor(x), "target": tensor(target)},
            "sequences": {"losses": losses, "normsBeforeClipping": [number(n) for n in norms]},
        },
    )


def gradients_after_freeze(encoder, cell):
    out = {}
    hidden = encoder.hidden_size
    out["encoder.0.weightInput"] = tensor(encoder.weight_ih_l0.grad)
    out["encoder.0.weightHidden"] = tensor(encoder.weight_hh_l0.grad)
    out["encoder.0.bias"] = tensor(
        joined_bias(cell, hidden, encoder.bias_ih_l0.grad, encoder.bias_hh_l0.grad, gradient=True)
    )
    return out


def main():
    torch.set_num_threads(1)
    torch.backends.mkldnn.enabled = False
    seed = 100
    for cell in GATES:
        for layers, bidirectional in ((1, False), (2, False), (1, True), (2, True)):
            if bidirectional and cell not in ("lstm", "gru"):
                continue
            for dtype in (torch.float64, torch.float32):
                if (layers, bidirectional) == (2, True) and dtype == torch.float32:
                    continue
                shape = "bidirectional" if bidirectional else "forward"
                large = (layers, bidirectional) == (2, True)
                sizes = (4, 3, 2, 5) if large else (5, 3, 4, 7)
                layer_case(f"{cell}-{layers}-{shape}-{precision(dtype)}", cell, layers, bidirectional, dtype, sizes, seed)
            seed += 1
    for cell in GATES:
        lag_norm_case(f"lag-norms-{cell}", cell, seed)
        seed += 1
    for cell in GATES:
        for clip in (None, 0.1):
            for dtype in (torch.float64, torch.float32):
                label = "adam-clip" if clip else "adam"
                training_case(f"training-{cell}-{label}-{precision(dtype)}", cell, dtype, clip, seed)
        seed += 1
    for name, options in (("sgd", SGD), ("sgd-nesterov", NESTEROV), ("adam", ADAM), ("adamw", ADAMW)):
        for dtype in (torch.float64, torch.float32):
            optimizer_case(f"optimizer-{name}-{precision(dtype)}", options, dtype, seed)
        seed += 1
    loss_case("loss-squared", "squared", seed)
    loss_case("loss-absolute", "absolute", seed + 1)
    loss_case("loss-huber", "huber", seed + 2, delta=1.0)
    loss_case("loss-pinball", "pinball", seed + 3, quantiles=[0.025, 0.1, 0.5, 0.9, 0.975])
    schedule_cases()
    seed += 4
    for dtype in (torch.float64, torch.float32):
        embedding_case(dtype, seed)
    for name, options in (("rmsprop", RMSPROP), ("rmsprop-centered", CENTERED), ("adagrad", ADAGRAD)):
        seed += 1
        for dtype in (torch.float64, torch.float32):
            optimizer_case(f"optimizer-{name}-{precision(dtype)}", options, dtype, seed)
    loss_case("loss-gaussian", "gaussian", seed + 1)
    for dtype in (torch.float64, torch.float32):
        layer_norm_case(dtype, seed + 2)
        batch_norm_case(dtype, seed + 3)
    loss_case("loss-student", "student", seed + 4)
    loss_case("loss-poisson", "poisson", seed + 5)
    loss_case("loss-negativeBinomial", "negativeBinomial", seed + 6)
    special_case()
    rule_cases(seed + 7)
    pace_cases()


if __name__ == "__main__":
    main()

"""The cases of make_parity.py without recurrent layers: optimizers, embeddings, normalisation, losses and schedules."""

import math

import mpmath
import torch
from torch import nn

from fixture import number, precision, tensor, write


def make_optimizer(options, params):
    rate = options["learningRate"]
    kind = options["kind"]
    if kind == "adam":
        return torch.optim.Adam(params, lr=rate, betas=(options["beta1"], options["beta2"]), eps=options["epsilon"])
    if kind == "adamw":
        return torch.optim.AdamW(
            params, lr=rate, betas=(options["beta1"], options["beta2"]), eps=options["epsilon"], weight_decay=options["weightDecay"]
        )
    if kind == "rmsprop":
        return torch.optim.RMSprop(
            params,
            lr=rate,
            alpha=options["beta2"],
            eps=options["epsilon"],
            weight_decay=options["weightDecay"],
            momentum=options["momentum"],
            centered=options["centered"],
        )
    if kind == "adagrad":
        return torch.optim.Adagrad(params, lr=rate, eps=options["epsilon"], weight_decay=options["weightDecay"])
    return torch.optim.SGD(
        params, lr=rate, momentum=options["momentum"], nesterov=options["nesterov"], weight_decay=options["weightDecay"]
    )


ADAM = {"kind": "adam", "learningRate": 0.05, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": 0.0}
ADAMW = {**ADAM, "kind": "adamw", "weightDecay": 0.1}
SGD = {"kind": "sgd", "learningRate": 0.02, "momentum": 0.9, "nesterov": False, "weightDecay": 0.0}
RMSPROP = {"kind": "rmsprop", "learningRate": 0.02, "beta2": 0.99, "epsilon": 1e-8, "momentum": 0.0, "centered": False, "weightDecay": 0.0}
CENTERED = {**RMSPROP, "beta2": 0.95, "momentum": 0.9, "centered": True, "learningRate": 0.005, "weightDecay": 0.02}
ADAGRAD = {"kind": "adagrad", "learningRate": 0.1, "epsilon": 1e-10, "weightDecay": 0.02}
NESTEROV = {"kind": "sgd", "learningRate": 0.02, "momentum": 0.9, "nesterov": True, "weightDecay": 0.05}


def optimizer_case(name, options, dtype, seed):
    """A linear model with mean squared error; SGD, AdamW and Adam, ten steps."""
    torch.manual_seed(seed)
    batch, inputs, outputs = 7, 4, 3
    model = nn.Linear(inputs, outputs).double()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn(parameter.shape, dtype=torch.float64))
    model = model.to(dtype)
    x = torch.randn(batch, inputs, dtype=torch.float64).to(dtype)
    target = torch.randn(batch, outputs, dtype=torch.float64).to(dtype)

    def named():
        return {"weight": tensor(model.weight), "bias": tensor(model.bias)}

    initial = named()
    optimizer = make_optimizer(options, model.parameters())
    losses, step_gradients = [], []
    for _ in range(10):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), target)
        loss.backward()
        step_gradients.append(torch.cat([model.weight.grad.reshape(-1), model.bias.grad]))
        losses.append(number(loss))
        optimizer.step()
    write(
        name,
        {
            "kind": "optimizer",
            "precision": precision(dtype),
            "sizes": {"batch": batch, "inputs": inputs, "outputs": outputs},
            "optimizer": options,
            "parameters": initial,
            "finalParameters": named(),
            "tensors": {"input": tensor(x), "target": tensor(target), "stepGradients": tensor(torch.stack(step_gradients))},
            "sequences": {"losses": losses},
        },
    )


def embedding_case(dtype, seed):
    """Two tables, one column of codes each, joined; the loss is a random projection."""
    torch.manual_seed(seed)
    steps, batch = 4, 3
    tables = [(6, 2), (9, 5)]
    codes = torch.stack([torch.randint(0, rows, (steps, batch)) for rows, _ in tables], dim=-1)
    weights = [torch.randn(rows, width, dtype=torch.float64).to(dtype).requires_grad_() for rows, width in tables]
    output = torch.cat([nn.functional.embedding(codes[..., k], weight) for k, weight in enumerate(weights)], dim=-1)
    projection = torch.randn(output.shape, dtype=torch.float64).to(dtype)
    (output * projection).sum().backward()
    write(
        f"embedding-{precision(dtype)}",
        {
            "kind": "embedding",
            "precision": precision(dtype),
            "sizes": {"steps": steps, "batch": batch},
            "parameters": {f"{k}.weight": tensor(weight) for k, weight in enumerate(weights)},
            "gradients": {f"{k}.weight": tensor(weight.grad) for k, weight in enumerate(weights)},
            "tensors": {"codes": tensor(codes), "output": tensor(output), "outputProjection": tensor(projection)},
        },
    )


def layer_norm_case(dtype, seed):
    """Layer normalisation of the last axis; the loss is a random projection."""
    torch.manual_seed(seed)
    steps, batch, width = 4, 3, 6

    def random(*shape):
        return torch.randn(*shape, dtype=torch.float64).to(dtype).requires_grad_()

    x, gain, bias = (random(steps, batch, width), random(width), random(width))
    output = nn.functional.layer_norm(x, (width,), gain, bias)
    projection = random(steps, batch, width).detach()
    (output * projection).sum().backward()
    write(
        f"layer-norm-{precision(dtype)}",
        {
            "kind": "layerNorm",
            "precision": precision(dtype),
            "sizes": {"steps": steps, "batch": batch, "width": width},
            "parameters": {"gain": tensor(gain), "bias": tensor(bias)},
            "gradients": {"gain": tensor(gain.grad), "bias": tensor(bias.grad)},
            "tensors": {
                "input": tensor(x),
                "inputGradient": tensor(x.grad),
                "output": tensor(output),
                "outputProjection": tensor(projection),
            },
        },
    )


def batch_norm_case(dtype, seed):
    """Batch normalisation: one training step's output, gradients and running statistics, then an output in evaluation."""
    torch.manual_seed(seed)
    steps, batch, width = 3, 5, 4

    def random(*shape):
        return torch.randn(*shape, dtype=torch.float64).to(dtype)

    module = nn.BatchNorm1d(width).to(dtype)
    with torch.no_grad():
        module.weight.copy_(random(width))
        module.bias.copy_(random(width))
    x = (1 + 2 * random(steps, batch, width)).requires_grad_()
    projection = random(steps, batch, width)
    output = module(x.reshape(-1, width)).reshape(x.shape)
    (output * projection).sum().backward()
    module.eval()
    write(
        f"batch-norm-{precision(dtype)}",
        {
            "kind": "batchNorm",
            "precision": precision(dtype),
            "sizes": {"steps": steps, "batch": batch, "width": width},
            "parameters": {"gain": tensor(module.weight), "bias": tensor(module.bias)},
            "gradients": {"gain": tensor(module.weight.grad), "bias": tensor(module.bias.grad)},
            "tensors": {
                "input": tensor(x),
                "inputGradient": tensor(x.grad),
                "output": tensor(output),
                "outputProjection": tensor(projection),
                "runningMean": tensor(module.running_mean),
                "runningVariance": tensor(module.running_var),
                "evaluated": tensor(module(x.reshape(-1, width)).reshape(x.shape)),
            },
        },
    )


def loss_case(name, kind, seed, **options):
    """Masked mean over the observed elements: 5 rows, 3 steps (times the quantiles), value and gradient."""
    torch.manual_seed(seed)
    rows, steps = 5, 3
    quantiles = torch.tensor(options.get("quantiles", [0.5]), dtype=torch.float64)
    levels = len(quantiles)
    widths = {"pinball": levels, "gaussian": 2, "student": 3, "negativeBinomial": 2}
    shape = (rows, steps, widths[kind]) if kind in widths else (rows, steps)
    prediction = 2 * torch.randn(shape, dtype=torch.float64)
    if kind == "gaussian":
        prediction[..., 1] = 0.05 + prediction[..., 1].abs()
    if kind == "student":
        prediction[..., 1:] = 0.05 + prediction[..., 1:].abs()
    if kind in ("poisson", "negativeBinomial"):
        prediction = 0.05 + prediction.abs()
    prediction.requires_grad_()
    target = 2 * torch.randn(rows, steps, dtype=torch.float64)
    mask = (torch.rand(rows, steps) > 0.35).double()
    unit = torch.ones_like(target)
    if kind in ("poisson", "negativeBinomial"):
        unit = 0.2 + 6 * torch.rand(rows, steps, dtype=torch.float64)
        target = (4 * target.abs() * unit.sqrt()).round()
    assert 0 < mask.sum() < mask.numel()
    if kind == "squared":
        each = nn.functional.mse_loss(prediction, target, reduction="none")
    elif kind == "absolute":
        each = nn.functional.l1_loss(prediction, target, reduction="none")
    elif kind == "huber":
        each = nn.functional.huber_loss(prediction, target, reduction="none", delta=options["delta"])
    elif kind == "gaussian":
        each = -torch.distributions.Normal(prediction[..., 0], prediction[..., 1]).log_prob(target)
    elif kind == "student":
        each = -torch.distributions.StudentT(prediction[..., 2], prediction[..., 0], prediction[..., 1]).log_prob(target)
    elif kind == "poisson":
        each = -torch.distributions.Poisson(unit * prediction).log_prob(target)
    elif kind == "negativeBinomial":
        mean, shape = unit * prediction[..., 0], prediction[..., 1] / unit.sqrt()
        each = -torch.distributions.NegativeBinomial(total_count=1 / shape, logits=(shape * mean).log()).log_prob(target)
    else:
        error = target[..., None] - prediction
        each = torch.maximum(quantiles * error, (quantiles - 1) * error).mean(-1)
    out = {"tensors": {}, "numbers": {}}
    for label, weights in (("Masked", mask), ("", torch.ones_like(mask))):
        prediction.grad = None
        loss = (each * weights).sum() / weights.sum()
        loss.backward(retain_graph=True)
        out["numbers"]["loss" + label] = number(loss)
        out["tensors"]["predictionGradient" + label] = tensor(prediction.grad)
    out["tensors"].update(prediction=tensor(prediction), target=tensor(target), mask=tensor(mask))
    if kind == "pinball":
        out["tensors"]["quantiles"] = tensor(quantiles)
    if kind in ("poisson", "negativeBinomial"):
        out["tensors"]["unit"] = tensor(unit)
    if "delta" in options:
        out["numbers"]["delta"] = options["delta"]
    write(name, {"kind": "loss", "loss": kind, "precision": "float64", "sizes": {"rows": rows, "steps": steps, "quantiles": levels}, **out})


def special_case():
    """The logarithm of the gamma function and its derivative by mpmath, at 50 digits."""
    mpmath.mp.dps = 50
    x = [10.0**k * m for k in range(-12, 13) for m in (1.0, 1.7, 3.1, 5.0, 9.99)] + [k / 8 for k in range(1, 120)]
    write(
        "special-functions",
        {
            "kind": "special",
            "precision": "float64",
            "sequences": {
                "x": x,
                "logGamma": [float(mpmath.loggamma(mpmath.mpf(v))) for v in x],
                "digamma": [float(mpmath.digamma(mpmath.mpf(v))) for v in x],
            },
        },
    )


def schedule_cases():
    """Rates in force at steps 0, 1, 2, …; warm-up is linear from (1 / warmUp) · rate at step 0 to the full rate at step warmUp - 1."""
    parameter = nn.Parameter(torch.zeros(1))
    rate, warm_up, total, floor = 0.03, 5, 40, 0.0003
    optimizer = torch.optim.SGD([parameter], lr=rate)
    warm = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=1 / warm_up, end_factor=1.0, total_iters=warm_up - 1)
    cosine = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=total - warm_up, eta_min=floor)
    schedule = torch.optim.lr_scheduler.SequentialLR(optimizer, [warm, cosine], milestones=[warm_up])
    rates = []
    for _ in range(total):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    closed = [
        rate * (s + 1) / warm_up
        if s < warm_up
        else floor + (rate - floor) * (1 + math.cos(math.pi * (s - warm_up) / (total - warm_up))) / 2
        for s in range(total)
    ]
    assert max(abs(a - b) for a, b in zip(rates, closed)) < 1e-12, list(zip(rates, closed))
    write(
        "schedule-cosine",
        {
            "kind": "schedule",
            "precision": "float64",
            "numbers": {"learningRate": rate, "warmUp": warm_up, "steps": total, "floor": floor},
            "sequences": {"rates": closed},
        },
    )
    values = [1.0, 0.8, 0.79, 0.795, 0.79, 0.81, 0.7, 0.7, 0.69999, 0.75, 0.72, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.4, 0.41, 0.42, 0.43]
    numbers = {"learningRate": 0.1, "factor": 0.5, "patience": 2, "threshold": 1e-3, "cooldown": 1, "floor": 0.02}
    optimizer = torch.optim.SGD([parameter], lr=numbers["learningRate"])
    plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimizer, mode="min", factor=0.5, patience=2, threshold=1e-3, threshold_mode="rel", cooldown=1, min_lr=0.02, eps=0
    )
    rates = []
    for value in values:
        optimizer.step()
        plateau.step(value)
        rates.append(optimizer.param_groups[0]["lr"])
    write(
        "schedule-plateau",
        {"kind": "schedule", "precision": "float64", "numbers": numbers, "sequences": {"values": values, "rates": rates}},
    )
    for cooldown, name in ((0, "schedule-plateau-plain"),):
        optimizer = torch.optim.SGD([parameter], lr=0.1)
        plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(
            optimizer, mode="min", factor=0.5, patience=2, threshold=0.0, threshold_mode="rel", cooldown=cooldown, min_lr=0.0, eps=0
        )
        rates = []
        for value in values:
            optimizer.step()
            plateau.step(value)
            rates.append(optimizer.param_groups[0]["lr"])
        write(
            name,
            {
                "kind": "schedule",
                "precision": "float64",
                "numbers": {"learningRate": 0.1, "factor": 0.5, "patience": 2, "threshold": 0.0, "cooldown": 0, "floor": 0.0},
                "sequences": {"values": values, "rates": rates},
            },
        )

"""The cases of make_parity.py that follow a rule step by step: all update rules along given gradients, and schedules."""

import numpy
import torch
from torch import nn

from fixture import precision, tensor, write
from part_cases import ADAGRAD, ADAM, ADAMW, CENTERED, NESTEROV, SGD, make_optimizer


class Lion:
    """Algorithm 2 of Chen et al. (2023), "Symbolic discovery of optimization algorithms", in NumPy, as PyTorch has none."""

    def __init__(self, params, options):
        self.params = params
        self.options = options
        self.moments = [numpy.zeros_like(parameter.detach().numpy()) for parameter in params]

    def step(self):
        kind = self.moments[0].dtype.type
        rate, decay = kind(self.options["learningRate"]), kind(self.options["weightDecay"])
        beta1, beta2 = kind(self.options["beta1"]), kind(self.options["beta2"])
        for place, parameter in enumerate(self.params):
            g, m = parameter.grad.numpy(), self.moments[place]
            update = numpy.sign(beta1 * m + (1 - beta1) * g)
            weight = parameter.detach().numpy()
            weight -= rate * (update + decay * weight)
            self.moments[place] = beta2 * m + (1 - beta2) * g


def rule_optimizer(options, params):
    kind = options["kind"]
    if kind == "lion":
        return Lion(params, options)
    if kind not in ("adam", "amsgrad", "nadam", "radam"):
        return make_optimizer(options, params)
    shared = {
        "lr": options["learningRate"],
        "betas": (options["beta1"], options["beta2"]),
        "eps": options["epsilon"],
        "weight_decay": options["weightDecay"],
    }
    if kind in ("adam", "amsgrad"):
        return torch.optim.Adam(params, amsgrad=kind == "amsgrad", **shared)
    return (torch.optim.NAdam if kind == "nadam" else torch.optim.RAdam)(params, **shared)


# Every rule by name, for the comparison over fifty steps.
RULES = {
    "gd": {**SGD, "momentum": 0.0, "weightDecay": 0.05},
    "momentum": {**SGD, "weightDecay": 0.05},
    "nesterov": NESTEROV,
    "adagrad": ADAGRAD,
    "rmsprop": CENTERED,
    "adam": {**ADAM, "weightDecay": 0.02},
    "adamw": ADAMW,
    "amsgrad": {**ADAM, "kind": "amsgrad", "beta2": 0.9, "weightDecay": 0.02},
    "nadam": {**ADAM, "kind": "nadam", "weightDecay": 0.02},
    "radam": {**ADAM, "kind": "radam", "weightDecay": 0.02},
    "lion": {**ADAM, "kind": "lion", "beta2": 0.99, "learningRate": 0.01, "weightDecay": 0.1},
}


def rule_case(name, options, dtype, seed):
    """Fifty steps along given gradients of different sizes that grow, shrink and are zero at times."""
    torch.manual_seed(seed)
    # NAdam keeps its product of momenta in the default precision.
    torch.set_default_dtype(torch.float64)
    steps, count = 50, 7
    weight = nn.Parameter(torch.randn(count, dtype=torch.float64).to(dtype))
    initial = tensor(weight)
    sizes = torch.tensor([1.0, 10.0, 0.01, 1.0, 1e-4, 3.0, 0.3], dtype=torch.float64)
    time = torch.arange(steps, dtype=torch.float64)[:, None]
    gradients = torch.randn(steps, count, dtype=torch.float64) * sizes * torch.exp(torch.sin(time / 7) - time / 40)
    gradients[:5, 3] = 0
    gradients[::4, 6] = 0
    gradients = gradients.to(dtype)
    optimizer = rule_optimizer(options, [weight])
    after = []
    for step in range(steps):
        weight.grad = gradients[step].clone()
        optimizer.step()
        after.append(weight.detach().clone())
    torch.set_default_dtype(torch.float32)
    write(
        name,
        {
            "kind": "rule",
            "precision": precision(dtype),
            "optimizer": options,
            "parameters": {"weight": initial},
            "tensors": {"stepGradients": tensor(gradients), "stepParameters": tensor(torch.stack(after))},
        },
    )


def rule_cases(seed):
    for name, options in RULES.items():
        for dtype in (torch.float64, torch.float32):
            rule_case(f"rule-{name}-{precision(dtype)}", options, dtype, seed)
        seed += 1


def pace_cases():
    """Rates at steps 0, 1, 2, … of the schedules that depend on the step alone."""
    rate = 0.03

    def case(name, numbers, steps, make):
        optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=rate)
        schedule = make(optimizer)
        rates = []
        for _ in range(steps):
            rates.append(float(optimizer.param_groups[0]["lr"]))
            optimizer.step()
            schedule.step() if len(rates) < steps else None
        write(
            f"schedule-{name}",
            {"kind": "schedule", "precision": "float64", "numbers": {"learningRate": rate, **numbers}, "sequences": {"rates": rates}},
        )

    pace = torch.optim.lr_scheduler
    case("step", {"length": 7, "factor": 0.3}, 40, lambda o: pace.StepLR(o, step_size=7, gamma=0.3))
    case("exponential", {"length": 1, "factor": 0.9}, 40, lambda o: pace.ExponentialLR(o, gamma=0.9))
    for total in (40, 7):
        case(
            f"one-cycle-{total}",
            {"steps": total, "peak": 0.3, "start": 0.04, "floor": 4e-6},
            total,
            lambda o: pace.OneCycleLR(o, max_lr=rate, total_steps=total, cycle_momentum=False),
        )
    for growth in (1, 2):
        case(
            f"restarts-{growth}",
            {"first": 5, "growth": growth, "floor": 0.0003},
            40,
            lambda o: pace.CosineAnnealingWarmRestarts(o, T_0=5, T_mult=growth, eta_min=0.0003),
        )

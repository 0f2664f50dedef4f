"""Makes optim.json: where PyTorch's optimisers go, given the same gradients.

    pip install numpy torch
    python tests/golden/optim.py > tests/golden/optim.json

Two groups of parameters, six steps, all in double precision; numbers have few decimals, so that single precision reads the
same ones. The gradients of one parameter are zero throughout, those of another stop after the second step.
"""
import json

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(2026)
start = [np.round(rng.normal(size=3), 3), np.round(rng.normal(size=(2, 2)), 3)]
gradients = [[np.round(rng.normal(size=p.shape) * 2, 3) for p in start] for _ in range(6)]
for step, (first, second) in enumerate(gradients):
    first[1] = 0.0
    if step >= 2:
        second[0, 1] = 0.0

RUNS = {
    "sgd": (torch.optim.SGD, {"lr": 0.1}),
    "momentum": (torch.optim.SGD, {"lr": 0.05, "momentum": 0.9}),
    "nesterov": (torch.optim.SGD, {"lr": 0.05, "momentum": 0.8, "nesterov": True}),
    "adam": (torch.optim.Adam, {}),
    "adam_other": (torch.optim.Adam, {"lr": 0.2, "betas": (0.5, 0.75), "eps": 0.01}),
}


def run(kind, settings):
    parameters = [torch.tensor(p, requires_grad=True) for p in start]
    optimiser = kind(parameters, **settings)
    path = []
    for step in gradients:
        for parameter, gradient in zip(parameters, step):
            parameter.grad = torch.tensor(gradient)
        optimiser.step()
        path.append([p.detach().flatten().tolist() for p in parameters])
    return {"settings": settings, "path": path}


print(json.dumps({
    "made_with": {"numpy": np.__version__, "torch": torch.__version__},
    "start": [p.flatten().tolist() for p in start],
    "gradients": [[g.flatten().tolist() for g in step] for step in gradients],
    "runs": {name: run(*with_) for name, with_ in RUNS.items()},
}, indent=1))

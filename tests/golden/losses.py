"""Makes losses.json: PyTorch's losses with their slopes, its initialisers' scales, and a small network under two optimisers.

    pip install numpy torch
    python tests/golden/losses.py > tests/golden/losses.json

All in double precision; numbers have few decimals, so that single precision reads the same ones. Losses are summed over
features and averaged over samples. Weights are ours: (inputs, outputs), the transpose of PyTorch's.
"""
import json

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(2006)
draw = lambda *shape: torch.tensor(np.round(rng.normal(size=shape), 3))

output, target = 2 * draw(4, 5), torch.tensor(np.round(rng.uniform(size=(4, 5)), 3))
target[0, 0], target[1, 2], output[2, 3], output[3, 1] = 0.0, 1.0, 30.0, -30.0
shares = torch.tensor([[0.5, 0.25, 0.125, 0.125, 0.0], [1.0, 0, 0, 0, 0], [0.25, 0.25, 0.25, 0.25, 0], [0, 0, 0.5, 0.5, 0]])
LOSSES = {
    "squared": (lambda y: F.mse_loss(y, target, reduction="sum") / len(y), target),
    "cross_entropy": (lambda y: F.binary_cross_entropy_with_logits(y, target, reduction="sum") / len(y), target),
    "softmax": (lambda y: F.cross_entropy(y, shares, reduction="sum") / len(y), shares),
}


def loss(name):
    y = output.clone().requires_grad_()
    value = LOSSES[name][0](y)
    value.backward()
    return {"target": LOSSES[name][1].tolist(), "value": value.item(), "slope": y.grad.tolist()}


def deviation(fill):
    """Of a weight between 784 inputs and 300 outputs."""
    torch.manual_seed(0)
    weight = torch.empty(300, 784)
    fill(weight)
    return weight.std().item()


INITIALISERS = {
    "glorot": torch.nn.init.xavier_uniform_,
    "he": lambda w: torch.nn.init.kaiming_normal_(w, nonlinearity="relu"),
    "pytorch": lambda w: w.copy_(torch.nn.Linear(784, 300).weight.detach()),
}

x = torch.tensor(np.round(rng.uniform(size=(6, 5)), 3))
start = [0.8 * draw(5, 3), 0.1 * draw(3), 0.8 * draw(3, 5), 0.1 * draw(5)]
start = [torch.round(p, decimals=3) for p in start]
RUNS = {
    "adam": lambda p: torch.optim.Adam(p, lr=0.05),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9, nesterov=True),
}


def run(name):
    """5-3-5 with tanh at the code, cross-entropy on logits, the whole batch at each of ten steps."""
    w1, b1, w2, b2 = parameters = [p.clone().requires_grad_() for p in start]
    optimiser, path = RUNS[name](parameters), []
    for _ in range(10):
        optimiser.zero_grad()
        logits = torch.tanh(x @ w1 + b1) @ w2 + b2
        value = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)
        value.backward()
        optimiser.step()
        path.append(value.item())
    return {"losses": path, "end": [p.flatten().tolist() for p in parameters]}


print(json.dumps({
    "made_with": {"numpy": np.__version__, "torch": torch.__version__},
    "output": output.tolist(),
    "losses": {name: loss(name) for name in LOSSES},
    "deviations": {name: deviation(fill) for name, fill in INITIALISERS.items()},
    "network": {"x": x.tolist(), "w1": start[0].tolist(), "b1": start[1].tolist(), "w2": start[2].tolist(),
                "b2": start[3].tolist(), "runs": {name: run(name) for name in RUNS}},
}, indent=1))

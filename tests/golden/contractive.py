"""Makes contractive.json: PyTorch's slopes of a contractive loss, tied and untied, its Jacobian by automatic differentiation
and that matrix's singular values and leading right singular directions.

    pip install numpy torch
    python tests/golden/contractive.py > tests/golden/contractive.json

All in double precision; inputs have few decimals, so that single precision reads the same ones. The Jacobian is not taken from
the closed form: it is torch.func.jacrev of the encoder, and the penalty its squared Frobenius norm, differentiated again.
"""
import json

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(2011)
draw = lambda *shape: torch.tensor(np.round(rng.normal(size=shape), 2))
short = lambda a: [round(v, 12) for v in a.flatten().tolist()]
rows = lambda a: [short(row) for row in a]

N, D, K, LAMBDA = 5, 6, 4, 0.7
cases = []
for tied in (False, True):
    for output in ("linear", "logits", "sigmoid"):
        x = torch.tensor(np.round(rng.uniform(size=(N, D)), 2))
        w, c, v, b = (p.requires_grad_() for p in (draw(D, K), draw(K), draw(K, D), draw(D)))
        back = w.T if tied else v
        f = lambda x: torch.sigmoid(x @ w + c)
        y = f(x) @ back + b
        if output == "logits":
            fit = F.binary_cross_entropy_with_logits(y, x, reduction="sum") / N
        else:
            fit = (((torch.sigmoid(y) if output == "sigmoid" else y) - x) ** 2).sum() / N
        j = torch.func.vmap(torch.func.jacrev(f))(x)  # N, K, D
        penalty = LAMBDA * (j ** 2).sum() / N
        theta = [w, c, b] if tied else [w, c, v, b]
        slopes = torch.autograd.grad(fit + penalty, theta)
        plane = torch.linalg.svd(j[0]).Vh[:2].T
        cases.append({
            "tied": tied, "output": output, "lambda": LAMBDA, "x": rows(x), "w": rows(w), "c": short(c), "v": rows(v), "b": short(b),
            "fit": round(fit.item(), 12), "penalty": round(penalty.item(), 12), "slopes": [short(s) for s in slopes],
            "jacobian": rows(j[0].detach()), "singular_values": rows(torch.linalg.svdvals(j.detach())),
            "projector": rows((plane @ plane.T).detach()),
        })
print(json.dumps(cases))

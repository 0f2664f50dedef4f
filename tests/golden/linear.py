"""Makes linear.json: what PyTorch's automatic gradients and its L-BFGS say about the linear autoencoder.

    pip install numpy scikit-learn torch
    python tests/golden/linear.py > tests/golden/linear.json

`cases`: loss and gradients of (1/n)|X − XVᵀUᵀ|² + α(|U|² + |V|²) on small random data, X centred by its mean. `optdigits`: the
least loss on scikit-learn's digits, divided by 4, with k = 4; summed over the images, as Kunin et al. (2019) do, so that their
penalty λ is n times our α; and the singular values of the decoder there. All in double precision.
"""
import json

import numpy as np
import sklearn
import torch
from sklearn.datasets import load_digits

torch.set_default_dtype(torch.float64)


def loss_of(x, u, v, alpha):
    return ((x - x @ v.T @ u.T) ** 2).sum() / len(x) + alpha * ((u ** 2).sum() + (v ** 2).sum())


def case(n, d, k, alpha, rng):
    x, u, v = (np.round(rng.normal(size=shape), 3) for shape in ((n, d), (d, k), (k, d)))
    centred = torch.tensor(x - x.mean(axis=0))
    weights = [torch.tensor(w, requires_grad=True) for w in (u, v)]
    loss = loss_of(centred, *weights, alpha)
    loss.backward()
    return {"alpha": alpha, "x": x.tolist(), "u": u.tolist(), "v": v.tolist(), "loss": loss.item(),
            "du": weights[0].grad.tolist(), "dv": weights[1].grad.tolist()}


def lowest(x, k, alpha):
    torch.manual_seed(0)
    u, v = (torch.randn(shape).mul(0.01).requires_grad_() for shape in ((x.shape[1], k), (k, x.shape[1])))
    optimiser = torch.optim.LBFGS([u, v], max_iter=20000, max_eval=40000, history_size=50, line_search_fn="strong_wolfe",
                                  tolerance_grad=1e-12, tolerance_change=0)

    def closure():
        optimiser.zero_grad()
        loss = loss_of(x, u, v, alpha)
        loss.backward()
        return loss

    optimiser.step(closure)
    return {"loss": len(x) * loss_of(x, u, v, alpha).item(), "singular_values": torch.linalg.svdvals(u).tolist()}


def optdigits(k=4):
    x = torch.tensor(load_digits().data / 4)
    x = x - x.mean(dim=0)
    penalty = 0.05 * torch.linalg.svdvals(x)[k - 1].item() ** 2
    return {"k": k, "plain": lowest(x, k, 0.0), "penalty": penalty, "penalised": lowest(x, k, penalty / len(x))}


rng = np.random.default_rng(2026)
cases = [case(9, 5, 2, 0.0, rng), case(6, 4, 3, 0.3, rng), case(5, 7, 1, 1.5, rng), case(8, 3, 5, 0.1, rng)]
versions = {"numpy": np.__version__, "scikit-learn": sklearn.__version__, "torch": torch.__version__}
print(json.dumps({"made_with": versions, "cases": cases, "optdigits": optdigits()}, indent=1))

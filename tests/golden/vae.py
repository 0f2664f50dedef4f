#!/usr/bin/env python3
"""Log-likelihoods and divergences as torch.distributions has them, in double precision.

    python tests/golden/vae.py > tests/golden/vae.json
"""
import json

import torch
from torch.distributions import Bernoulli, Laplace, Normal, kl_divergence

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
z, w, b = torch.randn(4, 2), torch.randn(2, 5), torch.randn(5)
x = (torch.rand(4, 5) > 0.5).to(torch.float64)
y, s = z @ w + b, torch.randn(4, 2)
out = dict(
    z=z, weight=w, bias=b, x=x, s=s,
    bernoulli=Bernoulli(logits=y).log_prob(x).sum(1),
    gaussian=Normal(y, 0.3 ** 0.5).log_prob(x).sum(1),
    laplace=Laplace(y, 0.3).log_prob(x).sum(1),
    kl=kl_divergence(Normal(z, (s / 2).exp()), Normal(torch.zeros(2), torch.ones(2))),
)
print(json.dumps({key: value.tolist() for key, value in out.items()}, indent=1))

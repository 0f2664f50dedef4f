"""Makes stacked.json: the least value of hinge + λ/2 ‖W‖² of several classes, by an exact quadratic programme.

    pip install numpy scipy
    python tests/golden/stacked.py > tests/golden/stacked.json

Crammer and Singer's problem as written: minimise λ/2 ‖W‖² + mean ξ over W, b and ξ ≥ 0 under
a_c ≥ a_j + 1 − ξ for every other class j. SciPy's SLSQP from zeros; no subgradient is used.
"""
import json

import numpy as np
from scipy.optimize import minimize

rng = np.random.default_rng(2001)
N, K, C = 12, 2, 3
cases = []
for lam in (1e-2, 1e-1, 0.5):
    labels = np.arange(N) % C
    centres = np.array([[0, 1], [1, -1], [-1, -1]])
    z = np.round(centres[labels] + rng.normal(size=(N, K)) * 0.8, 2)
    parts = lambda t: (t[:K * C].reshape(K, C), t[K * C:K * C + C], t[K * C + C:])

    def value(t):
        w, b, xi = parts(t)
        return lam / 2 * (w ** 2).sum() + xi.mean()

    def slope(t):
        w, b, xi = parts(t)
        return np.concatenate([lam * w.ravel(), np.zeros(C), np.full(N, 1 / N)])

    def leads(t):
        w, b, xi = parts(t)
        a = z @ w + b
        return np.array([a[i, c] - a[i, j] - 1 + xi[i] for i, c in enumerate(labels) for j in range(C) if j != c] + list(xi))

    start = np.concatenate([np.zeros(K * C + C), np.ones(N)])
    found = minimize(value, start, jac=slope, constraints={"type": "ineq", "fun": leads}, method="SLSQP",
                     options={"maxiter": 1000, "ftol": 1e-12})
    assert found.success, found.message
    cases.append({"lambda": lam, "z": z.tolist(), "labels": labels.tolist(), "least": round(found.fun, 9)})
print(json.dumps(cases))

"""Makes pca.json: what scikit-learn and NumPy say about PCA.

    pip install numpy scikit-learn
    python tests/golden/pca.py > tests/golden/pca.json

Signs follow our rule: the entry of largest magnitude in each component is positive. Inputs have few decimals, so that
single and double precision read the same numbers.
"""
import json

import numpy as np
import sklearn
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA, IncrementalPCA


def signed(components):
    largest = components[np.arange(len(components)), np.abs(components).argmax(axis=1)]
    return components * np.sign(largest)[:, None]


def case(name, x, k):
    x = np.round(x, 3)
    pca = PCA(k, svd_solver="full").fit(x)
    w = signed(pca.components_)
    z = (x - pca.mean_) @ w.T
    return {
        "name": name,
        "k": k,
        "x": x.tolist(),
        "mean": pca.mean_.tolist(),
        "components": w.tolist(),
        "explained_variance": pca.explained_variance_.tolist(),
        "explained_variance_ratio": pca.explained_variance_ratio_.tolist(),
        "scores": z.tolist(),
        "white_scores": (z / np.sqrt(pca.explained_variance_)).tolist(),
        "reconstruction": (z @ w + pca.mean_).tolist(),
    }


def digits():
    x = load_digits().data
    pca = PCA(svd_solver="full").fit(x)
    kept = np.cumsum(pca.explained_variance_ratio_)
    error = {}
    for k in (2, 10, 20, 30):
        few = PCA(k, svd_solver="full").fit(x)
        error[k] = float(((x - few.inverse_transform(few.transform(x))) ** 2).sum(axis=1).mean())
    held_out = {}
    for k in (1, 5, 10, 20, 40):
        few = PCA(k, svd_solver="full").fit(x[:1000])
        held_out[k] = float(((x[1000:] - few.inverse_transform(few.transform(x[1000:]))) ** 2).sum(axis=1).mean())
    chunks = IncrementalPCA(64).partial_fit(x[:500]).partial_fit(x[500:1100]).partial_fit(x[1100:])
    return {
        "total_variance": float(pca.explained_variance_.sum()),
        "explained_variance_ratio": pca.explained_variance_ratio_[:20].tolist(),
        "rank": int(np.linalg.matrix_rank(x - x.mean(axis=0))),
        "components_for": {str(s): int((kept < s).sum() + 1) for s in (0.8, 0.9, 0.95, 0.99)},
        "squared_error": error,
        "held_out_error": held_out,
        "incremental_explained_variance": chunks.explained_variance_[:20].tolist(),
    }


rng = np.random.default_rng(2026)
mix = rng.normal(size=(5, 5))
cases = [
    case("tall", rng.normal(size=(12, 5)) @ mix + 3, 3),
    case("wide", rng.normal(size=(6, 9)) * 2 - 1, 4),
    case("square", rng.uniform(size=(7, 7)), 6),
    case("far from the origin", rng.normal(size=(10, 3)) + 100, 2),
]
versions = {"numpy": np.__version__, "scikit-learn": sklearn.__version__}
print(json.dumps({"made_with": versions, "cases": cases, "optdigits": digits()}, indent=1))

"""Makes sparse.json: how much of a Gabor a few features are (SciPy), softmax regression at its minimum (SciPy), a whitened picture (NumPy).

    pip install numpy scipy
    python tests/golden/sparse.py > tests/golden/sparse.json

Inputs have few decimals, so that single precision reads the same ones.
"""
import json

import numpy as np
from scipy.optimize import least_squares, minimize

rng = np.random.default_rng(1996)
SIDE = 8
py, px = np.mgrid[:SIDE, :SIDE].astype(float)


def wave(p):
    x, y, t, f, s, r = p
    u, v = (px - x) * np.cos(t) + (py - y) * np.sin(t), (py - y) * np.cos(t) - (px - x) * np.sin(t)
    hill = np.exp(-0.5 * ((u / s) ** 2 + (v / r) ** 2))
    return np.stack([(hill * np.cos(2 * np.pi * f * u)).ravel(), (hill * np.sin(2 * np.pi * f * u)).ravel()], 1)


def best(w):
    """The least share of a feature's squares that any Gabor leaves, from 200 starts."""
    w = w - w.mean()

    def left(p):
        b = wave(p)
        return w - b @ np.linalg.lstsq(b, w, rcond=None)[0]

    low, high = (-0.5, -0.5, -7, 0, 0.6, 0.6), (7.5, 7.5, 7, 0.5, 8, 8)
    start = lambda: rng.uniform((0, 0, 0, 0.02, 0.8, 0.8), (7, 7, np.pi, 0.48, 4, 4))
    fits = [least_squares(left, start(), bounds=(low, high)) for _ in range(200)]
    return 1 - 2 * min(f.cost for f in fits) / (w @ w)


features = [
    wave((3.2, 4.1, 0.7, 0.2, 1.4, 2.0)) @ (1, 0.5),
    np.sign(px - 3.5).ravel(),
    np.cos(0.9 * px + 0.4 * py).ravel(),
    rng.normal(size=64),
    wave((2, 2, 0, 0.15, 1, 3)) @ (1, 0) + 0.3 * rng.normal(size=64),
]
features = [np.round(f, 3) for f in features]

z, labels, lam = np.round(rng.normal(size=(40, 6)), 2), rng.integers(3, size=40), 0.01


def softmax(theta):
    w, b = theta[:18].reshape(6, 3), theta[18:]
    a = z @ w + b
    log = a - np.log(np.exp(a).sum(1, keepdims=True))
    slope = (np.exp(log) - np.eye(3)[labels]) / len(z)
    value = -log[np.arange(len(z)), labels].mean() + 0.5 * lam * (w ** 2).sum()
    return value, np.concatenate([(z.T @ slope + lam * w).ravel(), slope.sum(0)])


found = minimize(softmax, np.zeros(21), jac=True, options=dict(gtol=1e-10))

picture = np.round(rng.random((6, 10)), 2)
fy, fx = np.meshgrid(np.fft.fftfreq(6), np.fft.fftfreq(10), indexing="ij")
f = np.hypot(fx, fy)
white = np.real(np.fft.ifft2(np.fft.fft2(picture) * f * np.exp(-(f / 0.4) ** 4)))

print(json.dumps(dict(
    gabors=[dict(feature=list(f), r2=round(best(f), 6)) for f in features],
    softmax=dict(z=z.tolist(), labels=labels.tolist(), lam=lam, loss=round(found.fun, 9), weight=np.round(found.x[:18].reshape(6, 3), 6).tolist()),
    whiten=dict(picture=picture.tolist(), white=np.round(white / white.std(), 6).tolist()),
)))

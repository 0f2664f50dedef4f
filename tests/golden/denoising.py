"""Makes denoising.json: filters by SciPy, SSIM by SciPy's correlation, non-local means by brute force.

    pip install numpy scipy
    python tests/golden/denoising.py > tests/golden/denoising.json

Images have three decimals, so that single precision reads the same ones. SSIM: 11 x 11 Gaussian window of sd 1.5, valid positions,
K = .01 and .03, data range 1 (what scikit-image's gaussian_weights call computes, its border cropped).
"""
import json

import numpy as np
import scipy
from scipy import ndimage, signal

rng = np.random.default_rng(2010)
height, width = 13, 16
clean = np.round(ndimage.gaussian_filter(rng.random((2, height, width)), (0, 1.5, 1.5)) ** 2 * 2, 3).clip(0, 1)
noisy = np.round((clean + 0.2 * rng.normal(size=clean.shape)).clip(0, 1), 3)
rows = lambda a: [[round(v, 10) for v in row] for row in a.reshape(2, -1).tolist()]

g = np.exp(-(np.arange(11) - 5.0) ** 2 / (2 * 1.5**2))
window = np.outer(g, g) / g.sum() ** 2


def ssim(x, y):
    mean = lambda a: signal.correlate2d(a, window, mode="valid")
    mx, my = mean(x), mean(y)
    vx, vy, c = mean(x * x) - mx**2, mean(y * y) - my**2, mean(x * y) - mx * my
    return (((2 * mx * my + 1e-4) * (2 * c + 9e-4)) / ((mx**2 + my**2 + 1e-4) * (vx + vy + 9e-4))).mean()


def non_local(x, patch, search, h):
    """Pixel by pixel: weights of all others in the window, the pixel's own as large as the largest."""
    half, reach = patch // 2, search // 2
    wide = np.pad(x, half + reach, mode="symmetric")
    out = np.empty_like(x)
    # The difference image of a shift is mirrored at its own edges: patches at the edge see pairs of pixels of the image only.
    at = lambda i, j: wide[i + half + reach, j + half + reach]
    mirrored = lambda i, n: min(i % (2 * n), 2 * n - 1 - i % (2 * n))
    for i in range(height):
        for j in range(width):
            weights, values = [], []
            for di in range(-reach, reach + 1):
                for dj in range(-reach, reach + 1):
                    if di == dj == 0:
                        continue
                    d = 0.0
                    for a in range(-half, half + 1):
                        for b in range(-half, half + 1):
                            p, q = mirrored(i + a, height), mirrored(j + b, width)
                            d += (at(p, q) - at(p + di, q + dj)) ** 2
                    weights.append(np.exp(-d / patch**2 / h**2))
                    values.append(at(i + di, j + dj))
            own = max(weights)
            out[i, j] = (np.dot(weights, values) + own * x[i, j]) / (sum(weights) + own)
    return out


print(json.dumps({
    "made_with": {"numpy": np.__version__, "scipy": scipy.__version__},
    "height": height, "width": width, "clean": rows(clean), "noisy": rows(noisy),
    "gaussian": {str(s): rows(ndimage.gaussian_filter(noisy, (0, s, s))) for s in (0.6, 1.3, 5.0)},
    "median": {str(s): rows(ndimage.median_filter(noisy, (1, s, s))) for s in (3, 5)},
    "psnr": [-10 * np.log10(((x - y) ** 2).mean()) for x, y in zip(clean, noisy)],
    "ssim": [ssim(x, y) for x, y in zip(clean, noisy)],
    "nonlocal": rows(np.stack([non_local(x, 3, 7, 0.3) for x in noisy])),
}))

"""Makes conv.json: PyTorch's image layers, forwards and backwards, on odd sizes, strides and paddings.

    pip install numpy torch
    python tests/golden/conv.py > tests/golden/conv.json

All in double precision; inputs have few decimals, so that single precision reads the same ones. Pictures are ours: a row each,
pixels row by row, channels last. Weights are (height, width, in, out) of the convolution, whose transpose uses the same numbers.
Slopes are those of L = sum of r * y.
"""
import json

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(2016)
draw = lambda *shape: torch.tensor(np.round(rng.normal(size=shape), 2))
short = lambda numbers: [round(v, 12) for v in numbers]
rows = lambda a: [short(row) for row in a.permute(0, 2, 3, 1).flatten(1).tolist()]  # channels last, a picture a row
numbers = lambda a: short(a.flatten().tolist())


def same(n, k, s):
    """TensorFlow's SAME: ceil(n / s) places, the odd pixel of padding at the end."""
    total = max((-(-n // s) - 1) * s + k - n, 0)
    return total // 2, total - total // 2


def padding(kind, height, width, kernel, stride):
    """left, right, top, bottom, as F.pad takes them; given are top, bottom, left, right."""
    if kind == "same":
        return *same(width, kernel[1], stride[1]), *same(height, kernel[0], stride[0])
    return (0, 0, 0, 0) if kind == "valid" else tuple(kind[i] for i in (2, 3, 0, 1))


def case(layer, shape, kernel, stride, pad, filters=None):
    height, width, channels = shape
    left, right, top, bottom = sides = padding(pad, height, width, kernel, stride)
    x = draw(2, channels, height, width)
    if layer.endswith("pool"):  # no two numbers alike, so that there is one largest
        x = torch.tensor(rng.permutation(x.numel()).reshape(x.shape) / 10.0)
    x.requires_grad_()
    given = {"layer": layer, "frame": shape, "kernel": kernel, "stride": stride, "padding": pad, "x": rows(x.detach())}
    theta = []
    if layer == "conv":
        w, b = draw(*kernel, channels, filters).requires_grad_(), draw(filters).requires_grad_()
        y = F.conv2d(F.pad(x, sides), w.permute(3, 2, 0, 1), b, stride)
        theta = [w, b]
    elif layer == "transpose":
        w, b = draw(*kernel, filters, channels).requires_grad_(), draw(filters).requires_grad_()
        y = F.conv_transpose2d(x, w.permute(3, 2, 0, 1), b, stride)
        top, bottom, left, right = pad if isinstance(pad, list) else (0, 0, 0, 0)
        y = y[:, :, top:y.shape[2] - bottom, left:y.shape[3] - right]
        theta = [w, b]
    elif layer == "maxpool":
        y = F.max_pool2d(F.pad(x, sides, value=-torch.inf), kernel, stride)
    elif layer == "meanpool":
        ones = F.pad(torch.ones_like(x), sides)
        y = F.avg_pool2d(F.pad(x, sides), kernel, stride) / F.avg_pool2d(ones, kernel, stride)
    else:
        y = F.interpolate(x, scale_factor=[float(s) for s in stride], mode=layer)
    r = draw(*y.shape)
    (r * y).sum().backward()
    if theta:
        given |= {"weight": numbers(w.detach()), "bias": numbers(b.detach())}
    return given | {"y": rows(y.detach()), "r": rows(r), "dx": rows(x.grad), "dtheta": [numbers(t.grad) for t in theta]}


CASES = [
    case("conv", [7, 5, 1], [3, 3], [1, 1], "same", 2),
    case("conv", [7, 5, 3], [3, 3], [1, 1], "valid", 9),
    case("conv", [6, 7, 2], [4, 2], [1, 1], "same", 3),
    case("conv", [5, 4, 16], [3, 3], [1, 1], "same", 1),
    case("conv", [5, 6, 9], [2, 3], [1, 1], [1, 0, 0, 2], 17),
    case("conv", [7, 7, 2], [3, 3], [2, 2], "same", 3),
    case("conv", [8, 7, 2], [3, 3], [2, 2], "same", 3),
    case("conv", [7, 9, 2], [3, 5], [2, 1], "valid", 3),
    case("conv", [8, 6, 1], [3, 3], [2, 2], [1, 0, 1, 0], 4),
    case("conv", [5, 5, 2], [1, 1], [2, 2], "valid", 2),
    case("transpose", [3, 4, 2], [3, 3], [1, 1], "valid", 3),
    case("transpose", [3, 4, 2], [3, 3], [2, 2], [1, 0, 1, 0], 3),
    case("transpose", [2, 3, 3], [4, 4], [2, 2], [1, 1, 1, 1], 1),
    case("transpose", [3, 2, 1], [2, 3], [3, 1], "valid", 2),
    case("maxpool", [7, 7, 2], [2, 2], [2, 2], "same"),
    case("maxpool", [7, 5, 3], [3, 3], [2, 2], "valid"),
    case("maxpool", [5, 6, 1], [3, 2], [1, 2], [1, 1, 0, 0]),
    case("meanpool", [7, 7, 2], [2, 2], [2, 2], "same"),
    case("meanpool", [6, 5, 2], [3, 3], [1, 1], "same"),
    case("nearest", [3, 2, 2], [1, 1], [2, 3], "valid"),
    case("bilinear", [2, 2, 1], [1, 1], [2, 2], "valid"),
    case("bilinear", [3, 4, 2], [1, 1], [3, 2], "valid"),
]
print(json.dumps({"made_with": {"numpy": np.__version__, "torch": torch.__version__}, "cases": CASES}))

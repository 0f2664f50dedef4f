"""Makes weights.safetensors: an autoencoder 3-2-3 with a sigmoid, as PyTorch's users keep theirs, and what it answers.

    pip install numpy safetensors
    python tests/golden/weights.py tests/golden

The layers are nn.Sequential(Linear(3, 2), Sigmoid(), Linear(2, 3)); this crate's W is the transpose of Linear.weight. The last
bias is in double precision, as a file may mix the two.
"""
import json
import pathlib
import sys

import numpy as np
from safetensors.numpy import save_file

folder = pathlib.Path(sys.argv[1])
rng = np.random.default_rng(7)
state = {  # as a state_dict has it, by (outputs, inputs)
    "0.weight": np.round(rng.normal(size=(2, 3)), 3).astype(np.float32),
    "0.bias": np.round(rng.normal(size=2), 3).astype(np.float32),
    "2.weight": np.round(rng.normal(size=(3, 2)), 3).astype(np.float32),
    "2.bias": np.round(rng.normal(size=3), 3),
}
kept = {key: np.ascontiguousarray(value.T) for key, value in state.items()}
save_file(kept, folder / "weights.safetensors", metadata={"format": "pt"})

x = np.round(rng.normal(size=(4, 3)), 3)
z = 1 / (1 + np.exp(-(x @ state["0.weight"].astype(float).T + state["0.bias"])))
y = z @ state["2.weight"].astype(float).T + state["2.bias"]
answers = {"x": x.tolist(), "z": z.tolist(), "y": y.tolist()}
(folder / "weights.json").write_text(json.dumps(answers, indent=1) + "\n")

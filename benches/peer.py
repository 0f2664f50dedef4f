"""Runs a peer's script that borrows its reader of IDX files from a PyTorch script, where there is no PyTorch.

    python benches/peer.py SCRIPT [ARGUMENTS]

scikit-learn's side of the race uses nothing of PyTorch but the import at the top of that file; hundreds of megabytes would be
installed for one line. Where PyTorch is missing, empty classes take the place of the names that are read while importing.
"""
import importlib.util
import pathlib
import runpy
import sys
import types


class StandIn(types.ModuleType):
    """A module in which every public name is an empty class."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


if importlib.util.find_spec("torch") is None:
    torch, nn, functional = (StandIn(name) for name in ("torch", "torch.nn", "torch.nn.functional"))
    torch.nn, nn.functional = nn, functional
    sys.modules.update({module.__name__: module for module in (torch, nn, functional)})
sys.argv = sys.argv[1:]
sys.path[0] = str(pathlib.Path(sys.argv[0]).parent)
runpy.run_path(sys.argv[0], run_name="__main__")

"""Medians of the JSON lines of a race, and the ratios that matter."""
import json
import statistics
import sys

PAIRS = [
    ("faces_trick", "faces_full"),
    ("faces_trick", "faces_randomized"),
    ("faces_svd", "faces_full"),
    ("faces_randomised", "faces_randomized"),
    ("mnist_fit", "mnist_covariance_eigh"),
    ("mnist_randomised", "mnist_randomized"),
]
seconds, peak = {}, {}
for line in map(json.loads, sys.stdin):
    case = line["case"]
    seconds.setdefault(case, []).append(line["fit_s"])
    peak[case] = max(peak.get(case, 0), line.get("peak_mib") or 0)

print(f"{'case':24}{'median s':>10}{'best s':>10}{'peak MiB':>10}")
for case, all_of in seconds.items():
    print(f"{case:24}{statistics.median(all_of):10.4f}{min(all_of):10.4f}{peak[case] or '':>10}")
print()
for ours, theirs in PAIRS:
    if ours in seconds and theirs in seconds:
        ratios = [b / a for a, b in zip(seconds[ours], seconds[theirs])]
        print(f"{theirs} / {ours}: {statistics.median(ratios):.2f}  ({min(ratios):.2f} to {max(ratios):.2f})")

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
    ("linear", "linear_torch"),
]
seconds, peak, loss = {}, {}, {}
for line in map(json.loads, sys.stdin):
    # A fit of PCA names its case; an epoch of training its workload, the same on both sides.
    case = line.get("case") or line["workload"] + ("_torch" if line["peer"].startswith("torch") else "")
    seconds.setdefault(case, []).append(line.get("fit_s") or line["train_s"])
    peak[case] = max(peak.get(case, 0), line.get("peak_mib") or 0)
    if "test_sq" in line:
        loss.setdefault((case, line["epoch"]), []).append(line["test_sq"])

print(f"{'case':24}{'median s':>10}{'best s':>10}{'peak MiB':>10}")
for case, all_of in seconds.items():
    print(f"{case:24}{statistics.median(all_of):10.4f}{min(all_of):10.4f}{peak[case] or '':>10}")
print()
for ours, theirs in PAIRS:
    if ours in seconds and theirs in seconds:
        ratios = [b / a for a, b in zip(seconds[ours], seconds[theirs])]
        print(f"{theirs} / {ours}: {statistics.median(ratios):.2f}  ({min(ratios):.2f} to {max(ratios):.2f})")
for (case, epoch), all_of in loss.items():
    print(f"{case}, squared error on the test images after epoch {epoch}: {statistics.median(all_of):.3f}")

"""Medians of the JSON lines of a race, and the ratios that matter.

    python benches/summary.py [NUMBERS] <LINES      with NUMBERS, also the file that the page "How fast it is" quotes

RACES names the races that must have run for that, as in `benches/race`.
"""
import datetime
import json
import os
import pathlib
import platform
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
SECOND = [(case, case + "_lapack") for case in ("faces_trick", "faces_svd", "mnist_fit")]  # where there is a LAPACK
RACES = os.environ.get("RACES", "pca linear deep conv denoising").split()
WORKLOADS = [race for race in RACES if race != "pca"]
PAIRS = (PAIRS if "pca" in RACES else []) + [(workload, workload + "_torch") for workload in WORKLOADS]
MEASURES = {"test_sq": ("squared error", "sq", 2), "test_bce_per_pixel": ("cross-entropy a pixel", "bce", 4)}  # on test images
seconds, peak, loss = {}, {}, {}
for line in map(json.loads, sys.stdin):
    # A fit of PCA names its case; an epoch of training its workload, the same on both sides.
    case = line.get("case") or line["workload"] + ("_torch" if line["peer"].startswith("torch") else "")
    seconds.setdefault(case, []).append(line.get("fit_s") or line["train_s"])
    peak[case] = max(peak.get(case, 0), line.get("peak_mib") or 0)
    for measure in line.keys() & MEASURES if "workload" in line else ():
        loss.setdefault((case, line["epoch"], measure), []).append(line[measure])

print(f"{'case':24}{'median s':>10}{'best s':>10}{'peak MiB':>10}")
for case, all_of in seconds.items():
    print(f"{case:24}{statistics.median(all_of):10.4f}{min(all_of):10.4f}{peak[case] or '':>10}")
print()
run = {(ours, theirs): [b / a for a, b in zip(seconds[ours], seconds[theirs])]
       for ours, theirs in PAIRS + SECOND if ours in seconds and theirs in seconds}
for (ours, theirs), ratios in run.items():
    print(f"{theirs} / {ours}: {statistics.median(ratios):.2f}  ({min(ratios):.2f} to {max(ratios):.2f})")
for (case, epoch, measure), all_of in loss.items():
    print(f"{case}, {MEASURES[measure][0]} on the test images after epoch {epoch}: {statistics.median(all_of):.4f}")


def processor():
    info = pathlib.Path("/proc/cpuinfo")
    names = [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")] \
        if info.exists() else []
    return names[0] if names else platform.processor() or platform.machine()


def keep(path):
    if any(pair not in run for pair in PAIRS):
        sys.exit(f"{path} is left as it is: not every side of every race has run")
    number = lambda value, digits, unit="": {"value": round(value, digits + 2), "unit": unit, "digits": digits}
    numbers = {case: number(statistics.median(all_of), 3, "s") for case, all_of in seconds.items()}
    numbers |= {f"{ours}_over_{theirs}": number(statistics.median(ratios), 2) for (ours, theirs), ratios in run.items()}
    for (case, _, measure), all_of in sorted(loss.items()):  # of the last epoch
        _, name, digits = MEASURES[measure]
        numbers[f"{case}_{name}"] = number(statistics.median(all_of), digits)
    numbers |= {f"{case}_memory_mib": number(mib, 0, "MiB") for case, mib in peak.items() if case in WORKLOADS and mib}
    numbers["rounds"] = number(min(map(len, run.values())), 0)
    numbers["machine"], numbers["date"] = {"value": processor()}, {"value": str(datetime.date.today())}
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".part")
    folder = path.parent.name
    command = "make bench KEEP=1" if folder == "race" else f"make bench RACES='{' '.join(RACES)}' KEEP={folder}"
    half.write_text(json.dumps({"command": command, "numbers": dict(sorted(numbers.items()))}, indent=2) + "\n")
    half.replace(path)


if len(sys.argv) > 1:
    keep(pathlib.Path(sys.argv[1]))

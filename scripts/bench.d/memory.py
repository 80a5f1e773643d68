#!/usr/bin/env python3
"""The most memory that analysing one recording takes, measured by a process that does nothing else.

    scripts/bench.d/memory.py RECORDING PROFILE.json WORKERS

With more than one worker each analyses the recording for itself, all at once. Prints MiB.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from backend.analysis import analyse_files
from backend.bench.measure import peak_memory_mb
from backend.commands.profile import read_profile
from backend.sampling.frame_sampler import FrameSampler


def main() -> int:
    recording, profile, workers = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    analyse_files(
        [recording] * workers, read_profile(profile, "memory"), workers=workers, sampler=FrameSampler(threads=1)
    )
    print(round(peak_memory_mb()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

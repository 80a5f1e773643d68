"""Asks whether the locked libraries have known holes: pip-audit for Python, npm audit for the dashboard.

Needs a network and an index that tells of holes. Exit status: 0 none known, 1 some, 2 it could not be asked."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FRONTEND = ROOT / "frontend"
PATIENCE_S = 300
NONE, SOME, NOT_ASKED = 0, 1, 2
_PYTHON = (
    sys.executable, "-m", "pip_audit", "--requirement", "requirements.txt", "--disable-pip", "--no-deps",
    "--progress-spinner", "off", "--timeout", "20", "--format", "json",
)  # fmt: skip
_NPM = ("npm", "audit", "--omit=dev", "--json", "--fetch-retries=0", "--fetch-timeout=20000")


@dataclass(frozen=True, slots=True)
class Answer:
    """`holes`: a line each. `unasked`: why it is not known, or for how many libraries; None: all were asked about."""

    holes: list[str] = field(default_factory=list)
    unasked: str | None = None


def of_python(told: str, trouble: str) -> Answer:
    """What pip-audit says. It counts a library that the index knows nothing of as well, and ends as if all were."""
    try:
        libraries: list[dict[str, Any]] = json.loads(told)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Answer(unasked=_last_line(trouble))
    skipped = [one["name"] for one in libraries if "skip_reason" in one]
    holes = [
        f"{one['name']} {one['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no version yet'}"
        for one in libraries
        for hole in one.get("vulns", ())
    ]
    if not libraries or skipped:
        return Answer(holes, f"the index tells nothing of {len(skipped)} of {len(libraries)} libraries")
    return Answer(holes)


def of_npm(told: str, trouble: str) -> Answer:
    """What npm audit says."""
    try:
        report = json.loads(told)
    except ValueError:
        return Answer(unasked=_last_line(trouble))
    holes = report.get("vulnerabilities")
    if holes is None:
        return Answer(unasked=str(report.get("message") or "npm does not say why")[:200])
    return Answer([f"{name}: {hole['severity']}, {hole['range']}" for name, hole in holes.items()])


def ask(command: tuple[str, ...], folder: Path) -> tuple[str, str]:
    """Standard output and error output; empty and the reason when the command cannot be run to its end."""
    program = shutil.which(command[0])
    if program is None:
        return "", f"{command[0]} is not here"
    try:
        done = subprocess.run(
            [program, *command[1:]], cwd=folder, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
    except subprocess.TimeoutExpired:
        return "", f"no answer within {PATIENCE_S} s"
    return done.stdout, done.stderr


def _last_line(trouble: str) -> str:
    lines = [line.strip() for line in trouble.splitlines() if line.strip()]
    return lines[-1].partition(" (Caused by")[0][:200] if lines else "it ended without an answer"


def main() -> int:
    answers = {
        "Python (requirements.txt)": of_python(*ask(_PYTHON, ROOT)),
        "dashboard (package-lock.json)": of_npm(*ask(_NPM, FRONTEND)),
    }
    for name, answer in answers.items():
        for hole in answer.holes:
            print(f"  {hole}")
        if answer.unasked is not None:
            print(f"{name}: NOT AUDITED: {answer.unasked}.")
        elif not answer.holes:
            print(f"{name}: no known holes.")
        else:
            print(f"{name}: {len(answer.holes)} known holes. Lock newer versions: scripts/lock, npm update.")
    if any(answer.unasked is not None for answer in answers.values()):
        print(
            "The audit needs a network, and an index that tells of holes; some mirrors do not. Run it where both are."
        )
    if any(answer.holes for answer in answers.values()):
        return SOME
    return NOT_ASKED if any(answer.unasked is not None for answer in answers.values()) else NONE


if __name__ == "__main__":
    sys.exit(main())

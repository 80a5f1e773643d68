"""Labels that lie in view before their turn: printed ahead, or fanned out on the table. Such a label is read while
other parcels are packed; its own is the one for which somebody picks it up."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.region import Box
from backend.sampling.reads import Read

# In shares of the code's longer side. Linear codes are reported as a line anywhere along their bars, which moves the
# middle by less than half of it.
_STILL = 0.5
_ELSEWHERE = 0.9


def showings(reads: Sequence[Read], work: Sequence[tuple[float, float]]) -> list[list[Read]]:
    """One code's reads (rising times), cut where it was picked up: in one of the runs of work (from_ms, to_ms) it lay
    at first where it had lain in the run before, and was then read elsewhere."""
    spanned = [run for run in work if reads and reads[0].at_ms < run[0] <= reads[-1].at_ms]
    for from_ms, to_ms in spanned:
        before = [read for read in reads if read.at_ms < from_ms]
        inside = [read for read in reads if from_ms <= read.at_ms <= to_ms]
        if not inside or _apart(before[-1].box, inside[0].box) > _STILL:
            continue
        moved_ms = next((r.at_ms for r in inside if _apart(before[-1].box, r.box) > _ELSEWHERE), None)
        if moved_ms is not None:
            lay = [read for read in reads if read.at_ms < moved_ms]
            return [lay, *showings([read for read in reads if read.at_ms >= moved_ms], work)]
    return [list(reads)]


def _apart(a: Box, b: Box) -> float:
    """How far two middles lie apart, in longer sides."""
    x, y = a.x + a.w / 2 - b.x - b.w / 2, a.y + a.h / 2 - b.y - b.h / 2
    return float((x * x + y * y) ** 0.5) / max(a.w, a.h, b.w, b.h)

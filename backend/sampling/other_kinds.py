"""Labels without a code that hold one of a kind the camera does not read: somebody has to be told."""

from __future__ import annotations

from collections.abc import Sequence

from backend.detection.codes import CodeReader, Effort
from backend.detection.symbologies import READABLE, canonical
from backend.detection.trigger import same_trigger_text
from backend.domain.camera import Camera
from backend.domain.caution import Caution
from backend.domain.errors import Unreadable
from backend.domain.health import UnreadLabel
from backend.domain.region import Box, RegionKind
from backend.runtime.stop import StopSignal
from backend.sampling.look import Look
from backend.sampling.reader import Reader
from backend.sampling.shared_scene import Scene

_MOST_LABELS = 3
_MOST_LOOKS = 4
# Readers see codes of the simpler kinds in cardboard and cables; they do not see the same one twice.
_LEAST_READS = 2


def kinds_switched_off(
    path: str, scene: Scene, looks: Sequence[Look], unread: Sequence[UnreadLabel], stop: StopSignal | None
) -> list[str]:
    """Kinds of codes that are not read on this camera and that some of the unread labels have, by name. Looks at a few
    keyframes only."""
    camera = scene.camera
    others = sorted(READABLE.keys() - {canonical(name) for name in camera.symbologies})
    times = [at_ms for label in unread[:_MOST_LABELS] for at_ms in _with_most_print(label, looks)]
    if not others or not times:
        return []
    try:
        return _seen_twice(path, scene, times, CodeReader(others), stop)
    except Unreadable:
        return []  # it went meanwhile: what was seen in it counts all the same


def _seen_twice(
    path: str, scene: Scene, times: Sequence[float], codes: CodeReader, stop: StopSignal | None
) -> list[str]:
    box = scene.regions.label or Box(0, 0, scene.width, scene.height)
    seen: dict[tuple[str, str], int] = {}
    with Reader(path, keyframes_ms=scene.keyframes) as reader:
        for frame in reader.keyframes(times):
            if stop is not None:
                stop.check()
            part = frame.gray[box.y : box.y + box.h, box.x : box.x + box.w]
            for code in codes.read(part, origin=(box.x, box.y), effort=Effort.QUICK):
                if scene.regions.counts(RegionKind.LABEL, code.box) and not _is_sticker(code.text, scene.camera):
                    seen[code.format, code.text] = seen.get((code.format, code.text), 0) + 1
    return sorted({kind for (kind, _), reads in seen.items() if reads >= _LEAST_READS})


def told(kinds: Sequence[str]) -> list[Caution]:
    if not kinds:
        return []
    listed = ", ".join(kinds)
    message = (
        f"A label without a code shows a code of a kind that is switched off for this camera: {listed}. Switch it on "
        "in the camera's settings; its recordings are then analysed again."
    )
    return [Caution("kind_switched_off", message, {"kinds": listed})]


def _with_most_print(label: UnreadLabel, looks: Sequence[Look]) -> list[float]:
    """In order of time, as a reader wants them."""
    printed = [look for look in looks if label.from_ms <= look.at_ms <= label.to_ms and look.print_patches]
    printed.sort(key=lambda look: -look.print_patches)
    return sorted(look.at_ms for look in printed[:_MOST_LOOKS])


def _is_sticker(text: str, camera: Camera) -> bool:
    return same_trigger_text(text, camera.trigger_text)

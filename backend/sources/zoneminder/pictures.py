"""What a monitor of a ZoneMinder sees: live from its streaming program, else the picture of its newest event."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from backend.domain.source import SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.device_pictures import PICTURE_BYTES, checked_jpeg
from backend.sources.zoneminder import answers
from backend.sources.zoneminder.session import Session

USUAL_ZMS = ("cgi-bin/nph-zms", "/cgi-bin/nph-zms", "/cgi-bin-zm/nph-zms")
"""Where the streaming program lies when the server does not say: Debian below its page, others below the host."""
_PASS_ON = (Trouble.CREDENTIALS, Trouble.LOCKED_OUT, Trouble.UNREACHABLE, Trouble.TIMEOUT, Trouble.LOST)


def picture(session: Session, monitor: int, stop: StopSignal) -> bytes:
    """JPEG. Raises SourceTrouble, NOT_FOUND when neither is to be had."""
    for path, params in _places(session, monitor, stop):
        try:
            return checked_jpeg(session.content(path, params, stop, PICTURE_BYTES), "ZoneMinder")
        except SourceTrouble as trouble:
            if trouble.trouble in _PASS_ON:
                raise
    raise SourceTrouble(
        Trouble.NOT_FOUND,
        "ZoneMinder shows no picture of this monitor. Does it record, and may this user see streams (Options, Users)?",
    )


def _places(session: Session, monitor: int, stop: StopSignal) -> Iterator[tuple[str, dict[str, Any]]]:
    single = {"mode": "single", "monitor": monitor}
    told = ""
    with suppress(SourceTrouble):
        # Who may not look at its settings is told nothing.
        config = session.ask("configs/viewByName/ZM_PATH_ZMS.json", stop).get("config")
        told = str(config.get("Value") or "") if isinstance(config, dict) else ""
    if told.startswith("/") and ".." not in told and len(told) < 200:
        yield told, single
    for path in USUAL_ZMS:
        if path != told:
            yield path, single
    listed = session.ask(
        f"events/index/MonitorId:{monitor}.json", stop, {"sort": "Id", "direction": "desc", "limit": 1}
    )
    for event in answers.events(listed):
        yield "index.php", {"view": "image", "eid": event.id, "fid": "snapshot"}

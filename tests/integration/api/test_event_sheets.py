"""The evidence sheet over HTTP: of what there is, in both languages, named after the code, and recorded."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.integration.api.test_evidence import Shot, cutting, finished, shot
from tests.support.footage import CODE

__all__ = ["cutting", "shot"]


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_sheet_is_a_pdf_named_after_the_code(shot: Shot, lang: str) -> None:
    reply = shot.world.get(f"/api/events/{shot.event}/sheet?lang={lang}")
    assert reply.status_code == 200
    assert reply.mimetype == "application/pdf"
    assert CODE in reply.headers["Content-Disposition"]
    assert reply.headers["Cache-Control"] == "no-store"
    # Start, end, and the frame of the code whole and enlarged.
    assert reply.data.count(b"/Subtype /Image") == 4
    lines = shot.world.json("GET", f"/api/audit?text={quote(shot.event)}")["items"]
    assert lines[0]["action"] == "event.sheet"


def test_an_event_without_footage_still_has_its_sheet(shot: Shot) -> None:
    shot.path.unlink()
    reply = shot.world.get(f"/api/events/{shot.event}/sheet")
    assert reply.status_code == 200
    assert b"/Subtype /Image" not in reply.data


def test_the_clips_that_were_cut_stand_on_it(shot: Shot, cutting: object) -> None:
    before = shot.world.get(f"/api/events/{shot.event}/sheet").data
    clip = shot.world.json("POST", "/api/clips", {"event_ids": [shot.event]}, status=202)["clips"][0]
    assert finished(shot, clip["id"])["status"] == "done"
    after = shot.world.get(f"/api/events/{shot.event}/sheet").data
    assert len(after) > len(before)


def test_no_sheet_of_an_unknown_event(shot: Shot) -> None:
    shot.world.json("GET", "/api/events/none/sheet", status=404)
    shot.world.json("GET", f"/api/events/{shot.event}/sheet?lang=de", status=400)

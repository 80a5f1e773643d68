"""A file that shrinks, grows or goes while it is being analysed: never half a result, and whole once it is back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.domain.observation import Observations
from backend.domain.recording import RecordingStatus
from backend.sampling.frame_sampler import FrameSampler
from tests.support.footage import CODE, small_order_clip
from tests.support.shop import inside, open_shop, run_custom, stored_events

REASONS = {
    "shrinks": {"changed", "undecodable", "not_video"},
    "grows": {"changed"},
    "vanishes": {"not_found"},
    "is replaced": {"changed"},
}


def harm(file: Path, kind: str) -> None:
    if kind == "shrinks":
        os.truncate(file, file.stat().st_size // 3)
    elif kind == "grows":
        with file.open("ab") as more:
            more.write(b"\0" * 4096)
    elif kind == "vanishes":
        file.unlink()
    else:
        file.unlink()
        file.write_bytes(b"another recording begins here" * 1000)


@pytest.mark.parametrize("kind", REASONS)
def test_a_file_that_changes_in_the_middle_of_its_analysis(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    made = small_order_clip()
    shop = open_shop(tmp_path, {"Small": made.truth.profile})
    file = shop.camera("Small") / made.path.name
    shutil.copy2(made.path, file)
    harmed: list[float] = []
    usual = FrameSampler.analyse

    def disturbed(
        self: FrameSampler, path: str, *rest: Any, progress: Callable[[float], None], **more: Any
    ) -> Observations:
        def report(share: float) -> None:
            if not harmed and share > 0.1:
                harmed.append(share)
                harm(file, kind)
            progress(share)

        return usual(self, path, *rest, progress=report, **more)

    monkeypatch.setattr(FrameSampler, "analyse", disturbed)
    with inside(shop) as application:
        run_custom(application, shop.recordings)
        (hurt,) = application.services.recordings.list_page().items
        assert len(harmed) == 1
        assert harmed[0] < 1
        assert (hurt.status, hurt.reason_code in REASONS[kind]) == (RecordingStatus.FAILED, True), hurt.reason
        assert hurt.reason
        assert hurt.reason.endswith(".")
        assert stored_events(shop) == []
        file.unlink(missing_ok=True)
        shutil.copy2(made.path, file)
        run_custom(application, shop.recordings)
        (whole,) = application.services.recordings.list_page().items
        assert whole.status is RecordingStatus.DONE
    assert [codes for *_, codes in stored_events(shop)] == [(CODE,)]

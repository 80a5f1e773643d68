"""Where previews take the packets of a recorded stream from."""

from __future__ import annotations

from backend.sources.live.tap import Tap


def test_a_preview_that_ends_takes_nothing_from_the_one_that_began_meanwhile() -> None:
    tap = Tap()
    tap.open()
    tap.open()
    tap.close()
    assert tap.wanted
    tap.offer("h264", b"\0\0\1\x65picture", (), key=True, at_ms=1)
    assert [one.at_ms for one in tap.take()] == [1]
    tap.close()
    assert not tap.wanted
    tap.offer("h264", b"\0\0\1\x65picture", (), key=True, at_ms=2)
    assert tap.take() == []

"""The connection test of RTSP cameras, step by step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from backend.domain.source import Check, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard
from backend.sources.protocol import SourceLogin
from backend.sources.rtsp.config import check_config
from backend.sources.rtsp.source import RtspSource
from tests.integration.sources.live.conftest import Tracks
from tests.support.live_bench import track
from tests.support.rtsp_server import RtspServer


def checks(main: str, *, password: str = "", networks: tuple[str, ...] = ("127.0.0.0/8",), **more: Any) -> list[Check]:
    config = check_config({"user": "admin", "cameras": [{"name": "Table", "main": main, **more}]})
    source = RtspSource(SourceLogin(0, config, {"password": password}), AddressGuard(networks), look_s=5.5)
    return list(source.check(StopSignal()))


def steps(found: list[Check]) -> list[tuple[str, Trouble | None]]:
    return [(one.step, one.trouble) for one in found]


def test_what_can_be_wrong_is_told_at_its_step(tracks: Tracks) -> None:
    with RtspServer({"table": tracks.h264}, sign_in="digest", user="admin", password="right") as server:
        url = server.url("table")
        assert steps(checks(url, password="wrong")) == [("address", None), ("sign_in", Trouble.CREDENTIALS)]
        gone = checks(server.url("gone"), password="right")
        assert steps(gone) == [("address", None), ("sign_in", None), ("stream", Trouble.NOT_FOUND)]
        assert steps(checks(url, networks=("10.0.0.0/8",))) == [("address", Trouble.ADDRESS_REFUSED)]
        server.redirect = "rtsp://192.0.2.1/elsewhere"
        assert steps(checks(url, password="right")) == [("address", Trouble.REDIRECTED)]
        port = server.port
    assert steps(checks(f"rtsp://127.0.0.1:{port}/table")) == [("address", Trouble.UNREACHABLE)]


def test_a_good_stream_is_described_and_far_keyframes_are_warned_of(tracks: Tracks, tmp_path: Path) -> None:
    far = track(tmp_path, gop=125, seconds=10)
    with RtspServer({"good": tracks.h265, "far": far}) as server:
        good = checks(server.url("good"), sub=server.url("far"))
    assert steps(good) == [("address", None), ("sign_in", None), ("stream", None)] * 2
    main, sub = good[2], good[5]
    wanted = {"codec": "hevc", "width": 320, "height": 180, "keyframe_ms": 480, "camera_clock": True, "warning": None}
    assert {name: main.details[name] for name in wanted} == wanted
    assert abs(main.details["fps"] - 25) < 1.5
    assert "5 s apart" in sub.message
    assert (sub.details["role"], sub.details["warning"]) == ("sub", "long_keyframes")

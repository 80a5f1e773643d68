"""Somebody else's RTSP: GStreamer's server from Debian.

Needs gir1.2-gst-rtsp-server-1.0, gstreamer1.0-rtsp, gstreamer1.0-plugins-good, -bad and -ugly, python3-gi.
"""

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from backend.config.paths import PROJECT_DIR
from backend.domain.source import SourceState
from tests.support.live_bench import LiveBench

SYSTEM_PYTHON = Path("/usr/bin/python3")
ELEMENTS = {"h264": ("x264enc", "rtph264pay"), "h265": ("x265enc", "rtph265pay")}
PACKAGES = "gir1.2-gst-rtsp-server-1.0 gstreamer1.0-rtsp gstreamer1.0-plugins-{good,bad,ugly} python3-gi"


def missing(codec: str) -> str:
    """Why this machine cannot run it; empty when it can."""
    if not SYSTEM_PYTHON.exists():
        return f"needs {SYSTEM_PYTHON} with {PACKAGES}"
    look = (
        "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import Gst, GstRtspServer;"
        f"Gst.init(None); assert all(Gst.ElementFactory.find(e) for e in {ELEMENTS[codec]!r})"
    )
    found = subprocess.run([SYSTEM_PYTHON, "-c", look], capture_output=True, timeout=60, check=False)
    return "" if found.returncode == 0 else f"needs {PACKAGES}"


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize("transport", ["tcp", "udp"])
@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_a_camera_of_another_maker_is_recorded(bench: LiveBench, codec: str, transport: str) -> None:
    reason = missing(codec)
    if reason:
        pytest.skip(reason)
    with subprocess.Popen(
        [SYSTEM_PYTHON, PROJECT_DIR / "tests" / "support" / "gst_camera.py", codec],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        assert server.stdout is not None
        try:
            url = f"rtsp://127.0.0.1:{server.stdout.readline().strip()}/table"
            camera_id = bench.add("table", url, user="admin", password="right", transport=transport)
            wrong = bench.add("wrong", url, user="admin", password="wrong", transport=transport)
            bench.start()
            bench.wait_for_recordings(camera_id, 3)
            bench.wait_for(wrong, SourceState.FAILED)
            offset_ms = bench.status(camera_id).clock_offset_ms
            bench.stop()
        finally:
            server.terminate()
    recorded = bench.recorded(camera_id)
    assert {one.codec for one in recorded} == {"h264" if codec == "h264" else "hevc"}
    assert all(b.start_ms >= a.end_ms for a, b in pairwise(recorded))
    assert all(b.start_ms - a.end_ms < 120 for a, b in pairwise(recorded))
    assert all(one.frames() >= one.duration_ms // 40 - 2 for one in recorded)
    assert offset_ms is not None, "its sender reports were not read"
    assert abs(offset_ms) < 5_000

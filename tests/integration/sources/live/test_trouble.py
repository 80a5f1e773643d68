"""A full disk, a killed program, a host that must not be called: nothing is lost without need, and nothing leaks."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import av
import pytest

from backend.config.paths import PROJECT_DIR
from backend.domain.live import LiveGapCause
from backend.domain.source import SourceState, SourceTrouble, Trouble
from backend.sources.addresses import AddressGuard, parse_address
from backend.sources.identity import identify
from backend.sources.live import segment as segments
from backend.sources.live.handshake import SCHEMES, SignIn, greet
from backend.sources.live.recovery import recover_recordings
from backend.sources.live.stream import OpenStream, Place
from database.engine import open_store
from database.repositories.live_recordings import LiveRecordings
from tests.integration.sources.live.conftest import Tracks
from tests.support.live_bench import LiveBench
from tests.support.rtp_sound import Sound
from tests.support.rtsp_server import RtspServer

HERE = AddressGuard(("127.0.0.0/8",))


def test_a_full_disk_stops_recording_cleanly_and_it_goes_on_with_room(
    bench: LiveBench, tracks: Tracks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.sources.live.pauses.FULL_DISK_S", 0.5)
    with RtspServer({"table": tracks.h264}) as server:
        camera_id = bench.add("table", server.url("table"))
        bench.limits = replace(bench.limits, keep_free_bytes=1_000)
        bench.start()
        bench.wait_for(camera_id, SourceState.RUNNING)
        bench.wait(lambda: bench.status(camera_id).segment_ms > 500, "some pictures")
        bench.free_bytes = 10
        bench.wait(lambda: bench.status(camera_id).trouble is Trouble.DISK_FULL, "full")
        assert all(one.live == "closed" and one.frames() for one in bench.recorded(camera_id))
        bench.free_bytes = 10**12
        bench.wait(lambda: bench.gaps_of(camera_id)[0].to_ms, "the gap to end")
    assert bench.gaps_of(camera_id)[0].cause is LiveGapCause.DISK_FULL


def test_a_disk_that_is_full_in_the_middle_of_a_write_keeps_what_was_written(
    bench: LiveBench, tracks: Tracks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no look ahead helps: another program took the last bytes."""
    full: list[bool] = []
    write = segments._Sink.write

    def refuse(self: segments._Sink, block: bytes) -> int:
        if full and block[4:8] != b"ftyp":
            self.error = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            raise self.error
        return write(self, block)

    monkeypatch.setattr(segments._Sink, "write", refuse)
    monkeypatch.setattr("backend.sources.live.pauses.FULL_DISK_S", 0.5)
    with RtspServer({"table": tracks.h264}) as server:
        camera_id = bench.add("table", server.url("table"))
        bench.start()
        bench.wait(lambda: len(bench.recorded(camera_id)) == 1 and bench.status(camera_id).segment_ms > 1_200, "some")
        full.append(True)
        bench.wait(lambda: bench.status(camera_id).trouble is Trouble.DISK_FULL, "full")
        full.clear()
        bench.wait_for(camera_id, SourceState.RUNNING)
        bench.wait(lambda: bench.status(camera_id).segment_ms > 500, "some pictures")
        bench.stop()
    first = bench.recorded(camera_id)[0]
    assert first.live == "closed"
    assert first.duration_ms >= 500
    assert first.frames() >= first.duration_ms // 40 - 1


@pytest.mark.parametrize("sound", [None, Sound("pcma", 4.0, 1.0)], ids=["picture", "picture and sound"])
def test_kill_loses_at_most_the_last_second(tmp_path: Path, tracks: Tracks, sound: Sound | None) -> None:
    """kill -9 in the middle of a segment; the next start makes an ordinary recording of what is there."""
    with RtspServer({"table": tracks.h264}, sound=sound) as server:
        program = f"""
import sys, time
from pathlib import Path
from database.engine import open_store
from tests.support.live_bench import LiveBench, LIMITS
from dataclasses import replace
with open_store(Path({str(tmp_path)!r}) / "epack.db") as store:
    bench = LiveBench(store, Path({str(tmp_path)!r}), limits=replace(LIMITS, segment_ms=60_000))
    bench.add("table", {server.url("table")!r}, sound={sound is not None})
    bench.start()
    while True:
        status = bench.cameras.status(1)
        if status is not None and status.has_sound is {sound is not None}:
            print(status.segment_ms, flush=True)
        time.sleep(0.05)
"""
        running = subprocess.Popen(
            [sys.executable, "-c", program], cwd=PROJECT_DIR, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(PROJECT_DIR)},
        )  # fmt: skip
        assert running.stdout is not None
        for line in running.stdout:
            if int(line) >= 2_500:
                break
        running.send_signal(signal.SIGKILL)
        rest = running.communicate(timeout=10)[0].split()
    written_ms = int(rest[-1]) if rest else 2_500
    with open_store(tmp_path / "epack.db") as store:
        live = LiveRecordings(store)
        (left,) = live.growing()
        assert recover_recordings(live, identify, lambda from_ms, to_ms: True, lambda: 1) == 1
        assert live.growing() == []
        saved = live.facts(left.id)
        assert saved is not None
        assert not saved.growing
        assert saved.duration_ms >= written_ms - 1_000
        with av.open(saved.path) as container:
            assert container.streams.video[0].frames == sum(1 for _ in container.decode(video=0))
            assert abs(container.streams.video[0].frames * 40 - saved.duration_ms) <= 40
        assert _heard_ms(saved.path) == pytest.approx(saved.duration_ms if sound else 0, abs=700)


def _heard_ms(path: str) -> float:
    with av.open(path) as container:
        if not container.streams.audio:
            return 0.0
        return sum(frame.samples * 1000 / frame.sample_rate for frame in container.decode(audio=0))


def test_nothing_of_a_password_is_ever_told(bench: LiveBench, tracks: Tracks, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "geheim-Öl&/"
    with RtspServer({"table": tracks.h264}, sign_in="basic", user="admin", password=secret) as server:
        good = bench.add("good", server.url("table"), user="admin", password=secret)
        bad = bench.add("bad", server.url("table"), user="admin", password=secret + "x")
        gone = bench.add("gone", server.url("nowhere"), user="admin", password=secret)
        bench.start()
        bench.wait_for(good, SourceState.RUNNING)
        bench.wait_for(bad, SourceState.FAILED)
        bench.wait(lambda: bench.status(gone).trouble is Trouble.NOT_FOUND, "not found")
        server.cameras["table"].cut()
        bench.wait(lambda: bench.gaps_of(good), "a gap")
        # FFmpeg's own complaints name the whole address: none of them may come through.
        place = Place("127.0.0.1", server.port, "/nowhere", "127.0.0.1", "admin")
        with pytest.raises(SourceTrouble) as raised:
            OpenStream(place, secret)
        bench.stop()
    told = f"{bench.told} {bench.cameras.statuses()} {caplog.text} {raised.value!r} {raised.value.details}"
    command_lines = _command_lines()
    for form in (secret, "geheim", "geheim-%C3%96l%26%2F"):
        assert form not in told
        assert form not in command_lines


def test_hosts_that_must_not_be_called_are_not(tracks: Tracks) -> None:
    with RtspServer({"table": tracks.h264}) as server:
        address = parse_address(server.url("table"), SCHEMES)
        for guard, trouble in ((AddressGuard(("10.0.0.0/8",)), Trouble.ADDRESS_REFUSED), (HERE, None)):
            if trouble is None:
                assert greet(address, guard, SignIn("", ""), transport="tcp").address == "127.0.0.1"
                continue
            with pytest.raises(SourceTrouble) as refused:
                greet(address, guard, SignIn("", ""), transport="tcp")
            assert refused.value.trouble is trouble
        server.redirect = "rtsp://192.0.2.1/elsewhere"
        with pytest.raises(SourceTrouble) as redirected:
            greet(address, HERE, SignIn("", ""), transport="tcp")
        assert redirected.value.trouble is Trouble.REDIRECTED


def test_a_host_that_never_answers_costs_seconds(tracks: Tracks) -> None:
    with RtspServer({"table": tracks.h264}) as server:
        server.silent = True
        began = time.monotonic()
        with pytest.raises(SourceTrouble) as slow:
            greet(parse_address(server.url("table"), SCHEMES), HERE, SignIn("", ""), transport="tcp", answer_s=0.7)
        assert slow.value.trouble is Trouble.TIMEOUT
        assert time.monotonic() - began < 5


def _command_lines() -> str:
    found = ""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # that process has ended
            found += path.read_text("utf-8", "replace")
    return found

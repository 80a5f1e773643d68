"""Dahua's container: damaged, cut, with clocks that jump; what can be read is read, at the right times."""

from __future__ import annotations

import random
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.containers import dhav
from tests.support.footage import small_order_clip
from tests.support.recorder_files import dav_frame, rewrite, write_dav

BEGAN = datetime(2026, 1, 5, 9, 0, 0, 300_000, tzinfo=UTC)
LOOK = struct.pack("<BBBB", 0x81, 0, 0x04, 25) + struct.pack("<BBBBHH", 0x82, 0, 0, 0, 640, 360)


def frames(seconds: list[float], *, gop: int = 10, counter_from: int = 0) -> list[bytes]:
    """Frames shown at these times, counted by a clock of ms that began at `counter_from`."""
    made = []
    for number, at_s in enumerate(seconds):
        key = number % gop == 0
        at = BEGAN + timedelta(seconds=at_s)
        made.append(dav_frame(0xFD if key else 0xFC, number, at, round(at_s * 1000) + counter_from, LOOK, b"x" * 50))
    return made


def write(path: Path, pieces: list[bytes]) -> Path:
    path.write_bytes(b"".join(pieces))
    return path


def times(path: Path) -> list[int]:
    found = dhav.tracks(path)
    assert found is not None
    return list(found.picture.samples.at_ms)


def test_times_are_those_of_the_counter_and_not_of_whole_seconds(tmp_path: Path) -> None:
    path = write(tmp_path / "a.dav", frames([n * 0.04 for n in range(100)], counter_from=65_000))
    assert times(path) == [n * 40 for n in range(100)]
    assert dhav.wall_start_ms(path) == 1_767_603_600_000


def test_the_counter_begins_anew_and_gaps_are_longer_than_its_round(tmp_path: Path) -> None:
    seconds = [0, 30, 65, 66, 131, 400, 400.5, 4000]
    path = write(tmp_path / "a.dav", frames(seconds, gop=1, counter_from=60_000))
    assert times(path) == [round(s * 1000) for s in seconds]


def test_a_clock_set_in_the_middle_never_runs_backwards(tmp_path: Path) -> None:
    before, after = frames([0, 0.04, 0.08]), frames([-3600, -3599.96], counter_from=9_000_000)
    found = times(write(tmp_path / "a.dav", [*before, *after]))
    assert found == sorted(set(found))
    assert len(found) == 5


def test_garbage_before_between_and_behind_is_passed_over(tmp_path: Path) -> None:
    good = frames([n * 0.04 for n in range(30)])
    noise = random.Random(1).randbytes(70_000)
    path = write(tmp_path / "a.dav", [noise, *good[:10], noise[:999], *good[10:], noise[:5000] + b"DHAV" + noise[:50]])
    assert times(path) == [n * 40 for n in range(30)]


def test_a_frame_that_lost_a_piece_is_left_out(tmp_path: Path) -> None:
    good = frames([n * 0.04 for n in range(30)])
    good[15] = good[15][:40]
    found = times(write(tmp_path / "a.dav", good))
    assert len(found) == 29
    assert 15 * 40 not in found


def test_a_file_header_of_its_own_is_skipped(tmp_path: Path) -> None:
    path = write(tmp_path / "a.dav", [b"DAHUA".ljust(0x400, b"\0"), *frames([0, 0.04])])
    assert times(path) == [0, 40]


def test_what_needs_a_picture_from_before_the_file_is_left_out(tmp_path: Path) -> None:
    assert times(write(tmp_path / "a.dav", frames([n * 0.04 for n in range(25)])[5:])) == [n * 40 for n in range(15)]


@pytest.mark.parametrize("content", [b"", b"DHAV", b"DHAV" * 5000, b"DAHUA", b"\0" * 3000])
def test_what_holds_no_frame_has_no_index(tmp_path: Path, content: bytes) -> None:
    path = write(tmp_path / "a.dav", [content])
    assert dhav.tracks(path) is None
    assert dhav.wall_start_ms(path) is None


def test_any_damage_ends(tmp_path: Path) -> None:
    whole = bytearray(
        write_dav(small_order_clip().path, tmp_path / "whole.dav", sound="pcm_alaw").read_bytes()[:200_000]
    )
    dice = random.Random(4)
    for _ in range(60):
        spoiled = bytearray(whole)
        for _ in range(dice.randrange(1, 40)):
            spoiled[dice.randrange(len(spoiled))] = dice.randrange(256)
        del spoiled[dice.randrange(len(spoiled)) :]
        dhav.tracks(write(tmp_path / "spoiled.dav", [bytes(spoiled)]))


def test_sound_is_found_beside_the_picture(tmp_path: Path) -> None:
    found = dhav.tracks(rewrite(small_order_clip().path, tmp_path / "a.dav", sound="pcm_mulaw"))
    assert found is not None
    assert found.sound is not None
    assert (found.sound.codec, found.sound.rate, found.sound.channels) == ("pcm_mulaw", 8000, 1)
    assert found.sound.samples.at_ms[-1] == pytest.approx(19_900, abs=100)

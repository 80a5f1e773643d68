"""G.711 becomes AAC that lies where the sound was; AAC-LC is left as it is."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import av
import pytest

from backend.sources.live.sound import SoundFormat
from backend.sources.live.sound_coder import SoundCoder, aac_format

RATE, BLOCK, STEP_MS = 8_000, 160, 20.0


def coder(name: str, extradata: bytes | None = None, rate: int = RATE) -> SoundCoder:
    context = SimpleNamespace(name=name, extradata=extradata, sample_rate=rate, channels=1)
    return SoundCoder(SimpleNamespace(codec_context=context))


def packets(count: int) -> list[Any]:
    """Of A-law silence."""
    return [av.Packet(b"\xd5" * BLOCK) for _ in range(count)]


def test_small_packets_become_frames_one_after_the_other() -> None:
    made = coder("pcm_alaw")
    assert made.format == SoundFormat(RATE, 1)
    found = [at for n, one in enumerate(packets(100)) for _, at in made.frames(one, 5_000 + n * STEP_MS)]
    assert found[0] == 5_000
    steps = {round(b - a) for a, b in pairwise(found)}
    assert steps == {128}, "1024 samples at 8 kHz"
    assert len(found) >= 13


def test_after_a_hole_frames_lie_where_the_sound_goes_on() -> None:
    made = coder("pcm_alaw")
    for n, one in enumerate(packets(20)):
        list(made.frames(one, n * STEP_MS))
    after = [at for n, one in enumerate(packets(40)) for _, at in made.frames(one, 60_000 + n * STEP_MS)]
    assert after[0] == 60_000


def test_damaged_packets_are_passed_over() -> None:
    made = coder("aac", b"")  # without its description it has to be decoded, and this is none
    assert list(made.frames(av.Packet(b"\x00\x01rubbish"), 0.0)) == []


def test_aac_is_left_as_it_is() -> None:
    made = coder("aac", bytes.fromhex("1408"), 16_000)
    assert made.format == SoundFormat(16_000, 1)
    assert list(made.frames(av.Packet(b"as it came"), 40.0)) == [(b"as it came", 40.0)]


@pytest.mark.parametrize(
    ("told", "meant"),
    [("1190", SoundFormat(48_000, 2)), ("2b11880", None), ("140c", None), ("15", None), ("1440", None)],
    ids=["LC", "HE", "960 samples", "cut off", "eight channels"],
)
def test_only_what_every_player_knows_is_copied(told: str, meant: SoundFormat | None) -> None:
    assert aac_format(bytes.fromhex(told if len(told) % 2 == 0 else told + "0")) == meant

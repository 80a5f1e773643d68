"""Replay of a recording over RTSP (ONVIF Streaming, 6): a stretch of wall-clock time as coded pictures, or as MP4.

Stretches meet without overlap and without a hole: each begins with a keyframe and ends before the keyframe with which
the next one begins. Pictures are copied as they are.
"""

from __future__ import annotations

import io
import re
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from urllib.parse import urljoin, urlsplit

import av

from backend.domain.source import SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard
from backend.sources.onvif.rtp import Broken, Depacketizer, Picture
from backend.sources.onvif.rtsp_session import RtspSession
from backend.sources.onvif.turns import Turns

_CODECS = {"H264": "h264", "H265": "hevc", "HEVC": "hevc"}
_RAW = {"h264": "h264", "hevc": "hevc"}
_LATEST_KEYFRAME_MS = 60_000
_USUAL_KEYFRAME_MS = 10_000
_MISSING_MS = 3_000
"""A stretch that ends earlier than this before its end is not whole."""
_BLOCK_BYTES = 1024 * 1024
_MOST_BYTES_PER_S = 8 * 1024 * 1024
"""Of the footage's time. More is no camera."""


@dataclass(frozen=True, slots=True)
class ReplaySignIn:
    guard: AddressGuard
    user: str
    password: str = field(repr=False)
    turns: Turns = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Of one recording, by the device's clock (UTC epoch ms)."""

    url: str
    from_ms: int
    to_ms: int


def first_keyframe_ms(url: str, from_ms: int, to_ms: int, sign_in: ReplaySignIn, stop: StopSignal) -> int | None:
    """When the first keyframe at or after `from_ms` was taken (`from_ms` where no times are told); None: never."""
    with closing(_pictures(Stretch(url, from_ms, to_ms), sign_in, stop)) as pictures:
        for _, one in pictures:
            if one.key and (one.at_ms is None or one.at_ms >= from_ms):
                return one.at_ms if one.at_ms is not None else from_ms
    return None


def last_keyframe_ms(url: str, at_ms: int, sign_in: ReplaySignIn, stop: StopSignal) -> int | None:
    """When the last keyframe at or before `at_ms` was taken; None: none within the ten seconds before it."""
    found: int | None = None
    with closing(_pictures(Stretch(url, at_ms - _USUAL_KEYFRAME_MS, at_ms), sign_in, stop)) as pictures:
        for _, one in pictures:
            if one.at_ms is None:
                return at_ms if one.key else None
            if one.at_ms > at_ms:
                break
            if one.key:
                found = one.at_ms
    return found


def as_mp4(stretch: Stretch, sign_in: ReplaySignIn, stop: StopSignal) -> Iterator[bytes]:
    """The stretch as a fragmented MP4, block by block. Raises SourceTrouble CORRUPT when it is not whole."""
    out = _Blocks()
    last_ms = stretch.from_ms
    with closing(_pictures(stretch, sign_in, stop)) as pictures:
        muxer: _Muxer | None = None
        for codec, one in _timed(pictures, stretch.from_ms):
            if one.at_ms is not None and one.at_ms >= stretch.to_ms:
                last_ms = stretch.to_ms
                break
            if muxer is None:
                if not one.key or (one.at_ms or 0) < stretch.from_ms:
                    continue
                muxer = _Muxer(out, codec, one)
            last_ms = max(last_ms, one.at_ms or 0)
            muxer.write(one)
            yield from out.take(_BLOCK_BYTES)
        if muxer is None:
            raise SourceTrouble(Trouble.NOT_FOUND, "The device has no pictures of this time any more.")
        muxer.close()
    if last_ms < stretch.to_ms - _MISSING_MS:
        raise SourceTrouble(
            Trouble.CORRUPT, "The replay ended before its end. It is fetched again.",
            details={"missing_ms": stretch.to_ms - last_ms},
        )  # fmt: skip
    yield from out.take(1)


def _timed(pictures: Iterator[tuple[str, Picture]], from_ms: int) -> Iterator[tuple[str, Picture]]:
    """Pictures of a device that tells no times are dated from the begin by their RTP time."""
    first: int | None = None
    for codec, one in pictures:
        if one.at_ms is None:
            first = one.rtp_time if first is None else first
            passed = ((one.rtp_time - first) & 0xFFFFFFFF) // 90
            one = Picture(from_ms + passed, one.rtp_time, one.key, one.data)
        yield codec, one


def _pictures(stretch: Stretch, sign_in: ReplaySignIn, stop: StopSignal) -> Generator[tuple[str, Picture], None, None]:
    device = urlsplit(stretch.url).hostname or ""
    with sign_in.turns.turn(device, stop):
        session = RtspSession(stretch.url, sign_in.guard, sign_in.user, sign_in.password, stop)
        try:
            codec, payload_type = _play(session, stretch)
            lasts_s = (stretch.to_ms - stretch.from_ms + 2 * _LATEST_KEYFRAME_MS) // 1000
            depacketizer = Depacketizer(codec, payload_type)
            yield from ((codec, one) for one in _received(session, depacketizer, lasts_s * _MOST_BYTES_PER_S, stop))
        finally:
            session.close()


def _play(session: RtspSession, stretch: Stretch) -> tuple[str, int]:
    """Start the replay; codec and payload type of the video."""
    described = session.ask("DESCRIBE", session.url, {"Accept": "application/sdp", "Require": "onvif-replay"})
    codec, payload_type, control = _video(described.body, session.who)
    base = described.headers.get("content-base", session.url)
    track = _below(session.url, base, control)
    session.ask("SETUP", track, {"Transport": "RTP/AVP/TCP;unicast;interleaved=0-1", "Require": "onvif-replay"})
    # The end is left open by a minute: where the next stretch begins is only seen by its keyframe.
    until_ms = stretch.to_ms + _LATEST_KEYFRAME_MS
    wanted = {
        "Range": f"clock={_clock(stretch.from_ms)}-{_clock(until_ms)}", "Require": "onvif-replay",
        "Rate-Control": "no", "Immediate": "yes",
    }  # fmt: skip
    session.ask("PLAY", session.url, wanted)
    return codec, payload_type


def _received(session: RtspSession, depacketizer: Depacketizer, most_bytes: int, stop: StopSignal) -> Iterator[Picture]:
    came = 0
    try:
        for channel, content in session.frames():
            stop.check()
            came += len(content)
            if came > most_bytes:
                raise SourceTrouble(Trouble.TOO_LARGE, f"{session.who} replays without end.")
            if channel == 0:
                yield from depacketizer.push(content)
            elif channel == 1 and _says_goodbye(content):
                break
        yield from depacketizer.flush()
    except Broken as error:
        raise SourceTrouble(
            Trouble.CORRUPT, f"{session.who} sends pictures with holes.", details={"reason": str(error)}
        ) from error


class _Muxer:
    def __init__(self, out: _Blocks, codec: str, first: Picture) -> None:
        with av.open(io.BytesIO(first.data), format=_RAW[codec]) as raw:
            self._container = av.open(
                out, "w", format="mp4", options={"movflags": "frag_keyframe+empty_moov+default_base_moof"}
            )
            self._stream = self._container.add_stream_from_template(raw.streams.video[0])
        self._stream.time_base = Fraction(1, 90_000)
        self._begin_ms = first.at_ms or 0
        self._waiting: Picture | None = None
        self._usual_ms = 40

    def write(self, picture: Picture) -> None:
        if self._waiting is not None:
            self._mux(self._waiting, (picture.at_ms or 0) - (self._waiting.at_ms or 0))
        self._waiting = picture

    def close(self) -> None:
        if self._waiting is not None:
            self._mux(self._waiting, self._usual_ms)
        self._container.close()

    def _mux(self, picture: Picture, lasts_ms: int) -> None:
        if lasts_ms <= 0:
            raise SourceTrouble(
                Trouble.UNSUPPORTED, "The device replays pictures out of order, which cannot be kept without re-coding."
            )
        self._usual_ms = min(lasts_ms, 1_000)
        packet = av.Packet(picture.data)
        packet.stream = self._stream
        packet.time_base = Fraction(1, 1000)
        packet.pts = packet.dts = (picture.at_ms or 0) - self._begin_ms
        packet.duration = lasts_ms
        packet.is_keyframe = picture.key
        self._container.mux(packet)


class _Blocks:
    """What the muxer writes to; it never goes back in a fragmented file."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        self._held += data
        return len(data)

    def take(self, least: int) -> Iterator[bytes]:
        while len(self._held) >= least:
            yield bytes(self._held[:_BLOCK_BYTES])
            del self._held[:_BLOCK_BYTES]


def _video(sdp: str, who: str) -> tuple[str, int, str]:
    """Codec, payload type and control address of the video. Raises SourceTrouble."""
    for section in re.split(r"(?m)^(?=m=)", sdp)[1:]:
        if not section.startswith("m=video"):
            continue
        for number, name in re.findall(r"a=rtpmap:(\d{1,3}) ([A-Za-z0-9.-]+)/90000", section):
            if (codec := _CODECS.get(name.upper())) is not None:
                control = re.search(r"(?m)^a=control:(\S+)", section)
                return codec, int(number), control[1] if control else "*"
    raise SourceTrouble(Trouble.UNSUPPORTED, f"{who} replays no H.264 or H.265 video.")


def _below(url: str, base: str, control: str) -> str:
    """The address of a track; only its path is taken, the host stays the one that was entered."""
    if control == "*":
        return url
    told = urljoin(base if base.endswith("/") else base + "/", control) if "://" not in control else control
    path = re.sub(r"^[a-z]+://[^/]*", "", told)
    origin = re.match(r"rtsp://[^/]*", url)
    return (origin[0] if origin else "") + (path if path.startswith("/") else f"/{path}")


def _clock(epoch_ms: int) -> str:
    moment = datetime.fromtimestamp(epoch_ms / 1000, UTC)
    return moment.strftime("%Y%m%dT%H%M%S.") + f"{moment.microsecond // 1000:03d}Z"


def _says_goodbye(rtcp: bytes) -> bool:
    at = 0
    while at + 4 <= len(rtcp):
        if rtcp[at + 1] == 203:
            return True
        at += 4 + 4 * int.from_bytes(rtcp[at + 2 : at + 4], "big")
    return False

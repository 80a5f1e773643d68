"""An RTSP stream opened with FFmpeg: packets as they come, and nothing of its credentials in any message."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import av
import av.error
from av.packet import Packet

from backend.domain.source import SourceTrouble, Trouble
from backend.sources.live.parameter_sets import CODECS, parameter_sets
from backend.sources.live.segment import TICKS_PER_MS

OPEN_S = 10.0
STALL_S = 5.0
"""A stream that sends no picture for this long is frozen."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the stream is, its host looked up and allowed already (`live/handshake.py`)."""

    address: str
    """IP address."""
    port: int
    path: str
    """With its query, as the camera wants it."""
    host: str
    """As people know it."""
    user: str = ""
    transport: str = "tcp"
    sound: bool = False
    """The camera offers sound with it."""


@dataclass(slots=True)
class StreamPacket:
    """`pts`, `dts`: ticks of 1/90000 s. `camera_ms`: when the camera says it was taken, UTC epoch ms."""

    packet: Packet
    pts: int
    dts: int
    key: bool
    size_bytes: int
    camera_ms: float | None

    @property
    def at_ms(self) -> float:
        return self.pts / TICKS_PER_MS


class OpenStream:
    """One connection, on one thread. A context manager."""

    def __init__(
        self, place: Place, password: str, *, open_s: float = OPEN_S, stall_s: float = STALL_S, media: str = "video"
    ) -> None:
        """`media`: the picture (`video`) or the sound (`audio`): each has a connection of its own, so that whatever
        happens to one does nothing to the other. Raises SourceTrouble."""
        self._place = place
        self.offers_sound = place.sound
        sign_in = f"{quote(place.user, safe='')}:{quote(password, safe='')}@" if place.user else ""
        address = f"[{place.address}]" if ":" in place.address else place.address
        options = {
            "rtsp_transport": place.transport,
            "allowed_media_types": media,
            # The file's description is read from its first keyframe: nothing has to be guessed while opening.
            "analyzeduration": "100000",
            "fpsprobesize": "0",
            "reorder_queue_size": "500",
        }
        try:
            self._container = av.open(
                f"rtsp://{sign_in}{address}:{place.port}{place.path}", options=options, timeout=(open_s, stall_s)
            )
        except (av.error.FFmpegError, OSError, ValueError) as error:
            raise _opening_trouble(error, place) from None
        try:
            self.stream = _video_of(self._container, place) if media == "video" else _audio_of(self._container, place)
        except SourceTrouble:
            self.close()
            raise
        context = self.stream.codec_context
        self.codec: str = context.name
        self.sdp_sets = parameter_sets(bytes(context.extradata or b""), self.codec) if media == "video" else ()

    def packets(self) -> Iterator[StreamPacket]:
        """Until the stream ends, which it never does by itself: raises SourceTrouble LOST or FROZEN, UNREACHABLE."""
        last_dts: int | None = None
        demuxed = self._container.demux(self.stream)
        while True:
            try:
                packet = next(demuxed, None)
            except av.error.ExitError:
                raise SourceTrouble(
                    Trouble.FROZEN, f"{self._place.host} holds the connection, but sends nothing.", details=self._who
                ) from None
            except av.error.InvalidDataError:
                continue
            except (av.error.FFmpegError, OSError):
                raise self._lost() from None
            if packet is None or (packet.size == 0 and packet.pts is None):
                raise self._lost()
            if not packet.size or (packet.pts is None and last_dts is not None):
                continue
            scale = packet.time_base * 90_000 if packet.time_base else 1
            # Where the camera does not say at which time its stream begins (RTP-Info), it begins at 0 with the first
            # packet, which FFmpeg leaves without one.
            pts = round(packet.pts * scale) if packet.pts is not None else 0
            dts = round(packet.dts * scale) if packet.dts is not None else min(pts, (last_dts or pts) + 1)
            last_dts = dts
            yield StreamPacket(packet, pts, dts, packet.is_keyframe, packet.size, _camera_ms(packet))

    def close(self) -> None:
        with contextlib.suppress(av.error.FFmpegError, OSError):
            self._container.close()

    def __enter__(self) -> OpenStream:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _who(self) -> dict[str, str]:
        return {"host": self._place.host}

    def _lost(self) -> SourceTrouble:
        return SourceTrouble(Trouble.LOST, f"The connection to {self._place.host} broke.", details=self._who)


def _video_of(container: av.container.InputContainer, place: Place) -> av.VideoStream:
    stream = container.streams.video[0] if container.streams.video else None
    name = stream.codec_context.name if stream is not None and stream.codec_context is not None else ""
    if stream is None or name not in CODECS:
        raise SourceTrouble(
            Trouble.UNSUPPORTED,
            f"{place.host} sends {name or 'no video'}. Set the camera to H.264 or H.265.",
            details={"host": place.host, "codec": name},
        )
    return stream


def _audio_of(container: av.container.InputContainer, place: Place) -> av.AudioStream:
    if not container.streams.audio:
        raise SourceTrouble(Trouble.UNSUPPORTED, f"{place.host} sends no sound.", details={"host": place.host})
    return container.streams.audio[0]


def _camera_ms(packet: Packet) -> float | None:
    """The wall clock of the camera at this picture, which FFmpeg works out from its sender reports (RTCP)."""
    if not packet.has_sidedata("prft"):
        return None
    data = packet.get_sidedata("prft")
    return int.from_bytes(bytes(data)[:8], "little", signed=True) / 1000


def _opening_trouble(error: Exception, place: Place) -> SourceTrouble:
    """What FFmpeg's own messages say of it holds the address with the password: never passed on."""
    who = {"host": place.host}
    if isinstance(error, av.error.HTTPUnauthorizedError | av.error.HTTPForbiddenError):
        return SourceTrouble(Trouble.CREDENTIALS, f"{place.host} does not accept this user and password.", details=who)
    if isinstance(error, av.error.HTTPNotFoundError):
        return SourceTrouble(Trouble.NOT_FOUND, f"{place.host} has no stream at this address.", details=who)
    if isinstance(error, av.error.ExitError | TimeoutError):
        return SourceTrouble(Trouble.TIMEOUT, f"{place.host} does not answer in time.", details=who)
    if isinstance(error, av.error.HTTPError):
        return SourceTrouble(Trouble.SERVER, f"{place.host} refuses the stream just now.", details=who)
    if isinstance(error, ConnectionError | OSError):
        return SourceTrouble(Trouble.UNREACHABLE, f"{place.host} cannot be reached.", details=who)
    return SourceTrouble(Trouble.ANSWER, f"What {place.host} answers cannot be understood.", details=who)

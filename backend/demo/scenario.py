"""What a piece of footage shows: frozen descriptions that `render` draws. `*_ms` count from the scenario's start."""

from __future__ import annotations

from dataclasses import dataclass

GENERATOR_VERSION = "4"
"""Goes into the keys of caches: raise it when the drawn footage changes."""

REFERENCE_W, REFERENCE_H = 1280, 720
"""Positions in this package are given on this grid and scaled to the frame."""


@dataclass(frozen=True, slots=True)
class Label:
    """A paper with one code, shown from `from_ms` to `to_ms`.

    `mode`: "stuck" stays on the parcel once put there; "turned" shows a labelled side of the parcel for the interval
    only; "held" is held to the camera in the air. `px_per_module` counts pixels of the final frame. `thumb`: fingers
    lie on the paper beside the code for a part of the time. `readable=False` prints it smeared beyond reading.
    """

    text: str
    symbology: str = "QRCode"
    px_per_module: float = 3.0
    from_ms: int = 0
    to_ms: int = 0
    mode: str = "turned"
    tilt_deg: float = 0.0
    perspective: float = 0.0
    """0 (seen straight) to 0.3: how much the far edge shrinks."""
    curve: float = 0.0
    """0 (flat) to 0.12: bulge of the paper around a bottle or a full bag, as a part of its height."""
    thumb: bool = False
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Order:
    """One packed parcel, roughly from `start_ms` to `end_ms`; the truth holds what the drawn frames really show."""

    start_ms: int
    end_ms: int
    labels: tuple[Label, ...] = ()
    carton: int = 0
    """Index of size and colour, see `carton.CARTONS`."""
    enter: str = "left"
    leave: str = "right"
    gloves: bool = False


@dataclass(frozen=True, slots=True)
class Decoy:
    """Something that must not become an event.

    `kind`: "code" a label is shown but nothing packed; "cross" a hand passes over the sticker for about 0.3 s;
    "passer_by" somebody walks along the edge; "idle_hands" hands rest at the edge of the table.
    """

    kind: str
    from_ms: int
    to_ms: int
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the camera writes its file. `bitrate_kbps=None`: constant quality `crf`; else a constrained rate."""

    codec: str = "h264"
    container: str = "mp4"
    gop: int = 50
    crf: int = 25
    bitrate_kbps: int | None = None
    bframes: int = 0
    preset: str = "ultrafast"
    threads: int = 2
    audio: bool = False
    """AAC track: a beep of 1 kHz and 200 ms when an order starts, faint hum otherwise."""
    creation_time: str | None = None
    """Container time: None leaves it out, "utc" writes UTC, "local" the camera's local time as many recorders do."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One camera, one stretch of time, one file (two when `split_at_ms` is set)."""

    name: str
    camera: str = "Ban1"
    width: int = 1280
    height: int = 720
    fps: float = 15.0
    vfr: bool = False
    encoding: Encoding = Encoding()
    start_ms: int = 1_767_578_400_000
    """UTC epoch ms of the first frame; default 2026-01-05 09:00 in Ho Chi Minh City."""
    timezone: str = "Asia/Ho_Chi_Minh"
    duration_ms: int = 30_000
    orders: tuple[Order, ...] = ()
    decoys: tuple[Decoy, ...] = ()
    sticker: bool = True
    clock: bool = True
    dated: bool = True
    """Whether the burned-in clock shows the date too; without it, files may be named after any other day."""
    noise: float = 1.6
    """Sensor noise, standard deviation in grey levels."""
    seed: int = 1
    """What the camera looks like: table, light, noise, skin."""
    split_at_ms: tuple[int, ...] = ()
    cast: int = 0
    """Another choreography and other papers at the same table."""
    light_loop_ms: int = 0
    """When set, light changes repeat with this period, so that blocks of this length can be joined without a jump."""

    @property
    def scale(self) -> float:
        """Pixels of the frame per unit of the reference grid."""
        return self.width / REFERENCE_W
